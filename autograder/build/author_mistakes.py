"""What an author can get wrong in solutions/NN-name/name.py."""

import ast
from collections.abc import Iterator

from autograder.manifest import Lesson
from autograder.manifest.names import nearest

from .marks import BEGIN, code_stub, has_marks, mark_mistake, with_stubs
from .percent import Cell

_KEYS = {"grade_id", "solution", "grade", "locked"}


def author_mistakes(lesson: Lesson, cells: tuple[Cell, ...], name: str) -> list[str]:
    """One sentence a mistake, with file, line and remedy, in the order of the file."""
    found = [mistake for cell in cells for mistake in _cell_mistakes(lesson, cell)]
    found += _order_mistakes(lesson, cells)
    found += _missing_cells(lesson, cells)
    return [f"{name}, line {line}: {said}" for line, said in sorted(found)]


def _cell_mistakes(lesson: Lesson, cell: Cell) -> Iterator[tuple[int, str]]:
    """What shows in one cell."""
    written = {exercise.id: exercise.written for exercise in lesson.exercises}
    if cell.role == "plain":
        if has_marks(cell.source):
            yield cell.line, (
                "this cell has solution marks but is no solution cell; add "
                'nbgrader={"grade_id": ..., "solution": true} or remove the marks.'
            )
        return
    if not cell.id:
        yield cell.line, "this nbgrader cell has no grade_id; give it one."
        return
    for key in sorted(set(cell.nbgrader) - _KEYS):
        yield cell.line, f'"{key}" of the cell "{cell.id}" is filled in by the build; remove it.'
    if cell.role == "unclear":
        yield cell.line, (
            f'the {cell.kind} cell "{cell.id}" is neither a solution, nor checks, nor a written '
            "answer, nor locked; set solution, grade, both (Markdown only) or locked."
        )
    elif cell.role in ("solution", "written"):
        if cell.id not in written:
            yield cell.line, (
                f'the {cell.role} cell "{cell.id}" has no exercise under {lesson.id} in course.yml; '
                "add one, or rename the cell."
            )
        elif written[cell.id] and cell.role == "solution":
            yield cell.line, (
                f'"{cell.id}" is `written: true` in course.yml, but this is a code cell; make it '
                "Markdown with grade and solution, or remove `written`."
            )
        elif not written[cell.id] and cell.role == "written":
            yield cell.line, (
                f'"{cell.id}" is a written answer here, but not in course.yml; add `written: true`.'
            )
        yield from _mark_mistakes(lesson, cell)
    else:
        if has_marks(cell.source):
            yield cell.line, f'the cell "{cell.id}" is no solution cell; remove its solution marks.'
        if cell.role == "checks":
            yield from _check_mistakes(lesson, cell)


def _mark_mistakes(lesson: Lesson, cell: Cell) -> Iterator[tuple[int, str]]:
    """Marks that do not pair, and answers or skeletons that are not Python."""
    mistake = mark_mistake(cell.source)
    if mistake:
        yield cell.line, f'the cell "{cell.id}" has {mistake}.'
    elif BEGIN not in cell.source:
        yield cell.line, (
            f'the cell "{cell.id}" has no ### {BEGIN}, so nbgrader would wipe all of it; put the '
            "marks around the answer."
        )
    elif cell.role == "solution":
        problem = _not_python(cell.source)
        if problem:
            yield cell.line, f'the answer of "{cell.id}" is not valid Python ({problem}); correct it.'
        elif _not_python(with_stubs(cell.source, code_stub(lesson.id, cell.id or ""))):
            yield cell.line, (
                f'the skeleton of "{cell.id}" is not valid Python once the answer is taken out; put the '
                "marks around whole statements."
            )


def _check_mistakes(lesson: Lesson, cell: Cell) -> Iterator[tuple[int, str]]:
    """A grade cell must be called after its exercise and be plain Python."""
    known = [exercise.id for exercise in lesson.exercises if not exercise.written]
    exercise = (cell.id or "").removesuffix("-checks")
    if exercise not in known or exercise == cell.id:
        yield cell.line, (
            f'the grade cell "{cell.id}" should be called after its exercise, as "mul-checks"; '
            f"{nearest(exercise, known)}"
        )
    problem = _not_python(cell.source)
    if problem:
        yield cell.line, f'the checks "{cell.id}" are not plain Python ({problem}); correct that.'


def _not_python(source: str) -> str | None:
    try:
        ast.parse(source)
    except SyntaxError as error:
        return f"{error.msg}, line {error.lineno} of the cell"
    return None


def _order_mistakes(lesson: Lesson, cells: tuple[Cell, ...]) -> Iterator[tuple[int, str]]:
    """Ids used twice, exercises in another order than course.yml, checks away from their exercise."""
    seen: set[str] = set()
    for cell in cells:
        if cell.id in seen:
            yield cell.line, f'the grade_id "{cell.id}" is used twice; rename one of the two cells.'
        seen.add(cell.id or "")

    ids = [exercise.id for exercise in lesson.exercises]
    answers = [cell for cell in cells if cell.role in ("solution", "written") and cell.id in ids]
    wanted = [id for id in ids if id in {cell.id for cell in answers}]
    for cell, id in zip(answers, wanted):
        if cell.id != id:
            yield cell.line, (
                f'"{cell.id}" stands where course.yml has "{id}"; put both in the same order.'
            )
            break

    current = None
    for cell in cells:
        if cell.role in ("solution", "written"):
            current = cell.id
        elif cell.role == "checks" and (cell.id or "").removesuffix("-checks") in ids:
            if cell.id != f"{current}-checks":
                yield cell.line, (
                    f'"{cell.id}" does not stand under its own solution cell; move it there.'
                )


def _missing_cells(lesson: Lesson, cells: tuple[Cell, ...]) -> Iterator[tuple[int, str]]:
    """Exercises of course.yml that the notebook lacks, wholly or without checks."""
    by_id = {cell.id: cell for cell in cells}
    end = cells[-1].line if cells else 1
    for exercise in lesson.exercises:
        if exercise.id not in by_id:
            how = (
                f'# %% [markdown] nbgrader={{"grade_id": "{exercise.id}", "grade": true, "solution": true}}'
                if exercise.written
                else f'# %% nbgrader={{"grade_id": "{exercise.id}", "solution": true}}'
            )
            yield end, f'the exercise "{exercise.id}" of course.yml has no cell here; write one: {how}'
        elif not exercise.written and f"{exercise.id}-checks" not in by_id:
            yield by_id[exercise.id].line, (
                f'the exercise "{exercise.id}" has no checks; write under it: '
                f'# %% nbgrader={{"grade_id": "{exercise.id}-checks", "grade": true}}'
            )
