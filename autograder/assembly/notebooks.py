"""A student's notebooks: which one belongs to which lesson, and the code cells in them."""
from pathlib import Path

from autograder.build.source import solution_file
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


def own_cells(path: Path) -> list[tuple[str, str]]:
    """Id and source of the code cells, without grade cells; no id for a cell of the student's own. Raises CourseError if the file is not a notebook.

    Of two cells with one grade_id the last is the answer, which is nbgrader's rule; the other loses its id.
    """
    cells = [(id, source) for kind, id, graded, source in _read(path) if kind == "code" and not graded]
    return [("" if id in [later for later, _ in cells[place + 1:]] else id, source) for place, (id, source) in enumerate(cells)]


def _lesson_of(path: Path, known: dict[str, set[str]]) -> str | None:
    """The lesson whose grade_ids the notebook has; a few of them, such as "add", are those of two lessons."""
    try:
        ids = {id for _, id, _, _ in _read(path)}
    except CourseError:
        return None
    return next((lesson for lesson, wanted in known.items() if len(ids & wanted) > len(wanted) / 2), None)


def _read(path: Path) -> list[tuple[str, str, bool, str]]:
    """Kind, grade_id, whether it only grades, and source of each cell."""
    from autograder.gradebook.reading import Unreadable, read_notebook
    try:
        cells = [(cell, cell.metadata.get("nbgrader", {})) for cell in read_notebook(path).cells]
    except (Unreadable, OSError) as problem:
        raise CourseError(f"{path}: {problem}") from None
    return [(cell.cell_type, str(settings.get("grade_id") or ""), bool(settings.get("grade") and not settings.get("solution")), cell.source)
            for cell, settings in cells]
