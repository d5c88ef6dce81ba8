"""`course doctor`: whether this machine has what the course needs."""

from typing import Annotated

import typer

from autograder.manifest import find_root

from autograder.report.console import show


def doctor(
    report: Annotated[bool, typer.Option("--report", help="Print the findings for an issue.")] = False,
) -> None:
    """Look at Python, packages, JupyterLab, the sandbox and write access, and say how to mend what is wrong.

    Exit status: 0 nothing needs mending, 1 something does.
    """
    from autograder.selfstudy import doctor as examination

    findings = examination.examine(find_root())
    if report:
        typer.echo(examination.report(findings))
    else:
        for right, what, mend in findings:
            show([({True: "green", False: "red", None: "yellow"}[right], f"{examination.WORDS[right]}  {what}")])
            if right is not True:
                typer.echo(f"      To mend it: {mend}." if right is False else f"      {mend}.")
    if any(right is False for right, _, _ in findings):
        raise typer.Exit(1)
