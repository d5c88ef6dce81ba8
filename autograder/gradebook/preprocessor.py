"""nbgrader's Execute, replaced: the notebook runs in a room, the hidden suite judges it, and each grade cell gets its mark."""
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Unicode

from autograder.gradebook.judging import judge
from autograder.gradebook.pictures import GRAPH
from autograder.gradebook.reading import NOTES
from autograder.manifest import course_at
from autograder.report.console import plain
from autograder.report.text import exercise_lines, first_graph
from autograder.verdict.assignments import CHECKS, assignment
from autograder.verdict.grade import Graded
from autograder.verdict.results import ExerciseResult
from autograder.verdict.submission import code_cells

_WIDTH = 100  # characters of a report's line that a feedback page shows without scrolling


class GradeInRoom(NbGraderPreprocessor):
    """Grades one notebook. Raises RoomBroken, NoSandbox or SuiteError, and so records no mark, if the grader itself fails."""

    course_root = Unicode(help="The course folder").tag(config=True)
    sandbox = Bool(True, help="Whether student code is locked in; False runs it with the grader's own rights").tag(config=True)

    # What was judged before nbgrader came to it: (lesson id, *cells) -> Graded.
    ahead: dict[tuple, Graded] = {}

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        root = Path(self.course_root)
        course = course_at(root)
        lesson = course.lesson(resources["nbgrader"]["assignment"])
        task = assignment(root, course, lesson)
        cells = code_cells(nb, task.order)
        graded = self.ahead.get((lesson.id, *cells)) or judge(course, task, cells, self.sandbox)
        results = {exercise.id: exercise for exercise in graded.results.exercises}
        for index, cell in enumerate(nb.cells):
            if cell.cell_type != "code":
                continue
            id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            exercise = results.get(id.removesuffix(CHECKS)) if cell.metadata.get("nbgrader", {}).get("grade") else None
            cell.execution_count = index + 1
            if exercise is not None:
                cell.outputs = _marked(exercise, cell.execution_count)
            elif index in graded.records:
                cell.outputs = outputs(graded.records[index], cell.execution_count)
        notes = nb.metadata.get(NOTES, [])
        if notes:
            nb.cells.insert(0, nbformat.v4.new_code_cell("# About this submission", id="about-this-submission",
                                                         outputs=[_stream(plain([("", note) for note in notes], _WIDTH))], execution_count=0))
        return nb, resources


def outputs(record: dict, count: int) -> list[NotebookNode]:
    """A cell's record as notebook outputs: text and PNG only, nothing that a browser would run."""
    made = []
    if record["printed"]:
        made.append(_stream(record["printed"]))
    made += [_output("display_data", data={"image/png": figure}, metadata={}) for figure in record["figures"]]
    if record["result"]:
        made.append(_output("execute_result", data={"text/plain": record["result"]}, metadata={}, execution_count=count))
    if record["error"]:
        error = record["error"]
        where = [f"line {error['line']}: {error['text']}"] if error["line"] else []
        made.append(_output("error", ename=error["type"], evalue=error["message"], traceback=[*where, f"{error['type']}: {error['message']}"]))
    return made


def _marked(exercise: ExerciseResult, count: int) -> list[NotebookNode]:
    # Drawing takes longer than grading, so it waits until the feedback is made.
    nodes = [node.model_dump() for node in first_graph(exercise)]
    return [_stream(plain(exercise_lines(exercise), _WIDTH)),
            _output("execute_result", data={"text/plain": repr(float(exercise.score))}, metadata={GRAPH: nodes} if nodes else {}, execution_count=count)]


def _stream(text: str) -> NotebookNode:
    return _output("stream", name="stdout", text=text.rstrip("\n") + "\n")


def _output(kind: str, **fields) -> NotebookNode:
    """As nbformat.v4.new_output makes it, which validates each alone: the whole notebook is validated when it is written."""
    return nbformat.from_dict({"output_type": kind, **fields})
