"""Hidden tests of lesson 03: each operation alone, its result and what its local step brings to the operands.

A result may be made of several nodes, so a test walks back from it through `_prev`, results before operands.
"""
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.channel import Handle, StudentError, get_each, graph, local_steps
from autograder.judge import Wrong, doing, expect, require, show
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


def step_back(call, c, upstream, read):
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


def remembers(call, make, **named):
    nodes = nodes_behind(call, made(call, make))
    for name, operand in named.items():
        require(any(node is operand for node, _ in nodes), f"{call}: {name} is not among the operands in c._prev, should be", REMEMBER)


def check(call, make, data, upstream=11.0, hint="", data_hint="", **gradients):
    """c.data, then the gradient that arrives at each operand: gradients are name=(operand, expected)."""
    c = made(call, make)
    expect(f"{call}: c.data", c.data, data, hint=data_hint)
    done, arrived = step_back(call, c, upstream, [operand for operand, _ in gradients.values()])
    for (name, (_, expected)), grad in zip(gradients.items(), arrived, strict=True):
        expect(f"{done}: {name}.grad", grad, expected, hint=hint)


def collects(text, make, student, *numbers, slopes):
    """The gradients are added to what the operands hold already."""
    names = "ab"[: len(numbers)]
    nodes = [student.Value(number) for number in numbers]
    call = f"c = {text} with " + ", ".join(f"{name} = {number:g}" for name, number in zip(names, numbers, strict=True))
    c = made(call, lambda: make(*nodes))
    for node in nodes:
        node.grad = 5.0
    done, arrived = step_back(f"{call}; " + "; ".join(f"{name}.grad = 5" for name in names), c, 11.0, nodes)
    for name, grad, slope in zip(names, arrived, slopes, strict=True):
        expect(f"{done}: {name}.grad", grad, 5 + 11 * slope, hint=COLLECT)


def whole_graph(program, student):
    """Every leaf's gradient after all steps of a random expression, taken in a right order."""
    with doing(program.text):
        nodes = program.build(student.Value)
    root = value(program.text, nodes[-1])
    last = program.name(len(nodes) - 1)
    expect(f"{program.text}: {last}.data", root.data, program.data[-1])
    order = nodes_behind(program.text, root)
    done = f"{program.text}; {last}.grad = 1; all local steps from {last} back"
    with doing(done):
        arrived = take_steps(program.text, [node for node, _ in reversed(order)], 1.0, [nodes[index] for index in program.leaves])
    for index, grad in zip(program.leaves, arrived, strict=True):
        if nodes[index] is not root:
            expect(f"{done}: {program.name(index)}.grad", grad, program.grads[index],
                   hint="Follow the gradient back from the result, one operation at a time.")


# The sum


@pytest.mark.exercise("add")
def test_sum_of_five_and_six(student):
    a, b = student.Value(5.0), student.Value(6.0)
    check("c = a + b with a = 5, b = 6", lambda: a + b, 11.0, hint=CHAIN, a=(a, 11.0), b=(b, 11.0))


@pytest.mark.exercise("add", weight=2)
@given(x=quarters, y=quarters, upstream=upstreams)
def test_sum_of_two_values(student, x, y, upstream):
    a, b = student.Value(x), student.Value(y)
    check(f"c = a + b with a = {x:g}, b = {y:g}", lambda: a + b, x + y, upstream, hint=CHAIN, a=(a, upstream), b=(b, upstream))


@pytest.mark.exercise("add", weight=2)
def test_sum_of_a_value_with_itself(student):
    a = student.Value(5.0)
    check("c = a + a with a = 5", lambda: a + a, 10.0,
          hint="a is the left operand and the right one. How much does each of them deserve?", a=(a, 22.0))


@pytest.mark.exercise("add")
def test_sum_adds_to_the_gradients(student):
    collects("a + b", lambda a, b: a + b, student, 5.0, 6.0, slopes=(1, 1))


@pytest.mark.exercise("add")
def test_sum_with_plain_numbers(student):
    a = student.Value(5.0)
    check("c = a + 2 with a = 5", lambda: a + 2, 7.0, a=(a, 11.0))
    a = student.Value(5.0)
    check("c = 2 + a with a = 5", lambda: 2 + a, 7.0, a=(a, 11.0))
    a, b = student.Value(0.5), student.Value(-2.0)
    check("c = sum([a, b, a]) with a = 0.5, b = -2", lambda: sum([a, b, a]), -1.0, a=(a, 22.0), b=(b, 11.0))


