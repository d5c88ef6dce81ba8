"""Hidden tests of lesson 05: gradients that get lost within a pass, and gradients that pile up between passes."""
import math
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.channel import Handle, StudentError
from autograder.judge import Wrong, agree, doing, expect, require, show
from autograder.oracle import programs

quarters = st.integers(-16, 16).map(lambda n: n / 4)


# 1. Predict


@pytest.mark.exercise("predict")
@pytest.mark.parametrize(
    "place, text, broken, hint",
    [
        (0, "c = a + b", 1.0, "a is used once here. Can anything be lost?"),
        (1, "c = a + a", 1.0, "Play the two assignments of the + one after the other."),
        (2, "c = a * a", 3.0, "Both assignments of the * write into a.grad. Which number does the second write?"),
        (3, "c = a * b + a", 2.0, "The + has its turn before the *. Which of the two writes into a.grad last?"),
        (4, "c = (a + b) * a", 3.0, "The * has its turn before the +. What does (a + b).grad hold, and what does the + do with it?"),
        (5, "d = a + a; c = d * d", 6.0, "Two losses, one after the other: first find d.grad in the broken engine."),
    ],
)
def test_prediction(student, place, text, broken, hint):
    predicted = student.predictions()
    require(isinstance(predicted, (list, tuple)), f"predictions() is {show(predicted)}, should be a list of 6 numbers")
    require(len(predicted) == 6, f"predictions() has {len(predicted)} entries, should have 6")
    expect(f"a = 3, b = 2, {text}, c.backward() in the broken engine: your prediction of a.grad", predicted[place], broken, hint)


# 2. The pieces


@pytest.mark.exercise("pieces")
@given(pieces=st.lists(quarters, max_size=6))
def test_right_gradient_is_the_sum(student, pieces):
    with doing(f"right_gradient({show(pieces)})"):
        answer = student.right_gradient(pieces)
    expect(f"right_gradient({show(pieces)})", answer, sum(pieces, 0.0), hint="No piece may get lost, and 0.0 was there before.")


@pytest.mark.exercise("pieces")
@given(pieces=st.lists(quarters, max_size=6))
def test_broken_gradient_is_the_last(student, pieces):
    with doing(f"broken_gradient({show(pieces)})"):
        answer = student.broken_gradient(pieces)
    expected = pieces[-1] if pieces else 0.0
    expect(f"broken_gradient({show(pieces)})", answer, expected, hint="What does a variable hold after several assignments with =?")


# Engines. The places where a piece arrives are written as ADD_LEFT and so on, and become += or =.

PLACES = ("ADD_LEFT", "ADD_RIGHT", "MUL_LEFT", "MUL_RIGHT", "TANH")

REST = """
    def __neg__(self): return self * -1.0
    def __sub__(self, other): return self + (-self.lift(other))
    def __truediv__(self, other): return self * self.lift(other) ** -1.0
    def __radd__(self, other): return self.lift(other) + self
    def __rmul__(self, other): return self.lift(other) * self
    def __rsub__(self, other): return self.lift(other) - self
    def __rtruediv__(self, other): return self.lift(other) / self
"""

CLOSURES = """
import math

class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data, self.grad, self.label = data, 0.0, label
        self._prev, self._op, self._backward = OPERANDS(_children), _op, lambda: None

    @staticmethod
    def lift(x): return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = self.lift(other)
        out = Value(self.data + other.data, (self, other), "+")
        def _backward():
            self.grad ADD_LEFT out.grad
            other.grad ADD_RIGHT out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = self.lift(other)
        out = Value(self.data * other.data, (self, other), "*")
        def _backward():
            self.grad MUL_LEFT other.data * out.grad
            other.grad MUL_RIGHT self.data * out.grad
        out._backward = _backward
        return out

    def _unary(self, data, slope, name):
        out = Value(data, (self,), name)
        def _backward():
            self.grad += slope * out.grad
        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = Value(t, (self,), "tanh")
        def _backward():
            self.grad TANH (1 - t * t) * out.grad
        out._backward = _backward
        return out

    def __pow__(self, n): return self._unary(self.data ** n, n * self.data ** (n - 1), f"**{n}")
    def exp(self): return self._unary(math.exp(self.data), math.exp(self.data), "exp")
    def relu(self): return self._unary(max(self.data, 0.0), float(self.data > 0), "relu")

    def backward(self):
        order, seen = [], set()
        def visit(node):
            if node not in seen:
                seen.add(node)
                for operand in node._prev:
                    visit(operand)
                order.append(node)
        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
""" + REST

