"""Mistakes that show only when the entries of course.yml are compared with each other and the folder."""

from pathlib import Path
from typing import Any

from .models import Course
from .names import nearest
from .paths import MANIFEST, source_path
from .yaml_file import Location, line_of

TOTAL_POINTS = 100


def mistakes_inside(course: Course, data: Any) -> list[str]:
    """Ids used twice, lessons out of order, and lessons required that do not come before."""
    found: list[tuple[Location, str]] = []
    ids: list[str] = []
    for i, lesson in enumerate(course.lessons):
        place: Location = ("lessons", i, "id")
        if lesson.number in (id[:2] for id in ids):
            found.append((place, f"the lesson number {lesson.number} is used twice; renumber one of the two."))
        elif ids and lesson.id < ids[-1]:
            found.append((place, f"{lesson.id} stands after {ids[-1]}; put the lessons in the order of their numbers."))
        for k, required in enumerate(lesson.requires):
            if required not in ids:
                found.append((("lessons", i, "requires", k), _wrong_requirement(lesson.id, required, course, ids)))
        ids.append(lesson.id)

        known: set[str] = set()
        for k, exercise in enumerate(lesson.exercises):
            here: Location = ("lessons", i, "exercises", k, "id")
            if exercise.id in known:
                found.append((here, f'the exercise id "{exercise.id}" is used twice in {lesson.id}; rename one of them.'))
            elif exercise.id.removesuffix("-checks") in known:
                found.append((
                    here,
                    f'the exercise id "{exercise.id}" is also the id of the checks of '
                    f'"{exercise.id.removesuffix("-checks")}"; rename it.',
                ))
            known.add(exercise.id)
    return _with_lines(found, data)


def _wrong_requirement(id: str, required: str, course: Course, earlier: list[str]) -> str:
    if required == id:
        return f"{id} requires itself; remove {required} from its list."
    if required in [lesson.id for lesson in course.lessons]:
        return f"{id} requires {required}, which comes later; require only earlier lessons."
    return f"{id} requires {required}, which is not a lesson; {nearest(required, earlier)}"


def unfinished_parts(root: Path, course: Course, data: Any) -> list[str]:
    """What a finished course has and this one lacks: exercises, notebooks, 100 points."""
    found: list[tuple[Location, str]] = []
    for i, lesson in enumerate(course.lessons):
        if not lesson.exercises:
            found.append((("lessons", i, "exercises"), f"{lesson.id} has no exercises; list those of its notebook."))
        source = source_path(root, lesson)
        if not source.is_file():
            found.append((
                ("lessons", i, "notebook"),
                f"there is no {source.relative_to(root)}; write it, or correct the name.",
            ))
    total = sum(lesson.points for lesson in course.lessons)
    if total != TOTAL_POINTS and all(lesson.exercises for lesson in course.lessons):
        each = ", ".join(f"{lesson.id} {lesson.points}" for lesson in course.lessons)
        found.append((
            ("lessons",),
            f"the points of all exercises sum to {total} and should sum to {TOTAL_POINTS}; "
            f"change some of them (now {each}).",
        ))
    return _with_lines(found, data)


def _with_lines(found: list[tuple[Location, str]], data: Any) -> list[str]:
    lines = sorted((line_of(data, place), said) for place, said in found)
    return [f"{MANIFEST}, line {line}: {said}" for line, said in lines]
