"""`%check mul` and `%hint mul` in a notebook: the same report as `course check`, in the page."""
import html
import os
from pathlib import Path

from IPython.core.magic import Magics, line_magic, magics_class
from IPython.display import HTML, Image, display

from autograder.manifest import Course, CourseError, Exercise, Lesson, exercise_folder, find_root, read_course, skeleton_path
from autograder.report.console import Line
from autograder.verdict.results import Results

from .hints import hint_lines
from .progress import key, one_more_hint, read_progress

_COLOURS = {"green": "#1a7f37", "red": "#b42318", "yellow": "#8a6d00", "blue": "#0b5cad", "dim": "#666"}


@magics_class
class CourseMagics(Magics):
    """The two magics. What they check is the notebook as it was last saved."""

    @line_magic
    def check(self, line: str) -> None:
        """%check mul, or %check for the whole notebook."""
        from .checking import checked
        results = None
        try:
            root, course, lesson, exercise = _meant(line)
            results, lines = checked(root, course, lesson, exercise and exercise.id, skeleton_path(root, lesson), True, print, ask="%hint {}")
        except CourseError as problem:
            lines = [("red", str(problem))]
        show([*lines, ("dim", "This is about the notebook as it was last saved.")])
        if results:
            _show_graph(root, results)

    @line_magic
    def hint(self, line: str) -> None:
        """%hint mul: the next hint."""
        try:
            root, _, lesson, exercise = _meant(line)
            if exercise is None:
                raise CourseError(f"Name an exercise: %hint {lesson.exercises[0].id}.")
            level, sentences = hint_lines(root, lesson, exercise, read_progress(root).of(lesson, exercise), None, "%hint {}")
            one_more_hint(root, key(lesson, exercise.id), level)
            lines = [("", sentence) for sentence in sentences]
        except CourseError as problem:
            lines = [("red", str(problem))]
        show(lines)


def _meant(line: str) -> tuple[Path, Course, Lesson, Exercise | None]:
    """The exercise named, of the lesson in whose folder the notebook is. Raises CourseError."""
    root = find_root()
    course = read_course(root, draft=True)
    name = line.strip()
    here = Path(os.getcwd()).resolve()
    lesson = next((lesson for lesson in course.lessons if exercise_folder(root, lesson).resolve() == here), None)
    if lesson is None or "." in name:
        if not name:
            raise CourseError("Name a lesson or an exercise, such as 03.mul.")
        return (root, course, *course.select(name))
    return root, course, lesson, lesson.exercise(name) if name else None


def show(lines: list[Line]) -> None:
    """The lines in the page: plain text where HTML is not shown."""
    rows = "".join(f'<div style="white-space: pre-wrap; color: {_COLOURS.get(style, "inherit")};'
                   f'{" font-weight: bold" if style == "bold" else ""}">{html.escape(text) or "&nbsp;"}</div>' for style, text in lines)
    display(_Report(rows, "\n".join(text for _, text in lines)))


def _show_graph(root: Path, results: Results) -> None:
    """The graph of the first expression whose gradients were wrong, if there is one."""
    graph = next((test.graph for exercise in results.exercises for test in exercise.tests if test.graph), None)
    if graph:
        from autograder.report.picture import graph_png
        wrong = "; ".join(f"the gradient of {node.made.split(' = ')[0]} is {node.grad}, should be {node.should_be}" for node in graph if node.grad != node.should_be)
        display(Image(graph_png(root, graph), format="png", alt=f"The graph of {'; '.join(node.made for node in graph)}. In it, {wrong}."))


class _Report(HTML):
    def __init__(self, rows: str, text: str):
        super().__init__(rows)
        self._text = text

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        return {"text/html": self.data, "text/plain": self._text}
