"""`course hint`: a hint, and asked again the next one."""

from typing import Annotated, Optional

import typer

from autograder.manifest import CourseError, find_root, read_course


def hint(
    what: Annotated[Optional[str], typer.Argument(help="An exercise: 03.mul. The next one when left out.")] = None,
    level: Annotated[
        Optional[int], typer.Option(min=1, max=3, help="1 is a nudge, 3 nearly the answer.")
    ] = None,
) -> None:
    """Give a hint about the mistake that the last check found; asked again, the next of three."""
    from autograder.selfstudy.hints import hint_lines
    from autograder.selfstudy.progress import key, one_more_hint, read_progress

    root = find_root()
    lesson, exercise = one_exercise(root, what)
    given, lines = hint_lines(root, lesson, exercise, read_progress(root).of(lesson, exercise), level)
    one_more_hint(root, key(lesson, exercise.id), given)
    for line in lines:
        typer.echo(line)


def one_exercise(root, what: str | None):
    """The exercise meant: (lesson, exercise).

    Raises:
        CourseError: there is none of that name, or only a lesson is named.
    """
    from autograder.selfstudy.overview import next_exercise
    from autograder.selfstudy.progress import read_progress

    course = read_course(root, draft=True)
    if what is None:
        ahead = next_exercise(course, read_progress(root))
        if ahead is None:
            raise CourseError("Everything is done; name an exercise, such as 03.mul.")
        return ahead
    lesson, exercise = course.select(what)
    if exercise is None:
        raise CourseError(f"{lesson.id} is a lesson; name one of its exercises, such as {lesson.number}.{lesson.exercises[0].id}.")
    return lesson, exercise
