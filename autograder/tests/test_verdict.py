"""How one notebook is judged: statuses, messages, and that a mistake costs the exercise it is in and no other."""
import textwrap
from dataclasses import replace

import pytest

from autograder.room.memory import place
from autograder.room.rooms import WarmProcess, warm_process
from autograder.verdict.grade import Assignment, grade
from autograder.verdict.submission import Cell, code_cells, with_reference
from autograder.verdict.suite import Suite, SuiteError

LIMITS = {"cell_seconds": 2, "test_seconds": 1, "notebook_seconds": 12, "memory_mb": 1024, "output_kb": 16, "tmp_mb": 8,
          "file_mb": 4, "cpu_seconds": 60, "processes": 24}

SUITE = '''
import pytest
from hypothesis import given, strategies as st
from autograder.judge import doing, expect

@pytest.mark.exercise("double")
@given(x=st.integers(-9, 9))
def test_twice_the_number(student, x):
    with doing(f"double({x})"):
        expect(f"double({x})", student.double(x), 2 * x, hint="Add it to itself.")

@pytest.mark.exercise("quadruple", weight=3)
def test_four_times(student):
    expect("quadruple(3)", student.quadruple(3), 12)

@pytest.mark.exercise("quadruple")
def test_of_zero(student):
    expect("quadruple(0)", student.quadruple(0), 0)

@pytest.mark.exercise("apply")
def test_a_function_is_called(student):
    expect("apply(f, 5)", student.apply(lambda x: x + 1, 5), 6)

@pytest.mark.exercise("apply")
@pytest.mark.limit(seconds=0.5, says="apply should be instant.")
def test_at_once(student):
    student.apply(lambda x: x, 0)
'''
RIGHT = {"double": "def double(x): return x + x", "quadruple": "def quadruple(x): return double(double(x))", "apply": "def apply(f, x): return f(x)"}
BLANK = {id: f'def {id}(*args): raise NotImplementedError("90-small.{id}: not written yet")' for id in RIGHT}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    path = tmp_path_factory.mktemp("suite") / "test_90_small.py"
    path.write_text(SUITE)
    return Assignment("90-small", "small", [("double", "twice", 2, False), ("quadruple", "four times", 4, False), ("apply", "apply", 2, False),
                                            ("why", "why", 1, True)], RIGHT, {}, Suite(path, 1.0))


@pytest.fixture(scope="module")
def warm():
    process = WarmProcess(LIMITS)
    yield process
    process.close()


def judged(small, warm, extra=(), only=None, **changed):
    answers = RIGHT | changed
    cells = [Cell(index, source, id) for index, (id, source) in enumerate(answers.items()) if source is not None]
    cells += [Cell(50 + index, source) for index, source in enumerate(extra)]
    results = grade(small, cells, warm, only=only).results
    return results, {exercise.id: (exercise.status, exercise.score) for exercise in results.exercises}


def test_right_answers_get_all_points_and_written_ones_wait(small, warm):
    results, marks = judged(small, warm)
    assert marks == {"double": ("pass", 2), "quadruple": ("pass", 4), "apply": ("pass", 2), "why": ("written", 0)}
    assert (results.score, results.max_score) == (8, 9)


def test_a_skeleton_is_blank_in_every_exercise(small, warm):
    _, marks = judged(small, warm, **BLANK)
    assert marks == {"double": ("blank", 0), "quadruple": ("blank", 0), "apply": ("blank", 0), "why": ("written", 0)}


@pytest.mark.parametrize("double", ["def double(x): return x", "def double(x): return None", "def double(x: return", BLANK["double"], None, "1 / 0"])
def test_a_mistake_costs_its_own_exercise_only(small, warm, double):
    _, marks = judged(small, warm, double=double)
    assert marks["double"][1] == 0
    assert marks["quadruple"] == ("pass", 4) and marks["apply"] == ("pass", 2)


