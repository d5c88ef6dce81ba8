"""The hints of an exercise, three levels: from a nudge to nearly the answer."""
import ast
from pathlib import Path

from autograder.manifest import Exercise, Lesson, suite_path, text_path
from autograder.report.text import ASK

from .progress import Entry

LEVELS = 3


def hint_lines(root: Path, lesson: Lesson, exercise: Exercise, entry: Entry, level: int | None, ask: str = ASK,
               see: str = "`course solution {}`") -> tuple[int, list[str]]:
    """The level given, and its sentences. Without a level: the one after those already read. `ask`, `see`: what asks for the next, or the solution.

    Raises:
        CourseError: the library of mistakes cannot be read.
    """
    level = level or min(entry.hints + 1, LEVELS)
    name = f"{lesson.number}.{exercise.id}"
    place = text_path(root, lesson).relative_to(root)
    mistake = _mistake(root, lesson, entry.mistake)
    if mistake:
        hint, anchor = mistake.hints[level - 1], f"#{mistake.text}"
        heading = f"Hint {level} of {LEVELS} for {name}, where the last check found: {mistake.title}"
    else:
        hint, anchor = general_hints(root, lesson, exercise)[level - 1], ""
        heading = f"Hint {level} of {LEVELS} for {name}"
    more = (f"Still stuck? The next hint: {ask.format(name)}" if level < LEVELS
            else f"That was the last hint. Read {place}{anchor}, or see the solution: {see.format(name)}")
    return level, [heading, f"  {hint}", more]


def general_hints(root: Path, lesson: Lesson, exercise: Exercise) -> list[str]:
    """What the exercise teaches, then hints that its tests give, then where to read."""
    found = [exercise.teaches, *_hints_in_tests(suite_path(root, lesson), exercise.id)]
    place = text_path(root, lesson).relative_to(root)
    found += [f"Read the section for \"{exercise.title}\" in {place} again, and compute its example on paper.",
              "Read the words above the cell once more, and try the call of the first check by hand, one line at a time."]
    return found[:LEVELS]


def _mistake(root: Path, lesson: Lesson, id: str):
    if not id:
        return None
    from autograder.mistakes import mistakes_of
    return next((mistake for mistake in mistakes_of(root, lesson) if mistake.id == id), None)


def _hints_in_tests(suite: Path, exercise: str) -> list[str]:
    """The `hint="..."` of the tests of that exercise. The suite is read as text: nothing of it runs, and only hints are taken."""
    try:
        tree = ast.parse(suite.read_text(encoding="utf-8"))
    except (OSError, SyntaxError):
        return []
    hints: dict[str, None] = {}
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef) or not any(_marks(decorator, exercise) for decorator in function.decorator_list):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.keyword) and node.arg == "hint" and isinstance(node.value, ast.Constant) and node.value.value:
                hints[str(node.value.value)] = None
    return list(hints)


def _marks(decorator: ast.expr, exercise: str) -> bool:
    return (isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.exercise") and bool(decorator.args)
            and isinstance(decorator.args[0], ast.Constant) and decorator.args[0].value == exercise)
