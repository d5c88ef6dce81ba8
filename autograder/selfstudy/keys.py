"""Single keys from a terminal, without waiting for Enter; none where there is no terminal."""
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def pressed_keys() -> Iterator[Callable[[], str] | None]:
    """Gives a function that returns the key pressed since the last call, or "" ; None without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield None
        return
    try:
        import msvcrt
    except ImportError:
        with _posix_keys() as pressed:
            yield pressed
    else:
        yield lambda: msvcrt.getwch() if msvcrt.kbhit() else ""


@contextmanager
def _posix_keys() -> Iterator[Callable[[], str]]:
    import os
    import select
    import termios
    import tty
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)

    def pressed() -> str:
        ready, _, _ = select.select([terminal], [], [], 0)
        return os.read(terminal, 1).decode(errors="replace") if ready else ""

    tty.setcbreak(terminal)  # Ctrl+C and line ends keep their meaning
    try:
        yield pressed
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
