"""What a build refuses to lose: answers that somebody wrote into a skeleton, and grades in the gradebook."""
import json
from pathlib import Path

from autograder.manifest import CourseError, Lesson, skeleton_path
from autograder.manifest.names import listed

from .reference import skeleton


def refuse_to_lose_answers(root: Path, lesson: Lesson) -> None:
    """Stop when an answer cell of the skeleton differs from what its own checksum remembers.

    Raises CourseError if one does, or if the file is no notebook; the sentence says how to go on.
    """
    path = skeleton_path(root, lesson)
    if not path.is_file():
        return
    name = path.relative_to(root)
    from nbgrader.utils import compute_checksum, is_solution
    try:
        answers = [cell for cell in skeleton(root, lesson).cells if is_solution(cell)]
        ids = [cell.metadata.nbgrader.grade_id for cell in answers
               if cell.metadata.nbgrader.get("checksum") not in (None, compute_checksum(cell))]
    except (CourseError, KeyError, TypeError, AttributeError):
        raise CourseError(f"{name} is not a notebook any more; remove it, or build with --overwrite.") from None
    if ids:
        raise CourseError(f"{name} holds answers ({listed(ids)}), which the build would replace; "
                          "move the file elsewhere, or build with --overwrite.")


def prepare_gradebook(url: str, lesson: Lesson, notebook: bytes) -> None:
    """Give the assignment its due date, and stop where nbgrader would have to drop or invent rows of a graded notebook.

    Raises CourseError if submissions are recorded and the build changes the cells, or if the gradebook cannot be used.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError
    try:
        with Gradebook(url) as gradebook:
            assignment = gradebook.update_or_create_assignment(lesson.id, duedate=lesson.due)
            submissions = len(assignment.submissions)
            recorded = {cell.name for book in assignment.notebooks for cell in book.source_cells}
    except SQLAlchemyError as error:
        raise CourseError(f"The gradebook {url.partition('?')[0]} cannot be used ({str(error).splitlines()[0]}); "
                          "wait until nothing else writes to it, or move it away.") from None
    settings = [cell["metadata"].get("nbgrader") for cell in json.loads(notebook)["cells"]]
    wanted = {one["grade_id"] for one in settings if one}
    changes = [f"{verb} {listed(sorted(ids))}" for verb, ids in (("adds", wanted - recorded), ("removes", recorded - wanted)) if ids]
    if submissions and changes:
        raise CourseError(
            f"{lesson.id}: the gradebook holds submissions ({submissions}), and this build {' and '.join(changes)}, for which nbgrader "
            "would have to drop grades; keep the cells and their grade_ids, or move the gradebook away and grade again.")
