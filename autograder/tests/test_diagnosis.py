"""A failing exercise has its mistake named, rightly or not at all."""
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.build import reference_notebook
from autograder.diagnosis.answers import same, wrong_answer
from autograder.diagnosis.naming import explain
from autograder.diagnosis.signatures import not_passing, read_signatures, signatures_path, stale_mistakes
from autograder.judge import show
from autograder.manifest import find_root, read_course
from autograder.mistakes import answer_with, mistakes_of
from autograder.report.console import plain
from autograder.report.picture import graph_png
from autograder.report.text import exercise_lines, first_graph, report_lines
from autograder.room.rooms import WarmProcess
from autograder.tests.diagnosis_measured import Count, ideas_of, named, variants
from autograder.verdict.assignments import assignment
from autograder.verdict.grade import grade
from autograder.verdict.proof import _compiles
from autograder.verdict.submission import code_cells

ROOT = find_root(Path(__file__))
COURSE = read_course(ROOT)


@pytest.fixture(scope="module")
def warm():
    process = WarmProcess(COURSE.limits.for_room())
    yield process
    process.close()


def graded(warm, lesson, answers, only):
    task = assignment(ROOT, COURSE, lesson)
    return grade(task, code_cells(reference_notebook(ROOT, lesson, answers), task.order), warm, only=only).results


# Comparing answers


@pytest.mark.parametrize("one, other, alike", [
    ("c.data is 2.0, should be 3.0", "c.data is 2.0, should be 3.0", True),
    ("c.data is 2.00000000001, should be 3.0", "c.data is 2.0, should be 3.0", True),
    ("c.data is 2.1, should be 3.0", "c.data is 2.0, should be 3.0", False),
    ("c.data is -2.0, should be 3.0", "c.data is 2.0, should be 3.0", False),
    ("a.grad is nan, should be 3.0", "a.grad is nan, should be 3.0", True),
    ("a.grad is 2.0, should be 3.0", "b.grad is 2.0, should be 3.0", False),
    ("f(2) raised TypeError: 'int' object (line 3 of its cell: x.data)", "f(2) raised TypeError: mine", True),
    ("f(2) raised TypeError: 'int' object", "f(2) raised KeyError: 2", False),
    ("f(2) raised TypeError: 'int' object", "f(3) raised TypeError: 'int' object", False),
    ("c is a Value object, should be 2.0", "c is an Operation object, should be 2.0", True),
    ("c = a; all local steps from c back: a.grad is 1.0, should be 2.0", "c = a; c._backward(): a.grad is 1.0, should be 2.0", True),
])
def test_answers_are_compared_without_what_belongs_to_one_student(one, other, alike):
    assert same(wrong_answer("fail", one), wrong_answer("fail", other)) is alike


def patterns(**tests):
    """A pattern for each name: the text "ab:2" means that tests a and b give the answer 2."""
    return {name: {test: wrong_answer("fail", f"x is {text.split(':')[1]}") for part in [text] for test in part.split(":")[0]} for name, text in tests.items()}


@pytest.mark.parametrize("found, recorded, names", [
    ("ab:2", {"one": "ab:2", "other": "ab:3"}, ["one"]),
    ("ab:2", {"one": "ab:2", "other": "ab:2"}, []),               # nothing tells them apart
    ("ab:4", {"one": "ab:2", "other": "ab:3"}, []),               # a mistake nobody has named
    ("abcd:2", {"one": "ab:2", "other": "cd:2"}, ["one", "other"]),
    ("abcd:2", {"one": "abc:2", "other": "cd:2"}, ["one", "other"]),
    ("abc:2", {"one": "ab:2", "other": "cd:2"}, []),              # d should have failed too, and no single one fits well
    ("abcdefgh:2", {"one": "abcdefg:2", "other": "ab:2"}, ["one"]),
    ("abcdefgh:2", {"one": "abcdefg:2", "other": "abcdef:2"}, []),
    ("a:2", {}, []),
])
def test_one_mistake_or_two_explain_the_answers_or_none(found, recorded, names):
    assert explain(patterns(found=found)["found"], patterns(**recorded), {id: id for id in recorded}) == names


def test_mistakes_of_the_same_idea_share_a_name():
    recorded = patterns(one="ab:2", other="ab:2")
    assert explain(recorded["one"], recorded, {"one": "other", "other": "other"}) == ["other"]


# The record


@pytest.mark.parametrize("lesson", COURSE.lessons, ids=lambda lesson: lesson.id)
def test_signatures_are_not_stale(lesson):
    assert stale_mistakes(ROOT, lesson) == [], f"run: course suites {lesson.number} --record"


