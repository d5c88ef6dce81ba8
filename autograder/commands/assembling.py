"""Commands that make something of a student's own answers."""
from pathlib import Path
from typing import Annotated

import typer

from autograder.report.console import show

from .arguments import Sandbox, app, here, say_once


@app.command()
def assemble(
    folder: Annotated[Path | None, typer.Option("--from", help="The folder with your notebooks; exercises/ when left out.")] = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("micrograd.py"),
    steps: Annotated[int | None, typer.Option(min=1, help="Steps of the moons' training; as in lesson 07 when left out.")] = None,
    name: Annotated[str, typer.Option(help="Your name, for the page.")] = "",
    sandbox: Sandbox = True,
) -> None:
    """Write your own micrograd.py from your answers in lessons 02 to 07, run micrograd's tests on it, and train a network with it.
    When all is right, a page tells what you have built.

    Exit status: 0 complete and right, 1 something is missing or not right yet, 2 nothing could be assembled or run.
    """
    root, course = here()
    from autograder.assembly.assemble import try_module, write_module
    from autograder.assembly.causes import causes
    from autograder.assembly.moons import STEPS
    from autograder.assembly.summary import write_summary

    made = write_module(root, course, folder, out)
    try_module(course, made, out, steps or STEPS, sandbox, say_once)
    passed = sum(check.passed for check in made.checks)
    if passed < len(made.checks):
        show([("", sentence) for sentence in causes(root, course, made.own, made.notebooks, sandbox, say_once)])
    show([("bold", f"{passed} of {len(made.checks)} checks passed.")])
    if made.own.gaps or passed < len(made.checks):
        raise typer.Exit(1)
    show([("", f"Wrote {write_summary(root, course, made, out, name)}, a page about what you have built: open it in a browser.")])


@app.command("carry")
def carry_engine(
    lesson: Annotated[str, typer.Argument(help="The lesson to carry it into: 06, neural-nets.")],
    back: Annotated[bool, typer.Option("--back", help="Put the course's engine back.")] = False,
    sandbox: Sandbox = True,
) -> None:
    """Put your own engine, from your answers in the earlier lessons, beside the notebook of a lesson, in place of the course's.

    Grading still uses the course's engine. Exit status: 0 done, 2 there is nothing to carry.
    """
    root, course = here()
    from autograder.assembly.carry import carry

    for sentence in carry(root, course, course.lesson(lesson), back, sandbox, say_once):
        print(sentence)
