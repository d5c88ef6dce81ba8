"""The report of an exercise in plain lines; colour, where there is any, only repeats what a word says."""
import textwrap

from autograder.judge import agree, show
from autograder.verdict.results import ExerciseResult, GraphNode, Results

WORDS = {"pass": "passed", "partial": "partly right", "fail": "not right yet", "blank": "not written yet", "error": "stopped with an error",
         "timeout": "ran out of time", "missing": "missing", "written": "waits for a person to read it"}
_COLOURS = {"pass": "green", "partial": "yellow", "written": "blue", "blank": "dim"}

Line = tuple[str, str]  # (Rich style or "", text)


def exercise_lines(exercise: ExerciseResult, hints: int = 1, lesson: str = "") -> list[Line]:
    """The heading, what stopped the cell if anything did, the mistake if it has a name, and a line a test with its hint.

    Of a mistake as many hints as asked for; with the lesson's id, where to read more and how to get the next hint.
    """
    points = f"{exercise.score:g} of {exercise.max_score:g} points"
    style = _COLOURS.get(exercise.status, "red")
    lines = [(style, f"{exercise.id}: {WORDS[exercise.status]} ({points}) - {exercise.title}")]
    if exercise.message:
        lines.append((style, f"  {exercise.message}"))
    if exercise.status in ("blank", "written"):
        return lines
    if exercise.message.startswith(("The cell stopped with SyntaxError", "The cell stopped with IndentationError")):
        return lines  # nothing of it ran, so the tests have nothing to tell
    for mistake in exercise.mistakes:
        lead = "This looks like a usual mistake" if mistake is exercise.mistakes[0] else "And like another one"
        lines.append(("yellow", f"  {lead}: {mistake.title}."))
        names = ["First hint", "Second hint", "Third hint"][:hints]
        lines += [("", f"    {name}: {hint}") for name, hint in zip(names, mistake.hints)]
        if lesson:
            lines.append(("", f"    To read: lessons/{lesson}.md#{mistake.text}"))
    if exercise.mistakes and lesson and hints < 3:
        lines.append(("", f"    Next hint: course check {lesson[:2]}.{exercise.id} --hints {hints + 1}"))
    told: set[str] = set()
    for test in exercise.tests:
        if test.status == "pass":
            lines.append(("green", f"  passed: {test.name}"))
        else:
            lines.append(("red", f"  not yet: {test.name}"))
            if test.message:
                lines.append(("", f"    {test.message}"))
            if test.hint and test.hint not in told:
                lines.append(("", f"    Hint: {test.hint}"))
                told.add(test.hint)
            if test.graph and test.graph is first_graph(exercise):
                lines += _graph_lines(test.graph)
    return lines


def first_graph(exercise: ExerciseResult) -> list[GraphNode]:
    """The graph of the exercise's first failed test that has one; empty if none has."""
    return next((test.graph for test in exercise.tests if test.graph), [])


def _graph_lines(graph: list[GraphNode]) -> list[Line]:
    """A small table: each node with its data, the gradient that came out and, where it is another, the right one."""
    rows = [(node.made, f"data {show(node.data)}", f"grad {show(node.grad)}", "" if agree(node.grad, node.should_be) else f"should be {show(node.should_be)}")
            for node in graph]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return [("", "    Node by node:"), *(("", "      " + "   ".join(text.ljust(width) for text, width in zip(row, [*widths, 0])).rstrip()) for row in rows)]


def report_lines(results: Results, hints: int = 1) -> list[Line]:
    """The whole notebook, with so many hints to each mistake that has a name."""
    lines = [("", note) for note in results.notes]
    for exercise in results.exercises:
        lines += exercise_lines(exercise, hints, results.lesson)
    lines.append(("bold", f"{results.lesson}: {results.score:g} of {results.max_score:g} points"))
    return lines


def plain(lines: list[Line], width: int = 0) -> str:
    """The lines without style; those over `width` characters are broken, keeping their indentation."""
    if not width:
        return "\n".join(text for _, text in lines)
    return "\n".join(part for _, text in lines for part in _broken(text, width) or [""])


def _broken(text: str, width: int) -> list[str]:
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(text.strip(), width, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)
