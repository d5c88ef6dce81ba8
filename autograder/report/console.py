"""Lines on a terminal, coloured; plainly where the output goes elsewhere."""
import sys

from autograder.report.text import Line, plain


def show(lines: list[Line]) -> None:
    if not sys.stdout.isatty():
        print(plain(lines))
        return
    from rich.console import Console
    from rich.text import Text
    console = Console(highlight=False)
    for style, text in lines:
        console.print(Text(text, style=style), soft_wrap=False)
