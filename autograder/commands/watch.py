"""`course watch`: checks a notebook each time you save it."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.manifest import find_root, read_course


def watch(
    once: Annotated[bool, typer.Option("--once", help="Check the exercise you are on, and end.")] = False,
    polling: Annotated[
        bool, typer.Option("--polling", help="Look for changes instead of waiting for events: for network folders.")
    ] = False,
    sandbox: Annotated[
        bool, typer.Option(help="--no-sandbox runs the notebooks with your own rights.")
    ] = True,
) -> None:
    """Follow your notebooks: on each save, check what changed and report on the exercise you are on.

    Exit status with --once: 0 it is right, 1 not yet.
    """
    root = find_root()
    course = read_course(root, draft=True)

    import watchfiles
    from autograder.room.rooms import warm_process
    from autograder.selfstudy.keys import pressed_keys
    from autograder.selfstudy.watch import get_ready, open_watch, press, report_here, saved
    from autograder.verdict.self_check import walls_or_note

    walls = walls_or_note(sandbox, typer.echo)
    with warm_process(course.limits.for_room(), walls, preload=()) as warm, pressed_keys() as pressed:
        watching = open_watch(root, course, warm, pressed is not None and not once)
        right = report_here(watching)
        if once:
            raise typer.Exit(0 if right else 1)
        ready = get_ready(watching)
        # Events are waited for a tenth of a second at a time, so that keys are answered at once.
        for changes in watchfiles.watch(
            root / "exercises", watch_filter=lambda _, path: path.endswith(".ipynb") and ".ipynb_checkpoints" not in path,
            step=50, rust_timeout=100, yield_on_timeout=True, force_polling=polling or None, poll_delay_ms=200,
        ):
            for path in sorted({Path(path) for _, path in changes}):
                saved(watching, path)
            key = pressed() if pressed else ""
            if key and not press(watching, key):
                break
            if not changes and not key:
                next(ready)
