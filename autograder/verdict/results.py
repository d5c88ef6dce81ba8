"""The results document: one a notebook, the same for the command line, nbgrader's report and the class tools."""
from typing import Any, Literal

from pydantic import BaseModel

Status = Literal["pass", "partial", "fail", "blank", "error", "timeout", "missing", "written"]


class GraphNode(BaseModel):
    """A node of an expression that gave a wrong gradient. `made`: its line of code. `operands`: places of other nodes in the list.
    `grad` is what came out; it may be no number at all."""
    made: str
    op: str
    operands: list[int]
    data: float
    grad: Any = None
    should_be: float


class TestResult(BaseModel):
    """One hidden test. `message` names the call, what came out and what should have; it never shows test source."""
    name: str
    status: Status
    weight: float
    message: str = ""
    hint: str = ""
    mistake: str | None = None
    graph: list[GraphNode] = []


class NamedMistake(BaseModel):
    """A mistake of the library that explains what failed. `text` is a heading's anchor in the lesson."""
    id: str
    title: str
    hints: list[str]
    text: str


class ExerciseResult(BaseModel):
    """One exercise. `message` says what stopped its cell, if anything did. `written` waits for a person: score 0 until then."""
    id: str
    title: str
    score: float
    max_score: float
    status: Status
    message: str = ""
    tests: list[TestResult] = []
    mistakes: list[NamedMistake] = []


class Results(BaseModel):
    """One notebook. `notes` are sentences about the submission as a whole."""
    lesson: str
    notebook: str
    score: float
    max_score: float
    exercises: list[ExerciseResult]
    notes: list[str] = []

    def exercise(self, id: str) -> ExerciseResult:
        return next(exercise for exercise in self.exercises if exercise.id == id)