@pytest.mark.parametrize("changed, wrong", [
    ({"apply": "def apply(f, x): return None\ndef double(x): return 0"}, {"apply"}),  # breaks what comes before it
    ({"double": "def same(x): return x\ndef double(x): return same(x)", "quadruple": "def quadruple(x): return 4 * same(x)"}, {"double"}),
    ({"double": BLANK["double"], "quadruple": "def quadruple(x): return double(x)", "apply": "def apply(f, x): return x"}, {"double", "quadruple", "apply"}),
    ({"double": "def double(x): return x", "quadruple": BLANK["quadruple"]}, {"double", "quadruple"}),
    ({"quadruple": "def quadruple(x): return 0", "apply": "def apply(f, x): return f(quadruple(1) + x - 4)"}, {"quadruple"}),
])
def test_several_answers_at_odds_cost_those_that_are_wrong(small, warm, changed, wrong):
    full = {"double": 2, "quadruple": 4, "apply": 2}
    _, marks = judged(small, warm, **changed)
    assert {id for id in full if marks[id] != ("pass", full[id])} == wrong


def test_the_message_names_the_call_and_both_numbers_and_the_smallest_input(small, warm):
    results, _ = judged(small, warm, double="def double(x): return x + 1 if x > 2 else x + x")
    (test,) = results.exercise("double").tests
    assert test.name == "twice the number" and test.hint == "Add it to itself."
    call, wrong = test.message.split(" is ")
    x = int(call.removeprefix("double(").removesuffix(")"))
    assert 2 < x <= 9 and wrong == f"{x + 1}, should be {2 * x}"


def test_part_of_the_tests_is_part_of_the_points(small, warm):
    _, marks = judged(small, warm, quadruple="def quadruple(x): return x")
    assert marks["quadruple"] == ("partial", 1)


def test_tests_that_take_too_long_together_are_not_run_to_the_end(small, warm):
    results, _ = judged(replace(small, all_tests_seconds=0.5), warm, double="import time\ndef double(x): time.sleep(60)")
    assert [exercise.status for exercise in results.exercises] == ["timeout", "timeout", "timeout", "written"]
    assert results.exercise("apply").tests[0].message == "Not run: the tests before it used up the time for all of them."


def test_a_test_that_the_kernel_ends_for_its_memory_is_told_the_limit(small):
    if place() is None:
        pytest.skip("No control group can be made here: memory is limited for each process only.")
    hungry = ("import os, time\ndef double(x):\n    if os.fork() == 0:\n        y = b'y' * (120 << 20)\n        time.sleep(9)\n"
              "    time.sleep(0.3)\n    y = b'y' * (150 << 20)\n    return x + x")
    patient = replace(small, suite=Suite(small.suite.path, 10.0))  # on a busy machine memory comes slowly
    with warm_process(LIMITS | {"memory_mb": 256}) as process:
        results, marks = judged(patient, process, double=hungry)
    assert "all processes together used more than 256 MB of memory" in results.exercise("double").tests[0].message
    assert marks["quadruple"] == ("pass", 4) and marks["apply"] == ("pass", 2)


def test_a_raised_error_names_call_type_and_line(small, warm):
    results, _ = judged(small, warm, double="def double(x):\n    return x + 'a'")
    (test,) = results.exercise("double").tests
    assert "raised TypeError" in test.message and "double(" in test.message and "line 2 of its cell: return x + 'a'" in test.message


def test_a_syntax_error_is_shown_with_its_line(small, warm):
    results, marks = judged(small, warm, double="def double(x)\n    return x")
    assert marks["double"] == ("error", 0)
    assert "SyntaxError, line 1" in results.exercise("double").message


@pytest.mark.parametrize("source, status", [
    ("def double(x):\n    while True: pass", "timeout"), ("import time\ndef double(x): time.sleep(60)", "timeout"),
    ("import os\ndef double(x): os._exit(0)", "error"), ("def double(x): return bytearray(3 << 30)", "fail"),
    ("while True: pass", "timeout"), ("import os\nos._exit(0)", "error"), ("def double(x): return double(x)", "fail"),
    ("def double(x): raise SystemExit", "fail"), ("def double(x): return float('nan')", "fail"), ("def double(x): return True", "fail"),
])
def test_what_goes_wrong_inside_costs_that_exercise_only(small, warm, source, status):
    _, marks = judged(small, warm, double=source)
    assert marks["double"] == (status, 0)
    assert marks["quadruple"][1] == 4 and marks["apply"][1] == 2


def test_a_test_with_a_limit_of_its_own_says_so(small, warm):
    results, marks = judged(small, warm, apply="import time\ndef apply(f, x):\n    if x == 0: time.sleep(9)\n    return f(x)")
    assert marks["apply"] == ("partial", 1)
    assert "apply should be instant." in [test.message for test in results.exercise("apply").tests]


