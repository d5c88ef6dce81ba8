"""Rooms, as the grader sees them: open one, run a notebook in it, ask it for tests, close it."""
import itertools
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from autograder.room import sandbox
from autograder.room.inside import wire
from autograder.room.memory import MemoryGroup, remove_left
from autograder.room.records import clean_record, size

# What a warm process imports beforehand. Plotting takes a second to import, but makes each fork of a room ten times as dear,
# so there are warm processes of both kinds.
PLAIN = ("math", "random")
PLOTTING = (*PLAIN, "numpy", "matplotlib.pyplot", "matplotlib.backends.backend_agg", "networkx", "IPython.core.inputtransformer2")
_GRACE = 1.0  # seconds beyond a limit before the room is taken to be beyond its own control
_BIGGEST_CELL = 24 << 20  # bytes of one cell's record, figures included
_MOST_OUTPUT = 16 << 20  # characters of all cells together, figures included
_uids = itertools.count(100_000 + os.getpid() % 50_000 * 8)


class RoomBroken(Exception):
    """The grader's own machinery failed (not the student's code); the message says what."""


class RoomDied(Exception):
    """The room ended or fell silent while the notebook ran."""

    def __init__(self, message: str, timed_out: bool):
        super().__init__(message)
        self.timed_out = timed_out


@dataclass
class Room:
    """One notebook's process. `records` holds what each cell gave, by index; `process` is its pidfd, where it has walls.

    `group` limits the memory of all its processes, where one could be made; `ended` counts those that went over it.
    """
    sock: socket.socket
    lifeline: socket.socket
    limits: dict
    work: tempfile.TemporaryDirectory | None = None
    group: MemoryGroup | None = None
    process: int | None = None
    ended: int = 0
    records: dict[int, dict] = field(default_factory=dict)

    def run(self, cells: list[dict], files: dict[str, str], figures: bool) -> None:
        """Run the cells `[{name, source}]` after writing `files` into the working folder.

        Fills `records`. Raises RoomDied at the cell that ended the room, or kept it longer than its limits.
        """
        end = time.monotonic() + self.limits["notebook_seconds"]
        kept = 0
        try:
            wire.send(self.sock, {"do": "notebook", "cells": cells, "files": files, "figures": figures}, end)
            while True:
                cell_end = time.monotonic() + self.limits["cell_seconds"] + _GRACE
                message = wire.receive(self.sock, min(end, cell_end), limit=_BIGGEST_CELL)
                if not isinstance(message, dict):
                    raise wire.WireError("not a record")
                if message.get("done"):
                    return
                if message.get("cell") != len(self.records) or len(self.records) >= len(cells):
                    raise wire.WireError("records out of order")
                record = clean_record(message)
                if reason := self.over_memory():
                    record["printed"] += f"\n[A process {reason}.]"
                kept += size(record)
                if kept > _MOST_OUTPUT:
                    record.update(printed="[not kept: the cells before it gave too much output]", result=None, figures=[])
                self.records[len(self.records)] = record
        except wire.Late:
            if reason := self.over_memory():
                raise RoomDied(reason, False) from None
            limit = "notebook_seconds" if time.monotonic() >= end else "cell_seconds"
            raise RoomDied(f"was stopped after {self.limits[limit]:g} seconds", True) from None
        except wire.Closed:
            raise RoomDied(self.over_memory() or "ended the whole process", False) from None
        except wire.WireError:
            raise RoomDied("disturbed the grader's connection", False) from None

    def over_memory(self) -> str:
        """What to say if a process went over the limit since the last call; otherwise nothing."""
        before, self.ended = self.ended, self.group.ended() if self.group else 0
        return f"was ended: all processes together used more than {self.limits['memory_mb']} MB of memory" if self.ended > before else ""

    def fork(self) -> socket.socket:
        """A fork of the notebook as it is after its last cell; it answers on the socket returned. Raises RoomDied."""
        ours, theirs = socket.socketpair()
        try:
            wire.send(self.sock, {"do": "fork"}, time.monotonic() + _GRACE, fds=[theirs.fileno()])
        except wire.WireError:
            ours.close()
            self.ended = 0  # whichever test it was that went over the limit
            raise RoomDied(self.over_memory() or "ended or fell silent while this exercise was tested", False) from None
        finally:
            theirs.close()
        return ours

    def close(self) -> None:
        """Destroy the room and everything it started."""
        if self.process is not None:  # its keeper does it too, unless it has been killed
            with suppress(OSError):
                signal.pidfd_send_signal(self.process, signal.SIGKILL)
            os.close(self.process)
            self.process = None
        self.lifeline.close()
        self.sock.close()
        if self.work:
            self.work.cleanup()


