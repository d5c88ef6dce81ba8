"""A whole class through nbgrader: several processes judge, each in a warm room of its own, and one records."""
import ctypes
import functools
import gc
import os
import signal
import sys
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import current_process, get_context
from pathlib import Path

from autograder.gradebook.finished import Task


@dataclass(frozen=True)
class Outcome:
    """`failure` is None, or one sentence about why there is no mark."""
    task: Task
    failure: str | None = None


def grade_class(root: Path, folder: Path, tasks: list[Task], processes: int, sandbox: bool):
    """Grade the tasks, yielding an Outcome for each as it finishes. Raises NoSandbox before the first if there must be a sandbox.

    So many processes judge; this one records their verdicts through nbgrader, as they come.
    """
    if sandbox:
        from autograder.room.sandbox import bubblewrap
        bubblewrap()
    with _prepared():
        import autograder.gradebook.judging  # noqa: F401 (the judges find it imported)
    left = list(tasks)
    recorder = functools.cache(functools.partial(_recorder, root, folder, sandbox))

    def graded(some: list[Task], processes: int):
        for outcome in _grade(some, processes, (root, folder, sandbox), recorder):
            left.remove(outcome.task)
            yield outcome

    if tasks:
        yield from graded(tasks, processes)
    for task in list(left):  # a judge that died took the others' work with it: now each has one of its own
        yield from graded([task], 1)
    for task in left:
        yield Outcome(task, "the grading process ended without a word, twice.")


def _grade(tasks: list[Task], processes: int, where: tuple, recorder):
    """An Outcome for each task as it is finished; none for those that were open when a judge died."""
    waiting = iter(tasks)
    with ProcessPoolExecutor(min(processes, len(tasks)), get_context("fork"), _start) as pool:
        # A verdict may hold megabytes of figures: only a few are made ahead of their recording.
        running = {pool.submit(_judge, task, *where): task for task in islice(waiting, 8 * processes)}
        record = recorder().record  # judging goes on meanwhile
        while running:
            for job in wait(running, return_when=FIRST_COMPLETED).done:
                task = running.pop(job)
                with suppress(BrokenProcessPool):
                    verdict = job.result()
                    yield Outcome(task, record(task, verdict))
                    running.update({pool.submit(_judge, another, *where): another for another in islice(waiting, 1)})


def _recorder(root: Path, folder: Path, sandbox: bool):
    with _prepared():
        from autograder.gradebook.recording import Recorder  # imports nbgrader, which takes a second
    return Recorder(root, folder, sandbox)


@contextmanager
def _prepared():
    """Import much, then fork: a collector that runs meanwhile, or later over all that was imported, only costs time."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def _start() -> None:
    _end_with_parent()
    _pin_to_a_core()
    os.nice(5)  # recording goes first: verdicts that wait for it only fill the memory


def _pin_to_a_core() -> None:
    """A judge and its room take turns. On one core that is a switch of tasks; on two, each would have to wake the other's core."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[_number() % len(cores)]})


def _number() -> int:
    """Which of the pool's processes this is, from 0."""
    return current_process()._identity[-1] - 1 if current_process()._identity else 0


def _end_with_parent() -> None:
    """A killed `course grade` leaves no process behind. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def _judge(task: Task, root: Path, folder: Path, sandbox: bool) -> dict:
    from autograder.gradebook.judging import judge_submission
    try:
        return judge_submission(root, folder, task.student, task.lesson, sandbox)
    except Exception:
        return {}  # it is tried again where nbgrader records it, and says what is wrong
