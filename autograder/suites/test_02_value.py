"""Hidden tests of lesson 02: what a Value holds, what + and * record, and going back through the record."""
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.channel import Handle
from autograder.judge import Wrong, doing, expect, require, show
from autograder.oracle import evaluate, programs

quarters = st.integers(-12, 12).map(lambda n: n / 4)

ARGUMENTS = "Each argument of the constructor has an attribute that should hold it."
ITSELF = "An operand is the very object that stood beside the operator, not a copy and not its number."
NEW = "A sum or a product is a new node. What should happen to the two that it was made from?"
WRAP = "A plain number has no history. What makes it a node?"
ONCE = "Follow _prev from the root. At each node: have I been here before?"
IDENTITY = "Two nodes that hold the same number are still two nodes."


# What came out, as nodes.


def node(call, result):
    """The result, if it is an object in the room; otherwise a message that says what it is."""
    if isinstance(result, Handle):
        return result
    if result is None:
        raise Wrong(f"{call} is None, should be a Value", "Is a `return` missing?")
    raise Wrong(f"{call} is the plain {type(result).__name__} {show(result)}, should be a Value", "The result has to remember how it was made.")


def entries(call, container):
    """What a tuple, list, set or other container holds, as a list."""
    with doing(f"going through {call}"):
        found = list(container) if isinstance(container, (Handle, list, tuple)) else container
    require(isinstance(found, list), f"{call} is {show(container)}, should be a tuple, a list or a set")
    return found


def names_of(found, names):
    return [names.get(item, "a different Value") if isinstance(item, Handle) else show(item) for item in found]


def made_from(call, result, names, hint=ITSELF):
    """_prev holds exactly the operands in `names`, a dict from handle to name; one used twice stands there once or twice."""
    found = entries(f"{call}._prev", result._prev)
    # Sorted, because a set gives its entries in another order at every run.
    listed = ", ".join(sorted(names_of(found, names))) or "nothing"
    wanted = " and ".join(names.values())
    right = all(isinstance(item, Handle) and item in names for item in found) and set(found) == set(names)
    require(right, f"{call}._prev holds {listed}, should hold {wanted}", hint)
    require(len(found) <= 2, f"{call}._prev holds {listed}, should hold each operand once for each use", hint)


def gradient(call, value, expected, hint=""):
    grad = value.grad
    require(grad is not None, f"{call}.grad is None, should be {show(expected)}", hint or "A gradient is a number from the start.")
    expect(f"{call}.grad", grad, expected, hint=hint)


def is_leaf(call, value):
    found = entries(f"{call}._prev", value._prev)
    require(not found, f"{call}._prev holds {len(found)} entries, should be empty", "Nothing was computed to make this one.")


# The class Value


@pytest.mark.exercise("value", weight=2)
@given(x=quarters)
def test_it_holds_a_number(student, x):
    call = f"x = Value({x})"
    value = node(call, student.Value(x))
    expect(f"{call}: x.data", value.data, x)
    gradient(f"{call}: x", value, 0.0, hint="Before anything is known about the result, this value has no effect on it.")
    is_leaf(f"{call}: x", value)
    expect(f"{call}: x._op", value._op, "", hint="No operation made a number that was typed in.")
    expect(f"{call}: x.label", value.label, "")


@pytest.mark.exercise("value")
def test_other_numbers(student):
    for x in (3, -7, 0, 6.8813735870195432, 1e300, 1e-300):
        expect(f"Value({x}).data", student.Value(x).data, x, tol=0)


@pytest.mark.exercise("value", weight=2)
def test_it_remembers_its_operands(student):
    x, y = student.Value(3.0), student.Value(4.0)
    z = student.Value(7.0, (x, y), "+")
    call = 'z = Value(7.0, (x, y), "+")'
    expect(f"{call}: z.data", z.data, 7.0)
    made_from(f"{call}: z", z, {x: "x", y: "y"}, hint=ARGUMENTS)
    made_from(f"{call}: the second look at z", z, {x: "x", y: "y"}, hint="Some containers can be gone through only once.")
    expect(f"{call}: z._op", z._op, "+", hint=ARGUMENTS)
    gradient(f"{call}: z", z, 0.0)
    w = student.Value(3.5, (x,), "half", "w")
    call = 'w = Value(3.5, (x,), "half", "w")'
    made_from(f"{call}: w", w, {x: "x"}, hint=ARGUMENTS)
    expect(f"{call}: w._op", w._op, "half", hint=ARGUMENTS)
    expect(f"{call}: w.label", w.label, "w", hint=ARGUMENTS)
    is_leaf("after that, x", x)


