"""How far somebody is in each lesson, as text and as a picture."""
from datetime import datetime
from pathlib import Path

from autograder.manifest import Course, CourseError, Lesson
from autograder.report.console import Line

from .progress import Progress


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
