"""`course list`: all lessons with all exercises."""

from autograder.selfstudy.overview import show_overview


def list() -> None:
    """Show all lessons and exercises: done, next, not yet."""
    show_overview(whole=True)
