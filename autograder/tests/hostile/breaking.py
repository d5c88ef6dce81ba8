"""Submissions that try to stop or exhaust the grader. Those that break one exercise lose that exercise and no other."""
from autograder.tests.hostile.submission import FULL, Submission, right_and, right_but

NAP = "86399.25"  # seconds that left-over processes sleep: by this number the tests look for them


def _in_build(name: str, tries: str, source: str, says: str = "", mark: float = FULL - 1) -> Submission:
    """The attack is exercise "build", which is worth 1 point."""
    return Submission(name, tries, mark, right_but("build", source), says)


def _when_built(name: str, tries: str, body: str, says: str = "", mark: float = FULL - 1) -> Submission:
    lines = "\n".join("    " + line for line in body.splitlines())
    return _in_build(name, tries, f"import os, signal, sys, time\ndef build(a, b):\n{lines}\n", says, mark)


_FORKS = """
while True:
    try:
        if os.fork() == 0:
            while True: time.sleep(3600)
    except OSError:
        break
"""

BREAKING = [
    _in_build("fork-bomb", "forks without end in a cell", "import os, time" + _FORKS),
    _when_built("fork-bomb-when-tested", "forks without end when tested", _FORKS.strip()),
    _in_build("burning-forks", "forks children that fork and compute", "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"),
    _in_build("thread-bomb", "starts threads without end", "import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(3600,)).start()"),
    _in_build("memory", "asks for 30 GB", "x = bytearray(30 << 30)", "MemoryError"),
    _in_build("memory-slowly", "grows a list without end", "x = []\nwhile True: x.append(bytearray(1 << 22))"),
    _when_built("memory-when-tested", "grows a list when tested", "x = []\nwhile True: x.append(bytearray(1 << 22))"),
    _in_build("memory-in-children", "fills memory in many processes", "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        x = bytearray(100 << 20)\n"
              "        while True: time.sleep(1)"),
    _in_build("disk", "fills the disk", "import os\nfor number in range(10_000):\n    with open(f'/tmp/{number}', 'wb') as file: file.write(bytes(1 << 20))"),
    _in_build("inodes", "makes files without end", "for number in range(1_000_000): open(f'/tmp/{number}', 'w').close()"),
    _in_build("shared-memory", "fills /dev/shm", "for number in range(10_000): open(f'/dev/shm/{number}', 'wb').write(bytes(1 << 20))"),
    Submission("output", "prints without end", FULL, right_and("while True: print('all work and no play ' * 50)"), "more characters were printed"),
    Submission("one-long-line", "prints one line of 50 MB", FULL, right_and("print('x' * 50_000_000)"), "more characters were printed"),
    Submission("long-result", "a result whose repr has 50 MB", FULL, right_and("'x' * 50_000_000")),
    Submission("control-characters", "prints escape sequences, NUL and lone surrogates", FULL,
               right_and("print('\\x1b[2J\\x1b]0;owned\\x07\\x00\\x08 \\ud800 \\udfff \\ufeff')\n'\\ud800'")),
    Submission("surrogate-error", "raises an error with lone surrogates", FULL, right_and("raise ValueError('\\ud800\\x00\\x1b[31m')")),
    _when_built("surrogate-when-tested", "answers a hidden test with lone surrogates", "return '\\ud800', '\\udfff'"),
    Submission("figures-that-are-not", "sends text and a script as a figure", FULL, right_and(
        "import sys\nwire = sys.modules['wire']\nsend = wire.send\ndef lie(sock, message, *a, **n):\n"
        "    if 'figures' in message: message['figures'] = ['\"><script>document.title=1</script>', 'PHN2Zz4=', 'x' * 9_000_000]\n"
        "    return send(sock, message, *a, **n)\nwire.send = lie"), ours_only=True),
    _in_build("endless-cell", "a cell that never ends", "while True: pass", "ran for more than 1 seconds"),
    _in_build("endless-in-c", "a computation that Python cannot interrupt", "10 ** 10 ** 9", "1 seconds"),
    _in_build("endless-regex", "a regular expression that backtracks for ever", "import re\nre.match('(a+)+$', 'a' * 60 + 'b')", "1 seconds"),
    _in_build("swallows-everything", "catches whatever would stop it", "while True:\n    try:\n        while True: pass\n    except BaseException: pass", "1 seconds"),
    _in_build("ignores-signals", "ignores every signal that it can and never ends",
              "import signal\nfor number in range(1, 65):\n    try: signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass", "1 seconds"),
    _in_build("stops-the-clock", "turns the timer off and sleeps", "import signal, time\nsignal.setitimer(signal.ITIMER_REAL, 0)\ntime.sleep(3600)", "1 seconds"),
    _when_built("endless-when-tested", "a method that never ends", "while True: pass", "a loop that never ends"),
    _when_built("ignores-signals-when-tested", "ignores every signal when tested, and never ends",
                "for number in range(1, 65):\n    try: signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass"),
    _when_built("sleeps-when-tested", "sleeps for an hour when tested", "signal.setitimer(signal.ITIMER_REAL, 0)\ntime.sleep(3600)"),
    _when_built("stops-itself", "sends itself SIGSTOP when tested", "os.kill(os.getpid(), signal.SIGSTOP)"),
    _when_built("kills-everything", "kills every process that it may", "os.kill(-1, signal.SIGKILL)"),
    _in_build("kills-its-parent", "kills its parents from a cell", "import os, signal\nfor pid in (os.getppid(), 1, 0, -1):\n    try: os.kill(pid, signal.SIGKILL)\n    except OSError: pass"),
    _when_built("endless-del", "an object whose __del__ never ends", "class Trap:\n    def __del__(self):\n        while True: pass\nTrap()"),
    _when_built("endless-repr", "an object whose __repr__ and __str__ never end",
                "class Trap(Value):\n    def __repr__(self):\n        while True: pass\n    data = property(__repr__)\nreturn Trap(1), Trap(2)"),
    _when_built("endless-hash", "an object whose attributes never end", "class Trap:\n    def __getattr__(self, name):\n        while True: pass\nreturn Trap(), Trap()"),
    _when_built("endless-iterator", "a result with endlessly many items", "import itertools\nreturn itertools.count()"),
    _when_built("huge-answer", "a list of ten million numbers", "return [0.0] * 10_000_000, 1"),
    _when_built("list-in-itself", "a list that holds itself", "x = []\nx.append(x)\nreturn x, x"),
    _when_built("huge-integer", "an integer of ten million digits", "return 1 << 30_000_000, 1"),
    _when_built("huge-error", "an error with a message of 100 MB", "raise ValueError('x' * 100_000_000)"),
    _when_built("segfault", "reads address 0", "import ctypes\nctypes.string_at(0)"),
    _in_build("segfault-in-a-cell", "reads address 0 in a cell", "import ctypes\nctypes.string_at(0)", "ended the whole process"),
    _when_built("deep-recursion", "recursion without end, with the limit lifted", "sys.setrecursionlimit(10**9)\nreturn build(a, b)"),
    Submission("daemon", "leaves processes behind, in sessions of their own", FULL, right_and(
        f"import os\nfor _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            os.execv('/usr/bin/sleep', ['sleep', '{NAP}'])\n        os._exit(0)")),
    _when_built("daemon-when-tested", "leaves processes behind when tested",
                f"for _ in range(3):\n    if os.fork() == 0:\n        os.setsid()\n        os.execv('/usr/bin/sleep', ['sleep', '{NAP}'])"),
    _when_built("closes-everything", "closes all descriptors", "os.closerange(0, 256)"),
    Submission("five-thousand-cells", "many small cells", FULL, lambda folder: _many_cells(folder, 5_000)),
]


def _many_cells(folder, count: int) -> None:
    import nbformat

    from autograder.tests.hostile.submission import honest, save
    notebook = honest()
    notebook.cells += [nbformat.v4.new_code_cell(f"{number}", id=f"more-{number}") for number in range(count)]
    save(notebook, folder)
