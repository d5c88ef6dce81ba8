"""Where you are: lessons, exercises, points, and the one thing to do next. Light to import, because `course` alone prints it."""
from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from autograder.kept import kept
from autograder.manifest import find_root, skeleton_path, text_path
from autograder.manifest.paths import MANIFEST
from autograder.report.console import Line, show

from .progress import Progress, read_progress

if TYPE_CHECKING:
    from autograder.manifest import Course, Exercise, Lesson


def exercise_ahead(course: Course, progress: Progress) -> tuple[Lesson, Exercise] | None:
    """The first exercise that is not finished; None when all are."""
    for lesson in course.lessons:
        for exercise in lesson.exercises:
            if not progress.of(lesson, exercise).finished:
                return lesson, exercise
    return None


def overview_lines(course: Course, progress: Progress, whole: bool = False) -> list[Line]:
    """The lessons with their points. The exercises of the lesson you are in; with `whole`, those of all lessons."""
    ahead = exercise_ahead(course, progress)
    here = ahead[0] if ahead else None
    total = sum(lesson.points for lesson in course.lessons)
    lines: list[Line] = [("bold", f"{course.title}: {_points(course.lessons, progress):g} of {total} points")]
    width = max((len(exercise.id) for lesson in course.lessons if whole or lesson is here for exercise in lesson.exercises), default=0)
    for lesson in course.lessons:
        word = "done" if progress.complete(lesson) else "here" if lesson is here else "begun" if progress.finished(lesson) else ""
        points = f"{_points([lesson], progress):g}/{lesson.points}"
        lines.append((_STYLES.get(word, ""), f"  {word:<5} {points:>7}  {lesson.id:<16} {lesson.title}"))
        if not whole and lesson is not here:
            continue
        for exercise in lesson.exercises:
            state = progress.of(lesson, exercise)
            mark = state.status if state.finished else "next" if ahead == (lesson, exercise) else "not yet"
            lines.append((_STYLES.get(mark, ""), _cut(f"      {mark:<8}  {exercise.id:<{width}}  {exercise.title}")))
    if progress.damaged:
        lines.append(("yellow", f"{progress.damaged} lines of .course/progress.txt cannot be read. `course check` makes the file anew."))
    return lines


def next_lines(root: Path, course: Course, progress: Progress) -> list[Line]:
    """The one thing to do next."""
    ahead = exercise_ahead(course, progress)
    if ahead is None:
        return [("green", "Everything is done. `course assemble` makes your own micrograd.py of it, and trains it.")]
    lesson, exercise = ahead
    lines = [("bold", f"Next: {lesson.number}.{exercise.id}, {exercise.title}, in {skeleton_path(root, lesson).relative_to(root)}")]
    if exercise is lesson.exercises[0]:
        lines.append(("", f"      Read {text_path(root, lesson).relative_to(root)} beside it."))
    entry = progress.of(lesson, exercise)
    if exercise.written:
        lines.append(("", "      It is a question: write your answer into its cell, save, and check."))
    elif entry.status:
        lines.append(("", f"      `course hint {lesson.number}.{exercise.id}` gives a hint."))
    lines.append(("", f"      `course start` opens it; `course watch` follows it; `course check {lesson.number}.{exercise.id}` checks it."))
    return lines


def show_overview(whole: bool) -> None:
    """Print the overview and the next thing. Raises CourseError."""
    root = find_root()
    course = _listing(root)
    progress = read_progress(root)
    show([*overview_lines(course, progress, whole), ("", ""), *next_lines(root, course, progress)])
    if not whole:
        print("`course list` shows all exercises, `course --help` all commands.")


def _listing(root: Path) -> Course:
    """What the overview needs of course.yml; a copy is kept, because reading that takes longer than all else. Raises CourseError."""
    def read():
        from autograder.manifest import read_course
        course = read_course(root, draft=True)
        return {"title": course.title, "lessons": [
            {"id": lesson.id, "number": lesson.number, "title": lesson.title, "notebook": lesson.notebook, "points": lesson.points,
             "exercises": [{"id": exercise.id, "title": exercise.title, "written": exercise.written} for exercise in lesson.exercises]}
            for lesson in course.lessons]}

    listing = kept(root / ".course" / "listing.json", (root / MANIFEST, Path(__file__)), read)
    return json.loads(json.dumps(listing), object_hook=lambda entry: SimpleNamespace(**entry))


def _cut(text: str) -> str:
    return text if len(text) < 80 else f"{text[:76].rstrip()}..."


def _points(lessons, progress: Progress) -> float:
    return sum(progress.of(lesson, exercise).score for lesson in lessons for exercise in lesson.exercises)


_STYLES = {"done": "green", "answered": "green", "here": "bold", "next": "bold", "begun": "yellow"}
