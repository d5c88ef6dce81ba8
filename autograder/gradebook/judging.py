"""Judging a submission, in a room of this process. Nothing here needs nbgrader."""
import multiprocessing.util
from pathlib import Path

from autograder.gradebook.taking_in import take_in
from autograder.manifest import Course, course_at, notebook_file
from autograder.room.rooms import PLAIN, PLOTTING, WarmProcess
from autograder.verdict.assignments import assignment
from autograder.verdict.grade import Assignment, Graded, grade
from autograder.verdict.submission import Cell, code_cells

_warm: dict[tuple[bool, bool], WarmProcess] = {}


def judge_submission(root: Path, folder: Path, student: str, lesson_id: str, sandbox: bool) -> dict[tuple, Graded]:
    """{(lesson id, *cells): verdict} of what the student handed in. Raises what `judge` raises, and OSError."""
    course = course_at(root)
    lesson = course.lesson(lesson_id)
    task = assignment(root, course, lesson)
    file = notebook_file(lesson)
    cells = code_cells(take_in(folder / "submitted" / student / lesson.id / file, folder / "release" / lesson.id / file), task.order)
    return {(lesson.id, *cells): judge(course, task, cells, sandbox)}


def judge(course: Course, task: Assignment, cells: list[Cell], sandbox: bool) -> Graded:
    """Run and judge a notebook. Raises RoomBroken, NoSandbox or SuiteError if the grader itself fails."""
    kind = (sandbox, _plots(cells))
    if kind not in _warm:
        _warm[kind] = WarmProcess(course.limits.for_room(), walls=sandbox, preload=PLOTTING if kind[1] else PLAIN)
        multiprocessing.util.Finalize(None, _warm[kind].close, exitpriority=0)  # a process of a pool ends without atexit
    return grade(task, cells, _warm[kind], figures=True)


def _plots(cells: list[Cell]) -> bool:
    """Whether the notebook probably draws. Only its speed depends on this guess: a room imports what it needs."""
    return any(word in cell.source for cell in cells for word in ("matplotlib", "plt.", "graph_picture"))
