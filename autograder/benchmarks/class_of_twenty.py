"""Twenty submissions of lesson 03, graded by stock nbgrader and by this course. Prints seconds a submission and the ratio.

Run with `make bench`. Stock nbgrader starts a kernel a notebook and runs the same hidden tests in it, as hidden test cells.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import nbformat

from autograder.benchmarks.stock import BIN, prepare_stock, run, submit
from autograder.build import answer_cells, build, reference_notebook, skeleton
from autograder.manifest import correct_folder, find_root, read_course
from autograder.mistakes import answer_with, mistakes_of
from autograder.verdict.assignments import assignment

STUDENTS = 20


def main() -> None:
    root = find_root()
    course = read_course(root)
    lesson = course.lesson("03")
    cores = os.cpu_count() or 1
    rows = []
    with tempfile.TemporaryDirectory(prefix="course-bench-") as scratch:
        notebooks = list(_class(root, lesson))
        stock, ours = Path(scratch, "stock"), root / "demo-bench"
        try:
            prepare_stock(root, course, lesson, stock, notebooks)
            _prepare_ours(root, course, lesson, ours, notebooks)
            # Stock nbgrader has one process, whatever the cores; the last rows give it a second one by hand.
            for label, ours_has, stock_has in (("one core", 1, 1), (f"{cores} cores", cores, 1), (f"{cores} cores, stock {cores} times", cores, cores)):
                shutil.rmtree(stock / "autograded", ignore_errors=True)
                slow = _time_stock(stock, lesson, stock_has, ours_has)
                fast = _time_ours(root, ours, lesson, ours_has, "--again")
                rows.append((label, slow, fast))
                # The same commands once more, now with nothing left to grade.
                rows.append(("  but for starting up", slow - _time_stock(stock, lesson, stock_has, ours_has), fast - _time_ours(root, ours, lesson, ours_has)))
            recording = _recording(root, ours, lesson)
            marks = _marks(course, stock), _marks(course, ours)
        finally:
            shutil.rmtree(ours, ignore_errors=True)
    full = sum(1 for score in marks[1].values() if score == max(marks[1].values()))
    print(f"{STUDENTS} submissions of {lesson.id}: {full} with full marks, {STUDENTS - full} without; seconds a submission, whole commands")
    print(f"{'':<24}{'stock nbgrader':>16}{'course grade':>16}{'ratio':>8}")
    for label, slow, fast in rows:
        print(f"{label:<24}{slow / STUDENTS:>16.2f}{fast / STUDENTS:>16.2f}{slow / fast:>8.1f}")
    print(f"A self-check of the reference (course check 03): {_time_check(root, lesson):.2f} s")
    _print_where_time_goes(root, course, lesson, notebooks, recording)


def _class(root: Path, lesson):
    """Eight right, two right in another way, two blank, eight with a named mistake."""
    variants = sorted(correct_folder(root, lesson).glob("*.py"))[:2]
    mistakes = mistakes_of(root, lesson)
    for number in range(STUDENTS):
        if number < 8:
            yield reference_notebook(root, lesson)
        elif number < 10:
            yield reference_notebook(root, lesson, answer_cells(variants[number - 8]))
        elif number < 12:
            yield skeleton(root, lesson)
        else:
            mistake = mistakes[(number - 12) * len(mistakes) // 8]
            yield reference_notebook(root, lesson, {mistake.exercise: answer_with(root, lesson, mistake)})


def _prepare_ours(root, course, lesson, folder, notebooks) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    build(root, course, (lesson,), course_folder=folder)
    submit(folder, lesson, notebooks)


def _time_stock(folder, lesson, processes: int, cores: int) -> float:
    """So many processes of stock nbgrader, each with a share of the students."""
    start = time.monotonic()
    shares = [f"student*[{''.join(str(digit) for digit in range(10) if digit % processes == share)}]" for share in range(processes)]
    running = [_start(folder, cores, BIN / "nbgrader", "autograde", lesson.id, f"--student={share}") for share in shares]
    for process in running:
        process.communicate()
    return time.monotonic() - start


def _time_ours(root, folder, lesson, processes: int, *options) -> float:
    """The median of three runs: they are short, and a machine's speed varies from second to second."""
    times = []
    for _ in range(3):
        start = time.monotonic()
        process = _start(root, processes, BIN / "course", "grade", lesson.number, "--class", folder, "-j", processes, *options)
        output = process.communicate()[0]
        if process.returncode:
            sys.exit(f"course grade failed:\n{output}")
        times.append(time.monotonic() - start)
    return median(times)


def _time_check(root, lesson) -> float:
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "reference.ipynb")
        nbformat.write(reference_notebook(root, lesson), path)
        start = time.monotonic()
        run(root, BIN / "course", "check", lesson.number, "--notebook", path)
        return time.monotonic() - start


def _marks(course, folder) -> dict:
    from autograder.gradebook.marks import marks
    return marks(course, folder)


def _recording(root, folder, lesson) -> float:
    """Seconds a submission that nbgrader takes to record the verdicts, once they are made."""
    from autograder.gradebook.finished import submissions
    from autograder.gradebook.judging import judge_submission
    from autograder.gradebook.recording import Recorder
    verdicts = {task: judge_submission(root, folder, task.student, task.lesson, True) for task in submissions(folder, [lesson])}
    recorder = Recorder(root, folder, True)
    for _ in range(2):  # the first time, SQLAlchemy compiles its queries
        start = time.monotonic()
        for task, verdict in verdicts.items():
            recorder.record(task, verdict)
    return (time.monotonic() - start) / STUDENTS


def _print_where_time_goes(root, course, lesson, notebooks, recording: float) -> None:
    from autograder.room.rooms import warm_process
    from autograder.verdict.grade import grade
    from autograder.verdict.submission import code_cells
    task = assignment(root, course, lesson)
    with warm_process(course.limits.for_room()) as warm:
        warm.wait_until_ready()
        start = time.monotonic()
        for notebook in notebooks:
            room = warm.open()
            room.run([{"name": cell.name, "source": cell.source} for cell in code_cells(notebook, task.order)], task.files, True)
            room.close()
        rooms = time.monotonic() - start
        start = time.monotonic()
        for notebook in notebooks:
            grade(task, code_cells(notebook, task.order), warm, figures=True)
        whole = time.monotonic() - start
    print("Where our time goes, seconds a submission in one process:")
    print(f"  a room, and the notebook run in it      {rooms / STUDENTS:.3f}")
    print(f"  hidden tests, failures looked at alone  {(whole - rooms) / STUDENTS:.3f}")
    print(f"  nbgrader's recording in the gradebook   {recording:.3f}")
    print("  the rest of `course grade` is starting up, once")


def _start(folder, processes: int, *command) -> subprocess.Popen:
    pinned = ["taskset", "-c", "0"] if processes == 1 and shutil.which("taskset") else []
    return subprocess.Popen([*pinned, *map(str, command)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


if __name__ == "__main__":
    main()
