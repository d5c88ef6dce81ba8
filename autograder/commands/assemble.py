"""`course assemble`: the student's own micrograd in one file."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.manifest import find_root, read_course


def assemble(
    folder: Annotated[
        Optional[Path], typer.Option("--from", help="The folder with your notebooks; exercises/ when left out.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("micrograd.py"),
    steps: Annotated[Optional[int], typer.Option(min=1, help="Steps of the moons' training; 40 when left out.")] = None,
    name: Annotated[str, typer.Option(help="Your name, for the page.")] = "",
    sandbox: Annotated[
        bool, typer.Option(help="--no-sandbox runs your code with your own rights.")
    ] = True,
) -> None:
    """Write your own micrograd.py from your answers in lessons 02 to 07, run micrograd's tests on it, and train a network with it.
    When all is right, a page tells what you have built.

    Exit status: 0 complete and right, 1 something is missing or not right yet, 2 nothing could be assembled or run.
    """
    root = find_root()
    course = read_course(root, draft=True)

    from autograder.assembly.assemble import try_module, write_module
    from autograder.assembly.diagnosis import causes
    from autograder.assembly.moons import STEPS
    from autograder.report.console import show

    said: set[str] = set()

    def say_once(sentence: str) -> None:
        if sentence not in said:
            print(sentence, file=sys.stderr)
        said.add(sentence)

    made = write_module(root, course, folder, out)
    lines = len(out.read_text(encoding="utf-8").splitlines())
    show([("", f"Wrote {out}: {lines} lines from {', '.join(made.own.lessons)}.")])
    for gap in made.own.gaps:
        show([("yellow", gap.sentence)])
    try_module(course, made, out, steps or STEPS, sandbox, say_once, show)
    if not all(check.passed for check in made.checks):
        show([("", sentence) for sentence in causes(root, course, made.own, made.notebooks, sandbox, say_once)])
    passed = sum(check.passed for check in made.checks)
    show([("bold", f"{passed} of {len(made.checks)} checks passed.")])
    if not made.right:
        raise typer.Exit(1)
    from autograder.assembly.summary import write_summary
    show([("", f"Wrote {write_summary(root, course, made, out, name)}, a page about what you have built: open it in a browser.")])
