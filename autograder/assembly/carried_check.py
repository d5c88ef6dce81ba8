"""Which earlier lesson makes a notebook fail that is right with the course's engine."""
import re
from collections.abc import Callable
from pathlib import Path

from autograder.build.definitions import Piece, last_definitions, pieces
from autograder.build.engine_so_far import code_sources, engine_pieces, module
from autograder.manifest import Course, Lesson
from autograder.manifest.names import listed
from autograder.verdict.results import Results

Grade = Callable[[str], Results]  # the notebook's results with an engine of that text


def carried_note(root: Path, course: Course, lesson: Lesson, engine: str, results: Results, grade: Grade) -> str:
    """A sentence on what the student's own engine changes; `results` are those with the course's. Raises CourseError."""
    def losers(text: str) -> list[str]:
        """The exercises that lose points with an engine of that text."""
        other = grade(text)
        return [exercise.id for exercise in results.exercises if other.exercise(exercise.id).score < exercise.score - 1e-9]

    worse = losers(engine)
    if not worse:
        return "Graded with the course's engine; with your own, which is carried into this lesson, it is the same."
    blamed = _blamed(root, course, engine, losers)
    whole = all(exercise.status in ("pass", "written") for exercise in results.exercises)
    what = f"Lesson {lesson.number}" if whole else f"{listed(worse)} of lesson {lesson.number}"
    right = f"{what} {'is' if whole or len(worse) == 1 else 'are'} right"
    if not blamed:
        return (f"{right}; your own engine makes it fail ({listed(worse)}). No single lesson of it does: the lessons do not fit together. "
                f"Grading uses the course's engine; `course carry {lesson.number} --back` puts it here, too.")
    makes = f"your lesson {blamed[0].number} makes" if len(blamed) == 1 else f"your lessons {listed([one.number for one in blamed])} make"
    return (f"{right}; {makes} it fail ({listed(worse)}). Run `course check {blamed[0].number}`, mend it, "
            f"and `course carry {lesson.number}` again. The points here are those with the course's engine.")


def _blamed(root: Path, course: Course, engine: str, losers: Callable[[str], list[str]]) -> list[Lesson]:
    """The one lesson whose reference answers, put into the engine, mend it; or those that spoil the reference engine."""
    own = _by_lesson(course, engine)
    reference = {lesson: engine_pieces(root, lesson) for lesson in own}
    sources = [engine, *(source for lesson in own for source in code_sources(root, lesson))]

    def fails(with_own: set[Lesson]) -> bool:
        found = [piece for lesson in own for piece in (own if lesson in with_own else reference)[lesson]]
        return bool(losers(module("", last_definitions(found), sources)))

    for lesson in own:
        if not fails(set(own) - {lesson}):
            return [lesson]
    return [lesson for lesson in own if fails({lesson})]


def _by_lesson(course: Course, engine: str) -> dict[Lesson, list[Piece]]:
    """The statements of a carried engine under the heading of each lesson."""
    headings = {f"# {lesson.id}: {lesson.title}": lesson for lesson in course.lessons}
    parts = re.split("^(" + "|".join(map(re.escape, headings)) + ")$", engine, flags=re.MULTILINE)
    return {headings[heading]: pieces(text, headings[heading], "engine.py") for heading, text in zip(parts[1::2], parts[2::2])}