class WarmProcess:
    """A process with the imports done, waiting to fork rooms. `walls`: inside bubblewrap, or plainly."""

    def __init__(self, limits: dict, walls: bool = True, preload: tuple[str, ...] = PLAIN):
        """Raises sandbox.NoSandbox if there are to be walls and cannot be."""
        self.walls, self.limits, self.preload = walls, limits, preload
        self._command = sandbox.walled_command() if walls else sandbox.plain_command()
        self._start()

    def _start(self) -> None:
        self._orders, theirs = socket.socketpair()
        proc = os.open("/proc", os.O_PATH) if self.walls else None
        options = {"walls": self.walls, "proc": proc, "packages": sandbox.packages_inside() if self.walls else sandbox.packages(), "preload": self.preload}
        self._process = subprocess.Popen(
            [*self._command, str(theirs.fileno()), json.dumps(options)], pass_fds=[theirs.fileno(), *([proc] if self.walls else [])],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env=dict(sandbox.ENVIRONMENT, MPLCONFIGDIR=os.path.join(tempfile.gettempdir(), "course-matplotlib")))
        theirs.close()
        if self.walls:
            os.close(proc)
        self._is_ready = False
        with suppress(wire.WireError):  # open() finds out if it has ended already
            self._enter_group()

    def _enter_group(self) -> None:
        """Have the process, and so the rooms to come, enter a new memory group, where one can be made."""
        self._group = None
        if self.walls:
            with suppress(OSError):
                self._group = MemoryGroup(self.limits["memory_mb"] + self.limits["tmp_mb"])
                with self._group.door() as door:
                    wire.send(self._orders, {"enter": True}, time.monotonic() + 10, fds=[door.fileno()])

    def wait_until_ready(self) -> None:
        """Raises RoomBroken if the process does not come up."""
        if self._is_ready:
            return
        try:
            wire.receive(self._orders, time.monotonic() + 60)
        except wire.WireError:
            self._process.kill()
            said = self._process.communicate()[1].decode(errors="replace").strip()
            raise RoomBroken(f"the room's warm process did not start: {said[-600:] or 'it said nothing'}") from None
        self._is_ready = True

    def open(self) -> Room:
        """A fresh room. Restarts the warm process once if it has gone. Raises RoomBroken."""
        for attempt in (1, 2):
            self.wait_until_ready()
            try:
                return self._open()
            except wire.WireError as problem:
                self.close()
                if attempt == 2:
                    raise RoomBroken(f"no room could be opened: {problem}") from None
                self._start()

    def _open(self) -> Room:
        ours, room_end = socket.socketpair()
        lifeline, keeper_end = socket.socketpair()
        work = None if self.walls else tempfile.TemporaryDirectory(prefix="course-room-")
        remove_left()
        if self._group and not self._group.is_fresh():
            self._group.leave()
            self._enter_group()
        room = Room(ours, lifeline, self.limits, work, self._group)
        try:
            order = {"limits": self.limits, "uid": next(_uids), "work": work.name if work else None}
            wire.send(self._orders, order, time.monotonic() + 10, fds=[room_end.fileno(), keeper_end.fileno()])
        finally:
            room_end.close()
            keeper_end.close()
        try:
            answer, fds = wire.receive_with_fds(ours, time.monotonic() + 10, maxfds=1)
        except wire.WireError:
            room.close()
            raise
        if "broken" in answer:
            room.close()
            raise RoomBroken(answer["broken"])
        room.process = fds[0] if fds else None
        return room

    def close(self) -> None:
        """End the process and every room it made."""
        self._orders.close()
        self._process.kill()
        self._process.wait()
        self._process.stderr.close()
        if self._group:
            self._group.leave()
            self._group = None
        remove_left(0.2)


@contextmanager
def warm_process(limits: dict, walls: bool = True, preload: tuple[str, ...] = PLAIN):
    """A WarmProcess for the length of a `with` block."""
    process = WarmProcess(limits, walls, preload)
    try:
        yield process
    finally:
        process.close()
