"""Hidden tests of lesson 03: each operation alone, its result and what its local step brings to the operands.

A result may be made of several nodes, so a test walks back from it through `_prev`, results before operands.
"""
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.channel import Batch, Handle, StudentError, get_each, graph, local_steps, step_back
from autograder.judge import Wrong, agree, doing, expect, require, show
from autograder.oracle import programs

quarters = st.integers(-12, 12).filter(bool).map(lambda n: n / 4)
positive = st.integers(1, 16).map(lambda n: n / 4)
upstreams = st.sampled_from([11.0, -11.0, 0.5, -2.0])

COLLECT = "A value may be used in several places. What must a local step do with what is already in grad?"
CHAIN = "The chain rule has two factors: the local derivative, and the gradient that arrived at the result."
REMEMBER = "The second argument of Value says which operands the new node was made from."


# Going back through a result, whatever it is made of.


def value(call, c):
    """The result, if it is a node; otherwise a message that says what it is."""
    if isinstance(c, Handle):
        return c
    if c is None:
        raise Wrong(f"{call} is None, should be a Value", "Is a `return` missing?")
    raise Wrong(f"{call} is the plain {type(c).__name__} {show(c)}, should be a Value", "The result has to remember how it was made.")


def nodes_behind(call, root):
    """All nodes behind the result, each with its operands, in an order with operands before results."""
    with doing(f"{call}: going through _prev"):
        found = graph(root)
    for _, operands in found:
        for operand in operands:
            if not isinstance(operand, Handle):
                raise Wrong(f"{call}: _prev holds {operand!r:.80}, should hold Values only",
                            "Plain numbers become Values before they become operands.")
    return found


def take_steps(call, nodes, upstream, read):
    """The gradients that have arrived at `read` after the local steps of `nodes`, the result first."""
    try:
        return local_steps(nodes[0], upstream, nodes, read)
    except StudentError:
        for step in get_each(nodes, "_backward"):
            if not isinstance(step, Handle):
                raise Wrong(f"{call}: the local step _backward is {step!r:.80}, should be a function",
                            "With parentheses a function runs. Without them it is only named.") from None
        raise


def step_back_from(call, c, upstream, read):
    """Give the result a gradient and let it take its local step; if it is made of several nodes, all theirs.

    Returns what was done, for messages, and the gradients of `read` afterwards.
    """
    order = nodes_behind(call, value(call, c))
    inner = any(operands for node, operands in order if node is not c)
    done = f"{call}; c.grad = {upstream:g}; " + ("all local steps from c back" if inner else "c._backward()")
    with doing(done):
        return done, take_steps(call, [node for node, _ in reversed(order)], upstream, read)


def made(call, make):
    with doing(call):
        return value(call, make())


def call_of(text, numbers):
    """The expression in words, its operands named a and b."""
    return " with ".join(filter(None, [f"c = {text}", ", ".join(f"{name} = {number:g}" for name, number in zip("ab", numbers))]))


def remembers(student, text, numbers, make):
    """Each operand is found by going back from c. `make` makes c from a node for each of `numbers`, named a and b in `text`."""
    batch = Batch(student)
    nodes = [batch.student.Value(number) for number in numbers]
    try:
        *operands, found = batch.answers(*nodes, graph(make(*nodes)))
    except StudentError:
        operands, found = nodes, []
    if all(any(node is operand for node, _ in found) for operand in operands):
        return
    call = call_of(text, numbers)
    nodes = [student.Value(number) for number in numbers]
    found = nodes_behind(call, made(call, lambda: make(*nodes)))
    for name, operand in zip("ab", nodes):
        require(any(node is operand for node, _ in found), f"{call}: {name} is not among the operands in c._prev, should be", REMEMBER)


