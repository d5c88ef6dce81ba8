"""`course carry`: the student's own engine in the next notebook."""

import sys
from typing import Annotated

import typer

from autograder.manifest import find_root, read_course


def carry(
    lesson: Annotated[str, typer.Argument(help="The lesson to carry it into: 06, neural-nets.")],
    back: Annotated[bool, typer.Option("--back", help="Put the course's engine back.")] = False,
    sandbox: Annotated[
        bool, typer.Option(help="--no-sandbox runs your code with your own rights.")
    ] = True,
) -> None:
    """Put your own engine, from your answers in the earlier lessons, beside the notebook of a lesson, in place of the course's.

    Grading still uses the course's engine. Exit status: 0 done, 2 there is nothing to carry.
    """
    root = find_root()
    course = read_course(root, draft=True)
    chosen = course.lesson(lesson)

    from autograder.assembly import carry as carrying

    if back:
        sentences = carrying.carry_back(root, course, chosen)
    else:
        sentences = carrying.carry(root, course, chosen, sandbox, lambda sentence: print(sentence, file=sys.stderr))
    for sentence in sentences:
        typer.echo(sentence)
