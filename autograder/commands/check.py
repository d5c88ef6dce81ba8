"""`course check`: one notebook, graded and reported."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.manifest import CourseError, find_root, read_course, skeleton_path


def check(
    what: Annotated[str, typer.Argument(help="A lesson or an exercise: 03, operators, 03.mul.")],
    notebook: Annotated[
        Optional[Path], typer.Option(help="The notebook; exercises/ID/NAME.ipynb when left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results document.")] = False,
    sandbox: Annotated[
        bool, typer.Option(help="--no-sandbox runs the notebook with your own rights.")
    ] = True,
) -> None:
    """Grade one notebook and say what is right, what is not, and why.

    Exit status: 0 all passed, 1 something is not right yet, 2 it could not be graded.
    """
    root = find_root()
    course = read_course(root, draft=True)
    lesson, exercise = course.select(what)
    path = notebook or skeleton_path(root, lesson)

    from autograder.report.console import show
    from autograder.report.text import report_lines
    from autograder.verdict.self_check import self_check

    results = self_check(root, course, lesson, path, exercise.id if exercise else None, sandbox, _say_once)
    if as_json:
        print(results.model_dump_json(indent=2))
    else:
        show(report_lines(results))
    if any(result.status not in ("pass", "written") for result in results.exercises):
        raise typer.Exit(1)


def _say_once(sentence: str) -> None:
    print(sentence, file=sys.stderr)
