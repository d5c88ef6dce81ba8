"""Mistakes that show only when the entries of course.yml are compared with each other, with the folder, and with the hidden suites."""
import ast
from collections.abc import Iterator
from pathlib import Path

from .errors import CourseError
from .models import Course
from .names import nearest
from .paths import MANIFEST, source_path, suite_path
from .yaml_file import Location

TOTAL_POINTS = 100


def mistakes_inside(course: Course) -> Iterator[tuple[Location, str]]:
    """Ids used twice, lessons out of order, and lessons required that do not come before."""
    for i, lesson in enumerate(course.lessons):
        earlier = [one.id for one in course.lessons[:i]]
        if lesson.number in (id[:2] for id in earlier):
            yield ("lessons", i, "id"), f"the lesson number {lesson.number} is used twice; renumber one of the two."
        elif earlier and lesson.id < earlier[-1]:
            yield ("lessons", i, "id"), f"{lesson.id} stands after {earlier[-1]}; put the lessons in the order of their numbers."
        for k, required in enumerate(lesson.requires):
            if required not in earlier:
                yield ("lessons", i, "requires", k), _wrong_requirement(lesson.id, required, course, earlier)
        for k, exercise in enumerate(lesson.exercises):
            id, known = exercise.id, [one.id for one in lesson.exercises[:k]]
            place = ("lessons", i, "exercises", k, "id")
            if id in known:
                yield place, f'the exercise id "{id}" is used twice in {lesson.id}; rename one of them.'
            elif id.removesuffix("-checks") in known:
                yield place, f'the exercise id "{id}" is also the id of the checks of "{id.removesuffix("-checks")}"; rename it.'


def _wrong_requirement(id: str, required: str, course: Course, earlier: list[str]) -> str:
    if required == id:
        return f"{id} requires itself; remove {required} from its list."
    if required in [lesson.id for lesson in course.lessons]:
        return f"{id} requires {required}, which comes later; require only earlier lessons."
    return f"{id} requires {required}, which is not a lesson; {nearest(required, earlier)}"


def unfinished_parts(root: Path, course: Course) -> Iterator[tuple[Location, str]]:
    """What a finished course has and this one lacks: exercises, notebooks, 100 points."""
    for i, lesson in enumerate(course.lessons):
        if not lesson.exercises:
            yield ("lessons", i, "exercises"), f"{lesson.id} has no exercises; list those of its notebook."
        source = source_path(root, lesson)
        if not source.is_file():
            yield ("lessons", i, "notebook"), f"there is no {source.relative_to(root)}; write it, or correct the name."
    total = sum(lesson.points for lesson in course.lessons)
    if total != TOTAL_POINTS and all(lesson.exercises for lesson in course.lessons):
        each = ", ".join(f"{lesson.id} {lesson.points}" for lesson in course.lessons)
        yield ("lessons",), (f"the points of all exercises sum to {total} and should sum to {TOTAL_POINTS}; "
                             f"change some of them (now {each}).")


def exercises_tested(suite: Path) -> dict[str, int]:
    """The ids named by `@pytest.mark.exercise("id")` in a suite, each with its first line. Raises CourseError if it is not Python.

    The suite is read as text and never imported: it imports the grader, which the manifest must not need.
    """
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
