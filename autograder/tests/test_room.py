"""The room: what runs in it, what it cannot see or do, and what is left of it afterwards."""
import time

import psutil
import pytest

from autograder.room.rooms import RoomDied, WarmProcess

LIMITS = {"cell_seconds": 2, "test_seconds": 2, "notebook_seconds": 12, "memory_mb": 1024, "output_kb": 16, "tmp_mb": 8,
          "file_mb": 4, "cpu_seconds": 30, "processes": 24}


@pytest.fixture(scope="module")
def warm():
    process = WarmProcess(LIMITS)
    yield process
    process.close()


def run(warm, *sources, files={}, figures=False):
    room = warm.open()
    try:
        room.run([{"name": f"cell {number + 1}", "source": source} for number, source in enumerate(sources)], files, figures)
        return list(room.records.values())
    finally:
        room.close()


def test_cells_share_one_namespace_and_an_error_does_not_stop_the_next(warm):
    first, second, third = run(warm, "x = 2\nprint('two')", "1 / 0", "x + 1")
    assert first["printed"] == "two\n"
    assert second["error"]["type"] == "ZeroDivisionError" and second["error"]["line"] == 1
    assert third["result"] == "3"


def test_magics_and_shell_lines_are_understood(warm):
    magic, timed, shell, plain = run(warm, "%matplotlib inline\ny = 5", "%%time\nz = y + 1", "!echo hello", "y, z")
    assert [magic["error"], timed["error"], shell["error"]] == [None] * 3
    assert "not run" in shell["printed"]
    assert plain["result"] == "(5, 6)"


def test_a_cell_may_await(warm):
    assert run(warm, "import asyncio\nawait asyncio.sleep(0)\n7")[0]["result"] == "7"


def test_figures_come_out_as_png():
    import base64
    patient = WarmProcess(LIMITS | {"cell_seconds": 10, "notebook_seconds": 30})  # the first import of matplotlib takes a while
    shown, returned = run(patient, "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
                          "from matplotlib.figure import Figure\nf = Figure(); f.add_subplot(); f", figures=True)
    patient.close()
    for record in (shown, returned):
        assert [base64.b64decode(figure)[:4] for figure in record["figures"]] == [b"\x89PNG"]


def test_files_beside_the_notebook_can_be_imported(warm):
    assert run(warm, "from engine import six\nsix", files={"engine.py": "six = 6"})[0]["result"] == "6"


@pytest.mark.parametrize("look", [
    "open('/etc/passwd').read()", "os.listdir('/home')", "os.listdir('/proc')", "open('/work/x')",
    "os.listdir(os.path.expanduser('~root'))", "open(COURSE + '/course.yml')", "os.listdir(COURSE + '/autograder')",
    "open('/room/evil.py', 'w')", "open('/usr/evil', 'w')", "open('/dev/shm/evil', 'w')",
    "__import__('socket').create_connection(('1.1.1.1', 80), 1)", "__import__('autograder')", "__import__('autograder.suites')",
    "__import__('micrograd.engine')",
])
def test_nothing_outside_can_be_seen_or_changed(warm, look):
    from autograder.manifest import find_root
    from pathlib import Path
    root = find_root(Path(__file__))
    record = run(warm, f"import os\nCOURSE = {str(root)!r}\n{look}\nprint('it worked')")[0]
    assert record["printed"] == "" and record["error"]["type"] in ("FileNotFoundError", "PermissionError", "OSError", "ModuleNotFoundError")


@pytest.mark.parametrize("call", ["libc.unshare(0x10000000)", "libc.mount(b'x', b'/tmp', b'tmpfs', 0, b'')", "libc.ptrace(0, 0, 0, 0)",
                                  "libc.syscall(321, 0, 0, 0)", "libc.syscall(250, 0, 0)", "libc.setuid(0)", "libc.memfd_create(b'x', 0)"])
def test_forbidden_calls_fail(warm, call):
    assert run(warm, f"import ctypes\nlibc = ctypes.CDLL(None)\n{call}")[0]["result"] == "-1"


def test_the_environment_is_empty_but_for_what_python_needs(warm):
    from autograder.room.sandbox import ENVIRONMENT
    names = eval(run(warm, "import os\nsorted(os.environ)")[0]["result"])
    assert set(names) <= {*ENVIRONMENT, "PWD", "LC_CTYPE"}


def test_a_room_sees_no_other_process_and_no_other_rooms_files(warm):
    assert run(warm, "open('/tmp/left', 'w').write('here')\nimport os\nos.getpid()")[0]["result"] == "1"
    assert run(warm, "import os\nos.path.exists('/tmp/left')")[0]["result"] == "False"


def test_an_endless_cell_is_stopped_and_the_next_one_runs(warm):
    first, second = run(warm, "while True:\n    pass", "'after'")
    assert first["error"]["type"] == "TimeLimit" and "2 seconds" in first["error"]["message"]
    assert second["result"] == "'after'"


