"""What the build may and may not do to a gradebook that already holds grades."""

import json
from pathlib import Path

from autograder.manifest import CourseError, Lesson
from autograder.manifest.names import listed
from autograder.quick_import import skip_iri_grammar


def refuse_to_lose_grades(url: str, lesson: Lesson, notebook: bytes) -> None:
    """Stop before nbgrader would have to drop or invent rows of a graded assignment.

    Raises:
        CourseError: submissions are recorded, and the build would change which cells are graded.
    """
    scheme, _, rest = url.partition(":///")
    if scheme == "sqlite" and not Path(rest.partition("?")[0]).exists():
        return
    skip_iri_grammar()
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(url) as gradebook:
        try:
            assignment = gradebook.find_assignment(lesson.id)
        except MissingEntry:
            return
        submissions = len(assignment.submissions)
        if not submissions:
            return
        recorded = {(n.name, cell.name) for n in assignment.notebooks for cell in n.source_cells}
    wanted = {
        (lesson.notebook, cell["metadata"]["nbgrader"]["grade_id"])
        for cell in json.loads(notebook)["cells"]
        if "nbgrader" in cell["metadata"]
    }
    changes = [
        f"{verb} {listed(sorted(f'{notebook}: {cell}' for notebook, cell in cells))}"
        for verb, cells in (("adds", wanted - recorded), ("removes", recorded - wanted))
        if cells
    ]
    if changes:
        raise CourseError(
            f"{lesson.id}: the gradebook holds {submissions} submission{'s'[: submissions != 1]}, and this build "
            f"{' and '.join(changes)}, for which nbgrader would have to drop grades; keep the "
            "grade_ids, or move the gradebook away and grade again."
        )


def record_due_date(url: str, lesson: Lesson) -> None:
    """Give the assignment the due date of course.yml, or none."""
    from nbgrader.api import Gradebook

    with Gradebook(url) as gradebook:
        gradebook.update_or_create_assignment(lesson.id, duedate=lesson.due)