def test_signatures_say_what_the_mistakes_give(warm, request):
    whole = request.config.getoption("--whole")
    for lesson in COURSE.lessons if whole else [COURSE.lesson("01")]:
        recorded = read_signatures(signatures_path(ROOT, lesson))
        for mistake in mistakes_of(ROOT, lesson)[:: 1 if whole else 6]:
            tests = graded(warm, lesson, {mistake.exercise: answer_with(ROOT, lesson, mistake)}, mistake.exercise).exercise(mistake.exercise).tests
            assert not_passing(tests) == recorded[mistake.id]["tests"], mistake.id


def test_inputs_do_not_depend_on_what_else_is_loaded():
    show = ("from pathlib import Path; from autograder.verdict.suite import load_suite; from autograder.verdict.random_inputs import drawn_inputs;"
            "s = load_suite(Path('autograder/suites/test_03_operators.py'), 5.0); print([drawn_inputs(item.obj) for item in s.items])")
    one, other = (subprocess.run([sys.executable, "-c", more + show], cwd=ROOT, capture_output=True, text=True, check=True).stdout
                  for more in ("", "import autograder.tests.test_build, autograder.gradebook.preprocessor;"))
    assert len(one) > 5_000 and one == other


# Names


def test_names_are_right(warm, request):
    """Measured on held-back variants: at least 95 % of the names are right, at least 80 % of the mistakes get theirs."""
    whole = request.config.getoption("--whole")
    count = Count()
    for lesson in COURSE.lessons if whole else [COURSE.lesson("03")]:
        for variant in variants(ROOT, lesson)[:: 1 if whole else 3]:
            count.add(variant, named(ROOT, COURSE, variant, warm)[1], ideas_of(ROOT, lesson))
    assert count.made >= (170 if whole else 14)
    assert count.precision >= 0.95 and count.recall >= 0.8, count


def test_held_back_variants_are_python_and_fit_their_notebooks():
    found = [variant for lesson in COURSE.lessons for variant in variants(ROOT, lesson)]
    assert len(found) >= 60 and all(_compiles(variant.answers[variant.exercise]) for variant in found)
    assert len({(variant.lesson.id, name) for variant in found for name in variant.names}) >= 60


def test_the_report_tells_the_name_what_came_out_and_the_first_hint(warm):
    lesson = COURSE.lesson("03")
    mistake = next(mistake for mistake in mistakes_of(ROOT, lesson) if mistake.id == "mul-own-factor")
    results = graded(warm, lesson, {"mul": answer_with(ROOT, lesson, mistake)}, "mul")
    exercise = results.exercise("mul")
    assert {test.mistake for test in exercise.tests if test.status != "pass"} == {"mul-own-factor"}
    assert {test.mistake for test in exercise.tests if test.status == "pass"} == {None}
    text = plain(report_lines(results))
    for part in (mistake.title, mistake.hints[0], "a.grad is 55.0, should be 66.0", "lessons/03-operators.md#the-product", "`course hint 03.mul`"):
        assert part in text, text
    assert mistake.hints[1] not in text and mistake.hints[1] in plain(report_lines(results, hints=2))


@pytest.mark.parametrize("id", ["mul-own-factor", "backward-not-reversed"])
def test_a_wrong_gradient_is_shown_on_the_smallest_expression(warm, id):
    lesson, mistake = next((lesson, mistake) for lesson in COURSE.lessons for mistake in mistakes_of(ROOT, lesson) if mistake.id == id)
    exercise = graded(warm, lesson, {mistake.exercise: answer_with(ROOT, lesson, mistake)}, None).exercise(mistake.exercise)
    graph = first_graph(exercise)
    assert 2 <= len(graph) <= 4 and any(abs(node.grad - node.should_be) > 1e-6 for node in graph)
    assert all(operand < place for place, node in enumerate(graph) for operand in node.operands)
    report = plain(exercise_lines(exercise))
    assert report.count("Node by node:") == 1
    assert all(f"      {node.made}" in report for node in graph) and f"should be {show(next(node for node in graph if node.grad != node.should_be).should_be)}" in report
    assert graph_png(ROOT, graph).startswith(b"\x89PNG")


@pytest.mark.parametrize("source", ["def mul(self, other): return", "Value.__mul__ = lambda self, other: Value(42.0, (self, other))", "def mul(:", "1 / 0"])
def test_what_is_no_known_mistake_gets_no_name(warm, source):
    exercise = graded(warm, COURSE.lesson("03"), {"mul": source}, "mul").exercise("mul")
    assert exercise.status != "pass" and exercise.mistakes == []