# No closures: each node keeps its operands with their slopes, under names of its own; tanh is made of exponentials.
SLOPES = """
import math

class Engine:
    __slots__ = ("data", "grad", "label", "sources", "__weakref__")

    def __init__(self, data, sources=(), label=""):
        self.data, self.grad, self.label, self.sources = float(data), 0, label, tuple(sources)

    @staticmethod
    def lift(x): return x if isinstance(x, Engine) else Engine(x)

    def __add__(self, other):
        other = self.lift(other)
        return Engine(self.data + other.data, [(self, 1), (other, 1)])

    def __mul__(self, other):
        other = self.lift(other)
        return Engine(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n): return Engine(self.data ** n, [(self, n * self.data ** (n - 1))])
    def exp(self): return Engine(math.exp(self.data), [(self, math.exp(self.data))])
    def relu(self): return Engine(max(self.data, 0.0), [(self, 1.0 if self.data >= 0 else 0.0)])
    def tanh(self):
        e = (2 * self).exp()
        return (e - 1) / (e + 1)

    def backward(self):
        users, stack = {self: 0}, [self]
        while stack:
            for source, _ in stack.pop().sources:
                if source not in users:
                    users[source] = 0
                    stack.append(source)
                users[source] += 1
        for node in users:
            node.grad = 0
        self.grad, ready = 1, [self]
        while ready:
            node = ready.pop()
            for source, slope in node.sources:
                source.grad += slope * node.grad
                users[source] -= 1
                if not users[source]:
                    ready.append(source)
""" + REST

# Collects in a dictionary and writes each gradient once, with =, when it is complete; leaves add up between calls.
COLLECTED = """
import math

class Value:
    born = 0

    def __init__(self, data, operands=(), label=""):
        Value.born += 1
        self.label = label
        self.data, self.grad, self._prev, self.number = data, 0.0, [node for node, _ in operands], Value.born
        self.slopes = [slope for _, slope in operands]

    def __repr__(self): return str(self.data)

    @staticmethod
    def lift(x): return x if isinstance(x, Value) else Value(x)

    def __add__(self, other):
        other = self.lift(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = self.lift(other)
        if other is self:
            return Value(self.data ** 2, ((self, 2.0 * self.data),))
        return Value(self.data * other.data, ((other, self.data), (self, other.data)))

    def __pow__(self, n): return Value(self.data ** n, ((self, n * self.data ** (n - 1)),))
    def exp(self): return Value(math.exp(self.data), ((self, math.exp(self.data)),))
    def relu(self): return Value(max(self.data, 0.0), ((self, float(self.data > 0)),))
    def tanh(self):
        up, down = math.exp(self.data), math.exp(-self.data)
        t = (up - down) / (up + down)
        return Value(t, ((self, 4.0 / (up + down) ** 2),))

    def backward(self):
        totals, waiting = {self: 1.0}, [self]
        while waiting:
            # The youngest node has no users left: whoever uses a node is born after it.
            node = max(waiting, key=lambda node: node.number)
            waiting.remove(node)
            for operand, slope in zip(node._prev, node.slopes):
                if operand not in totals:
                    totals[operand] = 0.0
                    waiting.append(operand)
                totals[operand] += slope * totals[node]
        for node, total in totals.items():
            node.grad = total if node._prev else node.grad + total
""" + REST


def engine_source(*losing, operands="tuple"):
    """The engine of closures, losing pieces in the given places."""
    source = CLOSURES.replace("OPERANDS", operands)
    for place in PLACES:
        source = source.replace(place, "=" if place in losing else "+=")
    return source


def replaced(source, *pairs):
    for old, new in pairs:
        assert old in source, old
        source = source.replace(old, new)
    return source


RIGHT_ENGINES = {
    "keeps its operands in a set": (engine_source(operands="set"), "Value"),
    "stores slopes and builds tanh from exponentials": (SLOPES, "Engine"),
    "collects pieces in a dictionary and writes each gradient once": (COLLECTED, "Value"),
    "adds up the root's gradient, too": (replaced(engine_source(), ("self.grad = 1.0", "self.grad += 1.0")), "Value"),
    "visits the right operand first": (replaced(engine_source(), ("in node._prev:", "in reversed(node._prev):")), "Value"),
    "was mended by someone else": (replaced(engine_source(), ("Value", "BrokenValue")), "BrokenValue"),
}

