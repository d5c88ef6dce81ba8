"""Single keys from a terminal, without waiting for Enter; none where there is no terminal."""
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def pressed_keys() -> Iterator[Callable[[], str] | None]:
    """Gives a function that returns the key pressed since the last call, or ""; None without a terminal."""
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
