"""The students of the demo class: who hands in what. Each is a function of a lesson that writes one submission."""
import copy
import json
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.build import answer_cells, reference_notebook, skeleton
from autograder.manifest import Lesson, correct_folder, notebook_file
from autograder.mistakes import Mistake, answer_with, mistakes_of


def write_class(root: Path, lesson: Lesson, folder: Path) -> None:
    """Write submitted/STUDENT/LESSON/... in the class folder for every student below."""
    for student, hand_in in STUDENTS.items():
        target = folder / "submitted" / student / lesson.id
        target.mkdir(parents=True, exist_ok=True)
        hand_in(root, lesson, target)


def _perfect(root, lesson, target):
    _save(reference_notebook(root, lesson), target / notebook_file(lesson))


def _another_way(root, lesson, target):
    variant = sorted(correct_folder(root, lesson).glob("*.py"))[0]
    notebook = reference_notebook(root, lesson, answer_cells(variant))
    notebook.cells.append(nbformat.v4.new_code_cell(_PLOT, id="a-plot-of-my-own"))
    _save(notebook, target / notebook_file(lesson))


_PLOT = """import matplotlib.pyplot as plt

xs = [x / 10 for x in range(-20, 21)]
plt.plot(xs, [x * x for x in xs])
plt.title("a parabola of my own")
plt.show()"""


def _blank(root, lesson, target):
    _save(skeleton(root, lesson), target / notebook_file(lesson))


def _mistaken(*picks: float) -> Callable:
    """Hands in the reference with named mistakes, picked at these shares of the lesson's list."""
    def hand_in(root, lesson, target):
        every = mistakes_of(root, lesson)
        chosen: dict[str, Mistake] = {}
        for pick in picks:
            mistake = every[int(pick * len(every))]
            chosen.setdefault(mistake.exercise, mistake)
        answers = {id: answer_with(root, lesson, mistake) for id, mistake in chosen.items()}
        _save(reference_notebook(root, lesson, answers), target / notebook_file(lesson))
    return hand_in


def _half_done(root, lesson, target):
    """The first half of the exercises right, the rest not begun."""
    notebook, untouched = reference_notebook(root, lesson), skeleton(root, lesson)
    ids = [exercise.id for exercise in lesson.exercises]
    for cell, blank in zip(notebook.cells, untouched.cells):
        if _id(cell) in ids[len(ids) // 2:]:
            cell.source = blank.source
    _save(notebook, target / notebook_file(lesson))


def _syntax_error(root, lesson, target):
    _change_first_answer(root, lesson, target, lambda source: source.replace("def ", "def def ", 1))


def _endless_loop(root, lesson, target):
    _change_first_answer(root, lesson, target, lambda source: source + "\n\nwhile True:\n    pass")


def _deleted_grade_cell(root, lesson, target):
    notebook = reference_notebook(root, lesson)
    first = next(cell for cell in notebook.cells if (_id(cell) or "").endswith("-checks"))
    notebook.cells.remove(first)
    _save(notebook, target / notebook_file(lesson))


def _edited_grade_cell(root, lesson, target):
    notebook = copy.deepcopy(skeleton(root, lesson))
    for cell in notebook.cells:
        if (_id(cell) or "").endswith("-checks"):
            cell.source = "100"
    _save(notebook, target / notebook_file(lesson))


def _not_json(root, lesson, target):
    text = json.dumps(reference_notebook(root, lesson))
    (target / notebook_file(lesson)).write_text(text[: len(text) // 2], encoding="utf-8")


def _renamed(root, lesson, target):
    _save(reference_notebook(root, lesson), target / f"{lesson.notebook} (1).ipynb")


def _change_first_answer(root, lesson, target, change: Callable[[str], str]) -> None:
    notebook = reference_notebook(root, lesson)
    first = next(cell for cell in notebook.cells if _id(cell) == lesson.exercises[0].id)
    first.source = change(first.source)
    _save(notebook, target / notebook_file(lesson))


def _id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _save(notebook: NotebookNode, path: Path) -> None:
    nbformat.write(notebook, path)


STUDENTS: dict[str, Callable] = {
    "ada-perfect": _perfect,
    "ben-another-way": _another_way,
    "cem-blank": _blank,
    "dina-mistake": _mistaken(0.05),
    "emil-mistake": _mistaken(0.25),
    "fay-mistake": _mistaken(0.45),
    "gus-two-mistakes": _mistaken(0.6, 0.15),
    "hana-three-mistakes": _mistaken(0.95, 0.7, 0.35),
    "ivo-half-done": _half_done,
    "june-syntax-error": _syntax_error,
    "kofi-endless-loop": _endless_loop,
    "lea-deleted-checks": _deleted_grade_cell,
    "moe-edited-checks": _edited_grade_cell,
    "nia-not-json": _not_json,
    "oli-renamed": _renamed,
}