ADDING_UP = "            self.grad += out.grad\n            other.grad += out.grad\n"
MULTIPLIED = "            self.grad += other.data * out.grad\n            other.grad += self.data * out.grad\n"

WRONG_ENGINES = {
    "every operation overwrites": engine_source(*PLACES),
    "only + overwrites": engine_source("ADD_LEFT", "ADD_RIGHT"),
    "only * overwrites": engine_source("MUL_LEFT", "MUL_RIGHT"),
    "only tanh() overwrites": engine_source("TANH"),
    "only the left side of + overwrites": engine_source("ADD_LEFT"),
    "only the right side of + overwrites": engine_source("ADD_RIGHT"),
    "only the left side of * overwrites": engine_source("MUL_LEFT"),
    "only the right side of * overwrites": engine_source("MUL_RIGHT"),
    "a + a and a * a are special cases, and all else overwrites": replaced(
        engine_source("TANH"),
        (ADDING_UP, "            if self is other: self.grad = 2 * out.grad\n"
                    "            else: self.grad = other.grad = out.grad\n"),
        (MULTIPLIED, "            if self is other: self.grad = 2 * self.data * out.grad\n"
                     "            else: self.grad, other.grad = other.data * out.grad, self.data * out.grad\n"),
    ),
    "every local step zeroes the gradients of its operands before it adds": replaced(
        engine_source("TANH"),
        (ADDING_UP, "            self.grad = other.grad = 0.0\n" + ADDING_UP),
        (MULTIPLIED, "            self.grad = other.grad = 0.0\n" + MULTIPLIED),
    ),
    "leaves add, but inner nodes overwrite": replaced(
        engine_source(),
        ("self.grad += (1", "self.grad = self.grad * (not self._prev) + (1"),
        (ADDING_UP, "            for node in (self, other):\n"
                    "                node.grad = node.grad * (not node._prev) + out.grad\n"),
        (MULTIPLIED, "            for node, slope in ((self, other.data), (other, self.data)):\n"
                     "                node.grad = node.grad * (not node._prev) + slope * out.grad\n"),
    ),
    "inner nodes add, but leaves overwrite": replaced(
        engine_source(),
        ("self.grad += (1", "self.grad = self.grad * bool(self._prev) + (1"),
        (ADDING_UP, "            for node in (self, other):\n"
                    "                node.grad = node.grad * bool(node._prev) + out.grad\n"),
        (MULTIPLIED, "            for node, slope in ((self, other.data), (other, self.data)):\n"
                     "                node.grad = node.grad * bool(node._prev) + slope * out.grad\n"),
    ),
}

# What helps where "a piece is there already" is only half of it.
OTHER_NUDGES = {
    "a + a and a * a are special cases, and all else overwrites": "Use a node in two different operations.",
    "leaves add, but inner nodes overwrite": "Let the node that is used twice be the result of an operation.",
    "inner nodes add, but leaves overwrite": "Let the node that is used twice be a leaf.",
}


# 3. Expose it


class Built(NamedTuple):
    """An expression after its backward pass. `grads`: of the leaves that were returned; `leaves`: (data, grad) of all, in order of size;
    `reuses`: whether some node is used in two places, as far as `_prev` shows it."""
    data: float
    grads: list
    leaves: list
    reuses: bool


