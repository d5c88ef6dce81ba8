"""`course progress`: how far you are, as text or as a chart."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.manifest import find_root, read_course

from autograder.selfstudy.show import echo


def progress(
    out: Annotated[Optional[Path], typer.Option(help="Write a chart: FILE.png or FILE.svg.")] = None,
) -> None:
    """Show how far you are in each lesson."""
    from autograder.selfstudy.progress import read_progress

    root = find_root()
    course = read_course(root, draft=True)
    known = read_progress(root)
    lines = []
    for lesson in course.lessons:
        finished = sum(known.of(lesson, exercise).finished for exercise in lesson.exercises)
        every = len(lesson.exercises)
        bar = "#" * round(20 * finished / every)
        lines.append(("", f"{lesson.id:<16} [{bar:<20}] {finished} of {every} exercises"))
    echo(lines)
    if out:
        from autograder.selfstudy.chart import draw_chart

        draw_chart(course, known, out)
        typer.echo(f"Wrote {out}.")