def quick(student, numbers, make, data, upstream, held, grads) -> bool:
    """Whether all is as it should be, found out in one question. If not, it is gone through step by step, for the message."""
    batch = Batch(student)
    nodes = [batch.student.Value(number) for number in numbers]
    c = make(*nodes)
    for node in nodes if held else ():
        node.grad = held
    try:
        found = batch.answers(c.data, step_back(c, upstream, nodes), get_each(nodes, "data"))
    except StudentError:
        return False
    return agree(found, [data, [held + grad for grad in grads], numbers])


def check(student, text, numbers, make, data, upstream=11.0, grads=(), held=0.0, hint="", data_hint=""):
    """c.data; the gradient that arrives at each operand, beside what it holds already; and that the operands stay as they are.

    `grads`: one for each of `numbers`; `make` makes c from a node for each of them, named a and b in `text`.
    """
    if quick(student, numbers, make, data, upstream, held, grads):
        return
    names, call = "ab"[: len(numbers)], call_of(text, numbers)
    nodes = [student.Value(number) for number in numbers]
    c = made(call, lambda: make(*nodes))
    if not held:
        expect(f"{call}: c.data", c.data, data, hint=data_hint)
    for node in nodes if held else ():
        node.grad = held
    before = "".join(f"; {name}.grad = {held:g}" for name in names) if held else ""
    done, arrived = step_back_from(call + before, c, upstream, nodes)
    for name, grad, expected in zip(names, arrived, grads, strict=True):
        expect(f"{done}: {name}.grad", grad, held + expected, hint=hint)
    for name, node, number in zip(names, nodes, numbers, strict=True):
        expect(f"after {call}: {name}.data", node.data, number, hint="An operation makes a new node and leaves its operands as they are.")


def collects(student, text, numbers, make, data, slopes):
    """The gradients are added to what the operands hold already."""
    check(student, text, numbers, make, data, grads=[11 * slope for slope in slopes], held=5.0, hint=COLLECT)


def whole_graph(program, student):
    """Every leaf's gradient after all steps of a random expression, taken in a right order."""
    leaves = [index for index in program.leaves if index != len(program.steps) - 1]
    batch = Batch(student)
    nodes = program.build(batch.student.Value)
    try:
        found = batch.answers(nodes[-1].data, step_back(nodes[-1], 1.0, [nodes[index] for index in leaves]))
    except StudentError:
        found = None
    if agree(found, [program.data[-1], [program.grads[index] for index in leaves]]):
        return
    with doing(program.text):
        nodes = program.build(student.Value)
    root = value(program.text, nodes[-1])
    last = program.name(len(nodes) - 1)
    expect(f"{program.text}: {last}.data", root.data, program.data[-1])
    order = nodes_behind(program.text, root)
    done = f"{program.text}; {last}.grad = 1; all local steps from {last} back"
    with doing(done):
        take_steps(program.text, [node for node, _ in reversed(order)], 1.0, [])
    grads = {index: node.grad for index, node in enumerate(nodes) if isinstance(node, Handle)}
    for index in leaves:
        expect(f"{done}: {program.name(index)}.grad", grads[index], program.grads[index], graph=program.graph(grads),
               hint="Follow the gradient back from the result, one operation at a time.")


# The sum


@pytest.mark.exercise("add")
def test_sum_of_five_and_six(student):
    check(student, "a + b", (5.0, 6.0), lambda a, b: a + b, 11.0, hint=CHAIN, grads=(11.0, 11.0))


@pytest.mark.exercise("add", weight=2)
@given(x=quarters, y=quarters, upstream=upstreams)
def test_sum_of_two_values(student, x, y, upstream):
    check(student, "a + b", (x, y), lambda a, b: a + b, x + y, upstream, hint=CHAIN, grads=(upstream, upstream))


@pytest.mark.exercise("add", weight=2)
def test_sum_of_a_value_with_itself(student):
    check(student, "a + a", (5.0,), lambda a: a + a, 10.0,
          hint="a is the left operand and the right one. How much does each of them deserve?", grads=(22.0,))


@pytest.mark.exercise("add")
def test_sum_adds_to_the_gradients(student):
    collects(student, "a + b", (5.0, 6.0), lambda a, b: a + b, 11.0, slopes=(1, 1))


