"""A hidden suite: collected by pytest once, then run as often as there are notebooks."""
import functools
import gc
import os
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from _pytest.config import _prepareconfig

from autograder.channel import Conversation, NotebookSilent, Student, StudentError
from autograder.judge import Wrong
from autograder.room.rooms import Room, RoomDied
from autograder.verdict.random_inputs import drawn_inputs, is_random, replayed
from autograder.verdict.results import TestResult

class SuiteError(Exception):
    """A hidden suite cannot be collected, or one of its tests is itself broken; for the instructor, not the student."""


class Suite:
    """The collected tests of one lesson, by exercise."""

    def __init__(self, path: Path, test_seconds: float):
        """Raises SuiteError if pytest cannot collect the file or a test names no exercise."""
        self.path, self.test_seconds = path, test_seconds
        self._plugin = _Plugin()
        self.items = _collect(path, self._plugin)
        for item in self.items:
            if item.get_closest_marker("exercise") is None:
                raise SuiteError(f"{path.name}: {item.name} names no exercise; put @pytest.mark.exercise(id) above it.")
            if is_random(item.obj):
                item.obj = replayed(item.obj)

    def run(self, exercise: str, forks: "Forks", untouched: bool = False) -> list[TestResult]:
        """Run the exercise's tests in forks of the notebook. Raises RoomDied when the room is gone.

        `untouched`: its cell is as it was released. If the first test says so too, nothing else can be found out.
        """
        results: list[TestResult] = []
        for item in self.items:
            if item.get_closest_marker("exercise").args[0] != exercise:
                continue
            if untouched and results and results[0].status == "blank" and f".{exercise}:" in results[0].message:
                results.append(results[0].model_copy(update={"name": _title(item), "weight": _weight(item)}))
                continue
            if time.monotonic() > forks.end:
                results.append(TestResult(name=_title(item), weight=_weight(item), status="timeout",
                                          message="Not run: the tests before it used up the time for all of them."))
                continue
            used = forks.used
            result = self._run_item(item, forks.shared(self.test_seconds), shrinks=not used)
            if result.status != "pass" and used:
                forks.close()
                result = self._run_item(item, forks.shared(self.test_seconds), shrinks=True)
            if (reason := forks.room.over_memory()) and result.status == "error":
                result.message = f"The notebook's process {reason}."
            if result.status != "pass":
                forks.close()
            results.append(result)
        return results

    def _run_item(self, item, fork: Conversation, shrinks: bool) -> TestResult:
        limit = item.get_closest_marker("limit")
        seconds = limit.kwargs["seconds"] if limit else self.test_seconds
        says = limit.kwargs.get("says", "") if limit else ""
        item.function.shrinks = shrinks  # replayed tests look at it
        drawn_inputs(item.obj)  # drawing takes up to seconds the first time: not out of the first submission's time limit
        self._plugin.fork, self._plugin.seconds = fork, seconds
        return _result(_title(item), _weight(item), self._problem(item), says)

    def _problem(self, item) -> BaseException | None:
        """What the test ended with. It runs as pytest runs it, but without a report: a traceback that nobody may see takes longest."""
        state, problem = item.session._setupstate, None
        item._initrequest()
        try:
            state.setup(item)
            item.runtest()
        except BaseException as ended:
            problem = ended
        # That another test of the module comes next keeps pytest from setting the module up for each of them.
        state.teardown_exact(next((other for other in self.items if other is not item), None))
        return problem


class Forks:
    """Copies of a notebook for its tests.

    A fork costs more than most tests, so tests share one as long as they pass. One that does not pass there is judged by what
    it gives in a fork of its own, and the next test gets a new one.
    """

    def __init__(self, room: Room, end: float):
        """`end`: the time.monotonic() after which no further test is begun."""
        self.room, self._fork, self.end = room, None, end

    @property
    def used(self) -> bool:
        """Whether the shared fork has run a test already."""
        return self._fork is not None

    def shared(self, seconds: float) -> Conversation:
        """The shared fork, made if need be. Raises RoomDied."""
        self._fork = self._fork or Conversation(self.room.fork(), seconds)
        return self._fork

    def close(self) -> None:
        """End the shared fork and all that it started; the next test gets a fresh one."""
        if self._fork:
            self._fork.close()
        self._fork = None


