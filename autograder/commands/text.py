"""`course text`: the lessons as web pages."""

from typing import Annotated, Optional

import typer

from autograder.manifest import find_root, read_course


def text(lessons: Annotated[Optional[list[str]], typer.Argument(help="Lessons; all when left out.")] = None) -> None:
    """Execute the texts and write them, with their figures, to site/.

    Exit status: 0 done, 2 a text could not be executed.
    """
    root = find_root()
    course = read_course(root, draft=True)
    chosen = [course.lesson(name) for name in lessons] if lessons else list(course.lessons)

    from autograder.lesson_pages.pages import write_index, write_page

    for lesson in chosen:
        typer.echo(f"{lesson.id}: {write_page(root, lesson, root / 'site').relative_to(root)}")
    typer.echo(f"Open {write_index(course, root / 'site').relative_to(root)} in a browser.")
