"""What nbgrader does with a folder that was handed in: which of its files are read, and how."""
import os
from pathlib import Path

from nbconvert.exporters import NotebookExporter
from nbgrader.converters import base
from nbgrader.utils import find_all_files
from traitlets import Unicode

from autograder.gradebook.reading import LARGEST_MB
from autograder.gradebook.taking_in import take_in
from autograder.manifest import Course, course_at, notebook_file


class SubmissionExporter(NotebookExporter):
    """nbconvert's notebook exporter, for submissions: reads what it can and repairs it from the released notebook."""

    course_root = Unicode(help="The course folder").tag(config=True)

    def from_filename(self, filename: str, resources: dict | None = None, **kwargs):
        path, coursedir = Path(filename), self.parent.coursedir
        assignment = (resources or {}).get("nbgrader", {}).get("assignment")
        lesson = course_at(Path(self.course_root)).lesson(assignment)
        released = Path(coursedir.format_path(coursedir.release_directory, ".", assignment)) / notebook_file(lesson)
        # nbgrader reads its own sanitised copy a second time; in a first reading its notes would be the student's.
        notebook = take_in(path, released, again=path.parent.parent.parent.name == "autograded")
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


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
