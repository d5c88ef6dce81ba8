"""The state of somebody who studies alone: one line an exercise in .course/progress.txt.

A line reads `01.average-rate done 2026-11-22T18:04:10 begun=2026-11-22T17:58:41 score=1 hints=2 mistake=NAME`. Lines stand by
themselves, so two copies of the file may be joined in any way: of two lines for one exercise, the later counts.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.saving import save

if TYPE_CHECKING:
    from autograder.manifest import Exercise, Lesson

DONE, NOT_YET, ANSWERED = "done", "not-yet", "answered"  # a written answer is never done: nobody has read it
_HEADER = "# Where you are. `course check` writes this; lines of another machine may simply be added.\n"
_JOINTS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")  # what git leaves around lines of two machines


@dataclass(frozen=True)
class Entry:
    """One exercise. `when` is the time of the last change, `begun` that of the first check or hint; local, to the second."""
    status: str
    when: str
    score: float = 0.0
    hints: int = 0
    mistake: str = ""
    begun: str = ""

    @property
    def finished(self) -> bool:
        return self.status in (DONE, ANSWERED)


@dataclass(frozen=True)
class Progress:
    """All entries by exercise ("01.average-rate"). `damaged`: the lines that could not be read."""
    entries: dict[str, Entry]
    damaged: int = 0

    def of(self, lesson: Lesson, exercise: Exercise) -> Entry:
        return self.entries.get(key(lesson, exercise.id), Entry("", ""))

    def finished(self, lesson: Lesson) -> int:
        """How many exercises of the lesson are finished."""
        return sum(self.of(lesson, exercise).finished for exercise in lesson.exercises)

    def complete(self, lesson: Lesson) -> bool:
        return self.finished(lesson) == len(lesson.exercises)


def key(lesson: Lesson, exercise: str) -> str:
    return f"{lesson.number}.{exercise}"


def progress_path(root: Path) -> Path:
    return root / ".course" / "progress.txt"


def now() -> str:
    return datetime.now().isoformat(timespec="seconds")


def read_progress(root: Path) -> Progress:
    """What the file says; nothing where there is none. Lines that mean nothing are counted, never an error."""
    try:
        text = progress_path(root).read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return Progress({})
    entries: dict[str, Entry] = {}
    damaged = 0
    for line in text.splitlines():
        if not line.strip() or line.startswith(("#", *_JOINTS)):
            continue
        try:
            name, entry = _parsed(line)
        except ValueError:
            damaged += 1
            continue
        other = entries.get(name, entry)
        entries[name] = replace(max(entry, other, key=lambda one: one.when), begun=min(other.begun, entry.begun))
    return Progress(entries, damaged)


def write_progress(root: Path, changed: dict[str, Entry], forget: Iterable[str] = ()) -> None:
    """Put these entries into the file, and leave the others as they are there. Raises CourseError if it cannot be written."""
    entries = read_progress(root).entries
    for name, entry in changed.items():
        entries[name] = entry if entry.begun else replace(entry, begun=entry.when)
    for name in forget:
        entries.pop(name, None)
    save(progress_path(root), _HEADER + "".join(f"{_line(name, entries[name])}\n" for name in sorted(entries)),
         "; give yourself the right to write there")


def _parsed(line: str) -> tuple[str, Entry]:
    """Raises ValueError for a line of another form."""
    name, status, when, *rest = line.split()
    if status not in (DONE, NOT_YET, ANSWERED) or name[2:3] != ".":
        raise ValueError(line)
    more = {"begun": when} | dict(field.split("=", 1) for field in rest)
    for moment in (when, more["begun"]):
        datetime.fromisoformat(moment)
    return name, Entry(status, when, float(more.get("score", 0)), int(more.get("hints", 0)), more.get("mistake", ""), more["begun"])


def _line(name: str, entry: Entry) -> str:
    more = {"begun": entry.begun, "score": f"{entry.score:g}", "hints": str(entry.hints), "mistake": entry.mistake}
    return " ".join([name, entry.status, entry.when, *(f"{field}={value}" for field, value in more.items() if value not in ("", "0"))])
