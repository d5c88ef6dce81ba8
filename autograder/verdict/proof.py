"""The proof of a hidden suite: the reference passes, the skeleton does not, every named mistake is caught where it is made."""
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.build import answer_cells, reference_notebook, skeleton
from autograder.diagnosis.signatures import keys_of, write_signatures
from autograder.manifest import Course, Lesson, correct_folder
from autograder.mistakes import Mistake, answer_with, mistakes_of
from autograder.room.rooms import WarmProcess
from autograder.verdict.assignments import assignment
from autograder.verdict.grade import grade
from autograder.verdict.results import Results, TestResult
from autograder.verdict.submission import code_cells


@dataclass
class Proof:
    """`mistakes`: rows of {id, lesson, exercise, caught, elsewhere}. `problems`: sentences, empty when the suite is proved.
    `given`: mistake id to the tests of its exercise."""
    mistakes: list[dict] = field(default_factory=list)
    given: dict[str, list[TestResult]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def prove(root: Path, course: Course, lesson: Lesson, warm: WarmProcess, progress=lambda text: None, every: int = 1) -> Proof:
    """Grade the reference, the skeleton, the right answers of other kinds and the lesson's named mistakes, or `every` so many-th."""
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
    for mistake in mistakes_of(root, lesson)[::every]:
        progress(mistake.id)
        _prove_mistake(root, lesson, mistake, graded, proof)
    return proof


def record(root: Path, course: Course, lesson: Lesson, ids: list[str], warm: WarmProcess, progress=lambda text: None) -> Proof:
    """Grade only these mistakes of the lesson, and record what they give, for the diagnosis."""
    proof, keys = Proof(), keys_of(root, lesson)
    task = replace(assignment(root, course, lesson), signatures=None)
    for mistake in mistakes_of(root, lesson):
        if mistake.id in ids:
            progress(mistake.id)
            _prove_mistake(root, lesson, mistake, lambda notebook: grade(task, code_cells(notebook, task.order), warm).results, proof)
            write_signatures(root, lesson, proof.given, keys)  # at once: a long recording that is stopped goes on where it was
    write_signatures(root, lesson, proof.given, keys)  # and if none was graded, what is told of them may have changed
    return proof


def _prove_mistake(root: Path, lesson: Lesson, mistake: Mistake, graded: Callable, proof: Proof) -> None:
    answer = answer_with(root, lesson, mistake)
    if not _compiles(answer):
        proof.problems.append(f"{lesson.id}: the mistake {mistake.id} makes a cell that is not Python; that would count as caught.")
    results = graded(reference_notebook(root, lesson, {mistake.exercise: answer}))
    lost = [exercise.id for exercise in results.exercises if exercise.status not in ("pass", "written")]
    elsewhere = [id for id in lost if id != mistake.exercise]
    proof.given[mistake.id] = results.exercise(mistake.exercise).tests
    proof.mistakes.append({"id": mistake.id, "lesson": lesson.id, "exercise": mistake.exercise,
                           "caught": mistake.exercise in lost, "elsewhere": elsewhere})
    if mistake.exercise not in lost:
        proof.problems.append(f"{lesson.id}: the mistake {mistake.id} is not caught.")
    if elsewhere:
        proof.problems.append(f"{lesson.id}: the mistake {mistake.id} costs points in {', '.join(elsewhere)} too.")


def _compiles(source: str) -> bool:
    try:
        compile(source, "cell", "exec")
    except SyntaxError:
        return False
    return True


def _right(root: Path, lesson: Lesson):
    yield "the reference", reference_notebook(root, lesson)
    for path in sorted(correct_folder(root, lesson).glob("*.py")):
        yield path.stem, reference_notebook(root, lesson, answer_cells(path))


def _first_message(exercise) -> str:
    return exercise.message or next((f"{test.name}: {test.message}" for test in exercise.tests if test.status != "pass"), "")
