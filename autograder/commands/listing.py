"""`course` without a command: the lessons, and what can be done."""

import typer

from autograder.manifest import find_root, read_course


def listing(context: typer.Context) -> None:
    """Build, check and grade the course. Without a command: the list of lessons."""
    if context.invoked_subcommand:
        return
    course = read_course(find_root(), draft=True)
    width = max(len(lesson.id) for lesson in course.lessons)
    typer.echo(course.title)
    for lesson in course.lessons:
        typer.echo(
            f"  {lesson.id:<{width}}  {lesson.points:>3} points  {lesson.minutes:>3} minutes  {lesson.title}"
        )
    typer.echo("`course --help` lists the commands.")