@pytest.mark.exercise("add")
def test_sum_remembers_its_operands(student):
    a, b = student.Value(5.0), student.Value(6.0)
    remembers("c = a + b", lambda: a + b, a=a, b=b)
    remembers("c = a + 2", lambda: a + 2, a=a)
    remembers("c = 2 + a", lambda: 2 + a, a=a)


@pytest.mark.exercise("add", weight=2)
@given(program=programs(ops="+", leaves=3, steps=5, constants=True))
def test_sums_of_sums(student, program):
    whole_graph(program, student)


# The product


@pytest.mark.exercise("mul", weight=2)
def test_product_of_five_and_six(student):
    a, b = student.Value(5.0), student.Value(6.0)
    check("c = a * b with a = 5, b = 6", lambda: a * b, 30.0, hint="By how much does c grow when a grows by 1?", a=(a, 66.0), b=(b, 55.0))


@pytest.mark.exercise("mul", weight=2)
@given(x=quarters, y=quarters, upstream=upstreams)
def test_product_of_two_values(student, x, y, upstream):
    a, b = student.Value(x), student.Value(y)
    check(f"c = a * b with a = {x:g}, b = {y:g}", lambda: a * b, x * y, upstream, hint=CHAIN, a=(a, y * upstream), b=(b, x * upstream))


@pytest.mark.exercise("mul")
def test_product_with_a_zero(student):
    for x, y in [(0.0, 6.0), (5.0, 0.0), (0.0, 0.0)]:
        a, b = student.Value(x), student.Value(y)
        check(f"c = a * b with a = {x:g}, b = {y:g}", lambda: a * b, 0.0, hint="A product with a factor 0 has slopes, too.",
              a=(a, 11 * y), b=(b, 11 * x))


@pytest.mark.exercise("mul", weight=2)
def test_product_of_a_value_with_itself(student):
    a = student.Value(5.0)
    check("c = a * a with a = 5", lambda: a * a, 25.0,
          hint="a is both factors. What does it receive as the left one, and what as the right one?",
          a=(a, 110.0))


@pytest.mark.exercise("mul")
def test_product_adds_to_the_gradients(student):
    collects("a * b", lambda a, b: a * b, student, 5.0, 6.0, slopes=(6, 5))


@pytest.mark.exercise("mul")
def test_product_with_plain_numbers(student):
    a = student.Value(5.0)
    check("c = a * 3 with a = 5", lambda: a * 3, 15.0, a=(a, 33.0))
    a = student.Value(5.0)
    check("c = 0.5 * a with a = 5", lambda: 0.5 * a, 2.5, a=(a, 5.5))


@pytest.mark.exercise("mul")
def test_product_remembers_its_operands(student):
    a, b = student.Value(5.0), student.Value(6.0)
    remembers("c = a * b", lambda: a * b, a=a, b=b)
    remembers("c = a * 3", lambda: a * 3, a=a)
    remembers("c = 3 * a", lambda: 3 * a, a=a)


@pytest.mark.exercise("mul", weight=2)
@given(program=programs(ops="+ *", leaves=3, steps=5, constants=True))
def test_sums_and_products(student, program):
    whole_graph(program, student)


# The power


@pytest.mark.exercise("pow", weight=2)
def test_square_of_five(student):
    a = student.Value(5.0)
    check("c = a ** 2 with a = 5", lambda: a ** 2, 25.0, hint="Measure the slope of x ** 2 at 5 by nudging.", a=(a, 110.0))


@pytest.mark.exercise("pow", weight=2)
@given(x=positive, n=st.sampled_from([1, 2, 3, 4, 2.0, 0.5, 1.5, -1, -2, -0.5]), upstream=upstreams)
def test_power_of_a_positive_number(student, x, n, upstream):
    a = student.Value(x)
    check(f"c = a ** {n:g} with a = {x:g}", lambda: a ** n, x**n, upstream, hint=CHAIN, a=(a, n * x ** (n - 1) * upstream))


