"""Sees answers that somebody wrote into a skeleton, so that no build throws them away."""

import json
from pathlib import Path

from autograder.manifest import CourseError
from autograder.manifest.names import listed
from autograder.quick_import import skip_iri_grammar


def answered(notebook: dict) -> list[str]:
    """The ids of the answer cells that differ from what their own checksum remembers."""
    skip_iri_grammar()
    import nbformat
    from nbgrader.utils import compute_checksum, is_solution

    cells = [nbformat.from_dict(cell) for cell in notebook.get("cells", [])]
    return [
        cell.metadata.nbgrader.grade_id
        for cell in cells
        if isinstance(cell.source, str)
        and is_solution(cell)
        and cell.metadata.nbgrader.get("checksum") not in (None, compute_checksum(cell))
    ]


def refuse_to_lose_answers(path: Path, root: Path) -> None:
    """Stop when the skeleton at that path holds answers.

    Raises:
        CourseError: it does, or it is no notebook; the sentence says how to go on.
    """
    name = path.relative_to(root)
    if not path.is_file():
        return
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        ids = answered(notebook)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(
            f"{name} is not a notebook any more; remove it, or build with --overwrite."
        ) from None
    if ids:
        raise CourseError(
            f"{name} holds answers ({listed(ids)}), which the build would replace; move the file "
            "elsewhere, or build with --overwrite."
        )
