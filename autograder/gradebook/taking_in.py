"""Taking in what was handed in: whatever it is, there is a notebook that can be graded, and a sentence for the student."""
import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.gradebook.harmless import make_harmless
from autograder.gradebook.reading import NOTES, Unreadable, read_notebook
from autograder.gradebook.repair import repair


def take_in(path: Path, released: Path, again: bool = False) -> NotebookNode:
    """The notebook in `path`, or the only one beside it, repaired from the released one; the released one if it cannot be read.

    Its metadata hold the sentences about it, under NOTES. `again`: it was taken in before, and keeps those of the first time.
    """
    master = nbformat.read(released, as_version=4)
    notes: list[str] = []
    try:
        notebook = read_notebook(_present(path, notes))
    except Unreadable as problem:
        notebook = nbformat.from_dict(json.loads(json.dumps(master)))
        notes.append(f"Nothing could be graded: {problem}")
    earlier = notebook.metadata.pop(NOTES, []) if again else []
    notes = [*earlier, *notes, *repair(notebook, master)]
    make_harmless(notebook, master)
    notebook.metadata = nbformat.from_dict({"kernelspec": master.metadata.get("kernelspec", {}), NOTES: notes})
    return notebook


def _present(path: Path, notes: list[str]) -> Path:
    """The file to read: `path`, or the only notebook beside it. Raises Unreadable."""
    if path.is_symlink():
        raise Unreadable(f"{path.name} is a link to another file; hand in the file itself.")
    if path.is_dir():
        raise Unreadable(f"{path.name} is a folder, not a file.")
    if path.is_file():
        return path
    others = sorted(other for other in path.parent.glob("*.ipynb") if other.is_file() and not other.is_symlink())
    if len(others) == 1:
        notes.append(f"The notebook was called {others[0].name}; it should be {path.name}.")
        return others[0]
    if others:
        raise Unreadable(f"there are {len(others)} notebooks and none of them is called {path.name}.")
    raise Unreadable(f"there is no notebook {path.name}.")