@pytest.mark.exercise("pow")
def test_power_of_a_negative_number(student):
    for x, n, data, slope in [(-3.0, 2, 9.0, -6.0), (-2.0, 3, -8.0, 12.0), (-2.0, -1, -0.5, -0.25), (-4.0, -2, 0.0625, 0.03125)]:
        a = student.Value(x)
        check(f"c = a ** {n} with a = {x:g}", lambda: a ** n, data, a=(a, 11 * slope))


@pytest.mark.exercise("pow")
def test_power_of_zero(student):
    for n in (2, 3):
        a = student.Value(0.0)
        check(f"c = a ** {n} with a = 0", lambda: a ** n, 0.0, hint="The curve is flat at 0.", a=(a, 0.0))


@pytest.mark.exercise("pow")
def test_power_adds_to_the_gradient(student):
    collects("a ** 2", lambda a: a ** 2, student, 5.0, slopes=(10,))


@pytest.mark.exercise("pow")
def test_power_remembers_its_base(student):
    a = student.Value(5.0)
    remembers("c = a ** 2", lambda: a ** 2, a=a)


@pytest.mark.exercise("pow")
@given(program=programs(ops="+ * **", leaves=2, steps=4))
def test_powers_in_larger_graphs(student, program):
    whole_graph(program, student)


# Minus and division


@pytest.mark.exercise("sub-div")
@given(x=quarters, upstream=upstreams)
def test_negation(student, x, upstream):
    a = student.Value(x)
    check(f"c = -a with a = {x:g}", lambda: -a, -x, upstream, a=(a, -upstream))
    expect(f"after c = -a with a = {x:g}: a.data", a.data, x, hint="An operation makes a new node and leaves its operands as they are.")


@pytest.mark.exercise("sub-div", weight=2)
@given(x=quarters, y=quarters, upstream=upstreams)
def test_difference(student, x, y, upstream):
    a, b = student.Value(x), student.Value(y)
    check(f"c = a - b with a = {x:g}, b = {y:g}", lambda: a - b, x - y, upstream, hint="Does c grow or fall when this operand grows?",
          a=(a, upstream), b=(b, -upstream))


@pytest.mark.exercise("sub-div", weight=2)
@given(x=quarters, y=quarters, upstream=upstreams)
def test_quotient(student, x, y, upstream):
    a, b = student.Value(x), student.Value(y)
    check(f"c = a / b with a = {x:g}, b = {y:g}", lambda: a / b, x / y, upstream,
          hint="The table of slopes in the text has a row for a / b.",
          a=(a, upstream / y), b=(b, -x / y**2 * upstream))


@pytest.mark.exercise("sub-div")
def test_whole_numbers_divide_to_a_fraction(student):
    a, b = student.Value(7), student.Value(2)
    check("c = a / b with a = 7, b = 2", lambda: a / b, 3.5, a=(a, 5.5), b=(b, -19.25))


@pytest.mark.exercise("sub-div")
def test_plain_number_on_the_right(student):
    a = student.Value(5.0)
    check("c = a - 3 with a = 5", lambda: a - 3, 2.0, a=(a, 11.0))
    a = student.Value(5.0)
    check("c = a / 4 with a = 5", lambda: a / 4, 1.25, a=(a, 2.75))


@pytest.mark.exercise("sub-div", weight=2)
@given(x=quarters, k=st.sampled_from([3, 10, -1, 0.5, 0]), upstream=upstreams)
def test_plain_number_on_the_left_of_minus(student, x, k, upstream):
    a = student.Value(x)
    check(f"c = {k} - a with a = {x:g}", lambda: k - a, k - x, upstream, data_hint=f"In {k} - a, on which side stands self?",
          a=(a, -upstream))


@pytest.mark.exercise("sub-div", weight=2)
@given(x=quarters, k=st.sampled_from([1, 10, -3, 0.5, 0]), upstream=upstreams)
def test_plain_number_on_the_left_of_division(student, x, k, upstream):
    a = student.Value(x)
    check(f"c = {k} / a with a = {x:g}", lambda: k / a, k / x, upstream, data_hint=f"In {k} / a, on which side stands self?",
          a=(a, -k / x**2 * upstream))


