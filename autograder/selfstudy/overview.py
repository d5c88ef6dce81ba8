"""Where you are: lessons, exercises, points, and the one thing to do next. Light to import, because `course` alone prints it."""
from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from autograder.kept import kept
from autograder.manifest import CourseError, find_root, skeleton_path, text_path
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
            line = f"      {mark:<8}  {exercise.id:<{width}}  {exercise.title}"
            lines.append((_STYLES.get(mark, ""), line if len(line) < 80 else f"{line[:76].rstrip()}..."))
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


def chart_lines(course: Course, progress: Progress, time: bool) -> list[Line]:
    """A bar a lesson; with `time`, under a finished lesson how long it took."""
    lines = []
    for lesson in course.lessons:
        finished, every = progress.finished(lesson), len(lesson.exercises)
        lines.append(("", f"{lesson.id:<16} [{'#' * round(20 * finished / every):<20}] {finished} of {every} exercises"))
        if time and (taken := _time_taken(lesson, progress)):
            lines.append(("", f"{'':<16} {taken} from your first check to the last exercise, breaks included"))
    return lines


def _time_taken(lesson: Lesson, progress: Progress) -> str:
    """From the lesson's first check or hint to its last exercise done, breaks and all; nothing while it is not finished, or not known."""
    entries = [progress.of(lesson, exercise) for exercise in lesson.exercises]
    if not all(entry.finished and entry.begun for entry in entries):
        return ""
    span = datetime.fromisoformat(max(entry.when for entry in entries)) - datetime.fromisoformat(min(entry.begun for entry in entries))
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours" if minutes < 48 * 60 else f"{span.days} days"


def draw_chart(course: Course, progress: Progress, path: Path) -> None:
    """Write the chart as PNG or SVG, as the file's name says. Raises CourseError for another kind, or a file that cannot be written."""
    if path.suffix.lower() not in (".png", ".svg"):
        raise CourseError(f"{path.name} should end in .png or .svg.")
    from matplotlib.figure import Figure
    figure = Figure(figsize=(7, 0.45 * len(course.lessons) + 1.2), layout="constrained")
    axes = figure.subplots()
    for lesson in course.lessons:
        finished, every = progress.finished(lesson), len(lesson.exercises)
        axes.barh(lesson.id, 1, color="white", edgecolor="0.5")
        axes.barh(lesson.id, finished / every, color="tab:blue", hatch="//", edgecolor="white")
        axes.text(1.02, lesson.id, f"{finished} of {every} exercises", va="center")
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.4), xticks=[0, 0.5, 1], xticklabels=["0 %", "50 %", "100 %"], title=course.title)
    axes.spines[["top", "right"]].set_visible(False)
    try:
        figure.savefig(path, dpi=150)
    except OSError as problem:
        raise CourseError(f"{path} cannot be written ({problem.strerror}).") from None


def show_overview(whole: bool) -> None:
    """Print the overview and the next thing. Raises CourseError."""
    root = find_root()
    course = _listing(root)
    progress = read_progress(root)
    show([*overview_lines(course, progress, whole), ("", ""), *next_lines(root, course, progress)])
    if not whole:
        print("`course list` shows all exercises, `course --help` all commands.")


def _listing(root: Path) -> Course:
    """course.yml, as far as the overview needs it: a kept copy, because reading the file takes longer than all else. Raises CourseError."""
    def read():
        from autograder.manifest import read_course
        return read_course(root, draft=True).model_dump(mode="json", include={"title", "lessons"})

    listing = kept(root / ".course" / "listing.json", (root / MANIFEST, Path(__file__)), read)
    return json.loads(json.dumps(listing), object_hook=lambda entry: SimpleNamespace(**entry))


def _points(lessons, progress: Progress) -> float:
    return sum(progress.of(lesson, exercise).score for lesson in lessons for exercise in lesson.exercises)


_STYLES = {"done": "green", "answered": "green", "here": "bold", "next": "bold", "begun": "yellow"}
