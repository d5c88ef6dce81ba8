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

    On folders of a network, which tell of no changes, set the environment variable WATCHFILES_FORCE_POLLING=1.
    """
    import watchfiles
    paths = {skeleton_path(root, lesson) for lesson in course.lessons}
    watched = watchfiles.watch(root / "exercises", watch_filter=lambda _, path: Path(path) in paths, step=50, rust_timeout=_PAUSE, yield_on_timeout=True)
    for changes in watched:
        yield {Path(path) for _, path in changes if Path(path).exists()}


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
