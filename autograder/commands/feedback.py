"""`course feedback`: a page for each graded submission."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.manifest import find_root, read_course


def feedback(
    lessons: Annotated[Optional[list[str]], typer.Argument(help="Lessons; all when left out.")] = None,
    class_folder: Annotated[
        Optional[Path], typer.Option("--class", help="The folder with autograded/ and the gradebook; the course folder when left out.")
    ] = None,
) -> None:
    """Write feedback/STUDENT/LESSON/NAME.html, through nbgrader, for everything that is graded.

    Exit status: 0 done, 1 some pages could not be written.
    """
    root = find_root()
    course = read_course(root, draft=True)
    folder = (class_folder or root).resolve()
    chosen = [course.lesson(text) for text in lessons] if lessons else list(course.lessons)

    from autograder.gradebook.feedback_pages import write_feedback

    failed = []
    for lesson in chosen:
        if not any((folder / "autograded").glob(f"*/{lesson.id}")):
            continue
        problem = write_feedback(root, folder, lesson)
        failed += [f"{lesson.id}: {problem}"] if problem else []
    pages = sorted((folder / "feedback").glob("*/*/*.html"))
    print(f"{len(pages)} feedback pages in {folder / 'feedback'}")
    for sentence in failed:
        print(sentence)
    if failed:
        raise typer.Exit(1)