def test_a_missing_cell_is_missing_unless_the_work_is_elsewhere(small, warm):
    assert judged(small, warm, double=None)[1]["double"] == ("missing", 0)
    assert judged(small, warm, double=None, extra=[RIGHT["double"]])[1]["double"] == ("pass", 2)


def test_a_traceback_shows_no_line_of_a_reference_answer(small, warm):
    results, _ = judged(small, warm, double=BLANK["double"], quadruple="def quadruple(x):\n    return double('a', 'b')")
    messages = " ".join(test.message for test in results.exercise("quadruple").tests)
    assert "raised TypeError" in messages and "line 2 of its cell: return double('a', 'b')" in messages and "x + x" not in messages


def test_one_exercise_can_be_asked_for(small, warm):
    results, marks = judged(small, warm, only="quadruple", double=BLANK["double"])
    assert marks == {"quadruple": ("pass", 4), "why": ("written", 0)}


@pytest.mark.parametrize("cell", ["import os; os._exit(0)", "while True:\n    pass", "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass"])
def test_a_cell_of_no_exercise_that_ends_or_hangs_the_room_costs_nothing(small, warm, cell):
    assert judged(small, warm, extra=[cell])[0].score == 8


def test_a_notebook_that_keeps_ending_its_room_gets_nothing(small, warm):
    results, _ = judged(small, warm, extra=["import os; os._exit(0)"] * 6)
    assert results.score == 0 and "ended the whole process" in results.exercise("double").tests[0].message


@pytest.mark.parametrize("cell", [
    "class Liar:\n    __eq__ = __ge__ = __le__ = lambda *_: True\n    __class__ = int\ndouble = lambda x: Liar()",
    "class F(float):\n    __eq__ = lambda *_: True\n    __sub__ = lambda *_: 0.0\ndouble = lambda x: F(7.5)",
    "import builtins, math\nmath.isclose = lambda *a, **k: True\nbuiltins.abs = lambda x: 0\ndouble = lambda x: 99",
    "import sys, types\npytest = types.ModuleType('pytest')\nsys.modules['pytest'] = pytest\ndouble = lambda x: 99",
])
def test_a_lie_is_a_wrong_answer(small, warm, cell):
    _, marks = judged(small, warm, double=cell)
    assert marks["double"] == ("fail", 0)


def test_the_last_of_several_cells_with_one_id_is_the_answer():
    import nbformat
    def solution(source):
        return nbformat.v4.new_code_cell(source, metadata={"nbgrader": {"grade_id": "double", "solution": True}})
    checks = nbformat.v4.new_code_cell("assert 1", metadata={"nbgrader": {"grade_id": "double-checks", "grade": True}})
    cells = code_cells(nbformat.v4.new_notebook(cells=[solution("a"), solution("b"), checks, nbformat.v4.new_markdown_cell("c")]), ["double"])
    assert [(cell.source, cell.exercise) for cell in cells] == [("a", None), ("b", "double")]


def test_a_missing_answer_is_added_in_its_place():
    cells = [Cell(0, "import"), Cell(1, "A", "a"), Cell(2, "C", "c")]
    assert [cell.source for cell in with_reference(cells, {"b": "B", "c": "!"}, ["a", "b", "c"])] == ["import", "A", "B", "!"]
    assert [cell.source for cell in with_reference(cells[:1], {"a": "A"}, ["a"])] == ["import", "A"]


@pytest.mark.parametrize("text, sentence", [
    ("def test_x(student): pass", "names no exercise"), ("import nothing_like_this", "cannot be imported"),
])
def test_a_broken_suite_is_one_sentence_for_the_instructor(tmp_path, text, sentence):
    path = tmp_path / f"test_91_{sentence.replace(' ', '_')}.py"
    path.write_text(text)
    with pytest.raises(SuiteError, match=sentence):
        Suite(path, 1.0)


def test_a_hidden_test_that_is_itself_broken_gives_no_mark(tmp_path, warm):
    path = tmp_path / "test_92_broken.py"
    path.write_text(textwrap.dedent('''
        import pytest
        @pytest.mark.exercise("double")
        def test_x(student):
            nonsense
    '''))
    task = Assignment("92-broken", "x", [("double", "d", 1, False)], RIGHT, {}, Suite(path, 1.0))
    with pytest.raises(SuiteError, match="itself broken"):
        grade(task, [Cell(0, RIGHT["double"], "double")], warm)
