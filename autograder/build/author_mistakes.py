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
    found = [(cell.line, said) for cell in cells for said in _cell_mistakes(lesson, cell)]
    found += [*_order_mistakes(lesson, cells), *_missing_cells(lesson, cells)]
    return [f"{name}, line {line}: {said}" for line, said in sorted(found)]


def _cell_mistakes(lesson: Lesson, cell: Cell) -> Iterator[str]:
    """What shows in one cell."""
    id, role = cell.id, cell.role
    if role == "plain":
        if has_marks(cell.source):
            yield ("this cell has solution marks but is no solution cell; "
                   'add nbgrader={"grade_id": ..., "solution": true} or remove the marks.')
    elif not id:
        yield "this nbgrader cell has no grade_id; give it one."
    else:
        for key in sorted(set(cell.nbgrader) - _KEYS):
            yield f'"{key}" of the cell "{id}" is filled in by the build; remove it.'
        if role == "unclear":
            yield (f'the {cell.kind} cell "{id}" is neither a solution, nor checks, nor a written answer, nor locked; '
                   "set solution, grade, both (Markdown only) or locked.")
        elif cell.answers:
            yield from _answer_mistakes(lesson, cell)
        elif has_marks(cell.source):
            yield f'the cell "{id}" is no solution cell; remove its solution marks.'
        if role == "checks":
            yield from _check_mistakes(lesson, cell)


def _answer_mistakes(lesson: Lesson, cell: Cell) -> Iterator[str]:
    """An answer without exercise or of the other kind, marks that do not pair, answers or skeletons that are not Python."""
    id, role = cell.id, cell.role
    written = {exercise.id: exercise.written for exercise in lesson.exercises}
    if id not in written:
        yield f'the {role} cell "{id}" has no exercise under {lesson.id} in course.yml; add one, or rename the cell.'
    elif written[id] and role == "solution":
        yield (f'"{id}" is `written: true` in course.yml, but this is a code cell; '
               "make it Markdown with grade and solution, or remove `written`.")
    elif not written[id] and role == "written":
        yield f'"{id}" is a written answer here, but not in course.yml; add `written: true`.'
    if mistake := mark_mistake(cell.source):
        yield f'the cell "{id}" has {mistake}.'
    elif BEGIN not in cell.source:
        yield f'the cell "{id}" has no ### {BEGIN}, so nbgrader would wipe all of it; put the marks around the answer.'
    elif role == "solution":
        if problem := _not_python(cell.source):
            yield f'the answer of "{id}" is not valid Python ({problem}); correct it.'
        elif _not_python(with_stubs(cell.source, code_stub(lesson.id, id))):
            yield f'the skeleton of "{id}" is not valid Python once the answer is taken out; put the marks around whole statements.'


def _check_mistakes(lesson: Lesson, cell: Cell) -> Iterator[str]:
    """A grade cell must be called after its exercise and be plain Python."""
    known = [exercise.id for exercise in lesson.exercises if not exercise.written]
    if cell.id not in [f"{id}-checks" for id in known]:
        yield (f'the grade cell "{cell.id}" should be called after its exercise, as "mul-checks"; '
               f"{nearest(cell.id.removesuffix('-checks'), known)}")
    if problem := _not_python(cell.source):
        yield f'the checks "{cell.id}" are not plain Python ({problem}); correct that.'


def _not_python(source: str) -> str | None:
    try:
        ast.parse(source)
    except SyntaxError as error:
        return f"{error.msg}, line {error.lineno} of the cell"
    return None


def _order_mistakes(lesson: Lesson, cells: tuple[Cell, ...]) -> Iterator[tuple[int, str]]:
    """Ids used twice, exercises in another order than course.yml, checks away from their exercise."""
    ids = [exercise.id for exercise in lesson.exercises]
    seen, above = set(), ""
    for cell in cells:
        if cell.id in seen:
            yield cell.line, f'the grade_id "{cell.id}" is used twice; rename one of the two cells.'
        seen |= {cell.id} - {""}
        if cell.answers:
            above = cell.id
        elif cell.role == "checks" and cell.id.removesuffix("-checks") in ids and cell.id != f"{above}-checks":
            yield cell.line, f'"{cell.id}" does not stand under its own solution cell; move it there.'

    found = [cell for cell in cells if cell.answers and cell.id in ids]
    for cell, wanted in zip(found, sorted(found, key=lambda cell: ids.index(cell.id))):
        if cell.id != wanted.id:
            yield cell.line, f'"{cell.id}" stands where course.yml has "{wanted.id}"; put both in the same order.'
            break


def _missing_cells(lesson: Lesson, cells: tuple[Cell, ...]) -> Iterator[tuple[int, str]]:
    """Exercises of course.yml that the notebook lacks, wholly or without checks."""
    lines = {cell.id: cell.line for cell in cells}
    end = cells[-1].line if cells else 1
    for exercise in lesson.exercises:
        id = exercise.id
        if id not in lines:
            how = f'[markdown] nbgrader={{"grade_id": "{id}", "grade": true' if exercise.written else f'nbgrader={{"grade_id": "{id}"'
            yield end, f'the exercise "{id}" of course.yml has no cell here; write one: # %% {how}, "solution": true}}'
        elif not exercise.written and f"{id}-checks" not in lines:
            yield lines[id], (f'the exercise "{id}" has no checks; '
                              f'write under it: # %% nbgrader={{"grade_id": "{id}-checks", "grade": true}}')
