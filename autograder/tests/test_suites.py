"""The hidden suites are proved: right answers of every kind pass, every named mistake fails where it is made and nowhere else."""
from pathlib import Path

import pytest

from autograder.build import answer_cells, reference_notebook
from autograder.manifest import correct_folder, find_root, read_course
from autograder.mistakes import answer_with, mistakes_of
from autograder.room.rooms import WarmProcess
from autograder.verdict.assignments import assignment
from autograder.verdict.grade import grade
from autograder.verdict.mutants import equivalent, survivors
from autograder.verdict.proof import prove
from autograder.verdict.submission import code_cells

ROOT = find_root(Path(__file__))
COURSE = read_course(ROOT)


@pytest.fixture(scope="module")
def warm():
    process = WarmProcess(COURSE.limits.for_room())
    yield process
    process.close()


@pytest.mark.parametrize("lesson", COURSE.lessons, ids=lambda lesson: lesson.id)
def test_a_suite_catches_what_it_should_and_nothing_else(lesson, warm, request):
    # Each grading of lesson 07 trains a network on half-moons, which takes seconds.
    every = 4 if lesson.number == "07" and not request.config.getoption("--whole") else 1
    proof = prove(ROOT, COURSE, lesson, warm, every=every)
    assert proof.problems == []
    assert len(proof.mistakes) >= 10


@pytest.mark.parametrize("lesson", COURSE.lessons, ids=lambda lesson: lesson.id)
def test_every_mutant_is_killed_or_known_to_be_no_mistake(lesson, warm, request):
    if lesson.number != "02" and not request.config.getoption("--whole"):
        pytest.skip("The mutants of lesson 02 stand for all; --whole runs the others.")
    killed, alive = survivors(ROOT, COURSE, lesson, warm)
    assert killed > 40
    assert {(lesson.id, id, words) for id, words in alive} <= set(equivalent(ROOT))


def test_there_are_enough_mistakes_and_right_answers_of_other_kinds():
    by_lesson = {lesson.number: mistakes_of(ROOT, lesson) for lesson in COURSE.lessons}
    assert sum(map(len, by_lesson.values())) >= 60 and len(by_lesson["02"]) + len(by_lesson["03"]) >= 30
    variants = {lesson.number: list(correct_folder(ROOT, lesson).glob("*.py")) for lesson in COURSE.lessons}
    assert sum(map(len, variants.values())) >= 25 and len(variants["02"]) + len(variants["03"]) >= 10
    for lesson in COURSE.lessons:
        exercises = {exercise.id for exercise in lesson.exercises if not exercise.written}
        assert {mistake.exercise for mistake in by_lesson[lesson.number]} == exercises


def test_marks_do_not_depend_on_chance(warm, request):
    """The same notebook, again and again, in lessons 02 to 04: right answers of every kind get all points each time, wrong ones never."""
    rounds, step = (10, 1) if request.config.getoption("--whole") else (3, 12)
    for lesson in COURSE.lessons[1:4]:
        task = assignment(ROOT, COURSE, lesson)
        full = sum(points for _, _, points, written in task.exercises if not written)
        right = [reference_notebook(ROOT, lesson, answer_cells(path)) for path in sorted(correct_folder(ROOT, lesson).glob("*.py"))[::step]]
        wrong = [reference_notebook(ROOT, lesson, {mistake.exercise: answer_with(ROOT, lesson, mistake)}) for mistake in mistakes_of(ROOT, lesson)[::step]]
        for notebook, is_right in [(reference_notebook(ROOT, lesson), True), *((one, True) for one in right), *((one, False) for one in wrong)]:
            rounds_of_it = [grade(task, code_cells(notebook, task.order), warm).results for _ in range(rounds)]
            assert len({results.model_dump_json() for results in rounds_of_it}) == 1
            assert (rounds_of_it[0].score == full) == is_right
