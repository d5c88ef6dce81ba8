"""Compares the exercises of course.yml with those that the hidden suites test.

The suites are read as text and never imported: they import the grader, which this must not need.
"""
import ast
from collections.abc import Iterator
from pathlib import Path

from .errors import CourseError
from .models import Course
from .names import nearest
from .paths import suite_path
from .yaml_file import MANIFEST, Location


def exercises_tested(suite: Path) -> dict[str, int]:
    """The ids named by `@pytest.mark.exercise("id")` in a suite, each with its first line. Raises CourseError if it is not Python."""
    try:
        tree = ast.parse(suite.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None) or 1
        raise CourseError(f"autograder/suites/{suite.name}, line {line}: this is not valid Python; correct it.") from None
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr="exercise"), args=[ast.Constant(value=str(id)), *_]):
                found.append((node.lineno, id))
    return {id: line for line, id in sorted(found, reverse=True)}


def untested(root: Path, course: Course) -> Iterator[tuple[Location, str]]:
    """Exercises without a test, and lessons without a suite, by their place in course.yml."""
    for i, lesson in enumerate(course.lessons):
        suite = suite_path(root, lesson)
        name = suite.relative_to(root)
        if not suite.is_file():
            if lesson.exercises:
                yield ("lessons", i), f"{lesson.id} has no suite; write {name}."
            continue
        tested = exercises_tested(suite)
        for k, exercise in enumerate(lesson.exercises):
            if exercise.id not in tested and not exercise.written:
                yield ("lessons", i, "exercises", k, "id"), (
                    f'the exercise "{exercise.id}" of {lesson.id} has no test; '
                    f'mark one in {name} with @pytest.mark.exercise("{exercise.id}").')


def tests_of_nothing(root: Path, course: Course) -> Iterator[str]:
    """A sentence for each test without an exercise, and for each suite without a lesson."""
    strays = set((root / "autograder" / "suites").glob("test_[0-9]*.py"))
    for lesson in course.lessons:
        suite = suite_path(root, lesson)
        if suite not in strays:
            continue
        strays.remove(suite)
        written = {exercise.id: exercise.written for exercise in lesson.exercises}
        known = [id for id in written if not written[id]]
        for id, line in exercises_tested(suite).items():
            place = f"{suite.relative_to(root)}, line {line}"
            if written.get(id):
                yield f'{place}: "{id}" is written and graded by a person; remove its test, or `written: true` from {MANIFEST}.'
            elif id not in known:
                yield f'{place}: {lesson.id} has no exercise "{id}"; {nearest(id, known)}'
    for stray in sorted(strays):
        yield f"{stray.relative_to(root)} belongs to no lesson of {MANIFEST}; rename it or remove it."
