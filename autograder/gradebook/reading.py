"""Reads a notebook file that anybody may have written."""
import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.room.inside.wire import writable

NOTES = "course_notes"  # notebook metadata, removed by nbgrader's ClearMetadata before anybody else sees it
LARGEST_MB = 20


class Unreadable(Exception):
    """The file is not a notebook; the message says why, to the student."""


def read_notebook(path: Path) -> NotebookNode:
    """The notebook in `path`, upgraded to version 4 and with every cell well-formed. Raises Unreadable."""
    size = path.stat().st_size >> 20
    if size > LARGEST_MB:
        raise Unreadable(f"{path.name} has {size} MB; at most {LARGEST_MB} MB are graded. Clear its outputs and hand it in again.")
    try:
        raw = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise Unreadable(f"{path.name} cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path.name} is not text in UTF-8, as a notebook is.") from None
    except RecursionError:
        raise Unreadable(f"{path.name} is nested too deeply to be a notebook.") from None
    except ValueError as problem:
        raise Unreadable(f"{path.name} is not a notebook: it is not valid JSON ({problem}).") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int) or not isinstance(raw.get("cells", raw.get("worksheets")), list):
        raise Unreadable(f"{path.name} is not a notebook: it has no cells.")
    if raw["nbformat"] > 4:
        raise Unreadable(f"{path.name} is in notebook format {raw['nbformat']}; save it as format 4.")
    metadata = raw.get("metadata")
    raw["metadata"] = {}
    try:
        notebook = nbformat.convert(nbformat.from_dict(raw), 4)
        cells = [_well_formed(cell) for cell in notebook.cells]
    except Exception as problem:
        raise Unreadable(f"{path.name} is not a notebook: {type(problem).__name__} in its cells.") from None
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "cells": cells,
                               "metadata": {NOTES: metadata.get(NOTES, []) if isinstance(metadata, dict) else []}})


def _well_formed(cell) -> NotebookNode:
    source = cell["source"]
    source = "".join(source) if isinstance(source, list) else str(source)
    kind = cell["cell_type"] if cell["cell_type"] in ("code", "markdown", "raw") else "raw"
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    clean = {"cell_type": kind, "source": writable(source.replace("\r\n", "\n")), "metadata": {"nbgrader": nbgrader} if isinstance(nbgrader, dict) else {}}
    if kind == "code":
        clean.update(outputs=[], execution_count=None)
    return nbformat.from_dict(clean)
