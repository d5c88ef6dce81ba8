"""Mistakes that show only when the entries of course.yml are compared with each other and with the folder."""
from collections.abc import Iterator
from pathlib import Path

from .models import Course
from .names import nearest
from .paths import source_path
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
