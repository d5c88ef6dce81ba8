"""`course` without a command: where you are, and what is next."""

import typer

from autograder.selfstudy.overview import show_overview


def listing(context: typer.Context) -> None:
    """Build micrograd, a course. Without a command: where you are, and what is next."""
    if not context.invoked_subcommand:
        show_overview(whole=False)