def built(student, engine, name):
    """The expression made with `engine`, after its backward pass: a Built."""
    call = f"exposing_expression({name})"
    with doing(call):
        answer = student.exposing_expression(engine)
    shape = f"{call} returned {show(answer)}, should be (root, leaves) with a list of leaves"
    require(isinstance(answer, (list, tuple)) and len(answer) == 2, shape)
    root, leaves = answer
    if isinstance(leaves, Handle):
        try:
            leaves = list(leaves)
        except StudentError:
            raise Wrong(f"{call}: the leaves are {show(leaves)}, should be a list of leaves") from None
    require(isinstance(leaves, (list, tuple)) and len(leaves) > 0, f"{call}: the leaves are {show(leaves)}, should be a list with at least one leaf")
    made_by = student.load("def made_by(node, engine): return type(node) is engine", "made_by")
    for what, node in [("the root", root), *((f"leaf {place}", leaf) for place, leaf in enumerate(leaves))]:
        require(isinstance(node, Handle), f"{call}: {what} is {show(node)}, should be a node of the engine")
    reached = graph(root)
    for node in reached:
        require(
            made_by(node, engine) is True,
            f"{call}: a node of the expression was not made with the class that was given",
            hint="Inside the function, the name Value is the parameter. Make every node with it.",
        )
    for place, leaf in enumerate(leaves):
        require(leaf in reached, f"{call}: leaf {place} is not a part of the expression")
        require(len(leaf._prev) == 0, f"{call}: leaf {place} is the result of an operation, should be made from a plain number")
    for node in reached:
        expect(f"{call}: the grad of a node before anyone called backward()", node.grad, 0.0,
               hint="Do not call backward() yourself, and leave the gradients alone.")
    with doing(f"root, leaves = {call}; root.backward()"):
        root.backward()
    numbers = [root.data, *(leaf.grad for leaf in leaves)]
    all_leaves = [node for node in reached if len(node._prev) == 0]
    # Not a number is unequal to itself, so it would seem to expose every engine.
    require(
        all(isinstance(number, (int, float)) and math.isfinite(number) for number in numbers),
        f"{call}: the value of the root and the gradients of the leaves are {show(numbers)}, should be finite numbers",
    )
    uses = [operand for node in reached for operand in node._prev]
    return Built(root.data, numbers[1:], sorted((leaf.data, leaf.grad) for leaf in all_leaves), len(set(uses)) < len(uses))


def graph(root):
    reached, waiting = {root}, [root]
    while waiting:
        for operand in waiting.pop()._prev:
            if operand not in reached:
                reached.add(operand)
                waiting.append(operand)
    return reached


def must_disagree(student, right, broken, names):
    one = built(student, right, names[0])
    other = built(student, broken, names[1])
    expect(f"the value of the expression in {names[1]}", other.data, one.data,
           hint="The engines compute the same values. Build the same expression with both.")
    require(len(one.grads) == len(other.grads), "exposing_expression returns different numbers of leaves for the two engines")
    if not agree(other.grads, one.grads):
        return
    # The sentence names the kind of expression, not its numbers: every learner who has the same idea wrong reads the same.
    same, numbers = "both engines give the leaves the same gradients: ", [data for data, _ in other.leaves]
    both_say = f"Both say {show(one.grads)}. "
    if not other.reuses and len(set(numbers)) < len(numbers):
        raise Wrong(f"{same}no node of the expression is used in two places, though two of its leaves hold the same number",
                    f"{both_say}Is one of your nodes, not just one of your numbers, used twice?")
    require(other.reuses, f"{same}no node of the expression is used in two places", f"{both_say}A node that is used once gets one piece. Can anything be lost of one piece?")
    require(agree(other.leaves, one.leaves), f"{same}only a leaf that is not among the returned ones has another gradient in the broken engine",
            f"{both_say}Are all of your leaves in the list?")
    raise Wrong(f"{same}no piece of a gradient gets lost in this expression", f"{both_say}Which pieces does the node get that is used twice, and which comes last?")


@pytest.mark.exercise("expose", weight=2)
def test_the_engines_disagree(student):
    must_disagree(student, student.Value, student.BrokenValue, ("Value", "BrokenValue"))


@pytest.mark.exercise("expose")
def test_engines_with_other_names_disagree(student):
    right = student.load(replaced(engine_source(), ("Value", "Alpha")), "Alpha")
    broken = student.load(replaced(engine_source(*PLACES), ("Value", "Beta")), "Beta")
    # The order of the visits decides which piece is last, so it has to be that of the suspect.
    broken.backward = student.BrokenValue.backward
    must_disagree(student, right, broken, ("another right engine", "another broken engine"))


# 4. Mend it


def check_grads(student, text, build, numbers, data, grads, hint):
    leaves = [student.MendedValue(number) for number in numbers]
    given_text = ", ".join(f"{name} = {number:g}" for name, number in zip("abc", numbers))
    with doing(f"{text} with {given_text}"):
        root = build(*leaves)
    expect(f"{text} with {given_text}: data", root.data, data)
    with doing(f"{text} with {given_text}; backward()"):
        root.backward()
    for name, leaf, grad in zip("abc", leaves, grads):
        expect(f"{text} with {given_text}: {name}.grad", leaf.grad, grad, hint)


PIECES = "Add up the pieces from all the places where the node is used."


