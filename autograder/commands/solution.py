"""`course solution`: the reference answer of an exercise."""

import sys
from typing import Annotated, Optional

import typer

from autograder.manifest import CourseError, find_root

from .hint import one_exercise


def solution(
    what: Annotated[Optional[str], typer.Argument(help="An exercise: 03.mul. The next one when left out.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Show it although the exercise is not done.")] = False,
) -> None:
    """Show one right answer; before you have found your own, only after asking."""
    from autograder.selfstudy.again import solution_text
    from autograder.selfstudy.progress import read_progress

    root = find_root()
    lesson, exercise = one_exercise(root, what)
    name = f"{lesson.number}.{exercise.id}"
    if not yes and not read_progress(root).of(lesson, exercise).finished:
        if not sys.stdin.isatty():
            raise CourseError(f"{name} is not done yet; `course hint {name}` gives a hint, `--yes` shows the solution all the same.")
        if not typer.confirm(f"{name} is not done yet. Show the solution all the same?"):
            typer.echo(f"Good. `course hint {name}` gives a hint.")
            return
    typer.echo(solution_text(root, lesson, exercise))
