"""What the build may and may not do to a gradebook that already holds grades."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.manifest import CourseError, Lesson
from autograder.manifest.names import listed
from autograder.quick_import import skip_iri_grammar

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

# Notebook, kind of row (source, grade, solution), grade_id.
Rows = set[tuple[str, str, str]]


def refuse_to_lose_grades(url: str, lesson: Lesson, notebook: bytes) -> None:
    """Stop before nbgrader would have to drop or invent rows of a graded assignment.

    Raises:
        CourseError: submissions are recorded, and the build would change which cells are graded.
    """
    scheme, _, rest = url.partition(":///")
    if scheme == "sqlite" and not Path(rest.partition("?")[0]).exists():
        return
    with _open(url) as gradebook:
        submissions, recorded = _recorded(gradebook, lesson)
    if not submissions:
        return
    wanted = _wanted(lesson, notebook)
    changes = [
        f"{verb} {listed(sorted({name for _, _, name in cells}))}"
        for verb, cells in (("adds", wanted - recorded), ("removes", recorded - wanted))
        if cells
    ]
    if changes:
        raise CourseError(
            f"{lesson.id}: the gradebook holds submissions ({submissions}), and this build "
            f"{' and '.join(changes)}, for which nbgrader would have to drop grades; keep the cells "
            "and their grade_ids, or move the gradebook away and grade again."
        )


def _wanted(lesson: Lesson, notebook: bytes) -> Rows:
    """The rows that nbgrader will record for a source notebook."""
    rows: Rows = set()
    for cell in json.loads(notebook)["cells"]:
        metadata = cell["metadata"].get("nbgrader")
        if metadata:
            kinds = ["source", *(kind for kind in ("grade", "solution") if metadata[kind])]
            rows |= {(lesson.notebook, kind, metadata["grade_id"]) for kind in kinds}
    return rows


def _recorded(gradebook: "Gradebook", lesson: Lesson) -> tuple[int, Rows]:
    """How many submissions the gradebook holds, and the cells that it knows."""
    from nbgrader.api import MissingEntry

    try:
        assignment = gradebook.find_assignment(lesson.id)
    except MissingEntry:
        return 0, set()
    rows = {
        (book.name, kind, cell.name)
        for book in assignment.notebooks
        for kind in ("source", "grade", "solution")
        for cell in getattr(book, f"{kind}_cells")
    }
    return len(assignment.submissions), rows


def record_due_date(url: str, lesson: Lesson) -> None:
    """Give the assignment the due date of course.yml, or none.

    Raises:
        CourseError: the gradebook cannot be used.
    """
    with _open(url) as gradebook:
        gradebook.update_or_create_assignment(lesson.id, duedate=lesson.due)


@contextmanager
def _open(url: str) -> "Iterator[Gradebook]":
    """The gradebook at that URL, closed afterwards.

    Raises:
        CourseError: it is locked, damaged or none at all.
    """
    skip_iri_grammar()
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with Gradebook(url) as gradebook:
            yield gradebook
    except SQLAlchemyError as error:
        reason = str(error).split("\n")[0]
        raise CourseError(
            f"The gradebook {url.partition('?')[0]} cannot be used ({reason}); wait until nothing else "
            "writes to it, or move it away."
        ) from None
