"""Which of a student's answers make what was built of them fail."""
from collections.abc import Callable
from pathlib import Path

from autograder.manifest import Course, Lesson, skeleton_path
from autograder.manifest.names import listed
from autograder.verdict.results import Results
from autograder.verdict.self_check import self_check

from .notebooks import own_notebooks
from .own_pieces import OwnPieces, own_pieces


def _wrong_answers(own: OwnPieces, check: Callable[[Lesson], Results]) -> list[tuple[Lesson, str]]:
    """The exercises that are used and fail their own hidden tests."""
    used = {(piece.lesson, piece.cell) for piece in own.kept}
    return [(lesson, exercise.id) for lesson in dict.fromkeys(piece.lesson for piece in own.kept) for exercise in check(lesson).exercises
            if exercise.status not in ("pass", "written") and (lesson, exercise.id) in used]


def causes(root: Path, course: Course, own: OwnPieces, notebooks: dict[str, Path], sandbox: bool, say: Callable[[str], None]) -> list[str]:
    """Why a micrograd fails: a sentence for each exercise that is written and wrong. Raises CourseError.

    Where there is none, the lessons do not fit together, and the one sentence says so.
    """
    def check(lesson: Lesson) -> Results:
        return self_check(root, course, lesson, notebooks[lesson.id], None, sandbox, say)

    told = {(gap.lesson, gap.exercise) for gap in own.gaps}
    sentences = [f"{lesson.id}.{id} is not right yet; see `course check {lesson.number}.{id}`, then assemble again."
                 for lesson, id in _wrong_answers(own, check) if (lesson, id) not in told]
    if sentences or own.gaps:
        return sentences
    return [f"Each of your lessons {listed([id[:2] for id in own.lessons])} is right by itself, but they do not fit together: "
            "look for a name or an attribute that one of them uses in another way than the lesson before."]


def carried_note(root: Path, course: Course, lesson: Lesson, engine: str, results: Results, grade: Callable[[str], Results]) -> str:
    """A sentence on what the student's own engine changes. Raises CourseError.

    `results` are those with the course's engine, `grade` gives those with an engine of that text.
    """
    own_results = grade(engine)
    worse = [exercise.id for exercise in results.exercises if own_results.exercise(exercise.id).score < exercise.score - 1e-9]
    if not worse:
        return "Graded with the course's engine; with your own, which is carried into this lesson, it is the same."
    whole = all(exercise.status in ("pass", "written") for exercise in results.exercises)
    what = f"Lesson {lesson.number}" if whole else f"{listed(worse)} of lesson {lesson.number}"
    right = f"{what} {'is' if whole or len(worse) == 1 else 'are'} right"
    own = own_pieces(root, course.before(lesson), own_notebooks(root, course))
    wrong = _wrong_answers(own, lambda one: self_check(root, course, one, skeleton_path(root, one), None, True, lambda note: None))
    blamed = list(dict.fromkeys(one.number for one, _ in wrong))
    if not blamed:
        return (f"{right}; your own engine makes it fail ({listed(worse)}), though each of its lessons is right now. "
                f"`course carry {lesson.number}` carries them again; if it still fails, they do not fit together. "
                f"Grading uses the course's engine; `course carry {lesson.number} --back` puts it here, too.")
    makes = f"your lesson {blamed[0]} makes" if len(blamed) == 1 else f"your lessons {listed(blamed)} make"
    return (f"{right}; {makes} it fail ({listed(worse)}). Run `course check {blamed[0]}`, mend it, "
            f"and `course carry {lesson.number}` again. The points here are those with the course's engine.")
