"""Lines on a terminal, coloured and broken at its width; plainly where the output goes elsewhere. Light: `course` alone imports it."""
import os
import shutil
import sys
import textwrap

Line = tuple[str, str]  # (a style of _CODES or "", text)

_CODES = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "blue": "34", "dim": "2"}


def show(lines: list[Line]) -> None:
    """Print them. Colour only repeats what a word says, so it is left out where it might not be understood."""
    terminal = sys.stdout.isatty()
    coloured = terminal and sys.platform != "win32" and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns if terminal else 0
    for style, text in lines:
        text = plain([("", text)], width)
        print(f"\x1b[{_CODES[style]}m{text}\x1b[0m" if coloured and style else text)


def plain(lines: list[Line], width: int = 0) -> str:
    """The lines without style; those over `width` characters are broken, keeping their indentation."""
    texts = [part for _, text in lines for part in text.split("\n")]
    return "\n".join(part for text in texts for part in (_broken(text, width) if len(text) > width > 0 else [text]))


def _broken(text: str, width: int) -> list[str]:
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(text.strip(), width, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)
