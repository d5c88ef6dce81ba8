"""A whole class through nbgrader: several processes, each with a converter and a warm room of its own."""
import ctypes
import errno
import functools
import hashlib
import json
import logging
import os
import shutil
import signal
import stat
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import current_process, get_context
from pathlib import Path

from autograder.manifest import Course, Lesson

RECORDS = ".course/graded"  # in the class folder: one file a finished submission; its absence means "grade it (again)"


@dataclass(frozen=True)
class Task:
    """One student's submission of one lesson."""
    lesson: str
    student: str


@dataclass(frozen=True)
class Outcome:
    """`failure` is None, or one sentence about why there is no mark."""
    task: Task
    failure: str | None = None


def submissions(folder: Path, lessons: list[Lesson]) -> list[Task]:
    """Every folder submitted/STUDENT/LESSON in the class folder, lesson by lesson."""
    students = sorted(path.name for path in (folder / "submitted").glob("*") if path.is_dir() and not path.name.startswith("."))
    return [Task(lesson.id, student) for lesson in lessons for student in students if (folder / "submitted" / student / lesson.id).is_dir()]


def unfinished(folder: Path, tasks: list[Task]) -> list[Task]:
    """The tasks without a finished grading of exactly these files."""
    return [task for task in tasks if _read_record(folder, task) != _fingerprint(folder, task)]


def grade_class(root: Path, folder: Path, tasks: list[Task], processes: int, sandbox: bool):
    """Grade the tasks, yielding an Outcome for each as it finishes. Raises NoSandbox before the first if there must be a sandbox."""
    if sandbox:
        from autograder.room.sandbox import bubblewrap
        bubblewrap()
    import autograder.gradebook.preprocessor  # noqa: F401  imported once, before the processes are forked
    waiting = list(tasks)
    for _ in range(3):  # a process that dies takes the pool with it; what it had not finished is tried again
        if not waiting:
            return
        lost = []
        with ProcessPoolExecutor(min(processes, len(waiting)), get_context("fork"), _start, (root, folder, sandbox)) as pool:
            jobs = {pool.submit(_grade, task): task for task in waiting}
            for job in as_completed(jobs):
                try:
                    yield job.result()
                except BrokenProcessPool:
                    lost.append(jobs[job])
        waiting = lost
    for task in waiting:
        yield Outcome(task, "the grading process ended without a word each time it was tried.")


_worker: dict = {}


def _start(root: Path, folder: Path, sandbox: bool) -> None:
    _end_with_parent()
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy.exc import SAWarning
    from traitlets.config import Config

    from autograder.nbgrader_settings import configure
    warnings.simplefilter("ignore", SAWarning)  # nbgrader's queries cause one a student
    config = Config()
    configure(config, root, folder)
    config.GradeInRoom.sandbox = sandbox
    logger = logging.getLogger(f"course.{os.getpid()}")
    logger.propagate = False
    said = _Said()
    logger.addHandler(said)
    _worker.update(config=config, folder=folder, log=logger, said=said, coursedir=CourseDirectory(config=config, log=logger))
    _relax_sqlite()
    _pin_to_a_core()


def _pin_to_a_core() -> None:
    """A grader and its room take turns. On one core that is a switch of tasks; on two, each would have to wake the other's core."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[_number() % len(cores)]})


def _number() -> int:
    """Which of the pool's processes this is, from 0."""
    return current_process()._identity[-1] - 1 if current_process()._identity else 0


def _end_with_parent() -> None:
    """A killed `course grade` leaves no process behind that would write into the gradebook beside the next one. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def _grade(task: Task) -> Outcome:
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException
    folder, coursedir, said = _worker["folder"], _worker["coursedir"], _worker["said"]
    fingerprint = _fingerprint(folder, task)
    said.lines.clear()
    coursedir.assignment_id, coursedir.student_id, coursedir.notebook_id = task.lesson, task.student, "*"
    if not any((folder / "submitted" / task.student / task.lesson).glob("*.ipynb")):
        return Outcome(task, "there is no notebook in the submitted folder.")
    _remove(folder / "autograded" / task.student / task.lesson)
    try:
        Autograde(coursedir=coursedir, config=_worker["config"], log=_worker["log"]).start()
    except NbGraderException as problem:
        return Outcome(task, said.reason() or str(problem))
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            return Outcome(task, _KNOWN["disk is full"])
        return Outcome(task, f"{problem.strerror or problem}: {problem.filename or ''}".strip(": "))
    _write_record(folder, task, fingerprint)
    return Outcome(task)


class _Said(logging.Handler):
    """Keeps what nbgrader logged at error level: its exceptions say only that something failed."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(record.getMessage())

    def reason(self) -> str:
        said = "\n".join(self.lines)
        for sign, sentence in _KNOWN.items():
            if sign in said:
                return sentence
        traces = [line for line in self.lines if line.startswith("Traceback")]
        return traces[-1].strip().splitlines()[-1] if traces else (self.lines[0] if self.lines else "")


_KNOWN = {
    "No space left on device": "the disk is full; make room and grade again.",
    "disk is full": "the disk is full; make room and grade again.",
    "disk I/O error": "the disk could not be written to; it may be full.",
    "database is locked": "the gradebook was locked by another program for more than a minute; grade again.",
}


def _relax_sqlite() -> None:
    """Write-ahead logging: two processes can record at once, and a commit waits for no disk. A killed process still loses nothing.

    And one engine for all the times that nbgrader opens the gradebook, nine a submission: it keeps the compiled queries.
    """
    from nbgrader import api
    from sqlalchemy import event
    from sqlalchemy.engine import Engine
    api.create_engine = functools.cache(api.create_engine)

    @event.listens_for(Engine, "connect")
    def _(connection, _record):
        if type(connection).__module__.startswith("sqlite3"):
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")


def _record_path(folder: Path, task: Task) -> Path:
    return folder / RECORDS / task.lesson / f"{task.student}.json"


def _read_record(folder: Path, task: Task) -> str | None:
    try:
        return json.loads(_record_path(folder, task).read_text())["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_record(folder: Path, task: Task, fingerprint: str) -> None:
    path = _record_path(folder, task)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"fingerprint": fingerprint}))
    fresh.replace(path)


def _fingerprint(folder: Path, task: Task) -> str:
    """Changes when a submitted file does."""
    digest = hashlib.sha256()
    for path in sorted((folder / "submitted" / task.student / task.lesson).rglob("*")):
        status = path.lstat()
        digest.update(f"{path.name}\0{status.st_size}\0{status.st_mtime_ns}\0{stat.S_IFMT(status.st_mode)}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _remove(folder: Path) -> None:
    """What an earlier grading left, finished or not; nbgrader would skip the student because of it."""
    if folder.exists():
        for path in folder.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        shutil.rmtree(folder)
