"""Grading one notebook file, outside nbgrader: what `course check` does."""
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from autograder.assembly.carried import is_carried
from autograder.manifest import Course, CourseError, Lesson
from autograder.manifest.paths import ENGINE
from autograder.room.rooms import RoomBroken, WarmProcess, warm_process
from autograder.room.sandbox import NoSandbox, bubblewrap
from autograder.verdict.assignments import assignment
from autograder.verdict.grade import grade
from autograder.verdict.results import Results
from autograder.verdict.submission import code_cells
from autograder.verdict.suite import SuiteError


def self_check(root: Path, course: Course, lesson: Lesson, path: Path, only: str | None, sandbox: bool,
               say: Callable[[str], None], warm: WarmProcess | None = None) -> Results:
    """Grade the notebook in `path`; `only` one exercise of it. `warm`: a process that waits already; without it, one is started.
    The engine is the course's; where the student has carried their own beside the notebook, a note says whether that changes anything. `say` gets a sentence where there is no sandbox.

    Raises CourseError for a file that is not a notebook, or when grading itself fails.
    """
    from autograder.gradebook.reading import Unreadable, read_notebook
    if not path.exists():
        raise CourseError(f"There is no file {path}; name the notebook with --notebook.")
    try:
        task = assignment(root, course, lesson)
        notebook = read_notebook(path)
        with nullcontext(warm) if warm else warm_process(course.limits.for_room(), walls_or_note(sandbox, say), preload=()) as warm:
            results = grade(task, code_cells(notebook, task.order), warm, only=only).results
            engine = path.parent / ENGINE
            if is_carried(engine):
                results.notes.append(_carried_note(root, course, lesson, engine.read_text(encoding="utf-8"), results, lambda text: grade(
                    replace(task, files={**task.files, ENGINE: text}), code_cells(notebook, task.order), warm, only=only).results))
            return results
    except (Unreadable, RoomBroken, SuiteError) as problem:
        raise CourseError(str(problem)) from None


def _carried_note(*args) -> str:
    from autograder.assembly.causes import carried_note
    return carried_note(*args)


def walls_or_note(sandbox: bool, say: Callable[[str], None]) -> bool:
    """Whether the room gets walls. Where they are wanted and cannot be had, `say` gets a sentence and it does without."""
    if not sandbox:
        return False
    try:
        bubblewrap()
    except NoSandbox as problem:
        say(f"Note: your notebook runs without a sandbox, with your own rights ({problem}).")
        return False
    return True
