"""The command line: `course check`, `course build`, and the rest. What is slow to import is imported inside the commands."""
import os
import sys
from typing import TYPE_CHECKING

from autograder.manifest import CourseError

if TYPE_CHECKING:
    import typer


def application() -> "typer.Typer":
    """The Typer application. Help lists the commands in the order of these modules."""
    from autograder.commands import alone, assembling, teaching  # noqa: F401 (each adds its commands)
    from autograder.commands.arguments import app
    return app


def main() -> None:
    """Run the command line. A mistake that a person can mend ends in its sentence and status 2."""
    try:
        if len(sys.argv) == 1:  # without the time that Typer takes
            from autograder.selfstudy.overview import show_overview
            show_overview(whole=False)
        else:
            application()()
        sys.stdout.flush()
    except CourseError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)
