"""`%check mul` and `%hint mul` in a notebook: the same report as `course check`, in the page."""
import html
from pathlib import Path

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.display import Image, display

from autograder.manifest import Course, CourseError, Exercise, Lesson, exercise_folder, find_root, read_course, skeleton_path
from autograder.report.console import Line
from autograder.verdict.results import GraphNode

from .checking import checked
from .hints import next_hint

_COLOURS = {"green": "#1a7f37", "red": "#b42318", "yellow": "#8a6d00", "blue": "#0b5cad", "dim": "#666"}


@magics_class
class CourseMagics(Magics):
    """The two magics. What they check is the notebook as it was last saved."""

    @line_magic
    def check(self, line: str) -> None:
        """%check mul, or %check for the whole notebook."""
        graphs: list[list[GraphNode]] = []
        try:
            root, course, lesson, exercise = _meant(line)
            results, lines = checked(root, course, lesson, exercise, skeleton_path(root, lesson), True, print, ask="%hint {}")
            graphs = [test.graph for exercise in results.exercises for test in exercise.tests if test.graph]
        except CourseError as problem:
            lines = [("red", str(problem))]
        show([*lines, ("dim", "This is about the notebook as it was last saved.")])
        if graphs:
            _show_graph(root, graphs[0])

    @line_magic
    def hint(self, line: str) -> None:
        """%hint mul: the next hint."""
        try:
            root, _, lesson, exercise = _meant(line)
            if exercise is None:
                raise CourseError(f"Name an exercise: %hint {lesson.exercises[0].id}.")
            show(next_hint(root, lesson, exercise, ask="%hint {}"))
        except CourseError as problem:
            show([("red", str(problem))])


def _meant(line: str) -> tuple[Path, Course, Lesson, Exercise | None]:
    """The exercise named, of the lesson in whose folder the notebook is. Raises CourseError."""
    root = find_root()
    course = read_course(root, draft=True)
    name = line.strip()
    lesson = next((lesson for lesson in course.lessons if exercise_folder(root, lesson).resolve() == Path.cwd()), None)
    if lesson is None or "." in name:
        if not name:
            raise CourseError("Name a lesson or an exercise, such as 03.mul.")
        return (root, course, *course.select(name))
    return root, course, lesson, lesson.exercise(name) if name else None


def show(lines: list[Line]) -> None:
    """The lines in the page: plain text where HTML is not shown."""
    rows = "".join(f'<div style="white-space: pre-wrap; color: {_COLOURS.get(style, "inherit")};'
                   f'{" font-weight: bold" if style == "bold" else ""}">{html.escape(text) or "&nbsp;"}</div>' for style, text in lines)
    display({"text/html": rows, "text/plain": "\n".join(text for _, text in lines)}, raw=True)


def _show_graph(root: Path, graph: list[GraphNode]) -> None:
    """The graph of an expression whose gradients were wrong."""
    from autograder.report.picture import graph_png
    wrong = "; ".join(f"the gradient of {node.made.split(' = ')[0]} is {node.grad}, should be {node.should_be}"
                      for node in graph if node.grad != node.should_be)
    display(Image(graph_png(root, graph), format="png", alt=f"The graph of {'; '.join(node.made for node in graph)}. In it, {wrong}."))