@pytest.mark.exercise("sub-div")
def test_minus_and_division_with_the_same_value_twice(student):
    a = student.Value(5.0)
    check("c = a - a with a = 5", lambda: a - a, 0.0, a=(a, 0.0))
    a = student.Value(5.0)
    check("c = a / a with a = 5", lambda: a / a, 1.0, a=(a, 0.0))


@pytest.mark.exercise("sub-div")
def test_minus_and_division_add_to_the_gradients(student):
    collects("a - b", lambda a, b: a - b, student, 5.0, 4.0, slopes=(1, -1))
    collects("a / b", lambda a, b: a / b, student, 6.0, 3.0, slopes=(1 / 3, -6 / 9))
    collects("-a", lambda a: -a, student, 5.0, slopes=(-1,))


@pytest.mark.exercise("sub-div")
def test_minus_and_division_remember_their_operands(student):
    a, b = student.Value(6.0), student.Value(3.0)
    remembers("c = -a", lambda: -a, a=a)
    remembers("c = a - b", lambda: a - b, a=a, b=b)
    remembers("c = a / b", lambda: a / b, a=a, b=b)
    remembers("c = 3 - a", lambda: 3 - a, a=a)
    remembers("c = 10 / a", lambda: 10 / a, a=a)


@pytest.mark.exercise("sub-div")
@given(program=programs(ops="+ - * / neg", leaves=3, steps=4, constants=True))
def test_minus_and_division_in_larger_graphs(student, program):
    whole_graph(program, student)


# exp and tanh


@pytest.mark.exercise("exp-tanh", weight=2)
@given(x=st.integers(-24, 24).map(lambda n: n / 4), upstream=upstreams)
def test_exp(student, x, upstream):
    a = student.Value(x)
    check(f"c = a.exp() with a = {x:g}", lambda: a.exp(), math.exp(x), upstream,
          hint="At every point the curve of exp is as steep as it is high.",
          a=(a, math.exp(x) * upstream))


@pytest.mark.exercise("exp-tanh")
def test_exp_of_large_negative_numbers(student):
    a = student.Value(-1000.0)
    check("c = a.exp() with a = -1000", lambda: a.exp(), 0.0, a=(a, 0.0))


@pytest.mark.exercise("exp-tanh", weight=2)
@given(x=st.integers(-24, 24).map(lambda n: n / 4), upstream=upstreams)
def test_tanh(student, x, upstream):
    a = student.Value(x)
    check(f"c = a.tanh() with a = {x:g}", lambda: a.tanh(), math.tanh(x), upstream,
          hint="The slope of tanh can be read off its result. Look at the picture.",
          a=(a, upstream / math.cosh(x) ** 2))


@pytest.mark.exercise("exp-tanh", weight=2)
def test_tanh_far_from_zero(student):
    for x in (20.0, -20.0, 400.0, -400.0, 1000.0, -1000.0, 1e6, -1e6):
        a = student.Value(x)
        check(f"c = a.tanh() with a = {x:g}", lambda: a.tanh(), math.copysign(1.0, x),
              hint="No intermediate result may leave the range of floats.",
              a=(a, 0.0))


@pytest.mark.exercise("exp-tanh")
def test_exp_and_tanh_add_to_the_gradient(student):
    collects("a.exp()", lambda a: a.exp(), student, 0.0, slopes=(1,))
    collects("a.tanh()", lambda a: a.tanh(), student, 0.0, slopes=(1,))


@pytest.mark.exercise("exp-tanh")
def test_exp_and_tanh_remember_their_operand(student):
    a = student.Value(0.5)
    remembers("c = a.exp()", lambda: a.exp(), a=a)
    remembers("c = a.tanh()", lambda: a.tanh(), a=a)


@pytest.mark.exercise("exp-tanh")
@given(program=programs(ops="+ * exp tanh", leaves=2, steps=4))
def test_exp_and_tanh_in_larger_graphs(student, program):
    whole_graph(program, student)


# The rectified linear unit


@pytest.mark.exercise("relu", weight=2)
@given(x=st.one_of(quarters, st.sampled_from([0.001, -0.001, 100.0, -100.0])), upstream=upstreams)
def test_relu(student, x, upstream):
    a = student.Value(x)
    check(f"c = a.relu() with a = {x:g}", lambda: a.relu(), max(x, 0.0), upstream, hint="Is the curve flat or steep at this input?",
          a=(a, upstream if x > 0 else 0.0))


