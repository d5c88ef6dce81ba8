"""Why a student's micrograd fails: which exercise of which lesson is not right."""

from collections.abc import Callable
from pathlib import Path

from autograder.manifest import Course
from autograder.manifest.names import listed
from autograder.verdict.self_check import self_check

from .own_pieces import OwnPieces

_RIGHT = ("pass", "written")


def causes(
    root: Path, course: Course, own: OwnPieces, notebooks: dict[str, Path], sandbox: bool, say: Callable[[str], None]
) -> list[str]:
    """A sentence for each exercise that is written and fails its own hidden tests.

    Where there is none, the lessons do not fit together, and the one sentence says so.

    Raises:
        CourseError: a notebook cannot be graded.
    """
    told = {(gap.lesson.id, gap.exercise) for gap in own.gaps}
    sentences = []
    for lesson in course.lessons:
        if lesson.id not in own.lessons:
            continue
        results = self_check(root, course, lesson, notebooks[lesson.id], None, sandbox, say)
        used = _used(own, lesson.id)
        sentences += [
            f"{lesson.id}.{exercise.id} is not right yet; see `course check {lesson.number}.{exercise.id}`, then assemble again."
            for exercise in results.exercises
            if exercise.status not in _RIGHT and exercise.id in used and (lesson.id, exercise.id) not in told
        ]
    if sentences or own.gaps:
        return sentences
    return [
        f"Each of your lessons {listed([id[:2] for id in own.lessons])} is right by itself, but they do not fit together: "
        "look for a name or an attribute that one of them uses in another way than the lesson before."
    ]


def _used(own: OwnPieces, lesson: str) -> set[str]:
    """The exercises whose cells are in the module; a piece's place ends with the grade_id of its cell."""
    return {piece.place.rsplit(", ", 1)[-1] for piece in own.kept if piece.lesson.id == lesson}
