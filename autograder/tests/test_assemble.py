"""A student's own micrograd: assembled, tried, trained; and their engine carried into the next notebook."""

import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from autograder.assembly.carried import is_carried
from autograder.assembly.inside.tries import readme_expression, sanity_expression
from autograder.assembly.micrograd_checks import EXAMPLES, checks
from autograder.assembly.notebooks import own_notebooks
from autograder.assembly.own_pieces import module_text, own_pieces
from autograder.assembly.own_room import tried
from autograder.build import answer_cells, engine_so_far, reference_cells, reference_notebook, skeleton
from autograder.build.check import stale_files
from autograder.commands import application
from autograder.manifest import CourseError, correct_folder, exercise_folder, notebook_file, read_course, skeleton_path
from autograder.mistakes import answer_with, mistakes_of
from autograder.verdict.assignments import assignment

REPOSITORY = Path(__file__).resolve().parents[2]
COURSE = read_course(REPOSITORY, draft=True)
LESSONS = COURSE.lessons[1:]
CHECKS = 20  # of the engine and the network, without the moons


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """A folder with a notebook of each lesson from 02 on, right in every exercise."""
    folder = tmp_path_factory.mktemp("notebooks")
    for lesson in LESSONS:
        nbformat.write(reference_notebook(REPOSITORY, lesson), folder / notebook_file(lesson))
    return folder


@pytest.fixture
def notebooks(reference, tmp_path):
    return Path(shutil.copytree(reference, tmp_path / "notebooks"))


def change(folder, number, answers=None, extra=()):
    """Write the notebook of a lesson again, with these answers, or as the skeleton for None; `extra`: cells put in front."""
    lesson = COURSE.lesson(number)
    notebook = skeleton(REPOSITORY, lesson) if answers is None else reference_notebook(REPOSITORY, lesson, answers)
    notebook.cells[1:1] = [nbformat.v4.new_code_cell(source) for source in extra]
    nbformat.write(notebook, folder / notebook_file(lesson))


def blank(number, id):
    """The cell of an exercise as the skeleton has it."""
    return next(cell.source for cell in skeleton(REPOSITORY, COURSE.lesson(number)).cells if cell.metadata.get("nbgrader", {}).get("grade_id") == id)


def mistaken(number, exercise, id):
    lesson = COURSE.lesson(number)
    mistake = next(one for one in mistakes_of(REPOSITORY, lesson) if one.id == id)
    assert mistake.exercise == exercise
    return answer_with(REPOSITORY, lesson, mistake)


def text_of(folder):
    """The module and the sentences on what it lacks, without running anything."""
    own = own_pieces(REPOSITORY, COURSE.lessons, own_notebooks(REPOSITORY, COURSE, folder))
    return module_text('"""Mine."""', own), [gap.sentence for gap in own.gaps]


def run(text):
    """The names of a module of reference code, which may run here."""
    names = {"__name__": "micrograd"}
    exec(compile(text, "micrograd.py", "exec"), names)
    return names


def course(*words, status=0):
    """The lines that the command prints."""
    result = CliRunner().invoke(application(), [str(word) for word in words])
    if isinstance(result.exception, CourseError):
        assert status == 2, result.exception
        return str(result.exception).splitlines()
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result.output.splitlines()


@pytest.fixture
def assemble(monkeypatch, tmp_path):
    monkeypatch.chdir(REPOSITORY)

    def command(folder, status=0, out=tmp_path / "micrograd.py"):
        return course("assemble", "--from", folder, "--out", out, "--steps", 2, status=status)

    return command


def exact(expression, *point):
    """Value and gradient of an expression, computed in fractions: a central difference with a step so small that its error is below a float's."""
    def at(*numbers):
        return expression(*numbers, lambda number: max(number, Fraction(0)))

    numbers, step = [Fraction(number) for number in point], Fraction(1, 10**12)

    def slope(place):
        ahead, behind = ([*numbers[:place], numbers[place] + way, *numbers[place + 1:]] for way in (step, -step))
        return float((at(*ahead) - at(*behind)) / (2 * step))

    return float(at(*numbers)), tuple(slope(place) for place in range(len(numbers)))


def test_expected_numbers_are_exact_and_those_that_micrograd_prints():
    expected = {example.name: (value, tuple(grads)) for example in EXAMPLES for value, *grads in [example.expected.values()]}
    value, grads = exact(readme_expression, -4, 2)
    assert expected["test_more_ops"] == (value, grads) and expected["test_sanity_check"] == exact(sanity_expression, -4)
    assert expected["micrograd's README"] == (round(value, 4), tuple(round(grad, 4) for grad in grads)) == (24.7041, (138.8338, 645.5773))


