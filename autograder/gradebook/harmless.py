"""Students' Markdown, made into text that no browser takes for anything else: formgrader and feedback pages show it with an instructor's rights."""
import re

from nbformat import NotebookNode

_BREAK = "\u200b"  # a zero-width space: nothing to see, but `<` and a space do not open a tag

_BREAKS = [
    (re.compile(r"<(?=[A-Za-z/!?])"), "<" + _BREAK),  # HTML, comments, links in angle brackets
    (re.compile(r"!(?=\[)"), "!" + _BREAK),  # pictures, which could be trackers
    (re.compile(r"\](?=[(\[:])"), "]" + _BREAK),  # links, whatever their scheme, and definitions of links
    # Commands of TeX with which MathJax makes links, styles and scripts' hooks.
    (re.compile(r"\\(?=(?:href|style|class|cssId|data|require|includegraphics|unicode|mmlToken|bbox)\b)", re.IGNORECASE), "\\\\" + _BREAK),
    (re.compile(r"(~{3,}).*$|(`{3,})[^`\n]*$", re.MULTILINE), r"\1\2"),  # the language of a code block: mermaid draws, scripts and all
]


def harmless(text: str) -> str:
    """The text with every HTML tag, link and picture broken, so that it is shown as it was written. Doing it twice changes nothing more."""
    for pattern, broken in _BREAKS:
        text = pattern.sub(broken, text)
    return text


def make_harmless(submitted: NotebookNode, released: NotebookNode) -> None:
    """Make every text cell harmless that is not one of the released notebook's own."""
    ours = {cell.source for cell in released.cells}
    for cell in submitted.cells:
        if cell.cell_type != "code" and cell.source not in ours:
            cell.source = harmless(cell.source)
