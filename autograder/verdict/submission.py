"""A submitted notebook, reduced to what the grader runs: code cells, and which exercise each of them answers."""
from dataclasses import dataclass, replace
from hashlib import md5
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Cell:
    """A code cell to be run. `index` is its place in the notebook, `exercise` the id that it answers or None."""
    index: int
    source: str
    exercise: str | None = None
    given: bool = False  # a reference answer in place of the student's
    untouched: bool = False  # exactly as released

    @property
    def name(self) -> str:
        # A traceback shows lines of cells called "cell ...": never those of a reference answer.
        return f"given answer {self.index + 1}" if self.given else f"cell {self.index + 1}"


def code_cells(notebook: "NotebookNode", exercises: list[str]) -> list[Cell]:
    """The code cells in order, without the grade cells: their visible checks are the student's, the hidden suite is ours.

    Where two cells carry the same exercise id, the last is the answer (nbgrader's own rule) and the others are plain cells.
    """
    cells = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        metadata = cell.get("metadata", {}).get("nbgrader", {})
        metadata = metadata if isinstance(metadata, dict) else {}
        if metadata.get("grade") and not metadata.get("solution"):
            continue
        exercise = metadata.get("grade_id") if metadata.get("solution") else None
        cells.append(Cell(index, cell.source, exercise if exercise in exercises else None, untouched=_is_untouched(cell.source, metadata)))
    seen: set[str] = set()
    for place in reversed(range(len(cells))):
        if cells[place].exercise in seen:
            cells[place] = replace(cells[place], exercise=None)
        elif cells[place].exercise:
            seen.add(cells[place].exercise)
    return cells


def _is_untouched(source: str, metadata: dict) -> bool:
    # nbgrader's checksum of a released solution cell (nbgrader.utils.compute_checksum), without the seconds that its import takes.
    known = md5("".join((source, "code", "False", "True", "False", str(metadata.get("grade_id")))).encode(errors="replace"))
    return metadata.get("checksum") == known.hexdigest()


def with_reference(cells: list[Cell], answers: dict[str, str], order: list[str]) -> list[Cell]:
    """The same notebook with `answers` (exercise id: source) in place of the student's; missing cells are added in `order`."""
    mended = [replace(cell, source=answers[cell.exercise], given=True) if cell.exercise in answers else cell for cell in cells]
    for exercise in order:
        if exercise in answers and not any(cell.exercise == exercise for cell in mended):
            earlier = order[: order.index(exercise)]
            after = max((place for place, cell in enumerate(mended) if cell.exercise in earlier), default=_first_answer(mended) - 1)
            mended.insert(after + 1, Cell(len(mended) + 1000, answers[exercise], exercise, given=True))
    return mended


def _first_answer(cells: list[Cell]) -> int:
    return next((place for place, cell in enumerate(cells) if cell.exercise), len(cells))
