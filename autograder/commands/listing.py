"""`course` without a command: where you are, and what is next."""

import os
import sys

import typer

from autograder.manifest import find_root, read_course


def listing(context: typer.Context) -> None:
    """Build micrograd, a course. Without a command: where you are, and what is next."""
    if context.invoked_subcommand:
        return
    show_overview(whole=False)
    typer.echo("`course list` shows all exercises, `course --help` all commands.")


def show_overview(whole: bool) -> None:
    """Print the overview and the next thing. Raises CourseError."""
    from autograder.selfstudy.overview import next_lines, overview_lines
    from autograder.selfstudy.progress import read_progress

    root = find_root()
    course = read_course(root, draft=True)
    progress = read_progress(root)
    echo([*overview_lines(course, progress, whole), ("", ""), *next_lines(root, course, progress)])


def echo(lines: list[tuple[str, str]]) -> None:
    """Print lines, in colour where that helps; without Rich, which takes longer to import than all else here."""
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    for style, text in lines:
        if coloured and style:
            text = typer.style(text, bold=style == "bold", fg=None if style == "bold" else style)
        typer.echo(text)
