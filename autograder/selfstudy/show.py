"""Prints lines in colour without Rich or Typer: importing either takes longer than all else that `course` does."""
import os
import sys

from autograder.manifest import find_root, read_course

from .overview import Line, next_lines, overview_lines
from .progress import read_progress

_CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "blue": "34", "dim": "2"}


def echo(lines: list[Line]) -> None:
    """Print lines, in colour where that helps."""
    coloured = sys.stdout.isatty() and sys.platform != "win32" and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    for style, text in lines:
        print(f"\x1b[{_CODES[style]}m{text}\x1b[0m" if coloured and style else text)


def show_overview(whole: bool) -> None:
    """Print the overview and the next thing. Raises CourseError."""
    root = find_root()
    course = read_course(root, draft=True)
    progress = read_progress(root)
    echo([*overview_lines(course, progress, whole), ("", ""), *next_lines(root, course, progress)])
    if not whole:
        print("`course list` shows all exercises, `course --help` all commands.")
