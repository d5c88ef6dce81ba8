"""The limit on what all processes of a room use together: a control group (cgroup), of version 1 or 2, where one can be made."""
import functools
import itertools
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

# By the name that /proc/self/cgroup gives the hierarchy: where groups are; a group's limit, its limit with swap, what it uses now,
# and the count of processes that the kernel ended in it.
_FILES = {"memory": ("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.usage_in_bytes", "memory.oom_control"),
          "": ("/sys/fs/cgroup", "memory.max", "memory.swap.max", "memory.current", "memory.events")}
_numbers = itertools.count()
_left: list[Path] = []  # groups that are no longer needed; each is removed once its last process is gone


@functools.cache
def place() -> tuple[Path, str] | None:
    """The folder in which this process can make groups, and a key of _FILES; None if there is none."""
    with suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, version, path = line.split(":", 2)
            if version in _FILES:
                own = Path(_FILES[version][0] + path)
                for folder in (own, own.parent) if version == "" else (own,):  # in version 2, a group with processes has none beneath it
                    if _is_fit(folder, version):
                        _remove_those_of_the_dead(folder)
                        return folder, version
    return None


def _is_fit(folder: Path, version: str) -> bool:
    trial = folder / f"course-{os.getpid()}-trial"
    try:
        trial.mkdir()
    except OSError:
        return False
    is_fit = os.access(trial / _FILES[version][1], os.W_OK)
    trial.rmdir()
    return is_fit


def _remove_those_of_the_dead(folder: Path) -> None:
    for group in folder.glob("course-*-*"):
        if not Path("/proc", group.name.split("-")[1]).exists():
            _is_removed(group)


class MemoryGroup:
    """A group in which processes use at most `megabytes` together."""

    def __init__(self, megabytes: int):
        """Raises OSError where no group can be made."""
        if place() is None:
            raise OSError("no control group can be made here")
        folder, version = place()
        self.folder, self._most = folder / f"course-{os.getpid()}-{next(_numbers)}", megabytes << 20
        limit, limit_with_swap, self._usage, self._events = (self.folder / name for name in _FILES[version][1:])
        self.folder.mkdir()
        try:
            limit.write_text(str(self._most))
            with suppress(FileNotFoundError):  # where swap is not counted
                limit_with_swap.write_text(str(self._most) if version else "0")
        except OSError:
            self.leave()
            raise

    def door(self) -> BinaryIO:
        """A file: the process that writes "0" into it is in the group, and so is all that it starts. Raises OSError."""
        return open(self.folder / "cgroup.procs", "wb")

    def ended(self) -> int:
        """How many of its processes the kernel has ended because they used too much."""
        try:
            return int(_read(self._events).rpartition(b"oom_kill ")[2].split()[0])
        except OSError:  # it is removed already
            return 0

    def is_fresh(self) -> bool:
        """Whether the next room can have it: nothing was ended in it, and what earlier rooms used is as good as given back."""
        try:
            return self.ended() == 0 and int(_read(self._usage)) < self._most // 4
        except OSError:
            return False

    def leave(self) -> None:
        """Have the group removed, now or later."""
        _left.append(self.folder)


def _read(path: Path) -> bytes:
    with open(path, "rb", buffering=0) as file:  # asked after every cell: a third of the time of read_text()
        return file.read()


def remove_left(seconds: float = 0) -> None:
    """Remove the groups that were left, as far as their processes end within `seconds`."""
    end = time.monotonic() + seconds
    while True:
        _left[:] = [folder for folder in _left if not _is_removed(folder)]
        if not _left or time.monotonic() >= end:
            return
        time.sleep(0.002)


def _is_removed(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        pass
    except OSError:
        return False
    return True
