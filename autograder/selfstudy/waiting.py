"""What `course watch` waits for: a notebook that is saved, a key that is pressed."""
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.manifest import Course, skeleton_path

_PAUSE = 100  # milliseconds; between two of them the caller answers keys


def new_saves(root: Path, course: Course) -> Iterator[set[Path]]:
    """The notebooks saved since the last step; an empty set after a pause without any. The first step begins the watch.

    An event ends the pause at once. The files are looked at after each pause all the same: folders of a network tell of no changes.
    """
    import watchfiles
    paths = [skeleton_path(root, lesson) for lesson in course.lessons]
    before = {path: _state(path) for path in paths}
    for _ in watchfiles.watch(root / "exercises", step=50, rust_timeout=_PAUSE, yield_on_timeout=True):
        states = {path: _state(path) for path in paths}
        yield {path for path in paths if states[path] and states[path] != before[path]}
        before = states


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None  # for a moment, while an editor replaces it
    return found.st_mtime_ns, found.st_size, found.st_ino


@contextmanager
def pressed_keys() -> Iterator[Callable[[], str] | None]:
    """Gives a function that returns the key pressed since the last call, or "", without waiting for Enter; None without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield None
    elif os.name == "nt":
        import msvcrt
        yield lambda: msvcrt.getwch() if msvcrt.kbhit() else ""
    else:
        import select
        import termios
        import tty
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal)  # Ctrl+C and line ends keep their meaning
        try:
            yield lambda: os.read(terminal, 1).decode(errors="replace") if select.select([terminal], [], [], 0)[0] else ""
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
