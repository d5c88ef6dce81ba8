"""A check of the student's own notebook: graded, remembered, and told."""
from collections.abc import Callable
from pathlib import Path

from autograder.manifest import Course, CourseError, Lesson, skeleton_path
from autograder.report.text import ASK, NOT_PYTHON, exercise_lines, report_lines
from autograder.report.console import Line
from autograder.verdict.results import Results

from .cells import answers, is_blank, read_cells, syntax_errors
from .record import record


def checked(root: Path, course: Course, lesson: Lesson, only: str | None, path: Path, sandbox: bool, say: Callable[[str], None],
            warm=None, hints: int = 1, ask: str = ASK, short: bool = False) -> tuple[Results, list[Line]]:
    """The results and the report's lines: what is not Python first, then the exercises, then what has changed.

    Only the student's own notebook, the one in exercises/, is remembered. `hints`: how many to a mistake that has a name; `ask`, `short`: see
    exercise_lines. Raises CourseError when it cannot be graded.
    """
    from autograder.verdict.self_check import self_check
    own = path.resolve() == skeleton_path(root, lesson).resolve()
    results = self_check(root, course, lesson, path, only, sandbox, say, warm)
    if not own:
        return results, report_lines(results, hints, ask)
    notebook = read_cells(root, lesson)
    lines: list[Line] = [("red", sentence) for sentence in syntax_errors(notebook)]
    if only:
        lines += [("", note) for note in results.notes]
        lines += exercise_lines(_told(notebook, lesson, results.exercise(only)), hints, lesson.id, ask, short)
    else:
        shown = results.model_copy(update={"exercises": [_told(notebook, lesson, exercise) for exercise in results.exercises]})
        lines += report_lines(shown, hints, ask)
    try:
        lines += [("bold", sentence) for sentence in record(root, course, lesson, results)]
    except CourseError as problem:  # the report matters more than its memory
        lines.append(("yellow", str(problem)))
    return results, lines


def _told(notebook: dict, lesson: Lesson, exercise):
    """The same result in words for somebody alone. A cell that is not Python has been told already."""
    if exercise.status == "missing":
        return exercise.model_copy(update={"message": "Its cell is not in the notebook any more; "
                                           f"`course reset {lesson.number} --all` writes the whole notebook again, and keeps a copy of yours."})
    if exercise.message.startswith(NOT_PYTHON):
        return exercise.model_copy(update={"message": "", "tests": [], "mistakes": []})
    if exercise.status != "written":
        return exercise
    blank = is_blank(lesson, exercise.id, answers(notebook).get(exercise.id, ""))
    return exercise.model_copy(update={"message": "Not answered yet." if blank else
                                       f"You have answered. Compare: `course solution {lesson.number}.{exercise.id}`."})


def begun(root: Path, course: Course) -> list[Lesson]:
    """The lessons in whose notebook something is written, or whose notebook cannot be read. Files that are missing do not count."""
    found = []
    for lesson in course.lessons:
        if not skeleton_path(root, lesson).exists():
            continue
        sources = answers(read_cells(root, lesson))
        if any(not is_blank(lesson, exercise.id, sources[exercise.id]) for exercise in lesson.exercises if exercise.id in sources):
            found.append(lesson)
    return found
