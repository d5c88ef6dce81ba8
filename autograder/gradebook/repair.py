"""A submitted notebook, laid over the released one: every grade cell is there once, untouched; nothing else of nbgrader's is."""
import copy

from nbformat import NotebookNode


def repair(submitted: NotebookNode, released: NotebookNode) -> list[str]:
    """Mend `submitted` in place from `released`; returns a sentence about each change the student should know of.

    Grade cells get the released source and metadata, solution cells the released metadata. Of several cells with one id the
    last counts. Missing grade cells and written answers are put back; a missing solution cell is not.
    """
    notes: list[str] = []
    masters = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    seen: set[str] = set()
    for cell in reversed(submitted.cells):
        id = grade_id(cell)
        cell.metadata.pop("nbgrader", None)
        if id not in masters:
            continue
        if id in seen:
            notes.append(f'There are several cells "{id}": the last one counts.')
            continue
        seen.add(id)
        _lay_over(cell, masters[id], notes)
    for place, id in enumerate(masters):
        master = masters[id]
        if id in seen or not master.metadata.nbgrader.get("grade"):
            continue
        before = list(masters)[:place]
        at = max((index + 1 for index, cell in enumerate(submitted.cells) if grade_id(cell) in before), default=0)
        submitted.cells.insert(at, copy.deepcopy(master))
        notes.append(f'The cell "{id}" was missing and has been put back.')
    _unique_cell_ids(submitted)
    return notes


def grade_id(cell: NotebookNode) -> str | None:
    """The cell's nbgrader id, if it has a well-formed one."""
    metadata = cell.get("metadata", {}).get("nbgrader")
    id = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return id if isinstance(id, str) else None


def _lay_over(cell: NotebookNode, master: NotebookNode, notes: list[str]) -> None:
    wanted = master.metadata.nbgrader
    if cell.cell_type != master.cell_type:
        notes.append(f'The cell "{wanted.grade_id}" had become a {cell.cell_type} cell; it is a {master.cell_type} cell again.')
        cell.cell_type = master.cell_type
        if master.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        else:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    cell.metadata.nbgrader = copy.deepcopy(wanted)
    if wanted.get("locked") and cell.source != master.source:
        cell.source = master.source
        notes.append(f'The cell "{wanted.grade_id}" had been changed; it is as it was released.')


def _unique_cell_ids(notebook: NotebookNode) -> None:
    seen: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        if cell.get("id") in seen or not cell.get("id"):
            cell["id"] = f"cell-{index}"
        seen.add(cell["id"])
