"""The command line: `course build`, `course check`, and the rest, one small module each."""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from autograder.manifest import CourseError

if TYPE_CHECKING:
    import typer

# A module of this package for each command, with a function of the same name. They are in the
# order in which help lists them. What is slow to import is imported inside the function.
COMMANDS = (
    "start", "watch", "check", "hint", "solution", "reset", "list", "next", "progress", "doctor",
    "assemble", "carry", "build", "grade", "feedback", "suites", "text", "demo",
)


def application(commands: tuple[str, ...] = COMMANDS) -> "typer.Typer":
    """The Typer application with these commands."""
    import typer

    app = typer.Typer(
        help="Build, check and grade the course.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    listing = import_module(f"{__name__}.listing").listing
    app.callback(invoke_without_command=True)(listing)
    for name in commands:
        app.command(name)(getattr(import_module(f"{__name__}.{name}"), name))
    return app


def main() -> None:
    """Run the command line. A mistake that a person can mend ends in its sentence and status 2."""
    try:
        if len(sys.argv) == 1:  # as the callback would, without the time that Typer takes
            from autograder.selfstudy.overview import show_overview
            show_overview(whole=False)
        else:
            application(_needed(sys.argv[1:]))()
        sys.stdout.flush()
    except CourseError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)


def _needed(arguments: list[str]) -> tuple[str, ...]:
    """The commands whose modules must be imported: the one asked for, or for help all of them."""
    return (arguments[0],) if arguments[0] in COMMANDS else COMMANDS