def test_the_reference_answers_pass_everything(assemble, reference, tmp_path):
    lines = assemble(reference)
    assert sum(line.startswith("passed: ") for line in lines) == CHECKS and f"{CHECKS} of {CHECKS} checks passed." in lines
    assert any("2 steps of your own train()" in line for line in lines)
    assert (tmp_path / "micrograd-moons.png").read_bytes().startswith(b"\x89PNG")
    own = subprocess.run(
        [sys.executable, "-c", "from micrograd import MLP, Value, train; print(len(MLP(2, [16, 16, 1]).parameters()))"],
        cwd=tmp_path, capture_output=True, text=True,
    )
    assert own.stdout == "337\n", own.stderr
    text = (tmp_path / "micrograd.py").read_text()
    assert text.startswith('"""My own micrograd') and all(str(reference / notebook_file(lesson)) in text for lesson in LESSONS if lesson.number != "05")
    assert "NotImplementedError" not in text and "assert " not in text and "from engine" not in text


def test_without_lesson_07_a_plain_loop_trains(assemble, notebooks):
    change(notebooks, "07")
    lines = assemble(notebooks, status=1)
    assert "Lesson 07-training is not begun; write it, and see `course check 07`." in lines
    assert any("2 steps of a plain loop" in line for line in lines) and f"{CHECKS} of {CHECKS} checks passed." in lines


def test_without_lesson_06_the_engine_alone_is_assembled(assemble, notebooks, tmp_path):
    change(notebooks, "06")
    (notebooks / notebook_file(COURSE.lesson("07"))).unlink()
    lines = assemble(notebooks, status=1)
    assert "Lesson 06-neural-nets is not begun; write it, and see `course check 06`." in lines
    assert any(line.startswith("there is no notebook of lesson 07-training") or "notebook of lesson 07-training" in line for line in lines)
    assert "18 of 18 checks passed." in lines
    text = (tmp_path / "micrograd.py").read_text()
    assert "class Value" in text and "class MLP" not in text


def test_a_wrong_exercise_is_named(assemble, notebooks):
    change(notebooks, "03", {"mul": mistaken("03", "mul", "mul-own-factor")})
    lines = assemble(notebooks, status=1)
    assert any(line.startswith("not right: micrograd's README: a.grad is ") and line.endswith("should be 138.8338") for line in lines)
    assert "03-operators.mul is not right yet; see `course check 03.mul`, then assemble again." in lines
    assert not any("not begun" in line or ".add is not right" in line for line in lines)


def test_lessons_that_are_right_alone_and_not_together_are_said_to_be(assemble, notebooks):
    add = reference_cells(REPOSITORY, COURSE.lesson("06"))["weighted-sum"]
    change(notebooks, "06", {"weighted-sum": add + "\n\ndef topological_sort(root):\n    return [root]\n"})
    lines = assemble(notebooks, status=1)
    assert any("is right by itself, but they do not fit together" in line for line in lines)


def test_an_unwritten_exercise_says_so_when_it_is_called(notebooks):
    change(notebooks, "03", {"relu": blank("03", "relu")})
    text, gaps = text_of(notebooks)
    assert gaps == ["03-operators.relu is not written yet; write it, and see `course check 03.relu`."]
    names = run(text)
    with pytest.raises(NotImplementedError, match="03-operators.relu: not written yet"):
        names["Value"](1.0).relu()
    assert (names["Value"](1.0) + 1).data == 2.0


def test_an_unwritten_exercise_that_another_uses_is_named(notebooks):
    change(notebooks, "07", {"sgd-step": blank("07", "sgd-step")})
    assert text_of(notebooks)[1] == ["07-training.sgd-step is not written yet; write it, and see `course check 07.sgd-step`."]


def test_the_first_sort_serves_where_the_second_is_not_written(notebooks):
    change(notebooks, "04", {"deep-sort": blank("04", "deep-sort")})
    text, gaps = text_of(notebooks)
    assert gaps == ["04-backward.deep-sort is not written yet; write it, and see `course check 04.deep-sort`."]
    Value = run(text)["Value"]
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0


