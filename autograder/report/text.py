"""The report of an exercise in plain lines; colour, where there is any, only repeats what a word says."""
from autograder.judge import agree, show
from autograder.report.console import Line
from autograder.verdict.results import ExerciseResult, GraphNode, Results

WORDS = {"pass": "passed", "partial": "partly right", "fail": "not right yet", "blank": "not written yet", "error": "stopped with an error",
         "timeout": "ran out of time", "missing": "missing", "written": "waits for a person to read it"}
ASK = "`course hint {}`"  # what asks for a hint, with the name of the exercise
NOT_PYTHON = ("The cell stopped with SyntaxError", "The cell stopped with IndentationError")  # how such a message begins
_IN_FULL = 2  # failed tests in a short report
_COLOURS = {"pass": "green", "partial": "yellow", "written": "blue", "blank": "dim"}


def exercise_lines(exercise: ExerciseResult, hints: int = 1, lesson: str = "", ask: str = ASK, short: bool = False) -> list[Line]:
    """The heading, what stopped the cell if anything did, the mistake if it has a name, and a line a test with its hint.

    Of a mistake as many hints as asked for. With the lesson's id it is for somebody who studies alone: it says where to read more
    and, as `ask` has it, how to get the next hint. `short`: the tests that passed in one line, and only the first that failed in full.
    """
    state = f"{WORDS[exercise.status]} ({exercise.score:g} of {exercise.max_score:g} points)"
    if lesson and exercise.status == "written":
        state = "a question, not marked here"
    style = _COLOURS.get(exercise.status, "red")
    lines = [(style, f"{exercise.id}: {state} - {exercise.title}")]
    if exercise.message and exercise.message.rstrip(".").lower() != WORDS["blank"]:
        lines.append((style, f"  {exercise.message}"))
    if exercise.status in ("blank", "written"):
        return lines
    if exercise.message.startswith(NOT_PYTHON) or exercise.message and all(test.message.endswith("not defined in the notebook") for test in exercise.tests):
        return lines  # nothing of it ran, so the tests have nothing to tell
    for mistake in exercise.mistakes:
        lead = "This looks like a usual mistake" if mistake is exercise.mistakes[0] else "And like another one"
        lines.append(("yellow", f"  {lead}: {mistake.title}."))
        names = ["First hint", "Second hint", "Third hint"][:hints]
        lines += [("", f"    {name}: {hint}") for name, hint in zip(names, mistake.hints)]
        if lesson:
            lines.append(("", f"    To read: lessons/{lesson}.md#{mistake.text}"))
    if exercise.mistakes and lesson and hints < 3:
        lines.append(("", f"    Next hint: {ask.format(f'{lesson[:2]}.{exercise.id}')}"))
    passed = [test.name for test in exercise.tests if test.status == "pass"]
    failed = [test.name for test in exercise.tests if test.status != "pass"]
    told: set[str] = set()
    for test in exercise.tests:
        if test.status == "pass" and not short:
            lines.append(("green", f"  passed: {test.name}"))
        elif test.name in (failed[:_IN_FULL] if short else failed):
            lines.append(("red", f"  not yet: {test.name}"))
            if test.message and test.message not in told:
                lines.append(("", f"    {test.message}"))
                told.add(test.message)
            if test.hint and test.hint not in told:
                lines.append(("", f"    Hint: {test.hint}"))
                told.add(test.hint)
            if test.graph and test.graph is first_graph(exercise):
                lines += _graph_lines(test.graph)
    if short and failed[_IN_FULL:]:
        lines.append(("red", f"  not yet: {', '.join(failed[_IN_FULL:])}"))
    if short and passed:
        lines.append(("green", f"  passed: {', '.join(passed)}"))
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


def report_lines(results: Results, hints: int = 1, ask: str = ASK) -> list[Line]:
    """The whole notebook, with so many hints to each mistake that has a name."""
    lines = [("", note) for note in results.notes]
    for exercise in results.exercises:
        lines += exercise_lines(exercise, hints, results.lesson, ask)
    lines.append(("bold", f"{results.lesson}: {results.score:g} of {results.max_score:g} points"))
    return lines