@pytest.mark.exercise("value")
def test_arguments_by_name(student):
    x = student.Value(3.0, label="price")
    expect('x = Value(3.0, label="price"): x.label', x.label, "price", hint=ARGUMENTS)
    expect('x = Value(3.0, label="price"): x._op', x._op, "")
    y = student.Value(data=-3.0, _op="neg", _children=(x,))
    call = 'y = Value(data=-3.0, _op="neg", _children=(x,))'
    expect(f"{call}: y.data", y.data, -3.0)
    expect(f"{call}: y._op", y._op, "neg", hint=ARGUMENTS)
    made_from(f"{call}: y", y, {x: "x"}, hint=ARGUMENTS)


@pytest.mark.exercise("value")
def test_backward_does_nothing_yet(student):
    x = student.Value(3.0)
    y = student.Value(6.0, (x,), "double")
    for name, value in (("x", x), ("y", y)):
        require(isinstance(value._backward, Handle), f"{name}._backward is {show(value._backward)}, should be a function",
                "Something that can be called and does nothing.")
        with doing(f"{name}._backward()"):
            value._backward()
    gradient("after x._backward() and y._backward(): x", x, 0.0)
    expect("after x._backward() and y._backward(): x.data", x.data, 3.0)


@pytest.mark.exercise("value")
def test_each_value_is_its_own(student):
    x, y = student.Value(1.0), student.Value(2.0)
    x.grad, x.label, x.data = 5.0, "x", 9.0
    call = 'after x.grad = 5; x.label = "x"; x.data = 9 on another Value'
    gradient(f"{call}: y", y, 0.0, hint="An attribute of the class is shared by all; one of self is not.")
    expect(f"{call}: y.label", y.label, "")
    expect(f"{call}: y.data", y.data, 2.0)
    expect("x.grad = 5: x.grad", x.grad, 5.0)
    expect("x.data = 9: x.data", x.data, 9.0)


@pytest.mark.exercise("value")
def test_same_number_two_nodes(student):
    count = student.load("def count(*values):\n    return len(set(values))", "count")
    x, y = student.Value(2.0), student.Value(2.0)
    with doing("putting x = Value(2.0) and y = Value(2.0) into the set {x, y}"):
        require(count(x, y) == 2, "with x = Value(2.0), y = Value(2.0): the set {x, y} has 1 entry, should have 2", IDENTITY)
        require(count(x, x) == 1, "with x = Value(2.0): the set {x, x} has 2 entries, should have 1", "The same object is the same node.")


@pytest.mark.exercise("value", weight=2)
def test_representation(student):
    number = r"(?:np\.float64\()?(-?[0-9.]+(?:e[-+]?[0-9]+)?)\)?"
    for x in (5.0, -0.25):
        value = student.Value(x)
        value.grad = 2.5
        with doing(f"repr(x) with x = Value({x})"):
            text = repr(value)
        call, should = f"x = Value({x}); x.grad = 2.5: repr(x)", f"should be 'Value(data={x}, grad=2.5)'"
        match = re.fullmatch(rf"Value\(data={number}(?:, ?grad={number})?(?:, .*)?\)", text.strip())
        shown = text if len(text) <= 120 else text[:120] + "..."
        require(match is not None, f"{call} is {shown!r}, {should}", "Return a text that names the class, the data and the grad.")
        expect(f"{call} is {shown!r}: the data in it", float(match[1]), x)
        if match[2]:
            expect(f"{call} is {shown!r}: the grad in it", float(match[2]), 2.5, hint="Show the gradient that the value holds now.")


# The sum and the product. Both are asked the same questions.

COMPUTE = {"+": lambda a, b: a + b, "*": lambda a, b: a * b}


