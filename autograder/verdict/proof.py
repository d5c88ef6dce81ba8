"""The proof of a hidden suite: the reference passes, the skeleton does not, every named mistake is caught where it is made."""
from dataclasses import dataclass, field
from pathlib import Path

from autograder.build import answer_cells, reference_notebook, skeleton
from autograder.manifest import Course, Lesson, correct_folder
from autograder.mistakes import answer_with, mistakes_of
from autograder.room.rooms import WarmProcess
from autograder.verdict.assignments import assignment
from autograder.verdict.grade import grade
from autograder.verdict.results import Results
from autograder.verdict.submission import code_cells


@dataclass
class Proof:
    """`mistakes`: rows of {id, lesson, exercise, caught, elsewhere}. `problems`: sentences, empty when the suite is proved."""
    mistakes: list[dict] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def prove(root: Path, course: Course, lesson: Lesson, warm: WarmProcess, progress=lambda text: None) -> Proof:
    """Grade the reference, the skeleton, the right answers of other kinds and every named mistake of the lesson."""
    proof = Proof()
    task = assignment(root, course, lesson)

    def graded(notebook) -> Results:
        return grade(task, code_cells(notebook, task.order), warm).results

    for name, notebook in _right(root, lesson):
        progress(name)
        for exercise in graded(notebook).exercises:
            if exercise.status not in ("pass", "written"):
                proof.problems.append(f"{lesson.id}: {name} loses points in {exercise.id}: {_first_message(exercise)}")
    progress("skeleton")
    for exercise in graded(skeleton(root, lesson)).exercises:
        if exercise.status not in ("blank", "written") or exercise.score:
            proof.problems.append(f"{lesson.id}: the skeleton's {exercise.id} is {exercise.status} with {exercise.score:g} points: {_first_message(exercise)}")
    for mistake in mistakes_of(root, lesson):
        progress(mistake.id)
        results = graded(reference_notebook(root, lesson, {mistake.exercise: answer_with(root, lesson, mistake)}))
        lost = [exercise.id for exercise in results.exercises if exercise.status not in ("pass", "written")]
        elsewhere = [id for id in lost if id != mistake.exercise]
        proof.mistakes.append({"id": mistake.id, "lesson": lesson.id, "exercise": mistake.exercise,
                               "caught": mistake.exercise in lost, "elsewhere": elsewhere})
        if mistake.exercise not in lost:
            proof.problems.append(f"{lesson.id}: the mistake {mistake.id} is not caught.")
        if elsewhere:
            proof.problems.append(f"{lesson.id}: the mistake {mistake.id} costs points in {', '.join(elsewhere)} too.")
    return proof


def _right(root: Path, lesson: Lesson):
    yield "the reference", reference_notebook(root, lesson)
    for path in sorted(correct_folder(root, lesson).glob("*.py")):
        yield path.stem, reference_notebook(root, lesson, answer_cells(path))


def _first_message(exercise) -> str:
    return exercise.message or next((f"{test.name}: {test.message}" for test in exercise.tests if test.status != "pass"), "")
