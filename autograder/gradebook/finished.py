"""What was handed in, and which of it is graded: one small file a finished submission."""
import hashlib
import json
import stat
from dataclasses import dataclass
from pathlib import Path

from autograder.manifest import Lesson
from autograder.saving import save

RECORDS = ".course/graded"  # in the class folder: one file a finished submission; its absence means "grade it (again)"


@dataclass(frozen=True)
class Task:
    """One student's submission of one lesson."""
    lesson: str
    student: str


def submissions(folder: Path, lessons: list[Lesson]) -> list[Task]:
    """Every folder submitted/STUDENT/LESSON in the class folder, lesson by lesson."""
    students = sorted(path.name for path in (folder / "submitted").glob("*") if path.is_dir() and not path.name.startswith("."))
    return [Task(lesson.id, student) for lesson in lessons for student in students if (folder / "submitted" / student / lesson.id).is_dir()]


def unfinished(folder: Path, tasks: list[Task]) -> list[Task]:
    """The tasks without a finished grading of exactly these files."""
    return [task for task in tasks if _read_record(folder, task) != fingerprint(folder, task)]


def _record_path(folder: Path, task: Task) -> Path:
    return folder / RECORDS / task.lesson / f"{task.student}.json"


def _read_record(folder: Path, task: Task) -> str | None:
    try:
        return json.loads(_record_path(folder, task).read_text())["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_finished(folder: Path, task: Task, fingerprint: str) -> None:
    """Note that the task is graded, as its files were when `fingerprint` was taken of them. Raises CourseError."""
    save(_record_path(folder, task), json.dumps({"fingerprint": fingerprint}))


def fingerprint(folder: Path, task: Task) -> str:
    """Changes when a submitted file does."""
    digest = hashlib.sha256()
    for path in sorted((folder / "submitted" / task.student / task.lesson).rglob("*")):
        status = path.lstat()
        digest.update(f"{path.name}\0{status.st_size}\0{status.st_mtime_ns}\0{stat.S_IFMT(status.st_mode)}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()
