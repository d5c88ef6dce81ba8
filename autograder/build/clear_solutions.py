"""nbgrader's ClearSolutions with a stub that names its exercise. nbgrader_config.py names this class. Importing it imports nbgrader."""
from nbgrader.preprocessors import ClearSolutions

from .marks import code_stub


class ClearSolutionsByName(ClearSolutions):
    """Replaces an answer by an error that says which exercise is not written yet."""

    def preprocess_cell(self, cell, resources, cell_index):
        exercise = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        self.code_stub = {"python": code_stub(resources["nbgrader"]["assignment"], exercise)}
        return super().preprocess_cell(cell, resources, cell_index)