@pytest.mark.exercise("add")
def test_sum_with_plain_numbers(student):
    check(student, "a + 2", (5.0,), lambda a: a + 2, 7.0, grads=(11.0,))
    check(student, "2 + a", (5.0,), lambda a: 2 + a, 7.0, grads=(11.0,))
    check(student, "sum([a, b, a])", (0.5, -2.0), lambda a, b: sum([a, b, a]), -1.0, grads=(22.0, 11.0))


@pytest.mark.exercise("add")
def test_sum_remembers_its_operands(student):
    remembers(student, "a + b", (5.0, 6.0), lambda a, b: a + b)
    remembers(student, "a + 2", (5.0,), lambda a: a + 2)
    remembers(student, "2 + a", (5.0,), lambda a: 2 + a)


@pytest.mark.exercise("add", weight=2)
@given(program=programs(ops="+", leaves=3, steps=5, constants=True))
def test_sums_of_sums(student, program):
    whole_graph(program, student)


# The product


@pytest.mark.exercise("mul", weight=2)
def test_product_of_five_and_six(student):
    check(student, "a * b", (5.0, 6.0), lambda a, b: a * b, 30.0, hint="By how much does c grow when a grows by 1?", grads=(66.0, 55.0))


@pytest.mark.exercise("mul", weight=2)
@given(x=quarters, y=quarters, upstream=upstreams)
def test_product_of_two_values(student, x, y, upstream):
    check(student, "a * b", (x, y), lambda a, b: a * b, x * y, upstream, hint=CHAIN, grads=(y * upstream, x * upstream))


@pytest.mark.exercise("mul")
def test_product_with_a_zero(student):
    for x, y in [(0.0, 6.0), (5.0, 0.0), (0.0, 0.0)]:
        check(student, "a * b", (x, y), lambda a, b: a * b, 0.0, hint="A product with a factor 0 has slopes, too.",
              grads=(11 * y, 11 * x))


@pytest.mark.exercise("mul", weight=2)
def test_product_of_a_value_with_itself(student):
    check(student, "a * a", (5.0,), lambda a: a * a, 25.0,
          hint="a is both factors. What does it receive as the left one, and what as the right one?",
          grads=(110.0,))


@pytest.mark.exercise("mul")
def test_product_adds_to_the_gradients(student):
    collects(student, "a * b", (5.0, 6.0), lambda a, b: a * b, 30.0, slopes=(6, 5))


@pytest.mark.exercise("mul")
def test_product_with_plain_numbers(student):
    check(student, "a * 3", (5.0,), lambda a: a * 3, 15.0, grads=(33.0,))
    check(student, "0.5 * a", (5.0,), lambda a: 0.5 * a, 2.5, grads=(5.5,))


@pytest.mark.exercise("mul")
def test_product_remembers_its_operands(student):
    remembers(student, "a * b", (5.0, 6.0), lambda a, b: a * b)
    remembers(student, "a * 3", (5.0,), lambda a: a * 3)
    remembers(student, "3 * a", (5.0,), lambda a: 3 * a)


@pytest.mark.exercise("mul", weight=2)
@given(program=programs(ops="+ *", leaves=3, steps=5, constants=True))
def test_sums_and_products(student, program):
    whole_graph(program, student)


# The power


@pytest.mark.exercise("pow", weight=2)
def test_square_of_five(student):
    check(student, "a ** 2", (5.0,), lambda a: a ** 2, 25.0, hint="Measure the slope of x ** 2 at 5 by nudging.", grads=(110.0,))


@pytest.mark.exercise("pow", weight=2)
@given(x=positive, n=st.sampled_from([1, 2, 3, 4, 2.0, 0.5, 1.5, -1, -2, -0.5]), upstream=upstreams)
def test_power_of_a_positive_number(student, x, n, upstream):
    check(student, f"a ** {n:g}", (x,), lambda a: a ** n, x**n, upstream, hint=CHAIN, grads=(n * x ** (n - 1) * upstream,))


