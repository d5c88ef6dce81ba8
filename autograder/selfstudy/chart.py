"""The progress as a chart: a bar a lesson."""
from pathlib import Path

from autograder.manifest import Course, CourseError

from .progress import Progress


def draw_chart(course: Course, progress: Progress, path: Path) -> None:
    """Write the chart as PNG or SVG, as the file's name says. Raises CourseError for another kind, or a file that cannot be written."""
    if path.suffix.lower() not in (".png", ".svg"):
        raise CourseError(f"{path.name} should end in .png or .svg.")
    from matplotlib.figure import Figure
    shares = [sum(progress.of(lesson, exercise).finished for exercise in lesson.exercises) / len(lesson.exercises) for lesson in course.lessons]
    figure = Figure(figsize=(7, 0.45 * len(shares) + 1.2), layout="constrained")
    axes = figure.subplots()
    names = [lesson.id for lesson in course.lessons]
    axes.barh(names, [1] * len(shares), color="white", edgecolor="0.5")
    axes.barh(names, shares, color="tab:blue", hatch="//", edgecolor="white")
    for place, (lesson, share) in enumerate(zip(course.lessons, shares)):
        axes.text(1.02, place, f"{round(share * len(lesson.exercises))} of {len(lesson.exercises)} exercises", va="center")
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.4), xticks=[0, 0.5, 1], xticklabels=["0 %", "50 %", "100 %"], title=course.title)
    axes.spines[["top", "right"]].set_visible(False)
    try:
        figure.savefig(path, dpi=150)
    except OSError as problem:
        raise CourseError(f"{path} cannot be written ({problem.strerror}).") from None
