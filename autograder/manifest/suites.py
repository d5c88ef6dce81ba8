"""Compares the exercises of course.yml with those that the hidden suites test.

The suites are read as text and never imported: they import the grader, which this must not need.
"""

import ast
from pathlib import Path
from typing import Any

from .errors import CourseError
from .models import Course, Lesson
from .names import nearest
from .paths import MANIFEST, suite_path, suites_folder
from .yaml_file import line_of


def exercises_tested(suite: Path) -> dict[str, int]:
    """The ids named by `@pytest.mark.exercise("id")` in a suite, each with its first line.

    Raises:
        CourseError: the suite is not valid Python.
    """
    try:
        tree = ast.parse(suite.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None) or 1
        raise CourseError(
            f"autograder/suites/{suite.name}, line {line}: this is not valid Python; correct it."
        ) from None
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "exercise"
        and ast.unparse(node.func).endswith("mark.exercise")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    lines: dict[str, int] = {}
    for call in sorted(calls, key=lambda node: node.lineno):
        lines.setdefault(str(call.args[0].value), call.lineno)
    return lines


def suite_mistakes(root: Path, course: Course, data: Any) -> list[str]:
    """A sentence for each exercise without a test, and for each test without an exercise."""
    found: list[str] = []
    for i, lesson in enumerate(course.lessons):
        suite = suite_path(root, lesson)
        name = suite.relative_to(root)
        if not suite.is_file():
            if lesson.exercises:
                line = line_of(data, ("lessons", i))
                found.append(f"{MANIFEST}, line {line}: {lesson.id} has no suite; write {name}.")
            continue
        tested = exercises_tested(suite)
        for k, exercise in enumerate(lesson.exercises):
            if exercise.id not in tested and not exercise.written:
                line = line_of(data, ("lessons", i, "exercises", k, "id"))
                found.append(
                    f'{MANIFEST}, line {line}: the exercise "{exercise.id}" of {lesson.id} has no '
                    f'test; mark one in {name} with @pytest.mark.exercise("{exercise.id}").'
                )
        found += _tests_without_exercise(lesson, name, tested)
    suites = {suite_path(root, lesson) for lesson in course.lessons}
    for stray in sorted(set(suites_folder(root).glob("test_[0-9]*.py")) - suites):
        found.append(
            f"{stray.relative_to(root)} belongs to no lesson of {MANIFEST}; rename it or remove it."
        )
    return found


def _tests_without_exercise(lesson: Lesson, name: Path, tested: dict[str, int]) -> list[str]:
    by_hand = {exercise.id for exercise in lesson.exercises if exercise.written}
    known = [exercise.id for exercise in lesson.exercises if not exercise.written]
    found = []
    for id, line in tested.items():
        if id in by_hand:
            found.append(
                f'{name}, line {line}: "{id}" is written and graded by a person; '
                f"remove its test, or `written: true` from {MANIFEST}."
            )
        elif id not in known:
            found.append(
                f'{name}, line {line}: {lesson.id} has no exercise "{id}"; {nearest(id, known)}'
            )
    return found