@pytest.mark.parametrize("source, timed_out", [
    ("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass", True),
    ("import signal, time\nsignal.setitimer(signal.ITIMER_REAL, 0)\ntime.sleep(60)", True),
    ("import os\nos._exit(0)", False), ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\nimport ctypes\nctypes.string_at(0)", False),
    ("import os\nfor fd in range(3, 200):\n    try: os.write(fd, b'x' * 100)\n    except OSError: pass\nimport time; time.sleep(60)", False),
])
def test_a_room_beyond_its_own_control_dies_with_a_reason(warm, source, timed_out):
    start = time.monotonic()
    with pytest.raises(RoomDied) as death:
        run(warm, source)
    assert death.value.timed_out == timed_out
    assert time.monotonic() - start < LIMITS["cell_seconds"] + 3


@pytest.mark.parametrize("source, kind", [
    ("x = bytearray(3 << 30)", "MemoryError"), ("open('/tmp/big', 'wb').write(bytes(64 << 20))", "OSError"),
    ("def deep(): deep()\ndeep()", "RecursionError"), ("raise SystemExit", "SystemExit"), ("[open('/dev/null') for _ in range(999)]", "OSError"),
])
def test_limits_end_as_an_error_of_the_cell(warm, source, kind):
    record, after = run(warm, source, "'alive'")
    assert record["error"]["type"] == kind
    assert after["result"] == "'alive'"


def test_output_is_cut_at_its_limit(warm):
    record = run(warm, "print('x' * 10_000_000)")[0]
    assert len(record["printed"]) < 17_000 and "more characters were printed" in record["printed"]


def assert_nothing_is_left(warm, seconds=5):
    """Bubblewrap, its process 1 and the warm process are all that there is, after `seconds` at most."""
    end = time.monotonic() + seconds
    while len(left := psutil.Process(warm._process.pid).children(recursive=True)) > 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert len(left) == 2


def test_a_fork_bomb_ends_with_its_room(warm):
    bomb = "import os, time\nfor _ in range(200):\n    try:\n        if os.fork() == 0: time.sleep(3600)\n    except OSError: break"
    assert run(warm, bomb)[0]["error"] is None
    assert_nothing_is_left(warm)


def test_rooms_leave_nothing_behind_however_many_there_were(warm):
    for _ in range(300):
        warm.open().close()
    assert_nothing_is_left(warm)


@pytest.mark.parametrize("mute", ["for number in range(1, 65):\n    try: signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError): pass",
                                  "ctypes.CDLL(None).prctl(1, 0)\nfor fd in range(3, 64):\n    try: os.close(fd)\n    except OSError: pass"])
def test_a_room_that_will_not_end_is_ended(warm, mute):
    with pytest.raises(RoomDied):
        run(warm, f"import ctypes, os, signal\nif os.fork(): os.fork()\n{mute}\nwhile True: pass")
    assert_nothing_is_left(warm)


@pytest.mark.parametrize("clears_its_death_signal", [False, True])
def test_a_room_whose_keeper_was_killed_ends_too(warm, clears_its_death_signal):
    clear = "ctypes.CDLL(None).prctl(1, 0)\n" if clears_its_death_signal else ""
    room = warm.open()
    with pytest.raises(RoomDied):
        room.run([{"name": "cell 1", "source": f"import ctypes, os, signal\n{clear}os.fork()\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"}], {}, False)
    keeper = psutil.Process(warm._process.pid)
    for _ in ("bubblewrap's process 1", "the warm process", "the keeper"):
        (keeper,) = keeper.children()
    keeper.kill()
    if clears_its_death_signal:
        time.sleep(0.2)
        assert len(psutil.Process(warm._process.pid).children(recursive=True)) == 4
        room.close()
    assert_nothing_is_left(warm)
    room.close()


def test_a_room_has_no_descriptor_but_its_connection(warm):
    look = ("import os, stat\nheld = []\nfor number in range(4096):\n    try: held.append(stat.filemode(os.fstat(number).st_mode)[0])\n"
            "    except OSError: pass\n''.join(held)")
    assert run(warm, look)[0]["result"] == "'cccs'"  # the null device three times, and a socket


def test_the_warm_process_is_replaced_when_it_is_killed():
    process = WarmProcess(LIMITS)
    try:
        process.wait_until_ready()
        process._process.kill()
        process._process.wait()
        assert run(process, "1 + 1")[0]["result"] == "2"
    finally:
        process.close()


def test_without_walls_the_limits_still_hold():
    process = WarmProcess(LIMITS, walls=False)
    try:
        endless, after = run(process, "while True: pass", "import os\nos.getcwd()")
        assert endless["error"]["type"] == "TimeLimit"
        assert "course-room-" in after["result"]
    finally:
        process.close()