def two_values(student, op, x, y):
    a, b = student.Value(x), student.Value(y)
    call = f"c = a {op} b with a = {x:g}, b = {y:g}"
    with doing(call):
        c = node(f"{call}: c", COMPUTE[op](a, b))
    expect(f"{call}: c.data", c.data, COMPUTE[op](x, y))
    made_from(f"{call}: c", c, {a: "a", b: "b"})
    expect(f"{call}: c._op", c._op, op, hint="The result should say which operation made it.")
    gradient(f"{call}: c", c, 0.0)
    for name, value, number in (("a", a, x), ("b", b, y)):
        expect(f"after {call}: {name}.data", value.data, number, hint=NEW)
        is_leaf(f"after {call}: {name}", value)


def same_value(student, op):
    a = student.Value(-3.0)
    call = f"c = a {op} a with a = -3"
    c = node(f"{call}: c", COMPUTE[op](a, a))
    expect(f"{call}: c.data", c.data, COMPUTE[op](-3.0, -3.0))
    made_from(f"{call}: c", c, {a: "a"})
    expect(f"after {call}: a.data", a.data, -3.0, hint=NEW)


def plain_numbers(student, op):
    for x, number in ((2.0, 5), (3.0, -0.5), (4.0, 0), (-1.5, 1)):
        a = student.Value(x)
        call = f"c = a {op} {'(' * (number < 0)}{number}{')' * (number < 0)} with a = {x:g}"
        with doing(call):
            c = node(f"{call}: c", COMPUTE[op](a, number))
        expect(f"{call}: c.data", c.data, COMPUTE[op](x, number))
        expect(f"{call}: c._op", c._op, op)
        found = entries(f"{call}: c._prev", c._prev)
        others = [item for item in found if item is not a]
        require(len(found) == 2 and len(others) == 1, f"{call}: c._prev holds {', '.join(names_of(found, {a: 'a'})) or 'nothing'}, "
                f"should hold a and a Value of {number}", WRAP)
        wrapped = node(f"{call}: the second operand", others[0])
        expect(f"{call}: the second operand's data", wrapped.data, number)
        is_leaf(f"{call}: the second operand", wrapped)


def chained(student, op):
    a, b, c = (student.Value(x) for x in (2.0, 3.0, 4.0))
    compute = COMPUTE[op]
    first = compute(a, b)
    call = f"d = a {op} b; e = d {op} c with a = 2, b = 3, c = 4"
    with doing(call):
        second = node(f"{call}: e", compute(node(f"{call}: d", first), c))
    expect(f"{call}: e.data", second.data, compute(compute(2.0, 3.0), 4.0))
    made_from(f"{call}: e", second, {first: "d", c: "c"})
    made_from(f"{call}: d", first, {a: "a", b: "b"})
    third = compute(c, first)
    call = f"d = a {op} b; f = c {op} d with a = 2, b = 3, c = 4"
    made_from(f"{call}: f", third, {c: "c", first: "d"})


def whole_program(student, program):
    """Number, operation and operands of every node of a random expression."""
    with doing(program.text):
        nodes = program.build(student.Value)
    for index, (step, made) in enumerate(zip(program.steps, nodes, strict=True)):
        call = f"{program.text}: {program.name(index)}"
        made = node(call, made)
        expect(f"{call}.data", made.data, program.data[index])
        if step.op == "leaf":
            is_leaf(call, made)
        else:
            expect(f"{call}._op", made._op, step.op)
            made_from(call, made, {nodes[i]: program.name(i) for i in step.operands})


@pytest.mark.exercise("add")
def test_sum_of_three_and_four(student):
    two_values(student, "+", 3.0, 4.0)


@pytest.mark.exercise("add", weight=2)
@given(x=quarters, y=quarters)
def test_sum_of_two_values(student, x, y):
    two_values(student, "+", x, y)


@pytest.mark.exercise("add")
def test_sum_of_a_value_with_itself(student):
    same_value(student, "+")


@pytest.mark.exercise("add", weight=2)
def test_sum_with_a_plain_number(student):
    plain_numbers(student, "+")