@pytest.mark.exercise("mend")
@pytest.mark.parametrize("a, b", [(3.0, 2.0), (-1.5, 0.25)])
def test_mended_sum(student, a, b):
    check_grads(student, "a + b", lambda a, b: a + b, (a, b), a + b, (1, 1), "Nothing is used twice here: the pieces had the right size.")
    check_grads(student, "a + a", lambda a: a + a, (a,), 2 * a, (2,), PIECES)
    check_grads(student, "(a + b) + a", lambda a, b: (a + b) + a, (a, b), 2 * a + b, (2, 1), PIECES)
    check_grads(student, "(a + b) + (b + a)", lambda a, b: (a + b) + (b + a), (a, b), 2 * a + 2 * b, (2, 2), PIECES)
    check_grads(student, "(a + 4) + a", lambda a: (a + 4.0) + a, (a,), 2 * a + 4, (2,), PIECES)


@pytest.mark.exercise("mend")
@pytest.mark.parametrize("a, b", [(2.0, 3.0), (-0.5, 1.25)])
def test_mended_product(student, a, b):
    check_grads(student, "a * b", lambda a, b: a * b, (a, b), a * b, (b, a), "Nothing is used twice here: the pieces had the right size.")
    check_grads(student, "a * a", lambda a: a * a, (a,), a * a, (2 * a,), PIECES)
    check_grads(student, "(a * b) * a", lambda a, b: (a * b) * a, (a, b), a * a * b, (2 * a * b, a * a), PIECES)
    check_grads(student, "(b * a) * a", lambda a, b: (b * a) * a, (a, b), a * a * b, (2 * a * b, a * a), PIECES)
    check_grads(student, "(a * 4) * a", lambda a: (a * 4.0) * a, (a,), 4 * a * a, (8 * a,), PIECES)


@pytest.mark.exercise("mend")
@pytest.mark.parametrize("a", [0.5, -0.75])
def test_mended_tanh(student, a):
    t = math.tanh(a)
    slope = 1 - t * t
    check_grads(student, "a.tanh()", lambda a: a.tanh(), (a,), t, (slope,), "")
    check_grads(student, "a.tanh() + a", lambda a: a.tanh() + a, (a,), t + a, (1 + slope,), "Who wrote into a.grad before tanh did?")
    check_grads(student, "a.tanh() * a", lambda a: a.tanh() * a, (a,), t * a, (slope * a + t,), "Who wrote into a.grad before tanh did?")
    check_grads(student, "a.tanh() + a.tanh()", lambda a: a.tanh() + a.tanh(), (a,), 2 * t, (2 * slope,), PIECES)


@pytest.mark.exercise("mend")
@pytest.mark.parametrize("a, b", [(2.0, 3.0), (2.0001, 3.01)])
def test_shared_between_operations(student, a, b):
    check_grads(student, "a * b + b", lambda a, b: a * b + b, (a, b), a * b + b, (b, a + 1), "b is used by the * and by the +. Which of them writes last?")
    check_grads(student, "(a * b) * (a + b)", lambda a, b: (a * b) * (a + b), (a, b), a * b * (a + b), (b * (2 * a + b), a * (a + 2 * b)), PIECES)
    check_grads(student, "a - b * a", lambda a, b: a - b * a, (a, b), a - b * a, (1 - b, -a), PIECES)


@pytest.mark.exercise("mend", weight=2)
@given(program=programs(ops="+ * tanh", steps=6))
def test_random_expressions(student, program):
    nodes = program.build(student.MendedValue)
    expect(f"{program.text}: the data of the root", nodes[-1].data, program.data[-1], tol=1e-8)
    with doing(f"{program.text}; backward()"):
        nodes[-1].backward()
    for index, (node, grad) in enumerate(zip(nodes, program.grads)):
        expect(f"{program.text}; backward(): {program.name(index)}.grad", node.grad, grad, hint=PIECES, tol=1e-7)


# 5. A test that catches it

VERDICT = """
def verdict(check_engine, engine):
    try:
        check_engine(engine)
    except AssertionError as problem:
        return ["AssertionError", str(problem)]
    except NotImplementedError:
        raise
    except Exception as problem:
        return [type(problem).__name__, str(problem)]
    return ["passed", ""]
"""


