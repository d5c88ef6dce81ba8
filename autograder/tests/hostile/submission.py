"""One hostile or broken submission, and the usual ways to write one."""
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.build import reference_notebook, skeleton
from autograder.manifest import find_root, read_course

ROOT = find_root(Path(__file__))
LESSON = read_course(ROOT, draft=True).lesson("02-value")
FILE = "value.ipynb"
FULL = 9.0  # all points but that of the written answer


@dataclass(frozen=True)
class Submission:
    """`write(folder)` writes the files that are handed in. `says`: a text that the graded notebook must show.

    `ours_only`: it aims at our channel, so it says nothing about another grader.
    """
    name: str
    tries: str
    mark: float
    write: Callable[[Path], None]
    says: str = ""
    ours_only: bool = False


def honest() -> NotebookNode:
    """The reference answers."""
    return reference_notebook(ROOT, LESSON)


def blank_but(source: str, exercise: str = "value") -> Callable[[Path], None]:
    """Nothing is solved; the attack stands in one exercise's cell."""
    def write(folder: Path) -> None:
        notebook = skeleton(ROOT, LESSON)
        cell_of(notebook, exercise).source = source
        save(notebook, folder)
    return write


def right_but(exercise: str, source: str) -> Callable[[Path], None]:
    """Everything is right but one exercise, whose cell holds the attack."""
    return lambda folder: save(reference_notebook(ROOT, LESSON, {exercise: source}), folder)


def right_and(source: str, first: bool = False) -> Callable[[Path], None]:
    """Everything is right, and there is a cell more, at the end or the beginning."""
    def write(folder: Path) -> None:
        notebook = honest()
        notebook.cells.insert(0 if first else len(notebook.cells), nbformat.v4.new_code_cell(source))
        save(notebook, folder)
    return write


def changed(change: Callable[[NotebookNode], None], blank: bool = False) -> Callable[[Path], None]:
    """The right (or the blank) notebook after `change`."""
    def write(folder: Path) -> None:
        notebook = skeleton(ROOT, LESSON) if blank else honest()
        change(notebook)
        save(notebook, folder)
    return write


def content(make: Callable[[], bytes], name: str = FILE) -> Callable[[Path], None]:
    """A file of these bytes."""
    return lambda folder: (folder / name).write_bytes(make()) and None


def text_of(notebook: NotebookNode) -> str:
    return json.dumps(notebook)


def cell_of(notebook: NotebookNode, id: str) -> NotebookNode:
    """The cell of that grade_id."""
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == id)


def save(notebook: NotebookNode, folder: Path, name: str = FILE) -> None:
    """Without nbformat's validation: much of this is not valid."""
    (folder / name).write_text(text_of(notebook), encoding="utf-8")