@pytest.mark.exercise("pow")
def test_power_of_a_negative_number(student):
    for x, n, data, slope in [(-3.0, 2, 9.0, -6.0), (-2.0, 3, -8.0, 12.0), (-2.0, -1, -0.5, -0.25), (-4.0, -2, 0.0625, 0.03125)]:
        check(student, f"a ** {n}", (x,), lambda a: a ** n, data, grads=(11 * slope,))


@pytest.mark.exercise("pow")
def test_power_of_zero(student):
    for n in (2, 3):
        check(student, f"a ** {n}", (0.0,), lambda a: a ** n, 0.0, hint="The curve is flat at 0.", grads=(0.0,))


@pytest.mark.exercise("pow")
def test_power_adds_to_the_gradient(student):
    collects(student, "a ** 2", (5.0,), lambda a: a ** 2, 25.0, slopes=(10,))


@pytest.mark.exercise("pow")
def test_power_remembers_its_base(student):
    remembers(student, "a ** 2", (5.0,), lambda a: a ** 2)


@pytest.mark.exercise("pow")
@given(program=programs(ops="+ * **", leaves=2, steps=4))
def test_powers_in_larger_graphs(student, program):
    whole_graph(program, student)


# Minus and division


@pytest.mark.exercise("sub-div")
@given(x=quarters, upstream=upstreams)
def test_negation(student, x, upstream):
    check(student, "-a", (x,), lambda a: -a, -x, upstream, grads=(-upstream,))


@pytest.mark.exercise("sub-div", weight=2)
@given(x=quarters, y=quarters, upstream=upstreams)
def test_difference(student, x, y, upstream):
    check(student, "a - b", (x, y), lambda a, b: a - b, x - y, upstream, hint="Does c grow or fall when this operand grows?",
          grads=(upstream, -upstream))


@pytest.mark.exercise("sub-div", weight=2)
@given(x=quarters, y=quarters, upstream=upstreams)
def test_quotient(student, x, y, upstream):
    check(student, "a / b", (x, y), lambda a, b: a / b, x / y, upstream,
          hint="The table of slopes in the text has a row for a / b.",
          grads=(upstream / y, -x / y**2 * upstream))


@pytest.mark.exercise("sub-div")
def test_whole_numbers_divide_to_a_fraction(student):
    check(student, "a / b", (7, 2), lambda a, b: a / b, 3.5, grads=(5.5, -19.25))


@pytest.mark.exercise("sub-div")
def test_plain_number_on_the_right(student):
    check(student, "a - 3", (5.0,), lambda a: a - 3, 2.0, grads=(11.0,))
    check(student, "a / 4", (5.0,), lambda a: a / 4, 1.25, grads=(2.75,))


@pytest.mark.exercise("sub-div", weight=2)
@given(x=quarters, k=st.sampled_from([3, 10, -1, 0.5, 0]), upstream=upstreams)
def test_plain_number_on_the_left_of_minus(student, x, k, upstream):
    check(student, f"{k} - a", (x,), lambda a: k - a, k - x, upstream, data_hint=f"In {k} - a, on which side stands self?",
          grads=(-upstream,))


@pytest.mark.exercise("sub-div", weight=2)
@given(x=quarters, k=st.sampled_from([1, 10, -3, 0.5, 0]), upstream=upstreams)
def test_plain_number_on_the_left_of_division(student, x, k, upstream):
    check(student, f"{k} / a", (x,), lambda a: k / a, k / x, upstream, data_hint=f"In {k} / a, on which side stands self?",
          grads=(-k / x**2 * upstream,))


@pytest.mark.exercise("sub-div")
def test_minus_and_division_with_the_same_value_twice(student):
    check(student, "a - a", (5.0,), lambda a: a - a, 0.0, grads=(0.0,))
    check(student, "a / a", (5.0,), lambda a: a / a, 1.0, grads=(0.0,))


