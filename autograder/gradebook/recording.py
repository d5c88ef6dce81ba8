"""Recording verdicts: nbgrader autogrades one submission after the other, in one process, and finds each judged already."""
import logging
import re
import shutil
import warnings
from contextlib import suppress
from pathlib import Path
from sqlite3 import OperationalError

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, autograde
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import latesubmissions, saveautogrades
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.gradebook.finished import Task, fingerprint, write_finished
from autograder.gradebook.preprocessor import GradeInRoom
from autograder.nbgrader_settings import configure


class Recorder:
    """nbgrader's converter, and what it needs: kept from one submission to the next."""

    def __init__(self, root: Path, folder: Path, sandbox: bool):
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's queries cause one a student
        self.folder, self.config, self.said = folder, Config(), _Said()
        configure(self.config, root, folder)
        self.config.GradeInRoom.sandbox = sandbox
        self.config.SubmissionExporter.optimistic_validation = True  # once, after the last preprocessor
        self.log = logging.getLogger("tornado.application")  # the gradebook's own; it would print tracebacks
        self.log.propagate = False
        self.log.handlers = [self.said]
        self.coursedir = CourseDirectory(config=self.config, log=self.log)
        self.gradebook: _OpenGradebook | None = None
        _relax_sqlite()

    def _gradebook(self, url: str, course_id: str = "") -> "_OpenGradebook":
        """In place of nbgrader's Gradebook, which it makes seven times a submission: the same one each time."""
        self.gradebook = self.gradebook or _OpenGradebook(url, course_id)
        return self.gradebook

    def record(self, task: Task, verdict: dict) -> str | None:
        """Have nbgrader autograde the submission; one sentence if that failed.

        Where the verdict is not of just what nbgrader reads, it is judged there and then.
        """
        coursedir, submitted = self.coursedir, fingerprint(self.folder, task)
        coursedir.assignment_id, coursedir.student_id, coursedir.notebook_id = task.lesson, task.student, "*"
        if not any((self.folder / "submitted" / task.student / task.lesson).glob("*.ipynb")):
            return "there is no notebook in the submitted folder."
        self.said.lines.clear()
        GradeInRoom.ahead = verdict
        for module in (autograde, saveautogrades, latesubmissions):
            module.Gradebook = self._gradebook
        try:
            _remove(self.folder / "autograded" / task.student / task.lesson)
            _OnePass(coursedir=coursedir, config=self.config, log=self.log).start()
            write_finished(self.folder, task, submitted)
        except Exception as problem:  # whatever it is, it costs this submission alone
            return self.said.reason(problem)
        finally:
            if self.gradebook:
                self.gradebook.engine.dispose()  # the next submission connects to the file that is there then
        return None


class _OnePass(Autograde):
    """Without nbgrader's first pass, which sanitises: taking a submission in does that."""

    def convert_single_notebook(self, notebook_filename: str) -> None:
        self.exporter._preprocessors = []
        for preprocessor in self.autograde_preprocessors:
            self.exporter.register_preprocessor(preprocessor)
        BaseConverter.convert_single_notebook(self, notebook_filename)


class _OpenGradebook(Gradebook):
    """Stays connected when it is closed. What is done while it is open, such as all marks of a notebook, is written whole or not at all."""

    def __init__(self, url: str, course_id: str):
        super().__init__(url, course_id)
        self.db.commit = self.db.flush

    def __exit__(self, kind, *_) -> None:
        try:
            if kind is None:
                self.db().commit()
        finally:
            self.db.remove()


class _Said(logging.Handler):
    """Keeps what nbgrader logged at error level: its exceptions say only that something failed."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(record.getMessage())

    def reason(self, problem: Exception) -> str:
        """Why nothing was recorded, in one sentence."""
        said = "\n".join([*self.lines, str(problem)])
        for sign, sentence in _KNOWN.items():
            if sign in said:
                return sentence
        named = [name for line in self.lines if line.startswith("Traceback") for name in _NAMED.findall(line)]
        return named[-1] if named else [*self.lines, str(problem) or type(problem).__name__][0].splitlines()[0]


_NAMED = re.compile(r"^[\w.]+: .+", re.MULTILINE)  # the line of a traceback that names the exception; SQLAlchemy's go on after it
_KNOWN = {
    "No space left on device": "the disk is full; make room and grade again.",
    "disk is full": "the disk is full; make room and grade again.",
    "disk I/O error": "the disk could not be written to; it may be full.",
    "database is locked": "the gradebook was locked by another program for more than a minute; grade again.",
}


def _relax_sqlite() -> None:
    """Write-ahead logging: formgrader can read meanwhile, and a commit waits for no disk. A killed process still loses nothing."""

    @event.listens_for(Engine, "connect")
    def _(connection, _record):
        if type(connection).__module__.startswith("sqlite3"):
            with suppress(OperationalError):  # on a full disk the gradebook can still be read
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")


def _remove(folder: Path) -> None:
    """What an earlier grading left, finished or not; nbgrader would skip the student because of it."""
    if folder.exists():
        for path in folder.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        shutil.rmtree(folder)
