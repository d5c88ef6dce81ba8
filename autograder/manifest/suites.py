"""Compares the exercises of course.yml with those that the hidden suites test.

The suites are read as text and never imported: they import the grader, which this must not need.
"""
import ast
from pathlib import Path

from .errors import CourseError
from .models import Course
from .names import nearest
from .paths import MANIFEST, suite_path
from .yaml_file import Location


def exercises_tested(suite: Path) -> dict[str, int]:
    """The ids named by `@pytest.mark.exercise("id")` in a suite, each with its first line. Raises CourseError if it is not Python."""
    try:
        tree = ast.parse(suite.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None) or 1
        raise CourseError(f"autograder/suites/{suite.name}, line {line}: this is not valid Python; correct it.") from None
    marks = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.exercise")]
    marks.sort(key=lambda mark: mark.lineno, reverse=True)  # of several of one id the first counts
    return {mark.args[0].value: mark.lineno for mark in marks if mark.args and isinstance(mark.args[0], ast.Constant)}


def suite_mistakes(root: Path, course: Course) -> tuple[list[tuple[Location, str]], list[str]]:
    """Exercises and lessons that no suite tests, by their place in course.yml; and sentences about tests and suites of nothing."""
    untested: list[tuple[Location, str]] = []
    strange: list[str] = []
    strays = set((root / "autograder" / "suites").glob("test_[0-9]*.py"))
    for i, lesson in enumerate(course.lessons):
        suite = suite_path(root, lesson)
        name = suite.relative_to(root)
        if suite not in strays:
            if lesson.exercises:
                untested.append((("lessons", i), f"{lesson.id} has no suite; write {name}."))
            continue
        strays.remove(suite)
        tested = exercises_tested(suite)
        for k, exercise in enumerate(lesson.exercises):
            line = tested.pop(exercise.id, None)
            if line and exercise.written:
                strange.append(f'{name}, line {line}: "{exercise.id}" is written and graded by a person; '
                               f"remove its test, or `written: true` from {MANIFEST}.")
            elif not line and not exercise.written:
                untested.append((("lessons", i, "exercises", k, "id"), f'the exercise "{exercise.id}" of {lesson.id} has no test; '
                                 f'mark one in {name} with @pytest.mark.exercise("{exercise.id}").'))
        known = [exercise.id for exercise in lesson.exercises if not exercise.written]
        strange += [f'{name}, line {line}: {lesson.id} has no exercise "{id}"; {nearest(id, known)}' for id, line in tested.items()]
    strange += [f"{stray.relative_to(root)} belongs to no lesson of {MANIFEST}; rename it or remove it." for stray in sorted(strays)]
    return untested, strange