@pytest.mark.exercise("sub-div")
def test_minus_and_division_add_to_the_gradients(student):
    collects(student, "a - b", (5.0, 4.0), lambda a, b: a - b, 1.0, slopes=(1, -1))
    collects(student, "a / b", (6.0, 3.0), lambda a, b: a / b, 2.0, slopes=(1 / 3, -6 / 9))
    collects(student, "-a", (5.0,), lambda a: -a, -5.0, slopes=(-1,))


@pytest.mark.exercise("sub-div")
def test_minus_and_division_remember_their_operands(student):
    remembers(student, "-a", (6.0,), lambda a: -a)
    remembers(student, "a - b", (6.0, 3.0), lambda a, b: a - b)
    remembers(student, "a / b", (6.0, 3.0), lambda a, b: a / b)
    remembers(student, "3 - a", (6.0,), lambda a: 3 - a)
    remembers(student, "10 / a", (6.0,), lambda a: 10 / a)


@pytest.mark.exercise("sub-div")
@given(program=programs(ops="+ - * / neg", leaves=3, steps=4, constants=True))
def test_minus_and_division_in_larger_graphs(student, program):
    whole_graph(program, student)


# exp and tanh


@pytest.mark.exercise("exp-tanh", weight=2)
@given(x=st.integers(-24, 24).map(lambda n: n / 4), upstream=upstreams)
def test_exp(student, x, upstream):
    check(student, "a.exp()", (x,), lambda a: a.exp(), math.exp(x), upstream,
          hint="At every point the curve of exp is as steep as it is high.",
          grads=(math.exp(x) * upstream,))


@pytest.mark.exercise("exp-tanh")
def test_exp_of_large_negative_numbers(student):
    check(student, "a.exp()", (-1000.0,), lambda a: a.exp(), 0.0, grads=(0.0,))


@pytest.mark.exercise("exp-tanh", weight=2)
@given(x=st.integers(-24, 24).map(lambda n: n / 4), upstream=upstreams)
def test_tanh(student, x, upstream):
    check(student, "a.tanh()", (x,), lambda a: a.tanh(), math.tanh(x), upstream,
          hint="The slope of tanh can be read off its result. Look at the picture.",
          grads=(upstream / math.cosh(x) ** 2,))


@pytest.mark.exercise("exp-tanh", weight=2)
def test_tanh_far_from_zero(student):
    for x in (20.0, -20.0, 400.0, -400.0, 1000.0, -1000.0, 1e6, -1e6):
        check(student, "a.tanh()", (x,), lambda a: a.tanh(), math.copysign(1.0, x),
              hint="Far from 0 the curve is flat.", data_hint="No intermediate result may leave the range of floats.",
              grads=(0.0,))


@pytest.mark.exercise("exp-tanh")
def test_exp_and_tanh_add_to_the_gradient(student):
    collects(student, "a.exp()", (0.0,), lambda a: a.exp(), 1.0, slopes=(1,))
    collects(student, "a.tanh()", (0.0,), lambda a: a.tanh(), 0.0, slopes=(1,))


@pytest.mark.exercise("exp-tanh")
def test_exp_and_tanh_remember_their_operand(student):
    remembers(student, "a.exp()", (0.5,), lambda a: a.exp())
    remembers(student, "a.tanh()", (0.5,), lambda a: a.tanh())


@pytest.mark.exercise("exp-tanh")
@given(program=programs(ops="+ * exp tanh", leaves=2, steps=4))
def test_exp_and_tanh_in_larger_graphs(student, program):
    whole_graph(program, student)


# The rectified linear unit


@pytest.mark.exercise("relu", weight=2)
@given(x=st.one_of(quarters, st.sampled_from([0.001, -0.001, 100.0, -100.0])), upstream=upstreams)
def test_relu(student, x, upstream):
    check(student, "a.relu()", (x,), lambda a: a.relu(), max(x, 0.0), upstream, hint="Is the curve flat or steep at this input?",
          grads=(upstream if x > 0 else 0.0,))


