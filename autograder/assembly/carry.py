"""`course carry`: a student's own engine in the next notebook, and the course's back again."""
from collections.abc import Callable
from pathlib import Path

from autograder.build import engine_so_far
from autograder.manifest import Course, CourseError, Lesson, exercise_folder
from autograder.manifest.paths import ENGINE
from autograder.saving import save

from .carried import CARRIED_BY, is_carried
from .notebooks import own_notebooks
from .own_pieces import module_text, own_pieces
from .own_room import tried


def carry(root: Path, course: Course, lesson: Lesson, back: bool, sandbox: bool, say: Callable[[str], None]) -> list[str]:
    """Write the student's engine, from their earlier notebooks, beside the notebook of that lesson; or, with `back`, the course's again.

    Returns sentences: what was written, and which exercises in it are not. Raises CourseError if the lesson has no engine, an earlier
    lesson is not begun, or the engine cannot be imported or written.
    """
    text = engine_so_far(root, course, lesson)
    if text is None:
        raise CourseError(f"Lesson {lesson.id} starts without an engine, so there is nothing to carry into it.")
    path = exercise_folder(root, lesson) / ENGINE
    name = path.relative_to(root)
    if not back:
        own = own_pieces(root, course.before(lesson), own_notebooks(root, course))
        for gap in own.gaps:
            if not gap.exercise:
                raise CourseError(f"Nothing was carried into lesson {lesson.id}. {gap.sentence}")
        text = module_text(f'"""My own engine: what I have built in the earlier lessons ({", ".join(own.lessons)}).\n\n'
                           f"{CARRIED_BY} from my notebooks. Grading uses the course's engine instead;\n"
                           f'`course carry {lesson.number} --back` puts it back here.\n"""', own)
        tried(course, "engine", text, [], sandbox, say)  # raises if it cannot be imported
        said = [f"{name} is now your own engine, from {', '.join(own.lessons)}. Restart the kernel of an open notebook. "
                f"Grading still uses the course's engine; `course carry {lesson.number} --back` puts it back.",
                *(gap.sentence for gap in own.gaps)]
    elif path.is_file() and not is_carried(path):
        return [f"{name} is the course's engine already."]
    else:
        said = [f"{name} is the course's engine again."]
    save(path, text)
    return said
