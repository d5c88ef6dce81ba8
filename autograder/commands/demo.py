"""`course demo`: a made-up class, graded through nbgrader, and its marks compared with the known ones."""

import os
from typing import Annotated

import typer

from autograder.manifest import find_root, read_course


def demo(
    processes: Annotated[int, typer.Option("-j", min=1, help="Processes at a time.")] = os.cpu_count() or 1,
    record: Annotated[bool, typer.Option(help="Write the marks down as the expected ones.")] = False,
) -> None:
    """Build the course in demo/, hand in for a made-up class, grade it, write feedback, and check every mark.

    Exit status: 0 every mark is as expected, 1 some are not.
    """
    root = find_root()
    course = read_course(root)

    from autograder.demo.run import differences, prepare, record_marks
    from autograder.gradebook.finished import submissions
    from autograder.gradebook.feedback_pages import write_feedback
    from autograder.gradebook.progress import grade_with_progress
    from autograder.report.class_table import print_table

    folder = root / "demo"
    print(f"Building the course and a class of made-up students in {folder} ...")
    prepare(root, course, folder)
    tasks = submissions(folder, list(course.lessons))
    failures = grade_with_progress(root, folder, tasks, 0, processes, True)
    print_table(course, folder, tasks)
    print("Writing feedback pages ...")
    problems = [f"Not graded: {outcome.task.student}, {outcome.task.lesson}: {outcome.failure}" for outcome in failures]
    problems += [sentence for lesson in course.lessons if (sentence := write_feedback(root, folder, lesson))]
    if record:
        record_marks(course, folder)
    problems += differences(course, folder)
    pages = sorted((folder / "feedback").glob("*/*/*.html"))
    print(f"{len(pages)} feedback pages, for instance {pages[0].relative_to(root) if pages else '(none)'}")
    for problem in problems:
        print(problem)
    print("Every mark is as expected." if not problems else f"{len(problems)} marks or pages are not as expected.")
    if problems:
        raise typer.Exit(1)
