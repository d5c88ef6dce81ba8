"""`course progress`: how far you are, as text or as a chart."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.manifest import find_root, read_course
from autograder.report.console import show


def progress(
    time: Annotated[bool, typer.Option("--time", help="How long each finished lesson took.")] = False,
    out: Annotated[Optional[Path], typer.Option(help="Write a chart: FILE.png or FILE.svg.")] = None,
) -> None:
    """Show how far you are in each lesson."""
    from autograder.selfstudy.progress import read_progress, time_taken

    root = find_root()
    course = read_course(root, draft=True)
    known = read_progress(root)
    lines = []
    for lesson in course.lessons:
        finished = sum(known.of(lesson, exercise).finished for exercise in lesson.exercises)
        every = len(lesson.exercises)
        bar = "#" * round(20 * finished / every)
        lines.append(("", f"{lesson.id:<16} [{bar:<20}] {finished} of {every} exercises"))
        if time and (taken := time_taken(lesson, known)):
            lines.append(("", f"{'':<16} {taken} from your first check to the last exercise, breaks included"))
    show(lines)
    if out:
        from autograder.selfstudy.chart import draw_chart

        draw_chart(course, known, out)
        typer.echo(f"Wrote {out}.")
