"""A check of the student's own notebook: graded, remembered, and told."""
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from autograder.manifest import Course, CourseError, Exercise, Lesson, skeleton_path
from autograder.report.console import Line
from autograder.report.text import ASK, NOT_PYTHON, exercise_lines, report_lines
from autograder.verdict.results import ExerciseResult, Results
from autograder.verdict.self_check import self_check

from .cells import filled, read_cells, syntax_errors
from .lesson_end import lesson_end
from .progress import ANSWERED, DONE, NOT_YET, Entry, key, now, read_progress, write_progress


def checked(root: Path, course: Course, lesson: Lesson, only: Exercise | None, path: Path, sandbox: bool, say: Callable[[str], None],
            warm=None, ask: str = ASK, short: bool = False) -> tuple[Results, list[Line]]:
    """The results and the report's lines: what is not Python first, then the exercises, or `only` that one, then what has changed.

    Only the student's own notebook, the one in exercises/, is remembered. `ask`, `short`: see exercise_lines.
    Raises CourseError when it cannot be graded.
    """
    results = self_check(root, course, lesson, path, only and only.id, sandbox, say, warm)
    told = results.exercises
    lines: list[Line] = []
    changes: list[Line] = []
    if path.resolve() == skeleton_path(root, lesson).resolve():
        cells = read_cells(root, lesson)
        lines = [("red", sentence) for sentence in syntax_errors(cells)]
        told = [_told(exercise, lesson, filled(lesson, cells)) for exercise in told]
        try:
            changes = [("bold", sentence) for sentence in _record(root, course, lesson, results, filled(lesson, cells))]
        except CourseError as problem:  # the report matters more than its memory
            changes = [("yellow", str(problem))]
    if only:
        asked = results.exercise(only.id)
        results = results.model_copy(update={"exercises": [asked], "score": asked.score, "max_score": asked.max_score})
        lines += [("", note) for note in results.notes]
        lines += next(exercise_lines(exercise, 1, lesson.id, ask, short) for exercise in told if exercise.id == only.id)
    else:
        lines += report_lines(results.model_copy(update={"exercises": told}), 1, ask)
    return results, lines + changes


def _told(exercise: ExerciseResult, lesson: Lesson, filled: list[str]) -> ExerciseResult:
    """The same result in words for somebody alone. A cell that is not Python has been told already."""
    if exercise.message.startswith(NOT_PYTHON):
        return exercise.model_copy(update={"message": "", "tests": [], "mistakes": []})
    message = exercise.message
    if exercise.status == "missing":
        message = (f"Its cell is not in the notebook any more; `course reset {lesson.number} --all` writes the whole notebook again, "
                   "and keeps a copy of yours.")
    elif exercise.status == "written":
        answered = f"You have answered. Compare: `course solution {lesson.number}.{exercise.id}`."
        message = answered if exercise.id in filled else "Not answered yet."
    return exercise.model_copy(update={"message": message})


def _record(root: Path, course: Course, lesson: Lesson, results: Results, filled: list[str]) -> list[str]:
    """Remember the results of the student's own notebook, in which the cells of `filled` are written.

    Returns sentences: what is done no more, and the end of a lesson. Raises CourseError if the progress cannot be written.
    """
    before = read_progress(root)
    changed: dict[str, Entry] = {}
    forget, sentences = [], []
    for result in results.exercises:
        name = key(lesson, result.id)
        old = before.entries.get(name)
        new = _entry(result, result.id in filled, old)
        if old and old.status == DONE and (new is None or new.status != DONE):
            new = new or Entry(NOT_YET, now(), hints=old.hints, begun=old.begun)
            sentences.append(f"{name} was done on {old.when[:10]} and is not right any more, so it counts as not done.")
        if new is None:
            forget += [name] if old and not old.hints else []
        elif new != old:
            changed[name] = new
    if changed or forget or before.damaged:
        write_progress(root, changed, forget)
    if before.damaged:
        sentences.append(f"{before.damaged} lines of .course/progress.txt could not be read and are gone; "
                         "`course check` without a name checks all you have written and fills them in again.")
    if changed and read_progress(root).complete(lesson) and not before.complete(lesson):
        sentences += lesson_end(root, course, lesson)
    return sentences


def _entry(result: ExerciseResult, filled: bool, old: Entry | None) -> Entry | None:
    """The new entry; None for an exercise that is not begun. The same entry where nothing has changed, so that its time stays."""
    old = old or Entry(NOT_YET, now())
    if result.status == "blank" or result.status == "written" and not filled:
        return None
    status = {"pass": DONE, "written": ANSWERED}.get(result.status, NOT_YET)
    mistake = result.mistakes[0].id if result.mistakes and status == NOT_YET else ""
    new = replace(old, status=status, score=result.score, mistake=mistake)
    if mistake and mistake != old.mistake:
        new = replace(new, hints=1)  # the report tells the first hint of it; those of another mistake have not been read
    return new if new == old else replace(new, when=now())


def begun(root: Path, course: Course) -> list[Lesson]:
    """The lessons in whose notebook something is written, or whose notebook cannot be read. Files that are missing do not count."""
    return [lesson for lesson in course.lessons if skeleton_path(root, lesson).exists() and filled(lesson, read_cells(root, lesson))]