def test_the_first_sort_serves_where_the_second_calls_it(notebooks):
    two_visits = correct_folder(REPOSITORY, COURSE.lesson("04")) / "two_visits.py"
    change(notebooks, "04", answer_cells(two_visits))
    text, gaps = text_of(notebooks)
    Value = run(text)["Value"]
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0 and not gaps


def test_what_a_cell_uses_from_cells_of_their_own_comes_along(notebooks):
    lesson = COURSE.lesson("03")
    relu = reference_cells(REPOSITORY, lesson)["relu"].replace("max(0.0, self.data)", "clipped(self.data)")
    assert "clipped" in relu
    change(notebooks, "03", {"relu": relu}, ["from functools import reduce\nLOWEST = 0.0\nunused = 5", "def clipped(number):\n    return reduce(max, [LOWEST, number])"])
    text, gaps = text_of(notebooks)
    assert not gaps and run(text)["Value"](-2.0).relu().data == 0.0 and "unused" not in text


def test_experiments_in_an_answer_cell_stay_behind(notebooks):
    lesson = COURSE.lesson("03")
    change(notebooks, "03", {"relu": reference_cells(REPOSITORY, lesson)["relu"] + "\nprint(Value(2.0).relu())\nassert Value(1.0).relu().data == 1\nValue(3.0)"})
    text, gaps = text_of(notebooks)
    assert "print(" not in text and "assert " not in text and not gaps


def test_a_name_that_nobody_defines_is_named(notebooks):
    change(notebooks, "03", {"relu": reference_cells(REPOSITORY, COURSE.lesson("03"))["relu"].replace("max(0.0,", "larger(0.0,")})
    assert text_of(notebooks)[1] == ["Lesson 03-operators uses larger, which no cell of your notebooks defines; define or import it there."]


def test_an_answer_that_is_not_python_is_left_out_and_named(notebooks):
    change(notebooks, "03", {"relu": "def relu(self)\n    return self"})
    text, gaps = text_of(notebooks)
    assert len(gaps) == 1 and gaps[0].startswith("03-operators.relu is left out. ") and "not plain Python (expected ':')" in gaps[0]
    assert not hasattr(run(text)["Value"], "relu")


def test_renamed_notebooks_are_known_by_their_cells(notebooks):
    (notebooks / "operators.ipynb").rename(notebooks / "my work (1).ipynb")
    assert own_notebooks(REPOSITORY, COURSE, notebooks)["03-operators"].name == "my work (1).ipynb"
    shutil.copy(notebooks / "my work (1).ipynb", notebooks / "my work (2).ipynb")
    with pytest.raises(CourseError, match="notebooks of lesson 03-operators; name a folder with one of them"):
        own_notebooks(REPOSITORY, COURSE, notebooks)


