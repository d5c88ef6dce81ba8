"""solutions/NN-name/name.py -> the notebook that nbgrader takes as its source."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.manifest import CourseError, Lesson, source_path
from autograder.quick_import import skip_iri_grammar

from .author_mistakes import author_mistakes
from .percent import Cell, read_percent

if TYPE_CHECKING:
    from nbformat import NotebookNode

# Neither a version nor a path: they would differ from machine to machine.
_METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
_BUILD_TAGS = {"engine"}


def solution_file(root: Path, lesson: Lesson) -> tuple[Cell, ...]:
    """The cells of the lesson's assignment with its answers.

    Raises:
        CourseError: the file cannot be read.
    """
    path = source_path(root, lesson)
    return read_percent(path, path.relative_to(root).as_posix())


def source_notebook(root: Path, lesson: Lesson) -> "NotebookNode":
    """The nbgrader source notebook of a lesson, the same at every call.

    Raises:
        CourseError: the author made mistakes; one sentence each.
    """
    skip_iri_grammar()
    from nbformat import v4

    cells = solution_file(root, lesson)
    name = source_path(root, lesson).relative_to(root).as_posix()
    mistakes = author_mistakes(lesson, cells, name)
    if mistakes:
        raise CourseError(*mistakes)
    notebook = v4.new_notebook(metadata=_METADATA)
    notebook.nbformat_minor = 5
    for position, cell in enumerate(cells, 1):
        make = getattr(v4, f"new_{cell.kind}_cell")
        node = make(cell.source, id=cell.id or f"{lesson.id}-{position:02}")
        node.metadata.update(_metadata(lesson, cell))
        notebook.cells.append(node)
    return notebook


def _metadata(lesson: Lesson, cell: Cell) -> dict[str, Any]:
    """nbgrader's metadata in full, and the tags that are not for the build."""
    metadata: dict[str, Any] = {}
    tags = [tag for tag in cell.tags if tag not in _BUILD_TAGS]
    if tags:
        metadata["tags"] = tags
    if cell.role == "plain":
        return metadata
    graded = cell.role in ("checks", "written")
    metadata["nbgrader"] = {
        "cell_type": cell.kind,
        "grade": graded,
        "grade_id": cell.id,
        "locked": cell.role in ("checks", "locked"),
        "schema_version": 3,
        "solution": cell.role in ("solution", "written"),
        "task": False,
    }
    if graded:
        exercise = lesson.exercise((cell.id or "").removesuffix("-checks"))
        metadata["nbgrader"]["points"] = exercise.points
    return metadata
