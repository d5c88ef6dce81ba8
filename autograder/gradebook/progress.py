"""The progress bar of a class."""
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.gradebook.class_grading import Outcome, grade_class
from autograder.gradebook.finished import Task


def grade_with_progress(root: Path, folder: Path, tasks: list[Task], done: int, processes: int, sandbox: bool) -> list[Outcome]:
    """Grade the tasks behind a bar with a count and the time left; returns those that failed. `done` were finished before.

    Raises NoSandbox.
    """
    failures = []
    start = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("left:"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        row = bar.add_task("grading", total=len(tasks) + done, completed=done)
        for outcome in grade_class(root, folder, tasks, processes, sandbox):
            if outcome.failure:
                failures.append(outcome)
            bar.update(row, advance=1, description=outcome.task.lesson)
    seconds = time.monotonic() - start
    already = f", {done} were graded before" if done else ""
    each = f" ({seconds / len(tasks):.2f} s each)" if tasks else ""
    print(f"{len(tasks)} submissions graded in {seconds:.1f} s{each}{already}.")
    return sorted(failures, key=lambda outcome: (outcome.task.lesson, outcome.task.student))