def passes(student, engine, what):
    kind, text = student.load(VERDICT, "verdict")(student.check_engine, engine)
    if kind != "passed":
        said = f"{kind}: {text}" if text else kind
        raise Wrong(f"check_engine({what}) raised {said}. It should pass: this engine is right.",
                    "Ask only for gradients after one backward() on a fresh graph, with a tolerance.")


def catches(student, engine, what, hint):
    kind, text = student.load(VERDICT, "verdict")(student.check_engine, engine)
    if kind == "passed":
        raise Wrong(f"check_engine passed in silence {what}. It should raise an AssertionError.", hint)
    if kind != "AssertionError":
        raise Wrong(f"check_engine raised {kind}: {text}, {what}. It should raise an AssertionError.", hint)


def tells_the_two_apart(student):
    """A check that accepts everything, or nothing, has shown nothing about any engine."""
    passes(student, student.Value, "Value")
    ask = student.load(VERDICT, "verdict")
    upside_down = student.load(replaced(engine_source(), ("self.grad = 1.0", "self.grad = -1.0")), "Value")
    if all(ask(student.check_engine, engine)[0] == "passed" for engine in (student.BrokenValue, upside_down)):
        raise Wrong("check_engine raised nothing on BrokenValue, nor on an engine in which every gradient has the wrong sign. It should raise an AssertionError.",
                    "What a test prints or returns stops nobody. What does an assert do?")
    catches(student, student.BrokenValue, "on BrokenValue", "Which expression gave the suspect away?")


@pytest.mark.exercise("check-engine")
@pytest.mark.parametrize("kind", RIGHT_ENGINES)
def test_right_engines_pass(student, kind):
    tells_the_two_apart(student)
    passes(student, student.load(*RIGHT_ENGINES[kind]), f"an engine that {kind}")


@pytest.mark.exercise("check-engine")
@pytest.mark.parametrize("fault", WRONG_ENGINES)
def test_wrong_engines_are_caught(student, fault):
    tells_the_two_apart(student)
    engine = student.load(WRONG_ENGINES[fault], "Value")
    hint = OTHER_NUDGES.get(fault, "Some node must hold a piece already when the faulty place writes.")
    catches(student, engine, f"on an engine in which {fault}", hint)


@pytest.mark.exercise("check-engine")
def test_a_small_error_is_caught(student):
    tells_the_two_apart(student)
    source = replaced(engine_source(), ("+= out.grad", "+= 0.995 * out.grad"), ("+= other.data", "+= 0.995 * other.data"),
                      ("+= self.data", "+= 0.995 * self.data"), ("+= (1 -", "+= 0.995 * (1 -"))
    catches(student, student.load(source, "Value"), "on an engine in which every piece is half a percent too small",
            "Two right engines differ in the last digits only. How far off may a gradient be before your test complains?")


# 6. The second face

BOWL = """
def bowl(parameters):
    (w,) = parameters
    return (w - 3.0) * (w - 3.0)
"""

LINE = """
def line(parameters):
    w, b = parameters
    errors = [w * x + b - y for x, y in POINTS]
    total = errors[0] * errors[0]
    for error in errors[1:]:
        total = total + error * error
    return total
"""


def nudge(losses):
    """The hint that fits what the losses do."""
    numbers = losses if isinstance(losses, (list, tuple)) else []
    if len(numbers) > 1 and all(isinstance(number, (int, float)) for number in numbers):
        if numbers[0] == numbers[1]:
            return "The parameter does not move. What does p.grad hold when the line that moves p runs?"
        if numbers[0] < numbers[1]:
            return "The loss rises at the first step. In which direction does a gradient point?"
    return "Print p.grad at each step. Is it the slope at this step, or a sum over several steps?"


def run_bowl(student, start, steps, rate, leftover=None, hint=""):
    w = student.Value(start)
    if leftover:
        w.grad = leftover
    call = f"w = {start:g}" + (f", w.grad = {leftover:g}" if leftover else "") + f": descend((w - 3)**2, [w], steps={steps}, rate={rate:g})"
    with doing(call):
        losses = student.descend(student.load(BOWL, "bowl"), [w], steps=steps, rate=rate)
    # Each step multiplies the distance from the minimum by the same number.
    distances = [(start - 3.0) * (1 - 2 * rate) ** k for k in range(steps + 1)]
    hint = hint or nudge(losses)
    expect(f"{call}: the list of losses", losses, [distance**2 for distance in distances[:-1]], hint, tol=1e-6)
    expect(f"{call}: w.data afterwards", w.data, 3.0 + distances[-1], hint, tol=1e-6)


