"""The students of the demo class: who hands in what. Each is a function of a lesson that gives a notebook, or a text that is none."""
import json
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.build import answer_cells, reference_notebook, skeleton
from autograder.manifest import Lesson, correct_folder, notebook_file
from autograder.mistakes import answer_with, mistakes_of

HandIn = Callable[[Path, Lesson], NotebookNode | str]


def write_class(root: Path, lesson: Lesson, folder: Path) -> None:
    """Write submitted/STUDENT/LESSON/... in the class folder for every student below."""
    for student, hand_in in STUDENTS.items():
        target = folder / "submitted" / student / lesson.id
        target.mkdir(parents=True, exist_ok=True)
        path = target / (f"{lesson.notebook} (1).ipynb" if student == "oli-renamed" else notebook_file(lesson))
        written = hand_in(root, lesson)
        path.write_text(written if isinstance(written, str) else nbformat.writes(written) + "\n", encoding="utf-8")


def _another_way(root: Path, lesson: Lesson) -> NotebookNode:
    variant = sorted(correct_folder(root, lesson).glob("*.py"))[0]
    notebook = reference_notebook(root, lesson, answer_cells(variant))
    notebook.cells.append(nbformat.v4.new_code_cell(_PLOT, id="a-plot-of-my-own"))
    return notebook


_PLOT = """import matplotlib.pyplot as plt

xs = [x / 10 for x in range(-20, 21)]
plt.plot(xs, [x * x for x in xs])
plt.title("a parabola of my own")
plt.show()"""


def _mistaken(*picks: float) -> HandIn:
    """Hands in the reference with named mistakes, picked at these shares of the lesson's list; one an exercise."""
    def hand_in(root: Path, lesson: Lesson) -> NotebookNode:
        every = mistakes_of(root, lesson)
        chosen = {mistake.exercise: mistake for mistake in (every[int(pick * len(every))] for pick in reversed(picks))}
        return reference_notebook(root, lesson, {id: answer_with(root, lesson, mistake) for id, mistake in chosen.items()})
    return hand_in


def _half_done(root: Path, lesson: Lesson) -> NotebookNode:
    """The first half of the exercises right, the rest not begun."""
    notebook = reference_notebook(root, lesson)
    rest = [exercise.id for exercise in lesson.exercises[len(lesson.exercises) // 2:]]
    for cell, blank in zip(notebook.cells, skeleton(root, lesson).cells):
        if _id(cell) in rest:
            cell.source = blank.source
    return notebook


def _first_answer(change: Callable[[str], str]) -> HandIn:
    """Hands in the reference, with the answer to the first exercise changed."""
    def hand_in(root: Path, lesson: Lesson) -> NotebookNode:
        notebook = reference_notebook(root, lesson)
        first = next(cell for cell in notebook.cells if _id(cell) == lesson.exercises[0].id)
        first.source = change(first.source)
        return notebook
    return hand_in


def _deleted_checks(root: Path, lesson: Lesson) -> NotebookNode:
    notebook = reference_notebook(root, lesson)
    notebook.cells.remove(next(cell for cell in notebook.cells if _id(cell).endswith("-checks")))
    return notebook


def _edited_checks(root: Path, lesson: Lesson) -> NotebookNode:
    notebook = skeleton(root, lesson)
    for cell in notebook.cells:
        if _id(cell).endswith("-checks"):
            cell.source = "100"
    return notebook


def _not_json(root: Path, lesson: Lesson) -> str:
    text = json.dumps(reference_notebook(root, lesson))
    return text[: len(text) // 2]


def _id(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


STUDENTS: dict[str, HandIn] = {
    "ada-perfect": reference_notebook,
    "ben-another-way": _another_way,
    "cem-blank": skeleton,
    "dina-mistake": _mistaken(0.05),
    "emil-mistake": _mistaken(0.25),
    "fay-mistake": _mistaken(0.45),
    "gus-two-mistakes": _mistaken(0.6, 0.15),
    "hana-three-mistakes": _mistaken(0.95, 0.7, 0.35),
    "ivo-half-done": _half_done,
    "june-syntax-error": _first_answer(lambda source: source.replace("def ", "def def ", 1)),
    "kofi-endless-loop": _first_answer(lambda source: source + "\n\nwhile True:\n    pass"),
    "lea-deleted-checks": _deleted_checks,
    "moe-edited-checks": _edited_checks,
    "nia-not-json": _not_json,
    "oli-renamed": reference_notebook,
}