def test_what_cannot_be_assembled_is_one_sentence(assemble, notebooks, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "No notebook below" in assemble(tmp_path / "empty", status=2)[0]
    assert "There is no folder" in assemble(tmp_path / "nowhere", status=2)[0]
    theirs = tmp_path / "theirs.py"
    theirs.write_text("important = 1\n")
    assert "is not from `course assemble`" in assemble(notebooks, status=2, out=theirs)[0]
    assert theirs.read_text() == "important = 1\n"
    for lesson in LESSONS:
        change(notebooks, lesson.number)
    assert assemble(notebooks, status=2) == ["There is nothing to assemble yet: Lesson 02-value is not begun; write it, and see `course check 02`."]


@pytest.mark.parametrize("number", ["02", "03", "04", "06", "07"])
def test_right_answers_of_other_kinds_fit_together(notebooks, request, number):
    """One kind a lesson; all of them with --whole. The moons are left to the other tests: some kinds are slow on them."""
    kinds = sorted(correct_folder(REPOSITORY, COURSE.lesson(number)).glob("*.py"))
    for kind in kinds if request.config.getoption("--whole") else kinds[-1:]:
        change(notebooks, number, answer_cells(kind))
        text, gaps = text_of(notebooks)
        made = list(checks(COURSE, text, True, True, print))
        assert len(made) == CHECKS and all(check.passed for check in made) and not gaps, kind.stem
        training = "micrograd.train(micrograd.MLP(2, [3, 1]), [[0.1, 0.2], [-0.4, 0.5]], [1, -1], 3)"
        [(losses, problem)] = tried(COURSE, "micrograd", text, [training], True, print)
        assert len(losses) == 3 and not problem, kind.stem


@pytest.fixture
def own_course(reference, tmp_path, monkeypatch):
    """A copy of the course whose exercises/ hold right answers, to work in."""
    root = tmp_path / "course"
    shutil.copytree(REPOSITORY / "exercises", root / "exercises", ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    shutil.copy(REPOSITORY / "course.yml", root)
    for name in ("solutions", "lessons"):
        (root / name).symlink_to(REPOSITORY / name)
    (root / "autograder").mkdir()
    for name in ("suites", "mistakes"):
        (root / "autograder" / name).symlink_to(REPOSITORY / "autograder" / name)
    for lesson in LESSONS:
        shutil.copy(reference / notebook_file(lesson), skeleton_path(root, lesson))
    monkeypatch.chdir(root)
    return root


def engine_path(root, number):
    return exercise_folder(root, COURSE.lesson(number)) / "engine.py"


def test_an_engine_is_carried_and_put_back(own_course):
    path = engine_path(own_course, "06")
    before = path.read_bytes()
    assert not is_carried(path)
    assert course("carry", "06", "--back") == ["exercises/06-neural-nets/engine.py is the course's engine already."]
    (line,) = course("carry", "neural-nets")
    assert line.startswith("exercises/06-neural-nets/engine.py is now your own engine, from 02-value, 03-operators, 04-backward.")
    assert is_carried(path) and path.read_text().startswith('"""My own engine')
    assert course("carry", "06", "--back") == ["exercises/06-neural-nets/engine.py is the course's engine again."]
    assert path.read_bytes() == before


def test_grading_and_the_build_know_a_carried_engine(own_course):
    lesson = COURSE.lesson("06")
    course("carry", "06")
    assignment.cache_clear()
    assert assignment(own_course, COURSE, lesson).files["engine.py"] == engine_so_far(REPOSITORY, COURSE, lesson)
    stale = stale_files(own_course, COURSE, (lesson,))
    assert "carried: exercises/06-neural-nets/engine.py is a student's own; put the course's back with `course carry 06 --back`" in stale
    assert not any(line.startswith("stale:") and "engine" in line for line in stale)


def test_a_right_engine_changes_nothing_and_the_check_says_so(own_course):
    course("carry", "06")
    assert course("check", "06.neuron")[0].startswith("Graded with the course's engine; with your own,")


def test_the_check_tells_the_lesson_apart_that_makes_it_fail(own_course):
    change(exercise_folder(own_course, COURSE.lesson("03")), "03", {"mul": mistaken("03", "mul", "mul-own-factor")})
    course("carry", "06")
    note, *rest = course("check", "06.neuron")
    assert note.startswith("Lesson 06 is right; your lesson 03 makes it fail (neuron). Run `course check 03`, mend it, and `course carry 06` again.")
    assert rest[0].startswith("neuron: passed")


@pytest.mark.parametrize("words, sentence", [
    (("carry", "02"), "Lesson 02-value starts without an engine, so there is nothing to carry into it."),
    (("carry", "09"), 'There is no lesson "09"'),
])
def test_what_cannot_be_carried_is_one_sentence(own_course, words, sentence):
    assert course(*words, status=2)[0].startswith(sentence)


def test_nothing_is_carried_from_a_lesson_that_is_not_begun(own_course):
    change(exercise_folder(own_course, COURSE.lesson("03")), "03")
    before = engine_path(own_course, "06").read_bytes()
    assert course("carry", "06", status=2) == ["Nothing was carried into lesson 06-neural-nets. Lesson 03-operators is not begun; write it, and see `course check 03`."]
    assert engine_path(own_course, "06").read_bytes() == before


def test_an_engine_that_cannot_be_imported_is_not_carried(own_course):
    change(exercise_folder(own_course, COURSE.lesson("03")), "03", {"mul": "def mul(self, other):\n    return 1\n\n\nValue.__mul__ = mull"})
    before = engine_path(own_course, "06").read_bytes()
    (sentence,) = course("carry", "06", status=2)
    assert "mull" in sentence and engine_path(own_course, "06").read_bytes() == before


def test_a_build_leaves_a_carried_engine_where_it_is(own_course):
    lesson = COURSE.lesson("06")
    course("carry", "06")
    shutil.copy(skeleton_path(REPOSITORY, lesson), skeleton_path(own_course, lesson))
    course("build", "06")
    assert is_carried(engine_path(own_course, "06")) and not is_carried(own_course / "source" / lesson.id / "engine.py")
    course("build", "06", "--overwrite")
    assert not is_carried(engine_path(own_course, "06"))
