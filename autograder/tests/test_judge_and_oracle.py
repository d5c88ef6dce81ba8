"""What suites assert with, and the mathematics that they trust."""
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.channel import StudentError
from autograder.judge import Wrong, doing, expect, expect_error, require
from autograder.oracle import central_difference, evaluate, numerical_gradient, programs, smaller
from autograder.oracle.programs import Step


@pytest.mark.parametrize("actual, expected", [(6.0, 6), (6, 6.0), (6.0000000001, 6.0), ([1.0, (2.0,)], [1, [2]]), ("x", "x"), (None, None), (True, True),
                                              (math.inf, math.inf), (1e-13, 0.0)])
def test_right_answers_agree(actual, expected):
    expect("x", actual, expected)


@pytest.mark.parametrize("actual, expected, sentence", [
    (30.0, 66.0, "a.grad is 30.0, should be 66.0"),
    (None, 66.0, "a.grad is None, should be the number 66.0"),
    (True, 1.0, "a.grad is the bool True, should be the number 1.0"),
    ("66", 66.0, "a.grad is the string '66', should be the number 66.0"),
    (math.nan, 1.0, "a.grad is nan, should be 1.0"),
    (1.00000001, 1.0, "a.grad is 1.00000001, should be 1.0"),
    ([1.0, 2.0], [1.0, 3.0], "a.grad is [1.0, 2.0], should be [1.0, 3.0]"),
    ([1.0], [1.0, 3.0], "a.grad has 1 entry, [1.0], should have 2: [1.0, 3.0]"),
    (1.0, True, "a.grad is 1.0, should be True"),
    (10**400, 1.0, f"a.grad is {str(10**400)[:40]}, should be 1.0"),
])
def test_a_wrong_answer_is_a_sentence(actual, expected, sentence):
    with pytest.raises(Wrong) as wrong:
        expect("a.grad", actual, expected, hint="look")
    assert str(wrong.value) == sentence and wrong.value.hint == "look"


def test_only_a_call_that_gives_none_is_asked_for_its_return():
    with pytest.raises(Wrong) as wrong:
        expect("a.sin()", None, 0.0)
    assert str(wrong.value) == "a.sin() is None (is a `return` missing?), should be the number 0.0"


def test_an_expected_error_must_come_and_name_its_cause():
    with expect_error("ValueError", "Neuron(2, 'x')", mentions="x"):
        raise StudentError("ValueError", ["ValueError"], "no x here")
    with pytest.raises(Wrong, match="raised nothing"):
        with expect_error("ValueError", "Neuron(2, 'x')"):
            pass
    with pytest.raises(Wrong, match="should raise ValueError"):
        with expect_error("ValueError", "Neuron(2, 'x')"):
            raise StudentError("KeyError", ["KeyError"], "x")
    with pytest.raises(Wrong, match="should name"):
        with expect_error("ValueError", "Neuron(2, 'x')", mentions="sigmoid"):
            raise StudentError("ValueError", ["ValueError"], "bad")


def test_require_and_doing():
    with pytest.raises(Wrong, match="^no$"):
        require(False, "no")
    with pytest.raises(StudentError) as error:
        with doing("c._backward()"):
            raise StudentError("TypeError", [], "x")
    assert error.value.call == "c._backward()"


@given(program=programs(ops="+ - * / ** neg tanh exp relu", constants=True))
def test_gradients_agree_with_central_differences(program):
    def root(values):
        values = iter(values)
        steps = tuple(Step("leaf", value=next(values)) if step.op == "leaf" else step for step in program.steps)
        return evaluate(steps).data[-1]

    point = [program.steps[index].value for index in program.leaves]
    numerical = numerical_gradient(root, point, h=1e-6)
    for index, slope in zip(program.leaves, numerical):
        size = max(1.0, abs(program.data[-1]), max(map(abs, program.data)))
        assert program.grads[index] == pytest.approx(slope, rel=2e-3, abs=2e-4 * size)


@given(program=programs(ops="+ * tanh", constants=True))
def test_programs_build_what_their_text_says(program):
    class Number:
        def __init__(self, data):
            self.data = data

        def _with(self, other, f):
            return Number(f(self.data, other.data if isinstance(other, Number) else other))

        def __add__(self, other):
            return self._with(other, lambda a, b: a + b)

        def __mul__(self, other):
            return self._with(other, lambda a, b: a * b)

        __radd__, __rmul__ = __add__, __mul__

        def tanh(self):
            return Number(math.tanh(self.data))

    built = program.build(Number)
    assert [node.data for node in built] == program.data
    names: dict = {"Value": Number}
    exec(program.text, names)
    assert names[program.name(len(built) - 1)].data == program.data[-1]


@given(program=programs(ops="+ * neg"))
def test_smaller_programs_are_smaller_and_end_in_an_operation(program):
    for candidate in smaller(program):
        assert len(candidate.steps) < len(program.steps) and candidate.steps[-1].op != "leaf"


def test_programs_reuse_nodes_and_vary():
    from hypothesis import find
    assert find(programs(ops="+ *"), lambda program: any(len(set(step.operands)) == 1 and step.op != "leaf" for step in program.steps))
    assert find(programs(ops="+ *"), lambda program: len(program.steps) > 6)


@given(x=st.floats(-3, 3))
def test_central_difference(x):
    assert central_difference(lambda x: x**3, x) == pytest.approx(3 * x * x, abs=1e-6)