@pytest.mark.exercise("add")
def test_sum_of_a_sum(student):
    chained(student, "+")


@pytest.mark.exercise("add", weight=2)
@given(program=programs(ops="+", leaves=3, steps=5))
def test_sums_of_sums(student, program):
    whole_program(student, program)


@pytest.mark.exercise("mul")
def test_product_of_two_and_three(student):
    two_values(student, "*", 2.0, 3.0)


@pytest.mark.exercise("mul", weight=2)
@given(x=quarters, y=quarters)
def test_product_of_two_values(student, x, y):
    two_values(student, "*", x, y)


@pytest.mark.exercise("mul")
def test_product_of_a_value_with_itself(student):
    same_value(student, "*")


@pytest.mark.exercise("mul", weight=2)
def test_product_with_a_plain_number(student):
    plain_numbers(student, "*")


@pytest.mark.exercise("mul")
def test_product_of_a_product(student):
    chained(student, "*")


@pytest.mark.exercise("mul", weight=2)
@given(program=programs(ops="+ *", leaves=3, steps=5))
def test_sums_and_products(student, program):
    whole_program(student, program)


# The graph of a * b + b


def built(call, student, a, b):
    with doing(call):
        pair = student.build(a, b)
    found = entries(f"what {call} returns", pair) if pair is not None else None
    require(found is not None, f"{call} is None, should be the pair (tmp, c)", "Is a `return` missing?")
    require(len(found) == 2, f"{call} has {len(found)} entries, should have two: (tmp, c)")
    return node(f"{call}: tmp", found[0]), node(f"{call}: c", found[1])


@pytest.mark.exercise("build")
def test_graph_of_the_text(student):
    seed_graph(student, 2.0, 3.0)


@pytest.mark.exercise("build")
@given(x=quarters, y=quarters)
def test_graph_with_other_numbers(student, x, y):
    seed_graph(student, x, y)


def seed_graph(student, x, y):
    a, b = student.Value(x), student.Value(y)
    a.label, b.label = "a", "b"
    call = f"tmp, c = build(a, b) with a = {x:g}, b = {y:g}"
    tmp, c = built(call, student, a, b)
    expect(f"{call}: tmp.data", tmp.data, x * y)
    expect(f"{call}: c.data", c.data, x * y + y)
    made_from(f"{call}: tmp", tmp, {a: "a", b: "b"})
    made_from(f"{call}: c", c, {tmp: "tmp", b: "b"})
    expect(f"{call}: tmp._op", tmp._op, "*")
    expect(f"{call}: c._op", c._op, "+")


@pytest.mark.exercise("build")
def test_labels(student):
    a, b = student.Value(2.0), student.Value(3.0)
    a.label, b.label = "price", "number"
    call = 'tmp, c = build(a, b) with a labelled "price" and b "number"'
    tmp, c = built(call, student, a, b)
    expect(f"{call}: tmp.label", tmp.label, "tmp")
    expect(f"{call}: c.label", c.label, "c")
    expect(f"{call}: a.label", a.label, "price", hint="The inputs keep their names.")
    expect(f"{call}: b.label", b.label, "number", hint="The inputs keep their names.")


@pytest.mark.exercise("build")
def test_built_from_results(student):
    x = student.Value(2.0)
    y = student.Value(5.0, (x,), "+3")
    call = "tmp, c = build(y, y) where y = 5 was itself made from x"
    tmp, c = built(call, student, y, y)
    expect(f"{call}: c.data", c.data, 30.0)
    made_from(f"{call}: tmp", tmp, {y: "y"})
    made_from(f"{call}: c", c, {tmp: "tmp", y: "y"})
    made_from(f"{call}: y", y, {x: "x"})


# Trace


def traced(call, student, root, names, edges):
    """trace(root) gives exactly the nodes in `names` (handle: name), each once, and the pairs in `edges`.

    A pair that stands in `edges` twice, as in a + a, may be given once or twice.
    """
    with doing(call):
        pair = student.trace(root)
    require(pair is not None, f"{call} is None, should be the pair (nodes, edges)", "Is a `return` missing?")
    parts = entries(f"what {call} returns", pair)
    require(len(parts) == 2, f"{call} has {len(parts)} parts, should have two: (nodes, edges)")
    check_nodes(call, entries(f"{call}: nodes", parts[0]), names)
    check_edges(call, [entries(f"{call}: an edge", edge) for edge in entries(f"{call}: edges", parts[1])], names, edges)


