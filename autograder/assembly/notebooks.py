"""A student's notebooks: which one belongs to which lesson, and the code cells in them."""

from dataclasses import dataclass
from pathlib import Path

from autograder.build.source import solution_file
from autograder.manifest import Course, CourseError, Lesson, skeleton_path
from autograder.quick_import import skip_iri_grammar

_CHECKPOINTS = ".ipynb_checkpoints"


@dataclass(frozen=True)
class OwnCell:
    """A code cell that is not a grade cell. `id` is its grade_id, None for a cell of the student's own."""

    id: str | None
    source: str


def own_notebooks(root: Path, course: Course, folder: Path | None = None) -> dict[str, Path]:
    """Lesson id to notebook: those in exercises/, or those found below `folder` by their grade_ids.

    Raises:
        CourseError: the folder is not there or holds no notebook of this course, or two of one lesson.
    """
    if folder is None:
        paths = {lesson.id: skeleton_path(root, lesson) for lesson in course.lessons}
        return {id: path for id, path in paths.items() if path.is_file()}
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}; name the folder with your notebooks.")
    found: dict[str, Path] = {}
    known = {lesson.id: _grade_ids(root, lesson) for lesson in course.lessons}
    for path in sorted(folder.rglob("*.ipynb")):
        lesson = None if _CHECKPOINTS in path.parts else _lesson_of(path, known)
        if lesson in found:
            raise CourseError(
                f"Both {found[lesson]} and {path} are notebooks of lesson {lesson}; name a folder with one of them."
            )
        if lesson:
            found[lesson] = path
    if not found:
        raise CourseError(f"No notebook below {folder} has cells of this course; name the folder with your notebooks.")
    return found


def own_cells(path: Path) -> list[OwnCell]:
    """The code cells of a notebook in order, without its grade cells.

    Of two cells with one grade_id the last is the answer, which is nbgrader's rule; the other loses its id.

    Raises:
        CourseError: the file is not a notebook.
    """
    cells = [(cell.source, _nbgrader(cell)) for cell in _read(path).cells if cell.cell_type == "code"]
    own = [
        OwnCell(settings.get("grade_id"), source)
        for source, settings in cells
        if settings.get("solution") or not settings.get("grade")
    ]
    last = {cell.id: place for place, cell in enumerate(own)}
    return [cell if last[cell.id] == place else OwnCell(None, cell.source) for place, cell in enumerate(own)]


def _lesson_of(path: Path, known: dict[str, set[str]]) -> str | None:
    """The lesson whose grade_ids the notebook has; a few of them, such as "add", are those of two lessons."""
    try:
        ids = {_nbgrader(cell).get("grade_id") for cell in _read(path).cells}
    except CourseError:
        return None
    share = {lesson: len(ids & wanted) / len(wanted) for lesson, wanted in known.items() if wanted}
    best = max(share, key=share.__getitem__)
    return best if share[best] > 0.5 else None


def _grade_ids(root: Path, lesson: Lesson) -> set[str]:
    return {cell.id for cell in solution_file(root, lesson) if cell.id}


def _read(path: Path):
    skip_iri_grammar()
    from autograder.gradebook.reading import Unreadable, read_notebook

    try:
        return read_notebook(path)
    except (Unreadable, OSError) as problem:
        raise CourseError(f"{path}: {problem}") from None


def _nbgrader(cell) -> dict:
    return cell.get("metadata", {}).get("nbgrader", {})
