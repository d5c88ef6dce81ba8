"""A student's notebooks: which one belongs to which lesson, and what is in it."""
from pathlib import Path

from nbformat import NotebookNode

from autograder.build.source import solution_file
from autograder.gradebook.reading import Unreadable, read_notebook
from autograder.manifest import Course, CourseError, skeleton_path


def own_notebooks(root: Path, course: Course, folder: Path | None = None) -> dict[str, Path]:
    """Lesson id to notebook: those in exercises/, or those found below `folder` by their grade_ids.

    Raises CourseError if the folder is not there or holds no notebook of this course, or two of one lesson.
    """
    if folder is None:
        return {lesson.id: path for lesson in course.lessons if (path := skeleton_path(root, lesson)).is_file()}
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}; name the folder with your notebooks.")
    found: dict[str, Path] = {}
    known = {lesson.id: {cell.id for cell in solution_file(root, lesson)} - {""} for lesson in course.lessons}
    for path in sorted(folder.rglob("*.ipynb")):
        lesson = None if ".ipynb_checkpoints" in path.parts else _lesson_of(path, known)
        if lesson in found:
            raise CourseError(f"Both {found[lesson]} and {path} are notebooks of lesson {lesson}; name a folder with one of them.")
        if lesson:
            found[lesson] = path
    if not found:
        raise CourseError(f"No notebook below {folder} has cells of this course; name the folder with your notebooks.")
    return found


def own_notebook(path: Path) -> NotebookNode:
    """The notebook in the file. Raises CourseError if it is none."""
    try:
        return read_notebook(path)
    except (Unreadable, OSError) as problem:
        raise CourseError(f"{path}: {problem}") from None


def _lesson_of(path: Path, known: dict[str, set[str]]) -> str | None:
    """The lesson whose grade_ids the notebook has; a few of them, such as "add", are those of two lessons."""
    try:
        ids = {str(cell.metadata.get("nbgrader", {}).get("grade_id")) for cell in own_notebook(path).cells}
    except CourseError:
        return None
    return next((lesson for lesson, wanted in known.items() if len(ids & wanted) > len(wanted) / 2), None)
