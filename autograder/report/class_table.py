"""The marks of a class as a table: a row a student, a column a lesson."""
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.gradebook.finished import Task, unfinished
from autograder.gradebook.marks import marks
from autograder.manifest import Course


def print_table(course: Course, folder: Path, tasks: list[Task]) -> None:
    """Print the marks of the tasks; a dash where nothing was handed in, "none" where it has no finished grading."""
    scores = marks(course, folder)
    handed_in = {(task.student, task.lesson) for task in tasks}
    without = {(task.student, task.lesson) for task in unfinished(folder, tasks)}
    lessons = [lesson for lesson in course.lessons if any(id == lesson.id for _, id in handed_in)]
    table = Table()
    table.add_column("student")
    for lesson in lessons:
        table.add_column(f"{lesson.number}\n/{lesson.points}", justify="right")
    table.add_column("sum", justify="right")
    for student in sorted({student for student, _ in handed_in}):
        row, total = [], 0.0
        for lesson in lessons:
            key = (student, lesson.id)
            if key not in handed_in:
                row.append("-")
            elif key in without or key not in scores:
                row.append("none")
            else:
                row.append(f"{scores[key]:g}")
                total += scores[key]
        table.add_row(student, *row, f"{total:g}")
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(table)
    console.print("Written questions wait for a person: grade them in formgrader.")
