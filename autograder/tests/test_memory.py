"""The limit on the memory of a room's processes together: what a notebook is told, and that nothing of it is left behind."""
import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.room import memory
from autograder.room.rooms import RoomDied, warm_process
from autograder.tests.test_room import LIMITS, assert_nothing_is_left, run

SMALL = LIMITS | {"memory_mb": 256, "cell_seconds": 10, "notebook_seconds": 40}
TOLD = "all processes together used more than 256 MB of memory"
HOG = "import os, time\nchildren = []\nfor _ in range(8):\n    children.append(os.fork())\n    if children[-1] == 0:\n" \
      "        x = b'x' * (40 << 20)\n        time.sleep(3600)\nfirst, status = os.wait()\nstatus"
# The kernel may end a second child later, in the next cell, which is then told of it: here none is left by then.
HOG_ALONE = HOG + "\nfor child in set(children) - {first}:\n    os.kill(child, 9)\n    os.waitpid(child, 0)\nstatus"
needs_groups = pytest.mark.skipif(memory.place() is None, reason="no control group can be made here: memory is limited for each process only")


@pytest.fixture(scope="module")
def small():
    """A warm process whose rooms may use 256 MB, all processes together."""
    with warm_process(SMALL) as process:
        yield process
    assert groups() == []


def groups() -> list[Path]:
    return list(memory.place()[0].glob(f"course-{os.getpid()}-*")) if memory.place() else []


@needs_groups
def test_processes_that_use_too_much_together_are_ended_and_the_cell_says_so(small):
    hungry, after = run(small, HOG_ALONE, "'alive'")
    assert hungry["error"] is None and hungry["result"] == "9"  # ended by SIGKILL, and not by the limit of one process
    assert TOLD in hungry["printed"]
    assert after["result"] == "'alive'" and after["printed"] == ""
    assert run(small, "1 + 1")[0] == {**after, "result": "2"}


@needs_groups
def test_a_notebook_that_the_kernel_ends_for_its_memory_is_told_the_limit(small):
    child = "import os, time\nif os.fork() == 0:\n    x = b'x' * (130 << 20)\n    time.sleep(3600)\ntime.sleep(1)\n"
    with pytest.raises(RoomDied, match=f"was ended: {TOLD}"):
        run(small, child + "y = b'y' * (150 << 20)")
    assert run(small, "1 + 1")[0]["result"] == "2"


@needs_groups
def test_a_room_that_is_gone_when_a_test_asks_says_why(small):
    room = small.open()
    try:
        room.run([{"name": "cell 1", "source": HOG}], {}, False)
        psutil.Process(small._process.pid).children(recursive=True)[-1].parent().kill()
        time.sleep(0.2)
        with pytest.raises(RoomDied, match=TOLD):
            room.fork()
    finally:
        room.close()


def test_one_process_alone_is_told_by_a_memory_error(small):
    record, after = run(small, "x = []\nwhile True: x.append(b'x' * (1 << 20))", "'alive'")
    assert record["error"]["type"] == "MemoryError" and record["printed"] == "" and after["result"] == "'alive'"


@needs_groups
def test_a_hundred_hungry_rooms_leave_no_process_and_no_group(small):
    name = f"hungry-{os.getpid()}"
    called = f"import ctypes\nctypes.CDLL(None).prctl(15, {name.encode()!r})\n"

    def opened() -> str:
        start = time.monotonic()
        small.open().close()
        return f"{time.monotonic() - start:.3f} s"

    def named() -> int:
        return sum(process.info["name"] == name for process in psutil.process_iter(["name"]))

    before, seen = opened(), 0
    for number in range(100):
        room = small.open()
        own = "\ny = b'y' * (140 << 20)" if number % 3 == 0 else ""  # then the notebook itself is the largest
        try:
            room.run([{"name": "cell 1", "source": called + HOG + own}], {}, False)
            told = room.records[0]["printed"]
        except RoomDied as death:
            told = str(death)
        assert TOLD in told
        seen += named() > 0
        room.close()
        assert len(groups()) <= 4
    print("opening a room before:", before, "after:", opened(), opened())
    assert seen > 50
    assert_nothing_is_left(small)
    assert named() == 0
    small.open().close()
    assert groups() == [small._group.folder]


@needs_groups
def test_a_group_with_a_process_in_it_is_removed_later_and_nobody_waits_for_it():
    group = memory.MemoryGroup(64)
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        (group.folder / "cgroup.procs").write_text(str(sleeper.pid))
        group.leave()
        start = time.monotonic()
        memory.remove_left(0.2)
        assert time.monotonic() - start < 5 and group.folder.exists()
        sleeper.kill()
    memory.remove_left(0.2)
    assert not group.folder.exists() and group.ended() == 0


@needs_groups
def test_groups_of_a_killed_grader_are_removed_by_the_next_one():
    left = subprocess.run([sys.executable, "-c", "import os\nfrom autograder.room.memory import MemoryGroup\n"
                           "print(MemoryGroup(64).folder, flush=True)\nos._exit(1)"], capture_output=True, text=True).stdout.strip()
    assert Path(left).is_dir()
    memory.place.cache_clear()
    memory.place()
    assert not Path(left).exists()


def test_where_no_group_can_be_made_rooms_do_without(monkeypatch):
    monkeypatch.setattr(memory, "place", lambda: None)
    with warm_process(SMALL) as process:
        hungry, after = run(process, HOG.replace("first, status = os.wait()\nstatus", "time.sleep(0.5)\n'none was ended'"), "'alive'")
    assert hungry["result"] == "'none was ended'" and hungry["printed"] == "" and after["result"] == "'alive'"