class _Plugin:
    """Gives tests their `student`."""

    fork, seconds = None, 0.0

    @pytest.fixture
    def student(self):
        self.fork.begin(self.seconds)
        return Student(self.fork)


def _collect(path: Path, plugin: _Plugin) -> list:
    args = [str(path), "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:capture", "-p", "no:logging", "-p", "no:junitxml",
            "-p", "no:faulthandler", "-p", "no:doctest", "-p", "no:unraisableexception", "-p", "no:threadexception", "-c", os.devnull,
            "--rootdir", str(path.parent), "--import-mode", "importlib", "--assert", "plain", "--noconftest"]
    with _no_plugin_autoload():
        config = _prepareconfig(args, [plugin])
        config.addinivalue_line("markers", "exercise(id, weight=1): the exercise a test belongs to")
        config.addinivalue_line("markers", "limit(seconds, says): a time limit of the test's own")
        config._do_configure()
        session = pytest.Session.from_config(config)
        config.hook.pytest_sessionstart(session=session)
        try:
            return session.perform_collect()
        except Exception as problem:
            raise SuiteError(f"{path.name} cannot be collected: {problem}") from None
        finally:
            if session.testsfailed:
                raise SuiteError(f"{path.name} cannot be imported; run python {path} to see why.")


@contextmanager
def _no_plugin_autoload():
    before = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # marks must not depend on what else is installed
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        else:
            os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = before


@functools.cache
def load_suite(path: Path, test_seconds: float) -> Suite:
    """The suite in `path`, collected once in a process. Raises SuiteError."""
    suite = Suite(path, test_seconds)
    gc.freeze()  # Hypothesis has all garbage collected before it first draws: over all that is imported, that takes longer than drawing
    return suite


def _result(name: str, weight: float, problem: BaseException | None, says: str) -> TestResult:
    match problem:
        case None:
            return TestResult(name=name, status="pass", weight=weight)
        case Wrong():
            return TestResult(name=name, status="fail", weight=weight, message=problem.message, hint=problem.hint, graph=problem.graph)
        case StudentError():
            return TestResult(name=name, status="blank" if problem.kind == "NotImplementedError" else "fail",
                              weight=weight, message=_raised(problem))
        case NotebookSilent(timed_out=True):
            return TestResult(name=name, status="timeout", weight=weight, message=says or f"There was {problem}: is there a loop that never ends?")
        case NotebookSilent():
            return TestResult(name=name, status="error", weight=weight, message=f"{str(problem)[:1].upper()}{str(problem)[1:]}.")
        case RoomDied():
            raise problem
        case AssertionError() if str(problem):
            return TestResult(name=name, status="fail", weight=weight, message=str(problem).splitlines()[0])
        case AssertionError():
            return TestResult(name=name, status="fail", weight=weight, message=f"This does not hold: {name}.")
        case KeyboardInterrupt():
            raise problem
        case _ if isinstance(problem, (TypeError, AttributeError, ValueError, IndexError, KeyError)):
            # The test met something of another kind than it counted on, such as an object where a list belongs.
            return TestResult(name=name, status="fail", weight=weight, message=f"What came back is not of the kind that belongs here ({problem}).")
    raise SuiteError(f"the hidden test {name!r} is itself broken: {type(problem).__name__}: {problem}") from problem


def _raised(error: StudentError) -> str:
    where = f" (line {error.line} of its cell: {error.text})" if error.line and error.text else ""
    call = getattr(error, "call", None)
    if error.kind == "NotImplementedError":
        return error.message
    return f"{call or 'Your code'} raised {error}{where}"


def _weight(item) -> float:
    return float(item.get_closest_marker("exercise").kwargs.get("weight", 1))


def _title(item) -> str:
    title = item.originalname.removeprefix("test_").replace("_", " ")
    # Ids that pytest makes of values ("3.0-5") would show a test's inputs; words that an author chose may be shown.
    id = item.callspec.id if hasattr(item, "callspec") else ""
    return f"{title}: {id.replace('_', ' ')}" if id and not any(sign.isdigit() for sign in id) else title
