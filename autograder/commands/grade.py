"""`course grade`: a class through nbgrader, in parallel."""

import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.manifest import CourseError, find_root, read_course


def grade(
    lessons: Annotated[Optional[list[str]], typer.Argument(help="Lessons; all that were submitted when left out.")] = None,
    class_folder: Annotated[
        Optional[Path], typer.Option("--class", help="The folder with submitted/ and the gradebook; the course folder when left out.")
    ] = None,
    processes: Annotated[int, typer.Option("-j", min=1, help="Processes at a time.")] = os.cpu_count() or 1,
    again: Annotated[bool, typer.Option("--again", help="Grade what is finished once more.")] = False,
    sandbox: Annotated[
        bool, typer.Option(help="--no-sandbox runs students' code with your own rights: it can read and change all that you can.")
    ] = True,
) -> None:
    """Grade every submitted notebook that is not graded yet. Stopped at any moment, it goes on where it was.

    Exit status: 0 every submission has its mark, 1 some could not be graded, 2 nothing could be.
    """
    root = find_root()
    course = read_course(root, draft=True)
    folder = (class_folder or root).resolve()
    chosen = [course.lesson(text) for text in lessons] if lessons else list(course.lessons)

    from autograder.gradebook.finished import submissions, unfinished
    from autograder.gradebook.progress import grade_with_progress
    from autograder.report.class_table import print_table
    from autograder.room.sandbox import NoSandbox

    tasks = submissions(folder, chosen)
    if not tasks:
        raise CourseError(f"There is nothing in {folder / 'submitted'}: put each notebook in submitted/STUDENT/LESSON/.")
    open_tasks = tasks if again else unfinished(folder, tasks)
    try:
        failures = grade_with_progress(root, folder, open_tasks, len(tasks) - len(open_tasks), processes, sandbox)
    except NoSandbox as problem:
        raise CourseError(
            f"Nothing was graded: {problem}. With --no-sandbox, students' code runs with your own rights and can read and change "
            "all that you can, the gradebook too."
        ) from None
    print_table(course, folder, tasks)
    for outcome in failures:
        print(f"Not graded: {outcome.task.student}, {outcome.task.lesson}: {outcome.failure}")
    if failures:
        raise typer.Exit(1)
