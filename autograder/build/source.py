"""solutions/NN-name/name.py -> the notebook that nbgrader takes as its source."""
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, v4

from autograder.manifest import CourseError, Lesson, source_path

from .author_mistakes import author_mistakes
from .percent import Cell, read_percent

# Neither a version nor a path: they would differ from machine to machine.
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def source_name(root: Path, lesson: Lesson) -> str:
    """What messages call the lesson's assignment."""
    return source_path(root, lesson).relative_to(root).as_posix()


def solution_file(root: Path, lesson: Lesson) -> tuple[Cell, ...]:
    """The cells of the lesson's assignment with its answers. Raises CourseError if the file cannot be read."""
    return read_percent(source_path(root, lesson), source_name(root, lesson))


def source_notebook(root: Path, lesson: Lesson) -> NotebookNode:
    """The nbgrader source notebook of a lesson, the same at every call. Raises CourseError, a sentence for each mistake of its author."""
    cells = solution_file(root, lesson)
    mistakes = author_mistakes(lesson, cells, source_name(root, lesson))
    if mistakes:
        raise CourseError(*mistakes)
    notebook = v4.new_notebook(metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}})
    notebook.nbformat_minor = 5
    for position, cell in enumerate(cells, 1):
        make = getattr(v4, f"new_{cell.kind}_cell")
        notebook.cells.append(make(cell.source, id=cell.id or f"{lesson.id}-{position:02}", metadata=_metadata(lesson, cell)))
    return notebook


def _metadata(lesson: Lesson, cell: Cell) -> dict[str, Any]:
    """nbgrader's metadata in full."""
    if cell.role == "plain":
        return {}
    graded = cell.role in ("checks", "written")
    points = {"points": lesson.exercise(cell.id.removesuffix("-checks")).points} if graded else {}
    return {"nbgrader": {"cell_type": cell.kind, "grade": graded, "grade_id": cell.id, "locked": cell.role in ("checks", "locked"),
                         "schema_version": 3, "solution": cell.answers, "task": False, **points}}
