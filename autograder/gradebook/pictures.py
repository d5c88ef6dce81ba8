"""The pictures of a feedback page: where a gradient is wrong, the expression is drawn with the gradients on it."""
import base64
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.report.picture import graph_png
from autograder.verdict.results import GraphNode

GRAPH = "course_graph"  # in the metadata of a grade cell's result: the nodes to draw


class DrawGraphs(NbGraderPreprocessor):
    """Puts the picture above the mark of each exercise that has a graph. Only the grader writes outputs of grade cells."""

    course_root = Unicode(help="The course folder").tag(config=True)

    def preprocess_cell(self, cell: NotebookNode, resources: dict, index: int) -> tuple[NotebookNode, dict]:
        outputs = cell.get("outputs", []) if cell.metadata.get("nbgrader", {}).get("grade") else []
        for place, output in enumerate(outputs):
            nodes = output.get("metadata", {}).get(GRAPH)
            if nodes:
                picture = graph_png(Path(self.course_root), [GraphNode(**node) for node in nodes])
                outputs.insert(place, nbformat.v4.new_output("display_data", {"image/png": base64.b64encode(picture).decode()}))
                break
        return cell, resources
