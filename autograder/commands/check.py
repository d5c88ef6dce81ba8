"""`course check`: one notebook, graded and reported."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.manifest import CourseError, find_root, read_course, skeleton_path


def check(
    what: Annotated[
        Optional[str],
        typer.Argument(help="A lesson or an exercise: 03, operators, 03.mul. All you have begun when left out."),
    ] = None,
    notebook: Annotated[
        Optional[Path], typer.Option(help="The notebook; exercises/ID/NAME.ipynb when left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results document.")] = False,
    hints: Annotated[int, typer.Option(min=1, max=3, help="How many hints to a usual mistake.")] = 1,
    sandbox: Annotated[
        bool, typer.Option(help="--no-sandbox runs the notebook with your own rights.")
    ] = True,
) -> None:
    """Grade one notebook and say what is right, what is not, and why.

    Exit status: 0 all passed, 1 something is not right yet, 2 it could not be graded.
    """
    root = find_root()
    course = read_course(root, draft=True)

    from autograder.selfstudy.checking import begun, checked

    if what is None:
        if notebook:
            raise CourseError("Name the lesson of that notebook: `course check 03 --notebook FILE`.")
        wanted = [(lesson, None) for lesson in begun(root, course)]
        if not wanted:
            raise CourseError("You have not written anything yet; `course start` opens the first notebook.")
    else:
        wanted = [course.select(what)]

    right = True
    for lesson, exercise in wanted:
        path = notebook or skeleton_path(root, lesson)
        results, lines = checked(root, course, lesson, exercise and exercise.id, path, sandbox, _say_once, hints=hints)
        right = right and all(result.status in ("pass", "written") for result in results.exercises)
        if as_json:
            print(results.model_dump_json(indent=2))
        else:
            from autograder.report.console import show
            show(lines)
    if not right:
        raise typer.Exit(1)


def _say_once(sentence: str) -> None:
    print(sentence, file=sys.stderr)
