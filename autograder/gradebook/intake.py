"""Reading what was handed in. Whatever it is, nbgrader gets a notebook that it can grade, and the student a sentence."""
import json
import os
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.converters import base
from nbgrader.utils import find_all_files
from traitlets import Unicode

from autograder.gradebook.harmless import make_harmless
from autograder.gradebook.reading import LARGEST_MB, NOTES, Unreadable, read_notebook
from autograder.gradebook.repair import repair
from autograder.manifest import Course, notebook_file
from autograder.verdict.assignments import course_at


class SubmissionExporter(NotebookExporter):
    """nbconvert's notebook exporter, for submissions: reads what it can and repairs it from the released notebook."""

    course_root = Unicode(help="The course folder").tag(config=True)

    def from_filename(self, filename: str, resources: dict | None = None, **kwargs):
        path = Path(filename)
        assignment = (resources or {}).get("nbgrader", {}).get("assignment")
        lesson = course_at(Path(self.course_root)).lesson(assignment)
        released = _released(self.parent.coursedir, assignment, notebook_file(lesson))
        notes: list[str] = []
        try:
            notebook = read_notebook(_present(path, notes))
        except Unreadable as problem:
            notebook = nbformat.from_dict(json.loads(json.dumps(released)))
            notes.append(f"Nothing could be graded: {problem}")
        earlier = notebook.metadata.pop(NOTES, []) if _was_taken_in(path) else []
        notes = [*earlier, *notes, *repair(notebook, released)]
        make_harmless(notebook, released)
        notebook.metadata = nbformat.from_dict({"kernelspec": released.metadata.get("kernelspec", {}), NOTES: notes})
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


def _released(coursedir, assignment: str, file: str) -> NotebookNode:
    path = Path(coursedir.format_path(coursedir.release_directory, ".", assignment)) / file
    return nbformat.read(path, as_version=4)


def _was_taken_in(path: Path) -> bool:
    # nbgrader reads its own sanitised copy a second time; in a first reading these notes would be the student's.
    return path.parent.parent.parent.name == "autograded"


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


def _ordinary_files(path: str, exclude: list[str] | None = None) -> list[str]:
    """Those files beside a notebook that can be copied along: no pipes, no giants, and no links, which feedback would hand out."""
    return [name for name in find_all_files(path, exclude)
            if os.path.isfile(name) and not os.path.islink(name) and os.access(name, os.R_OK) and os.path.getsize(name) <= LARGEST_MB << 20]


base.find_all_files = _ordinary_files  # nbgrader has no setting for it: a single pipe would cost the student the whole notebook


def expect_names(course: Course, assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's pre-convert hook: exactly the expected notebook is graded, under its own name, whatever is in the folder."""
    expected = notebook_file(course.lesson(assignment))
    if notebooks:
        notebooks[:] = [str(Path(notebooks[0]).with_name(expected))]
