"""Why a student's micrograd fails: which exercise of which lesson is not right."""
from collections.abc import Callable
from pathlib import Path

from autograder.manifest import Course
from autograder.manifest.names import listed
from autograder.verdict.self_check import self_check

from .own_pieces import OwnPieces


def causes(root: Path, course: Course, own: OwnPieces, notebooks: dict[str, Path], sandbox: bool, say: Callable[[str], None]) -> list[str]:
    """A sentence for each exercise that is written and fails its own hidden tests. Raises CourseError if a notebook cannot be graded.

    Where there is none, the lessons do not fit together, and the one sentence says so.
    """
    told = {(gap.lesson, gap.exercise) for gap in own.gaps}
    used = {(piece.lesson, piece.cell) for piece in own.kept}
    sentences = []
    for lesson in dict.fromkeys(piece.lesson for piece in own.kept):
        results = self_check(root, course, lesson, notebooks[lesson.id], None, sandbox, say)
        sentences += [f"{lesson.id}.{exercise.id} is not right yet; see `course check {lesson.number}.{exercise.id}`, then assemble again."
                      for exercise in results.exercises
                      if exercise.status not in ("pass", "written") and (lesson, exercise.id) in used - told]
    if sentences or own.gaps:
        return sentences
    return [f"Each of your lessons {listed([id[:2] for id in own.lessons])} is right by itself, but they do not fit together: "
            "look for a name or an attribute that one of them uses in another way than the lesson before."]
