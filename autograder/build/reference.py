"""Skeletons and reference answers, for the grader and the tests."""
import copy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.manifest import CourseError, Lesson, skeleton_path
from autograder.manifest.names import nearest

from .marks import without_marks
from .percent import Cell, read_percent
from .source import solution_file


def answer_cells(path: Path) -> dict[str, str]:
    """The answers in any py:percent notebook: grade_id to source, without marks. Raises CourseError if it cannot be read."""
    return _answers(read_percent(path))


def reference_cells(root: Path, lesson: Lesson) -> dict[str, str]:
    """The reference answers of a lesson: exercise id to source, without marks. Raises CourseError if they cannot be read."""
    return _answers(solution_file(root, lesson))


def _answers(cells: tuple[Cell, ...]) -> dict[str, str]:
    return {cell.id: without_marks(cell.source) for cell in cells if cell.id and cell.answers}


def skeleton(root: Path, lesson: Lesson) -> NotebookNode:
    """The lesson's skeleton notebook, as students get it. Raises CourseError if it is not built or not readable."""
    path = skeleton_path(root, lesson)
    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise CourseError(f"{path.relative_to(root)} is missing or not a notebook; run `course build {lesson.number}`.") from None


def reference_notebook(root: Path, lesson: Lesson, replace: dict[str, str] | None = None) -> NotebookNode:
    """A submission with the reference answers, those in `replace` (id to source) put in their place.

    Raises CourseError if there is no skeleton, or `replace` names a cell that it does not have.
    """
    return assemble_notebook(skeleton(root, lesson), {**reference_cells(root, lesson), **(replace or {})})


def assemble_notebook(notebook: NotebookNode, sources: dict[str, str]) -> NotebookNode:
    """A copy without outputs, in which the cells of these grade_ids hold these sources. Raises CourseError for an id that it has not."""
    result = copy.deepcopy(notebook)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in result.cells}
    for id, source in sources.items():
        if id not in cells:
            raise CourseError(f'The notebook has no cell "{id}"; {nearest(id, [name for name in cells if name])}')
        cells[id].source = source
    for cell in result.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return result