def check_nodes(call, found, names):
    for item in found:
        require(isinstance(item, Handle), f"{call}: nodes holds {show(item)}, should hold Values only")
        require(item in names, f"{call}: nodes holds a Value that is not in this graph", "Does anything stay behind from an earlier call?")
    missing = [name for item, name in names.items() if item not in found]
    require(not missing, f"{call}: nodes has {len(set(found))} different nodes, should have {len(names)}: {few(missing)} {are(missing)} missing", ONCE)
    twice = sorted(names[item] for item, count in Counter(found).items() if count > 1)
    require(not twice, f"{call}: {few(twice)} {are(twice)} in nodes more than once, should be there once", ONCE)


def check_edges(call, found, names, edges):
    def named(edge):
        return f"({', '.join(names_of(edge, names))})"

    for edge in found:
        require(len(edge) == 2, f"{call}: an edge has {len(edge)} entries, should have two: (operand, result)")
    found, allowed = Counter(tuple(edge) for edge in found), Counter(edges)
    for edge in sorted(found, key=named):
        if edge not in allowed and edge[::-1] in allowed:
            raise Wrong(f"{call}: edges holds {named(edge)}, should hold {named(edge[::-1])}", "The operand first, then the result.")
        require(edge in allowed, f"{call}: edges holds {named(edge)}, but the first was not used to make the second")
    missing = [named(edge) for edge in allowed if edge not in found]
    require(not missing, f"{call}: edges has {len(found)} different pairs, should have {len(allowed)}: {few(missing)} {are(missing)} missing",
            "A node is visited once, but each of its uses is an edge.")
    often = sorted(named(edge) for edge, count in found.items() if count > allowed[edge])
    require(not often, f"{call}: {few(often)} {are(often)} in edges more than once, should be there once", ONCE)


def are(things):
    return "is" if len(things) == 1 else "are"


def few(things):
    return ", ".join(things[:3]) + (f" and {len(things) - 3} more" if len(things) > 3 else "")


class Sketch:
    """A graph made with the constructor alone, so that it tests the way back and not the operators."""

    def __init__(self, student):
        self.Value, self.names, self.edges = student.Value, {}, []

    def add(self, name, data, *operands, op=""):
        made = self.Value(data, operands, op) if operands else self.Value(data)
        self.names[made] = name
        self.edges += [(operand, made) for operand in operands]
        return made


@pytest.mark.exercise("trace", weight=2)
def test_trace_of_the_text(student):
    g = Sketch(student)
    a, b = g.add("a", 2.0), g.add("b", 3.0)
    tmp = g.add("tmp", 6.0, a, b, op="*")
    c = g.add("c", 9.0, tmp, b, op="+")
    traced("trace(c) for tmp = a * b; c = tmp + b", student, c, g.names, g.edges)


@pytest.mark.exercise("trace")
def test_trace_of_small_graphs(student):
    g = Sketch(student)
    a = g.add("a", 3.0)
    traced("trace(a) for a = Value(3.0)", student, a, g.names, g.edges)
    g = Sketch(student)
    a = g.add("a", 3.0)
    c = g.add("c", 6.0, a, a, op="+")
    traced("trace(c) for c = a + a", student, c, g.names, g.edges)
    g = Sketch(student)
    a = g.add("a", 3.0)
    b = g.add("b", 9.0, a, op="**2")
    traced("trace(b) for b made from a alone", student, b, g.names, g.edges)


@pytest.mark.exercise("trace", weight=2)
def test_trace_with_equal_numbers(student):
    g = Sketch(student)
    a, b = g.add("a", 2.0), g.add("b", 2.0)
    c = g.add("c", 4.0, a, b, op="+")
    traced("trace(c) for c = a + b with a = 2, b = 2", student, c, g.names, g.edges)
    g = Sketch(student)
    a, one = g.add("a", 5.0), g.add("one", 1.0)
    b = g.add("b", 5.0, a, one, op="*")
    zero = g.add("zero", 0.0)
    c = g.add("c", 5.0, b, zero, op="+")
    traced("trace(c) for b = a * one; c = b + zero with a = 5, one = 1, zero = 0", student, c, g.names, g.edges)