@pytest.mark.exercise("relu")
def test_relu_at_the_corner(student):
    a = student.Value(0.0)
    check("c = a.relu() with a = 0", lambda: a.relu(), 0.0)
    grad = a.grad
    is_slope = isinstance(grad, (int, float)) and not isinstance(grad, bool) and 0 <= grad <= 11
    require(is_slope, f"c = a.relu() with a = 0, c.grad = 11, local step back: a.grad is {show(grad)}, should be 0.0 or 11.0")


@pytest.mark.exercise("relu")
def test_relu_adds_to_the_gradient(student):
    collects("a.relu()", lambda a: a.relu(), student, 3.0, slopes=(1,))
    collects("a.relu()", lambda a: a.relu(), student, -3.0, slopes=(0,))


@pytest.mark.exercise("relu")
def test_relu_remembers_its_operand(student):
    a, b = student.Value(3.0), student.Value(-3.0)
    remembers("c = a.relu() with a = 3", lambda: a.relu(), a=a)
    remembers("c = b.relu() with b = -3", lambda: b.relu(), b=b)


@pytest.mark.exercise("relu")
@given(program=programs(ops="+ * relu", leaves=3, steps=4))
def test_relu_in_larger_graphs(student, program):
    whole_graph(program, student)


# A Value in the exponent


@pytest.mark.exercise("value-exponent", weight=3)
@given(x=positive, y=quarters, upstream=upstreams)
def test_both_sides_are_values(student, x, y, upstream):
    a, b = student.Value(x), student.Value(y)
    call = f"c = general_power(a, b) with a = {x:g}, b = {y:g}"
    check(call, lambda: student.general_power(a, b), x**y, upstream, hint="Hold one side fixed, nudge the other, and measure.",
          a=(a, y * x ** (y - 1) * upstream), b=(b, x**y * math.log(x) * upstream))


@pytest.mark.exercise("value-exponent", weight=2)
def test_one_side_is_a_plain_number(student):
    b = student.Value(3.0)
    check("c = general_power(2, b) with b = 3", lambda: student.general_power(2, b), 8.0, b=(b, 88 * math.log(2)))
    a = student.Value(2.0)
    check("c = general_power(a, 3) with a = 2", lambda: student.general_power(a, 3), 8.0, a=(a, 132.0))
    check("c = general_power(2, 5)", lambda: student.general_power(2, 5), 32.0)


@pytest.mark.exercise("value-exponent", weight=2)
def test_the_same_value_is_base_and_exponent(student):
    for x in (2.0, 0.5):
        a = student.Value(x)
        call = f"c = general_power(a, a) with a = {x:g}"
        check(call, lambda: student.general_power(a, a), x**x, hint="a receives one part as the base and one as the exponent.",
              a=(a, 11 * x**x * (math.log(x) + 1)))


@pytest.mark.exercise("value-exponent", weight=2)
def test_base_zero(student):
    for y in (2.0, 3.0, 2.5):
        a, b = student.Value(0.0), student.Value(y)
        call = f"c = general_power(a, b) with a = 0, b = {y:g}"
        check(call, lambda: student.general_power(a, b), 0.0, hint="How does 0 ** b change when b moves a little?", a=(a, 0.0), b=(b, 0.0))


@pytest.mark.exercise("value-exponent")
def test_negative_base_with_a_plain_whole_exponent(student):
    for x, n, data, slope in [(-3.0, 2, 9.0, -6.0), (-2.0, 3, -8.0, 12.0), (-2.0, -1, -0.5, -0.25)]:
        a = student.Value(x)
        call = f"c = general_power(a, {n}) with a = {x:g}"
        check(call, lambda: student.general_power(a, n), data, data_hint="** knows what to do with a negative base and a whole exponent.",
              a=(a, 11 * slope))


@pytest.mark.exercise("value-exponent")
def test_general_power_adds_to_the_gradients(student):
    collects("general_power(a, b)", student.general_power, student, 2.0, 3.0, slopes=(12, 8 * math.log(2)))


@pytest.mark.exercise("value-exponent")
def test_general_power_remembers_both_sides(student):
    a, b = student.Value(2.0), student.Value(3.0)
    remembers("c = general_power(a, b)", lambda: student.general_power(a, b), a=a, b=b)
