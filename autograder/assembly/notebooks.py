"""A student's notebooks: which one belongs to which lesson, and the code cells in them."""
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.build.source import solution_file
from autograder.manifest import Course, CourseError, skeleton_path
from autograder.quick_import import skip_iri_grammar


@dataclass(frozen=True)
class OwnCell:
    """A code cell that is not a grade cell. `id` is its grade_id, empty for a cell of the student's own."""
    id: str
    source: str


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


def own_cells(path: Path) -> list[OwnCell]:
    """The code cells of a notebook in order, without its grade cells. Raises CourseError if the file is not a notebook.

    Of two cells with one grade_id the last is the answer, which is nbgrader's rule; the other loses its id.
    """
    cells = [(cell, cell.metadata.get("nbgrader", {})) for cell in _read(path).cells if cell.cell_type == "code"]
    own = [OwnCell(_id(cell), cell.source) for cell, settings in cells if settings.get("solution") or not settings.get("grade")]
    last = {cell.id: cell for cell in own}
    return [cell if last[cell.id] is cell else replace(cell, id="") for cell in own]


def _lesson_of(path: Path, known: dict[str, set[str]]) -> str | None:
    """The lesson whose grade_ids the notebook has; a few of them, such as "add", are those of two lessons."""
    try:
        ids = {_id(cell) for cell in _read(path).cells}
    except CourseError:
        return None
    share = {lesson: len(ids & wanted) / len(wanted) for lesson, wanted in known.items() if wanted}
    best = max(share, key=share.__getitem__)
    return best if share[best] > 0.5 else None


def _read(path: Path):
    skip_iri_grammar()
    from autograder.gradebook.reading import Unreadable, read_notebook
    try:
        return read_notebook(path)
    except (Unreadable, OSError) as problem:
        raise CourseError(f"{path}: {problem}") from None


def _id(cell) -> str:
    id = cell.metadata.get("nbgrader", {}).get("grade_id")
    return id if isinstance(id, str) else ""