@pytest.mark.exercise("trace", weight=2)
@given(program=programs(ops="+ *", leaves=3, steps=7))
def test_trace_of_an_expression(student, program):
    with doing(program.text):
        nodes = program.build(student.Value)
    names, edges = {}, []
    waiting = [len(nodes) - 1]
    while waiting:
        index = waiting.pop()
        if nodes[index] not in names:
            names[nodes[index]] = program.name(index)
            edges += [(nodes[i], nodes[index]) for i in program.steps[index].operands]
            waiting += program.steps[index].operands
    traced(f"trace({program.name(len(nodes) - 1)}) for {program.text}", student, nodes[-1], names, edges)


@pytest.mark.exercise("trace")
def test_trace_starts_afresh(student):
    g = Sketch(student)
    a, b = g.add("a", 2.0), g.add("b", 3.0)
    c = g.add("c", 5.0, a, b, op="+")
    g.add("d", 10.0, c, b, op="*")
    with doing("trace(d)"):
        student.trace(list(g.names)[-1])
    other = Sketch(student)
    x = other.add("x", 1.0)
    y = other.add("y", 2.0, x, x, op="+")
    traced("after the trace of another graph: trace(y) for y = x + x", student, y, other.names, other.edges)
    part = {node: name for node, name in g.names.items() if name in "abc"}
    traced("after trace(d): trace(c) for c = a + b; d = c * b", student, c, part, [edge for edge in g.edges if edge[1] is c])


@pytest.mark.exercise("trace")
@pytest.mark.limit(seconds=3, says="60 doublings x = x + x have 61 nodes but more than 10^18 paths: does your trace visit a node again for each path?")
def test_trace_of_doublings(student):
    g = Sketch(student)
    x = g.add("x", 1.0)
    for k in range(1, 61):
        x = g.add(f"x{k}", 2.0**k, x, x, op="+")
    traced("trace(x) for x = Value(1.0), then 60 times x = x + x", student, x, g.names, g.edges)


@pytest.mark.exercise("trace")
def test_trace_changes_nothing(student):
    g = Sketch(student)
    a, b = g.add("a", 2.0), g.add("b", 3.0)
    c = g.add("c", 6.0, a, b, op="*")
    c.grad = 4.0
    with doing("trace(c)"):
        student.trace(c)
    expect("after trace(c): [a.data, b.data, c.data]", [a.data, b.data, c.data], [2.0, 3.0, 6.0])
    expect("after trace(c) with c.grad = 4: c.grad", c.grad, 4.0)
    made_from("after trace(c): c", c, {a: "a", b: "b"})


# What if


def asked(call, student, root, leaf, data, expected, hint=""):
    with doing(call):
        answer = student.what_if(root, leaf, data)
    expect(call, answer, expected, hint=hint)


def unchanged(call, nodes, numbers):
    expect(f"after {call}: the list of all numbers in the graph", [each.data for each in nodes], numbers, hint="Who puts the old numbers back?")


def seed(student):
    a, b = student.Value(2.0), student.Value(3.0)
    tmp = student.Value(6.0, (a, b), "*")
    return a, b, tmp, student.Value(9.0, (tmp, b), "+")


@pytest.mark.exercise("what-if", weight=2)
@given(data=quarters)
def test_what_if_of_the_text(student, data):
    a, b, tmp, c = seed(student)
    text = "tmp = a * b; c = tmp + b with a = 2, b = 3"
    asked(f"{text}: what_if(c, a, {data})", student, c, a, data, data * 3 + 3)
    asked(f"{text}: what_if(c, b, {data})", student, c, b, data, 2 * data + data, hint="b is used twice.")
    asked(f"{text}: what_if(tmp, b, {data})", student, tmp, b, data, 2 * data)


