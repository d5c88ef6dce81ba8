"""The marks `### BEGIN SOLUTION` and `### END SOLUTION`, and what stands between them."""

import re

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
WRITTEN_STUB = "YOUR ANSWER HERE"


def code_stub(lesson_id: str, exercise_id: str) -> str:
    """What a student finds where the answer was."""
    return (
        "# YOUR CODE HERE\n"
        f'raise NotImplementedError("{lesson_id}.{exercise_id}: not written yet")'
    )


def mark_mistake(source: str) -> str | None:
    """What is wrong with the marks of a cell, as the middle of a sentence; None when nothing is."""
    inside = False
    for line in source.split("\n"):
        if BEGIN in line:
            if inside:
                return f"a second {BEGIN} before {END}; close the first region"
            inside = True
        elif END in line:
            if not inside:
                return f"an {END} without {BEGIN}; write the line that opens it"
            inside = False
    return f"a {BEGIN} without {END}; write the line that closes it" if inside else None


def has_marks(source: str) -> bool:
    """Whether the cell holds any mark."""
    return BEGIN in source or END in source


def without_marks(source: str) -> str:
    """The cell with its answers, without the lines of the marks."""
    return "\n".join(line for line in source.split("\n") if BEGIN not in line and END not in line)


def with_stubs(source: str, stub: str) -> str:
    """The cell as nbgrader makes it for students: each region replaced by the stub, indented."""
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        if BEGIN in line:
            indent = re.match(r"\s*", line).group(0)
            lines += [indent + part for part in stub.split("\n")]
            inside = True
        elif END in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def answer_lines(source: str) -> list[str]:
    """The lines between the marks, stripped, without empty ones."""
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        if BEGIN in line or END in line:
            inside = BEGIN in line
        elif inside and line.strip():
            lines.append(line.strip())
    return lines
