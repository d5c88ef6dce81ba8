"""The marks `### BEGIN SOLUTION` and `### END SOLUTION`, and what stands between them."""
import re
import textwrap

from autograder.manifest import Lesson

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"
WRITTEN_STUB = "YOUR ANSWER HERE"


def code_stub(lesson_id: str, exercise_id: str) -> str:
    """What a student finds where the answer was."""
    return f'# YOUR CODE HERE\nraise NotImplementedError("{lesson_id}.{exercise_id}: not written yet")'


def mark_mistake(source: str) -> str | None:
    """What is wrong with the marks of a cell, as the middle of a sentence; None when nothing is."""
    marks = [BEGIN if BEGIN in line else END for line in source.split("\n") if has_marks(line)]
    for place, mark in enumerate(marks):
        if mark != (BEGIN, END)[place % 2]:
            return (f"a second {BEGIN} before {END}; close the first region" if mark == BEGIN
                    else f"an {END} without {BEGIN}; write the line that opens it")
    return f"a {BEGIN} without {END}; write the line that closes it" if len(marks) % 2 else None


def has_marks(source: str) -> bool:
    """Whether the cell holds any mark."""
    return BEGIN in source or END in source


def without_marks(source: str) -> str:
    """The cell with its answers, without the lines of the marks."""
    return "\n".join(line for line in source.split("\n") if not has_marks(line))


def with_stubs(source: str, stub: str) -> str:
    """The cell as nbgrader makes it for students: each region replaced by the stub, indented."""
    region = rf"^([ \t]*)[^\n]*{BEGIN}.*?{END}[^\n]*$"
    return re.sub(region, lambda found: textwrap.indent(stub, found[1]), source, flags=re.DOTALL | re.MULTILINE)


def is_blank(lesson: Lesson, exercise_id: str, source: str) -> bool:
    """Whether nobody has written there: the line of the skeleton that says so is still in it."""
    return f"{lesson.id}.{exercise_id}: not written yet" in source or WRITTEN_STUB in source or not source.strip()
