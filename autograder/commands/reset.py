"""`course reset`: an exercise, or a lesson, from the start."""

from typing import Annotated

import typer

from autograder.manifest import CourseError, find_root, read_course


def reset(
    what: Annotated[str, typer.Argument(help="An exercise: 03.mul; or a lesson, with --all.")],
    whole: Annotated[bool, typer.Option("--all", help="The whole notebook of the lesson.")] = False,
) -> None:
    """Put the cell of an exercise back as it was handed out. Your notebook is kept in a backup file first."""
    from autograder.selfstudy.again import reset_exercise, reset_lesson

    root = find_root()
    course = read_course(root, draft=True)
    lesson, exercise = course.select(what)
    if whole:
        backup = reset_lesson(root, course, lesson)
        typer.echo(f"The notebook of {lesson.id} is as it was handed out.")
    elif exercise is None:
        raise CourseError(f"{lesson.id} is a whole lesson; name an exercise, such as {lesson.number}.{lesson.exercises[0].id}, or add --all.")
    else:
        backup = reset_exercise(root, lesson, exercise)
        typer.echo(f"The cell of {lesson.number}.{exercise.id} is as it was handed out.")
    if backup:
        typer.echo(f"Your notebook before is kept: {backup.relative_to(root)}")
    typer.echo("Is it open in JupyterLab? Then choose File, Reload Notebook from Disk.")
