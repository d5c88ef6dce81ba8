"""`course carry`: a student's own engine in the next notebook, and the course's back again."""
from collections.abc import Callable
from pathlib import Path

from autograder.build import engine_so_far
from autograder.manifest import Course, CourseError, Lesson, exercise_folder
from autograder.manifest.paths import ENGINE

from .carried import CARRIED_BY, is_carried
from .notebooks import own_notebooks
from .own_pieces import module_text, own_pieces
from .own_room import imported


def carry(root: Path, course: Course, lesson: Lesson, sandbox: bool, say: Callable[[str], None]) -> list[str]:
    """Write the student's engine, from their earlier notebooks, beside the notebook of that lesson.

    Returns sentences: what was written, and which exercises in it are not. Raises CourseError if an earlier lesson
    is not begun, or the engine cannot be imported.
    """
    _reference(root, course, lesson)
    own = own_pieces(root, course.before(lesson), own_notebooks(root, course))
    whole = [gap.sentence for gap in own.gaps if not gap.exercise]
    if whole:
        raise CourseError(f"Nothing was carried into lesson {lesson.id}. {whole[0]}")
    header = (f'"""My own engine: what I have built in the earlier lessons ({", ".join(own.lessons)}).\n\n'
              f"{CARRIED_BY} from my notebooks. Grading uses the course's engine instead;\n"
              f'`course carry {lesson.number} --back` puts it back here.\n"""')
    text = module_text(header, own)
    with imported(course, "engine", text, sandbox, say):
        pass
    path = exercise_folder(root, lesson) / ENGINE
    _write(path, text)
    return [
        f"{path.relative_to(root)} is now your own engine, from {', '.join(own.lessons)}. Restart the kernel of an open notebook. "
        f"Grading still uses the course's engine; `course carry {lesson.number} --back` puts it back.",
        *(gap.sentence for gap in own.gaps),
    ]


def carry_back(root: Path, course: Course, lesson: Lesson) -> list[str]:
    """Write the course's engine again. Returns a sentence. Raises CourseError if the lesson has no engine."""
    path = exercise_folder(root, lesson) / ENGINE
    text = _reference(root, course, lesson)
    if path.is_file() and not is_carried(path):
        return [f"{path.relative_to(root)} is the course's engine already."]
    _write(path, text)
    return [f"{path.relative_to(root)} is the course's engine again."]


def _reference(root: Path, course: Course, lesson: Lesson) -> str:
    text = engine_so_far(root, course, lesson)
    if text is None:
        raise CourseError(f"Lesson {lesson.id} starts without an engine, so there is nothing to carry into it.")
    return text


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise CourseError(f"{path} cannot be written ({problem.strerror}).") from None