@pytest.mark.exercise("relu")
def test_relu_at_the_corner(student):
    a = student.Value(0.0)
    c = made("c = a.relu() with a = 0", lambda: a.relu())
    expect("c = a.relu() with a = 0: c.data", c.data, 0.0)
    done, (grad,) = step_back_from("c = a.relu() with a = 0", c, 11.0, [a])
    is_slope = isinstance(grad, (int, float)) and not isinstance(grad, bool) and 0 <= grad <= 11
    require(is_slope, f"{done}: a.grad is {show(grad)}, should be 0.0 or 11.0")


@pytest.mark.exercise("relu")
def test_relu_adds_to_the_gradient(student):
    collects(student, "a.relu()", (3.0,), lambda a: a.relu(), 3.0, slopes=(1,))
    collects(student, "a.relu()", (-3.0,), lambda a: a.relu(), 0.0, slopes=(0,))


@pytest.mark.exercise("relu")
def test_relu_remembers_its_operand(student):
    remembers(student, "a.relu()", (3.0,), lambda a: a.relu())
    remembers(student, "a.relu()", (-3.0,), lambda a: a.relu())


@pytest.mark.exercise("relu")
@given(program=programs(ops="+ * relu", leaves=3, steps=4))
def test_relu_in_larger_graphs(student, program):
    whole_graph(program, student)


# A Value in the exponent


@pytest.mark.exercise("value-exponent", weight=3)
@given(x=positive, y=quarters, upstream=upstreams)
def test_both_sides_are_values(student, x, y, upstream):
    check(student, "general_power(a, b)", (x, y), student.general_power, x**y, upstream,
          hint="Hold one side fixed, nudge the other, and measure.",
          grads=(y * x ** (y - 1) * upstream, x**y * math.log(x) * upstream))


@pytest.mark.exercise("value-exponent", weight=2)
def test_one_side_is_a_plain_number(student):
    check(student, "general_power(2, a)", (3.0,), lambda a: student.general_power(2, a), 8.0, grads=(88 * math.log(2),))
    check(student, "general_power(a, 3)", (2.0,), lambda a: student.general_power(a, 3), 8.0, grads=(132.0,))
    call = "c = general_power(2, 5)"
    c = made(call, lambda: student.general_power(2, 5))
    expect(f"{call}: c.data", c.data, 32.0)
    step_back_from(call, c, 11.0, [])


@pytest.mark.exercise("value-exponent", weight=2)
def test_the_same_value_is_base_and_exponent(student):
    for x in (2.0, 0.5):
        check(student, "general_power(a, a)", (x,), lambda a: student.general_power(a, a), x**x,
              hint="a receives one part as the base and one as the exponent.",
              grads=(11 * x**x * (math.log(x) + 1),))


@pytest.mark.exercise("value-exponent", weight=2)
def test_base_zero(student):
    for y in (2.0, 3.0, 2.5):
        check(student, "general_power(a, b)", (0.0, y), student.general_power, 0.0,
              hint="How does 0 ** b change when b moves a little?", grads=(0.0, 0.0))


@pytest.mark.exercise("value-exponent")
def test_negative_base_with_a_plain_whole_exponent(student):
    for x, n, data, slope in [(-3.0, 2, 9.0, -6.0), (-2.0, 3, -8.0, 12.0), (-2.0, -1, -0.5, -0.25)]:
        check(student, f"general_power(a, {n})", (x,), lambda a: student.general_power(a, n), data,
              data_hint="** knows what to do with a negative base and a whole exponent.",
              grads=(11 * slope,))


@pytest.mark.exercise("value-exponent")
def test_general_power_adds_to_the_gradients(student):
    collects(student, "general_power(a, b)", (2.0, 3.0), student.general_power, 8.0, slopes=(12, 8 * math.log(2)))


@pytest.mark.exercise("value-exponent")
def test_general_power_remembers_both_sides(student):
    remembers(student, "general_power(a, b)", (2.0, 3.0), student.general_power)