@pytest.mark.exercise("descend")
def test_one_parameter(student):
    run_bowl(student, 0.0, 6, 0.05)
    run_bowl(student, 5.0, 3, 0.4)
    run_bowl(student, 0.0, 40, 0.05)


@pytest.mark.exercise("descend")
@given(start=st.integers(-8, 8).filter(lambda n: n != 3), steps=st.integers(2, 8), rate=st.sampled_from([0.01, 0.05, 0.1, 0.25]), leftover=quarters)
def test_leftover_gradients_do_not_matter(student, start, steps, rate, leftover):
    run_bowl(student, float(start), steps, rate, leftover or 100.0, "Who zeroes what the parameters hold when your function is called?")


@pytest.mark.exercise("descend")
@given(
    points=st.lists(st.tuples(quarters, quarters), min_size=2, max_size=4, unique_by=lambda point: point[0]),
    start=st.tuples(quarters, quarters),
    steps=st.integers(2, 6),
)
def test_two_parameters(student, points, start, steps):
    rate = 0.01
    (w, b), losses, path = start, [], []
    for _ in range(steps):
        errors = [w * x + b - y for x, y in points]
        losses.append(sum(error**2 for error in errors))
        path.append((w, b))
        w, b = w - rate * sum(2 * error * x for error, (x, _) in zip(errors, points)), b - rate * sum(2 * error for error in errors)
    call = f"descend on the squared error of y = w * x + b at the points {show(points)}, w = {start[0]:g}, b = {start[1]:g}, steps={steps}, rate={rate}"
    parameters = [student.Value(number) for number in start]
    with doing(call):
        came = student.descend(student.load(f"POINTS = {points!r}\n{LINE}", "line"), parameters, steps=steps, rate=rate)
    expect(f"{call}: the list of losses", came, losses, hint="Every parameter lives on from step to step, not only the first.", tol=1e-5)
    expect(f"{call}: [w.data, b.data] afterwards", [p.data for p in parameters], [w, b], hint="Is every parameter zeroed, and is every one moved?", tol=1e-5)


# 7. Backward twice

FRESH = "What an inner node passes on must be fresh at every call; what a leaf holds adds up."


@pytest.mark.exercise("backward-again")
def test_layers_of_doublings(student):
    for layers in (2, 3, 5):
        a = student.Value(1.0)
        node = a
        for _ in range(layers):
            node = node + node
        for call in (1, 2, 3):
            text = f"a = Value(1.0), doubled {layers} times; accumulating_backward, call {call}"
            with doing(text):
                student.accumulating_backward(node)
            expect(f"{text}: a.grad", a.grad, call * 2.0**layers, FRESH)


@pytest.mark.exercise("backward-again")
def test_two_roots_share_leaves(student):
    a, b = student.Value(2.0), student.Value(3.0)
    inner = a * b
    first = inner + b
    second = inner * inner + a
    text = "a = 2, b = 3; d = a * b; first = d + b; second = d * d + a; accumulating_backward(first)"
    with doing(text):
        student.accumulating_backward(first)
    expect(f"{text}: [a.grad, b.grad]", [a.grad, b.grad], [3.0, 3.0], FRESH)
    text += ", then of second"
    with doing(text):
        student.accumulating_backward(second)
    expect(f"{text}: [a.grad, b.grad]", [a.grad, b.grad], [3.0 + 37.0, 3.0 + 24.0], FRESH)
    text += ", then of first again"
    with doing(text):
        student.accumulating_backward(first)
    expect(f"{text}: [a.grad, b.grad]", [a.grad, b.grad], [6.0 + 37.0, 6.0 + 24.0], FRESH)


@pytest.mark.exercise("backward-again", weight=2)
@given(program=programs(ops="+ - * tanh", steps=6), calls=st.integers(2, 3))
def test_random_graphs_accumulate(student, program, calls):
    nodes = program.build(student.Value)
    for _ in range(calls):
        with doing(f"{program.text}; accumulating_backward of the last"):
            student.accumulating_backward(nodes[-1])
    for leaf in program.leaves:
        expect(f"{program.text}; accumulating_backward of the last, {calls} times: {program.name(leaf)}.grad",
               nodes[leaf].grad, calls * program.grads[leaf], FRESH, tol=1e-6)
