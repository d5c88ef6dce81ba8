"""The hints of an exercise, three levels: from a nudge to nearly the answer."""
import ast
from dataclasses import replace
from pathlib import Path

from autograder.manifest import Exercise, Lesson, suite_path, text_path
from autograder.mistakes import mistakes_of
from autograder.report.console import Line
from autograder.report.text import ASK

from .progress import NOT_YET, Entry, key, now, read_progress, write_progress

LEVELS = 3


def next_hint(root: Path, lesson: Lesson, exercise: Exercise, level: int | None = None, ask: str = ASK,
              see: str = "`course solution {}`") -> list[Line]:
    """The lines of the hint of that level, or else of the one after those already read; from now on it counts as read.

    `ask`, `see`: what asks for the next, or the solution. Raises CourseError.
    """
    name = key(lesson, exercise.id)
    entry = read_progress(root).entries.get(name, Entry(NOT_YET, now()))
    level = level or min(entry.hints + 1, LEVELS)
    heading, anchor, hints = f"Hint {level} of {LEVELS} for {name}", "", None
    for mistake in mistakes_of(root, lesson) if entry.mistake else ():
        if mistake.id == entry.mistake:
            heading += f", where the last check found: {mistake.title}"
            anchor, hints = f"#{mistake.text}", mistake.hints
    hint = (hints or general_hints(root, lesson, exercise))[level - 1]
    text = text_path(root, lesson).relative_to(root)
    more = (f"Still stuck? The next hint: {ask.format(name)}" if level < LEVELS
            else f"That was the last hint. Read {text}{anchor}, or see the solution: {see.format(name)}")
    write_progress(root, {name: replace(entry, hints=max(level, entry.hints))})
    return [("", heading), ("", f"  {hint}"), ("", more)]


def general_hints(root: Path, lesson: Lesson, exercise: Exercise) -> list[str]:
    """What the exercise teaches, then hints that its tests give, then where to read."""
    found = [exercise.teaches, *_hints_in_tests(suite_path(root, lesson), exercise.id)]
    text = text_path(root, lesson).relative_to(root)
    found += [f"Read the section for \"{exercise.title}\" in {text} again, and compute its example on paper.",
              "Read the words above the cell once more, and try the call of the first check by hand, one line at a time."]
    return found[:LEVELS]


def _hints_in_tests(suite: Path, exercise: str) -> list[str]:
    """The `hint="..."` of the tests of that exercise. The suite is read as text: nothing of it runs, and only hints are taken."""
    text = suite.read_text(encoding="utf-8") if suite.is_file() else ""
    marked = [function for function in ast.parse(text).body if isinstance(function, ast.FunctionDef)
              and any(ast.unparse(mark).startswith(f"pytest.mark.exercise({exercise!r}") for mark in function.decorator_list)]
    hints = [node.value.value for function in marked for node in ast.walk(function)
             if isinstance(node, ast.keyword) and node.arg == "hint" and isinstance(node.value, ast.Constant)]
    return list(dict.fromkeys(filter(None, hints)))
