"""The Typer application, and what several commands take."""
import functools
import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.manifest import Course, Lesson, find_root, read_course

app = typer.Typer(help="Build micrograd, a course. Without a command: where you are, and what is next.",
                  add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

Lessons = Annotated[list[str] | None, typer.Argument(help="Lessons, as 03 or operators; all when left out.")]
OneExercise = Annotated[str | None, typer.Argument(help="An exercise: 03.mul. The next one when left out.")]
Sandbox = Annotated[bool, typer.Option(help="--no-sandbox runs your code with your own rights.")]
ClassFolder = Annotated[Path | None, typer.Option(
    "--class", help="The folder with submitted/, autograded/ and the gradebook; the course folder when left out.")]


def here() -> tuple[Path, Course]:
    """The course folder that this is run in, and its course.yml. Raises CourseError."""
    root = find_root()
    return root, read_course(root, draft=True)


def chosen(course: Course, names: list[str] | None) -> tuple[Lesson, ...]:
    """The lessons named, or all. Raises CourseError for a name that is none."""
    return tuple(course.lesson(name) for name in names) if names else course.lessons


@functools.cache
def say_once(sentence: str) -> None:
    """Print a note beside the output. A second time it is known already."""
    print(sentence, file=sys.stderr)
