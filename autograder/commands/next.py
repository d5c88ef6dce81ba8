"""`course next`: the one thing to do next."""

from autograder.manifest import find_root, read_course

from autograder.report.console import show


def next() -> None:
    """Say the one thing to do next."""
    from autograder.selfstudy.overview import next_lines
    from autograder.selfstudy.progress import read_progress

    root = find_root()
    show(next_lines(root, read_course(root, draft=True), read_progress(root)))
