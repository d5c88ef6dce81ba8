"""`course watch`: checks a notebook each time you save it."""

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

    from autograder.room.rooms import warm_process
    from autograder.selfstudy.keys import pressed_keys
    from autograder.selfstudy.saves import save_events, save_polls
    from autograder.selfstudy.watch import get_ready, open_watch, press, report_here, saved
    from autograder.verdict.self_check import walls_or_note

    walls = walls_or_note(sandbox, typer.echo)
    with warm_process(course.limits.for_room(), walls, preload=()) as warm, pressed_keys() as pressed:
        watching = open_watch(root, course, warm, pressed is not None and not once)
        if once:
            raise typer.Exit(0 if report_here(watching) else 1)
        events = save_polls(root, course) if polling else save_events(root / "exercises")
        saves = next(events)  # from here on no save is missed, not even one during the first report
        report_here(watching)
        ready = get_ready(watching)
        while True:
            for path in sorted(saves):
                saved(watching, path)
            key = pressed() if pressed else ""
            if key and not press(watching, key):
                break
            if not saves and not key:
                next(ready)
            saves = next(events)