@pytest.mark.exercise("what-if")
def test_what_if_changes_nothing(student):
    a, b, tmp, c = seed(student)
    c.grad = 4.0
    with doing("what_if(c, b, 10.0)"):
        student.what_if(c, b, 10.0)
    unchanged("what_if(c, b, 10.0) on c = a * b + b with a = 2, b = 3", (a, b, tmp, c), [2.0, 3.0, 6.0, 9.0])
    expect("after what_if(c, b, 10.0) with c.grad = 4: c.grad", c.grad, 4.0)
    made_from("after what_if(c, b, 10.0): c", c, {tmp: "tmp", b: "b"})
    asked("a second question, c = a * b + b with a = 2, b = 3: what_if(c, a, 0.0)", student, c, a, 0.0, 3.0)


@pytest.mark.exercise("what-if", weight=2)
def test_what_if_with_equal_numbers(student):
    x, w = student.Value(2.0), student.Value(2.0)
    c = student.Value(4.0, (x, w), "*")
    asked("c = x * w with x = 2, w = 2: what_if(c, x, 3.0)", student, c, x, 3.0, 6.0, hint=IDENTITY)
    asked("c = x * w with x = 2, w = 2: what_if(c, w, 5.0)", student, c, w, 5.0, 10.0, hint=IDENTITY)
    one = student.Value(1.0)
    d = student.Value(2.0, (x, one), "*")
    e = student.Value(4.0, (d, w), "+")
    asked("d = x * one; e = d + w with x = 2, one = 1, w = 2: what_if(e, w, 7.0)", student, e, w, 7.0, 9.0, hint=IDENTITY)
    asked("d = x * one; e = d + w with x = 2, one = 1, w = 2: what_if(e, x, 7.0)", student, e, x, 7.0, 9.0, hint=IDENTITY)


@pytest.mark.exercise("what-if", weight=2)
def test_what_if_of_a_value_used_twice_at_once(student):
    a = student.Value(3.0)
    for op, expected in (("+", 10.0), ("*", 25.0)):
        c = student.Value(COMPUTE[op](3.0, 3.0), (a, a), op)
        asked(f"c = a {op} a with a = 3: what_if(c, a, 5.0)", student, c, a, 5.0, expected, hint="How often is a used?")


@pytest.mark.exercise("what-if")
def test_what_if_of_other_leaves(student):
    a, b, _, c = seed(student)
    stranger = student.Value(2.0)
    asked("c = a * b + b = 9, and x that c was not made from: what_if(c, x, 100.0)", student, c, stranger, 100.0, 9.0)
    asked("x = Value(2.0): what_if(x, x, 7.0)", student, stranger, stranger, 7.0, 7.0)
    asked("c = a * b + b with a = 2, b = 3: what_if(c, a, 2.0)", student, c, a, 2.0, 9.0)
    asked("c = a * b + b with a = 2, b = 3: what_if(c, b, 0.0)", student, c, b, 0.0, 0.0, hint="0 is a number like any other.")


@pytest.mark.exercise("what-if", weight=2)
@given(program=programs(ops="+ *", leaves=3, steps=6), choice=st.integers(0, 2), data=quarters)
def test_what_if_of_an_expression(student, program, choice, data):
    with doing(program.text):
        nodes = program.build(student.Value)
    index = program.leaves[choice % len(program.leaves)]
    changed = tuple(replace(step, value=data) if i == index else step for i, step in enumerate(program.steps))
    last = program.name(len(nodes) - 1)
    call = f"{program.text}: what_if({last}, {program.name(index)}, {data})"
    asked(call, student, nodes[-1], nodes[index], data, evaluate(changed).data[-1])
    unchanged(call, nodes, program.data)


@pytest.mark.exercise("what-if")
@pytest.mark.limit(seconds=3, says="60 doublings x = x + x have 61 nodes but more than 10^18 paths: does your code compute a node again for each path?")
def test_what_if_of_doublings(student):
    leaf = x = student.Value(1.0)
    for k in range(1, 61):
        x = student.Value(2.0**k, (x, x), "+")
    asked("y = x after 60 times y = y + y: what_if(y, x, 0.5)", student, x, leaf, 0.5, 2.0**59)
