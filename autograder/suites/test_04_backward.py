"""Hidden tests of lesson 04: the order of a graph, and the backward pass that walks it."""
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.channel import Batch, Handle
from autograder.judge import Wrong, doing, expect, require
from autograder.oracle import programs

quarters = st.integers(-16, 16).filter(bool).map(lambda n: n / 4)

LATE_FOR_PATHS = "{} has few nodes but more than a billion paths, and should take no time: does your code go through the same node again for each path?"


class Shape:
    """A graph of sums, grown from one leaf, node 0. In a sum every slope is 1: so the slope of the last node with respect to the
    leaf is the number of paths between them, and `paths` finds it while the graph grows, without walking back."""

    def __init__(self, title, flip):
        self.title, self.flip = title, flip
        self.operands, self.paths = [()], [1]

    def add(self, i, j):
        """Append the sum of nodes i and j; `flip` says which of them stands on the left."""
        self.operands.append((j, i) if self.flip(len(self.operands)) else (i, j))
        self.paths.append(self.paths[i] + self.paths[j])

    @property
    def slope(self):
        return self.paths[-1]

    def build(self, Value):
        """(nodes, names, arrows), with an arrow (operand, result) for each use of a node."""
        batch, nodes = Batch(Value), []
        Later = batch.later(Value)
        for pair in self.operands:
            nodes.append(nodes[pair[0]] + nodes[pair[1]] if pair else Later(0.5))
        nodes = batch.answers(*nodes)
        names = {node: f"node {place}" if place else "x" for place, node in enumerate(nodes)}
        return nodes, names, [(nodes[i], result) for pair, result in zip(self.operands, nodes) for i in pair]


def chain(length, flip):
    shape = Shape(f"y = x, then {length} times y = y + x", flip)
    for last in range(length):
        shape.add(last, 0)
    return shape


def doublings(length, flip):
    shape = Shape(f"y = x, then {length} times y = y + y", flip)
    for last in range(length):
        shape.add(last, last)
    return shape


def ladder(length, flip):
    """The number of paths grows as Fibonacci's numbers do, though only x is used twice by the same sum."""
    shape = Shape(f"y0 = x, y1 = x + x, then {length} times y = the sum of the last two", flip)
    shape.add(0, 0)
    for last in range(1, length + 1):
        shape.add(last, last - 1)
    return shape


def tower(length, flip):
    """Diamonds on top of each other. A walk that comes to y too early is wrong at every floor."""
    shape = Shape(f"y = x, then {length} times e = y + x; y = y + e", flip)
    for last in range(0, 2 * length, 2):
        shape.add(last, 0)
        shape.add(last, last + 1)
    return shape


def fan(length, flip):
    """One node that many use."""
    shape = Shape(f"s = x + x, then y = the sum of {length} times s + x", flip)
    shape.add(0, 0)
    for _ in range(length):
        shape.add(1, 0)
    shape.add(2, 3)
    for blade in range(4, length + 2):
        shape.add(blade, len(shape.operands) - 1)
    return shape


# Which operand stands on the left decides the way of a depth-first walk: a wrong one may be lucky with one side, not with all.
SIDES = {
    "as written": lambda step: False,
    "operands exchanged": lambda step: True,
    "sides mixed": lambda step: random.Random(f"side {step}").random() < 0.5,
}
SHAPES = [make(length, flip) for make, length in [(chain, 60), (doublings, 12), (ladder, 14), (tower, 12), (fan, 9)] for flip in SIDES.values()]
MANY_PATHS = [doublings(60, SIDES["as written"]), *(ladder(60, flip) for flip in SIDES.values())]


def diamonds(student):
    """The smallest graphs in which the order matters, in all their writings: (text, nodes in a right order, names, arrows)."""
    for text in ("r = p * q", "r = q * p"):
        for middle in ("q = p * x", "q = x * p"):
            x, y = student.Value(2.0), student.Value(3.0)
            p = x + y
            q = p * x if middle == "q = p * x" else x * p
            r = p * q if text == "r = p * q" else q * p
            arrows = [(x, p), (y, p), (p, q), (x, q), (p, r), (q, r)]
            yield f"p = x + y; {middle}; {text}", [x, y, p, q, r], {x: "x", y: "y", p: "p", q: "q", r: "r"}, arrows


def reached(program):
    """Indices of the nodes of the root's graph, in build order: an operation may have been drawn that the root does not use."""
    used = {len(program.steps) - 1}
    for index in reversed(range(len(program.steps))):
        if index in used:
            used.update(program.steps[index].operands)
    return sorted(used)


def as_nodes(call, answer):
    """The answer as a list of handles; any container will do."""
    if isinstance(answer, Handle):
        with doing(f"going through what {call} returned"):
            answer = list(answer)
    if not isinstance(answer, (list, tuple, dict)):
        raise Wrong(f"{call} is {answer!r}, should be a list of nodes", "Is a `return` missing?" if answer is None else "")
    answer = list(answer)
    if not all(isinstance(node, Handle) for node in answer):
        raise Wrong(f"{call} holds {answer!r}, should hold nodes and nothing else"[:300])
    return answer


def check_order(call, answer, nodes, names, operands):
    """Every node once, operands before results, the root (last of `nodes`) last. `operands`: pairs (operand, result)."""
    order = as_nodes(call, answer)
    known = set(nodes)
    text = "[" + ", ".join(names[node] if node in known else "another node" for node in order[:12]) + (", ...]" if len(order) > 12 else "]")
    strangers = [node for node in order if node not in known]
    require(not strangers, f"{call} is {text}: it holds nodes that do not belong to this graph", "Is something left over from an earlier call?")
    times = Counter(order)
    for node in nodes:
        require(times[node] > 0, f"{call} is {text}: {names[node]} is missing, should be in the list",
                "Every node that the root was made from belongs to its graph: the leaves, too, and the root itself.")
        require(times[node] < 2, f"{call} is {text}: {names[node]} is in the list {times[node]} times, should be there once",
                "A node that is used twice is met twice. What should happen the second time?")
    place = {node: index for index, node in enumerate(order)}
    hint = "The root stands first here, and should stand last." if place[nodes[-1]] == 0 else "A node may be written down only after all its operands."
    for operand, result in operands:
        require(place[operand] < place[result],
                f"{call} is {text}: {names[result]} comes before {names[operand]}, should come after it, since {names[operand]} is one of its operands", hint)


def arrows_of(program, nodes):
    return [(nodes[operand], nodes[index]) for index in reached(program) for operand in program.steps[index].operands]


# 1 by-hand


@pytest.mark.exercise("by-hand")
def test_the_example(student):
    x, y = student.Value(2.0), student.Value(3.0)
    r = student.backward_by_hand(x, y)
    call = "r = backward_by_hand(x, y) with x = 2, y = 3"
    expect(f"{call}: r.data", r.data, 50.0)
    expect(f"{call}: r.grad", r.grad, 1.0, hint="What is the slope of r with respect to r? Set it before the first call.")
    expect(f"{call}: x.grad", x.grad, 45.0, hint="p is used by q and by r. Have both run when p passes its gradient on?")
    expect(f"{call}: y.grad", y.grad, 20.0, hint="p is used by q and by r. Have both run when p passes its gradient on?")


@pytest.mark.exercise("by-hand", weight=2)
@given(a=quarters, b=quarters)
def test_other_inputs(student, a, b):
    x, y = student.Value(a), student.Value(b)
    student.backward_by_hand(x, y)
    call = f"backward_by_hand(x, y) with x = {a}, y = {b}"
    # r = (x + y)² x
    expect(f"{call}: x.grad", x.grad, 2 * (a + b) * a + (a + b) ** 2, hint="p is used by q and by r. Have both run when p passes its gradient on?")
    expect(f"{call}: y.grad", y.grad, 2 * (a + b) * a, hint="p is used by q and by r. Have both run when p passes its gradient on?")


# 2 is-order


def ask(student, nodes, names, right, hint=""):
    expect(f"is_topological_order([{', '.join(names)}])", student.is_topological_order(nodes), right, hint=hint)


@pytest.mark.exercise("is-order")
def test_right_orders(student):
    a, b = student.Value(2.0), student.Value(3.0)
    tmp = a * b
    c = tmp + b
    ask(student, [a, b, tmp, c], ["a", "b", "tmp", "c"], True)
    ask(student, [b, a, tmp, c], ["b", "a", "tmp", "c"], True)
    ask(student, [a, b, tmp], ["a", "b", "tmp"], True)
    ask(student, [b], ["b"], True)


@pytest.mark.exercise("is-order")
def test_operands_that_come_too_late(student):
    a, b = student.Value(2.0), student.Value(3.0)
    tmp = a * b
    c = tmp + b
    hint = "For each node of the list: have all its operands passed by already?"
    ask(student, [a, tmp, b, c], ["a", "tmp", "b", "c"], False, hint)
    ask(student, [c, tmp, b, a], ["c", "tmp", "b", "a"], False, hint)
    ask(student, [tmp, c, a, b], ["tmp", "c", "a", "b"], False, hint)
    ask(student, [a, b, c, tmp], ["a", "b", "c", "tmp"], False, hint)


@pytest.mark.exercise("is-order")
def test_missing_and_repeated_nodes(student):
    a, b = student.Value(2.0), student.Value(3.0)
    tmp = a * b
    c = tmp + b
    ask(student, [a, b, c], ["a", "b", "c"], False, "tmp is an operand of c. Where is it?")
    ask(student, [b, tmp, c], ["b", "tmp", "c"], False, "a is an operand of tmp. Where is it?")
    ask(student, [a, b, b, tmp, c], ["a", "b", "b", "tmp", "c"], False, "b stands in the list twice.")
    ask(student, [a, b, tmp, a, c], ["a", "b", "tmp", "a", "c"], False, "a stands in the list twice.")
    ask(student, [a, b, tmp, c, c], ["a", "b", "tmp", "c", "c"], False, "c stands in the list twice.")


@pytest.mark.exercise("is-order")
def test_equal_numbers_are_different_nodes(student):
    a, b = student.Value(3.0), student.Value(3.0)
    c = a + b
    d = c * student.Value(1.0)
    e = [node for node in list(d._prev) if node is not c][0]
    call = "with a = Value(3.0); b = Value(3.0); c = a + b: is_topological_order([{}])"
    hint = "Two nodes may hold the same number. They are the same node only when they are the same object."
    expect(call.format("a, b, c"), student.is_topological_order([a, b, c]), True, hint=hint)
    expect(call.format("a, c, b"), student.is_topological_order([a, c, b]), False, hint=hint)
    expect(call.format("a, c"), student.is_topological_order([a, c]), False, hint=hint)
    call = "with c = Value(3.0) + Value(3.0); e = Value(1.0); d = c * e: is_topological_order([{}])"
    expect(call.format("a, b, c, e, d"), student.is_topological_order([a, b, c, e, d]), True, hint=hint)
    expect(call.format("a, b, e, d, c"), student.is_topological_order([a, b, e, d, c]), False, hint=hint)


@pytest.mark.exercise("is-order", weight=2)
@given(program=programs(ops="+ *", steps=6), change=st.sampled_from(["none", "swap", "drop", "repeat", "reverse"]),
       places=st.tuples(st.integers(0, 99), st.integers(0, 99)))
def test_random_graphs(student, program, change, places):
    order = list(range(len(program.steps)))
    one, other = (place % len(order) for place in places)
    if change == "swap":
        order[one], order[other] = order[other], order[one]
    elif change == "drop":
        order.remove(one)
    elif change == "repeat":
        order.insert(other, one)
    elif change == "reverse":
        order.reverse()
    right = len(set(order)) == len(order) and all(
        operand in order[:place] for place, index in enumerate(order) for operand in program.steps[index].operands)
    nodes = program.build(student.Value)
    names = ", ".join(program.name(index) for index in order)
    expect(f"{program.text}; is_topological_order([{names}])", student.is_topological_order([nodes[index] for index in order]), right)


# 3 sort


@pytest.mark.exercise("sort")
def test_the_example_of_the_lesson(student):
    a, b = student.Value(2.0), student.Value(3.0)
    tmp = a * b
    c = tmp + b
    names = {a: "a", b: "b", tmp: "tmp", c: "c"}
    text = "tmp = a * b; c = tmp + b; topological_sort({})"
    check_order(text.format("c"), student.topological_sort(c), [a, b, tmp, c], names, [(a, tmp), (b, tmp), (tmp, c), (b, c)])
    check_order(text.format("tmp"), student.topological_sort(tmp), [a, b, tmp], names, [(a, tmp), (b, tmp)])
    check_order(text.format("a"), student.topological_sort(a), [a], names, [])


@pytest.mark.exercise("sort", weight=2)
@given(program=programs(ops="+ *", steps=10))
def test_sort_random_graphs(student, program):
    nodes = program.build(student.Value)
    names = {node: program.name(index) for index, node in enumerate(nodes)}
    check_order(f"{program.text}; topological_sort({program.name(len(nodes) - 1)})", student.topological_sort(nodes[-1]),
                [nodes[index] for index in reached(program)], names, arrows_of(program, nodes))


@pytest.mark.exercise("sort", weight=2)
def test_graphs_of_many_shapes(student):
    for text, nodes, names, arrows in diamonds(student):
        check_order(f"{text}; topological_sort(r)", student.topological_sort(nodes[-1]), nodes, names, arrows)
    for shape in SHAPES:
        nodes, names, arrows = shape.build(student.Value)
        check_order(f"{shape.title}; topological_sort(y)", student.topological_sort(nodes[-1]), nodes, names, arrows)


@pytest.mark.exercise("sort")
def test_nodes_with_equal_numbers(student):
    a, b = student.Value(3.0), student.Value(3.0)
    c = a * b
    d = c + student.Value(0.0)
    zero = [node for node in list(d._prev) if node is not c][0]
    names = {a: "a", b: "b", c: "c", zero: "zero", d: "d"}
    check_order("a = Value(3.0); b = Value(3.0); c = a * b; zero = Value(0.0); d = c + zero; topological_sort(d)", student.topological_sort(d),
                [a, b, c, zero, d], names, [(a, c), (b, c), (c, d), (zero, d)])


@pytest.mark.exercise("sort")
def test_a_second_call_starts_afresh(student):
    a, b = student.Value(2.0), student.Value(3.0)
    c = a * b
    d = a + c
    names = {a: "a", b: "b", c: "c", d: "d"}
    below = [(a, c), (b, c)]
    student.topological_sort(c)
    for root, nodes, arrows, when in [
        (d, [a, b, c, d], [*below, (a, d), (c, d)], "after topological_sort(c)"),
        (d, [a, b, c, d], [*below, (a, d), (c, d)], "once more"),
        (c, [a, b, c], below, "after topological_sort(d)"),
    ]:
        check_order(f"c = a * b; d = a + c; topological_sort({names[root]}), {when}", student.topological_sort(root), nodes, names, arrows)


@pytest.mark.exercise("sort", weight=2)
@pytest.mark.limit(seconds=4, says=LATE_FOR_PATHS.format("topological_sort: a graph of sixty doublings, y = y + y, or a ladder of sixty rungs"))
def test_sixty_doublings_and_sixty_rungs(student):
    for shape in MANY_PATHS:
        nodes, names, arrows = shape.build(student.Value)
        check_order(f"{shape.title}; topological_sort(y)", student.topological_sort(nodes[-1]), nodes, names, arrows)


# 4 backward


WAIT = "A node passes its gradient on once, after every node that uses it has run."


def check_slopes(student, text, root_name, root, slopes, hint=WAIT, tol=1e-9, program=None):
    """Run root.backward() and compare. `slopes`: (name, node, expected gradient); of a program, all nodes but the root."""
    call = f"{text}; {root_name}.backward()"
    with doing(call):
        root.backward()
    seed, *found = student.get_each([root, *(node for _, node, _ in slopes)], "grad")
    graph = program.graph(dict(enumerate([*found, seed]))) if program else ()
    expect(f"{call}: {root_name}.grad", seed, 1.0, graph=graph, hint="The slope of the root with respect to itself is the seed of all the others.")
    for (name, _, slope), grad in zip(slopes, found):
        expect(f"{call}: {name}.grad", grad, slope, hint=hint, tol=tol, graph=graph)


@pytest.mark.exercise("backward")
def test_sums_products_and_differences(student):
    for at_a, at_b in [(2.0, 3.0), (2.0001, 3.01)]:
        a, b = student.Value(at_a), student.Value(at_b)
        c = a * b + b
        check_slopes(student, f"a = {at_a}, b = {at_b}; c = a*b + b", "c", c, [("a", a, at_b), ("b", b, at_a + 1)])
    a, b = student.Value(6.0), student.Value(3.0)
    check_slopes(student, "a = 6, b = 3; c = a - b", "c", a - b, [("a", a, 1.0), ("b", b, -1.0)])
    a = student.Value(1.0)
    b = a + a
    c = b + b
    check_slopes(student, "a = 1; b = a + a; c = b + b", "c", c, [("b", b, 2.0), ("a", a, 4.0)])


@pytest.mark.exercise("backward")
def test_powers_quotients_and_a_neuron(student):
    a, b = student.Value(6.0), student.Value(3.0)
    check_slopes(student, "a = 6, b = 3; c = a / b", "c", a / b, [("a", a, 1 / 3), ("b", b, -2 / 3)])

    a, b, f = student.Value(2.0), student.Value(3.0), student.Value(6.0)
    c = a + b
    e = c**4.0
    g = e / f
    check_slopes(student, "a = 2, b = 3, f = 6; c = a + b; e = c**4; g = e / f", "g", g,
                 [("e", e, 1 / 6), ("f", f, -625 / 36), ("c", c, 500 / 6), ("a", a, 500 / 6), ("b", b, 500 / 6)])

    x1, x2, w1, w2 = student.Value(2.0), student.Value(0.0), student.Value(-3.0), student.Value(1.0)
    b = student.Value(6.8813735870195432)
    o = (x1 * w1 + x2 * w2 + b).tanh()
    check_slopes(student, "o = tanh(x1*w1 + x2*w2 + b) with x = (2, 0), w = (-3, 1), b = 6.8813735870195432", "o", o,
                 [("x1", x1, -1.5), ("w1", w1, 1.0), ("x2", x2, 0.5), ("w2", w2, 0.0), ("b", b, 0.5)])


@pytest.mark.exercise("backward")
def test_long_expressions(student):
    x = student.Value(-4.0)
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    y = h + q + q * x
    check_slopes(student, "x = -4; z = 2*x + 2 + x; q = relu(z) + z*x; h = relu(z*z); y = h + q + q*x", "y", y, [("x", x, 46.0)])

    a, b = student.Value(-4.0), student.Value(2.0)
    c = a + b
    d = a * b + b**3
    c = c + (c + 1)
    c = c + (1 + c + (-a))
    d = d + (d * 2 + (b + a).relu())
    d = d + (3 * d + (b - a).relu())
    e = c - d
    f = e**2
    g = f / 2.0
    g = g + 10.0 / f
    check_slopes(student, "the expression on micrograd's front page, a = -4, b = 2", "g", g, [("a", a, 138.8338192419825), ("b", b, 645.5772594752186)])


@pytest.mark.exercise("backward", weight=3)
@given(program=programs(ops="+ - * / ** neg tanh exp relu", steps=10, constants=True))
def test_backward_on_random_graphs(student, program):
    nodes = program.build(student.Value)
    root = program.name(len(nodes) - 1)
    slopes = [(program.name(index), nodes[index], program.grads[index]) for index in range(len(nodes) - 1)]
    check_slopes(student, program.text, root, nodes[-1], slopes, program=program)


@pytest.mark.exercise("backward", weight=3)
def test_backward_on_many_shapes(student):
    for text, (x, y, p, q, r), _, _ in diamonds(student):
        check_slopes(student, f"x = 2, y = 3; {text}", "r", r, [("q", q, 5.0), ("p", p, 20.0), ("x", x, 45.0), ("y", y, 20.0)])
    for shape in SHAPES:
        nodes, _, _ = shape.build(student.Value)
        check_slopes(student, shape.title, "y", nodes[-1], [("x", nodes[0], shape.slope)])


@pytest.mark.exercise("backward")
def test_the_seed_is_set(student):
    a, b = student.Value(2.0), student.Value(3.0)
    c = a * b
    c.grad = 7.0
    with doing("c.backward()"):
        c.backward()
    hint = "The slope of c with respect to c is 1, whatever stood there before."
    expect("a = 2, b = 3; c = a * b; c.grad = 7; c.backward(): c.grad", c.grad, 1.0, hint=hint)
    expect("a = 2, b = 3; c = a * b; c.grad = 7; c.backward(): a.grad", a.grad, 3.0, hint=hint)
    leaf = student.Value(2.0)
    with doing("backward() of a leaf"):
        leaf.backward()
    expect("a = Value(2.0); a.backward(): a.grad", leaf.grad, 1.0)


@pytest.mark.exercise("backward")
def test_backward_from_an_inner_node(student):
    a, b = student.Value(2.0), student.Value(3.0)
    d = a * b
    e = d + a
    with doing("d.backward()"):
        d.backward()
    expect("a = 2, b = 3; d = a * b; e = d + a; d.backward(): d.grad", d.grad, 1.0)
    expect("a = 2, b = 3; d = a * b; e = d + a; d.backward(): a.grad", a.grad, 3.0)
    expect("a = 2, b = 3; d = a * b; e = d + a; d.backward(): e.grad", e.grad, 0.0, hint="e was made from d; it is no part of d's graph.")


@pytest.mark.exercise("backward", weight=2)
@pytest.mark.limit(seconds=4, says=LATE_FOR_PATHS.format("backward: a graph of sixty doublings, y = y + y, or a ladder of sixty rungs"))
def test_backward_where_paths_are_many(student):
    for shape in MANY_PATHS:
        nodes, _, _ = shape.build(student.Value)
        check_slopes(student, shape.title, "y", nodes[-1], [("x", nodes[0], shape.slope)])


# 6 paths


def expect_count(call, actual, expected, hint=""):
    """A whole number, compared and shown to its last digit."""
    if isinstance(actual, bool) or not isinstance(actual, (int, float)):
        expect(call, actual, expected, hint=hint)
    shown = int(actual) if float(actual).is_integer() else actual
    require(shown == expected, f"{call} is {shown}, should be {expected}", hint)


@pytest.mark.exercise("paths")
def test_paths_of_the_example(student):
    a, b = student.Value(2.0), student.Value(3.0)
    tmp = a * b
    c = tmp + b
    text = "tmp = a * b; c = tmp + b; count_paths({})"
    expect_count(text.format("c, a"), student.count_paths(c, a), 1)
    expect_count(text.format("c, b"), student.count_paths(c, b), 2, hint="One path leads over tmp, one goes straight.")
    expect_count(text.format("c, tmp"), student.count_paths(c, tmp), 1)
    expect_count(text.format("tmp, b"), student.count_paths(tmp, b), 1)


@pytest.mark.exercise("paths")
def test_the_empty_path_and_no_path(student):
    a, b = student.Value(2.0), student.Value(3.0)
    c = a * b
    expect_count("c = a * b; count_paths(c, c)", student.count_paths(c, c), 1, hint="From a node to itself there is one path, the empty one.")
    expect_count("count_paths(a, a)", student.count_paths(a, a), 1, hint="From a node to itself there is one path, the empty one.")
    expect_count("c = a * b; count_paths(a, c)", student.count_paths(a, c), 0, hint="No arrow leads from a result to its operands.")
    expect_count("count_paths(a, b)", student.count_paths(a, b), 0)
    other = student.Value(2.0)
    expect_count("c = a * b; other = Value(2.0); count_paths(c, other)", student.count_paths(c, other), 0)


@pytest.mark.exercise("paths", weight=2)
@given(program=programs(ops="+ * tanh", leaves=2, steps=6))
def test_paths_in_random_graphs(student, program):
    nodes = program.build(student.Value)
    paths = [0] * len(nodes)
    paths[-1] = 1
    for index in reversed(range(len(nodes))):
        for operand in program.steps[index].operands:
            paths[operand] += paths[index]
    root = program.name(len(nodes) - 1)
    for index, node in enumerate(nodes):
        expect_count(f"{program.text}; count_paths({root}, {program.name(index)})", student.count_paths(nodes[-1], node), paths[index],
               hint="The paths from a node are those from each node that uses it, added up, once for each arrow.")


@pytest.mark.exercise("paths")
def test_paths_in_many_shapes(student):
    for shape in SHAPES:
        nodes, _, _ = shape.build(student.Value)
        expect_count(f"{shape.title}; count_paths(y, x)", student.count_paths(nodes[-1], nodes[0]), shape.slope)


@pytest.mark.exercise("paths", weight=2)
@pytest.mark.limit(seconds=4, says=LATE_FOR_PATHS.format("count_paths: a graph of sixty doublings or a ladder of sixty rungs"))
def test_more_paths_than_one_can_walk(student):
    for shape in MANY_PATHS:
        nodes, _, _ = shape.build(student.Value)
        expect_count(f"{shape.title}; count_paths(y, x)", student.count_paths(nodes[-1], nodes[0]), shape.slope)


# 7 deep-sort


# Built and compared in the room, so that 50,000 nodes do not cross one by one; what crosses is where each node of the answer belongs.
DEEP = """
class Deep:
    def __init__(self, Value, length):
        x = y = Value(1.0)
        self.nodes = [x]
        for step in range(length):
            y = x + y if step % 3 else y + x
            self.nodes.append(y)

    def places(self, sort):
        place = {id(node): index for index, node in enumerate(self.nodes)}
        return [place.get(id(node), -1) for node in sort(self.nodes[-1])]
"""


def sort_chain(student, length):
    """A chain has one topological order. Fails unless the sort finds it with Python's usual recursion limit, left as it is."""
    sys = student.module("sys")
    sys.setrecursionlimit(1000)
    text = f"y = x, then {length} times y = y + x or x + y; iterative_topological_sort(y)"
    deep = student.load(DEEP, "Deep")(student.Value, length)
    with doing(text):
        places = deep.places(student.iterative_topological_sort)
    expect(f"{text}: the recursion limit afterwards", sys.getrecursionlimit(), 1000,
           hint="No function needs to call itself here: let a list of your own remember what is still to be done.")
    expect(f"{text}: the number of nodes", len(places), length + 1)
    wrong = next((place for place in range(length + 1) if places[place] != place), None)
    require(wrong is None, f"{text}: entry {wrong} of the list is a wrong node; only one order is right here, from x up to y",
            "The root stands first here, and should stand last." if places[0] == length else "A node may be written down only after all its operands.")


# The other tests of this exercise begin with a small chain: a recursive sort, right as it is elsewhere, is no answer here.
DEEP_ENOUGH = 1200


@pytest.mark.exercise("deep-sort")
def test_the_iterative_sort_on_the_example(student):
    sort_chain(student, DEEP_ENOUGH)
    a, b = student.Value(2.0), student.Value(3.0)
    tmp = a * b
    c = tmp + b
    names = {a: "a", b: "b", tmp: "tmp", c: "c"}
    text = "tmp = a * b; c = tmp + b; iterative_topological_sort({})"
    check_order(text.format("c"), student.iterative_topological_sort(c), [a, b, tmp, c], names, [(a, tmp), (b, tmp), (tmp, c), (b, c)])
    check_order(text.format("tmp") + ", after a call with c", student.iterative_topological_sort(tmp), [a, b, tmp], names, [(a, tmp), (b, tmp)])
    check_order(text.format("a"), student.iterative_topological_sort(a), [a], names, [])


@pytest.mark.exercise("deep-sort", weight=2)
@given(program=programs(ops="+ *", steps=10))
def test_the_iterative_sort_on_random_graphs(student, program):
    if len(program.steps) <= 3:  # the small programs come first, and once is enough
        sort_chain(student, DEEP_ENOUGH)
    nodes = program.build(student.Value)
    names = {node: program.name(index) for index, node in enumerate(nodes)}
    check_order(f"{program.text}; iterative_topological_sort({program.name(len(nodes) - 1)})", student.iterative_topological_sort(nodes[-1]),
                [nodes[index] for index in reached(program)], names, arrows_of(program, nodes))


@pytest.mark.exercise("deep-sort", weight=2)
def test_the_iterative_sort_on_many_shapes(student):
    sort_chain(student, DEEP_ENOUGH)
    for text, nodes, names, arrows in diamonds(student):
        check_order(f"{text}; iterative_topological_sort(r)", student.iterative_topological_sort(nodes[-1]), nodes, names, arrows)
    for shape in SHAPES:
        nodes, names, arrows = shape.build(student.Value)
        check_order(f"{shape.title}; iterative_topological_sort(y)", student.iterative_topological_sort(nodes[-1]), nodes, names, arrows)


@pytest.mark.exercise("deep-sort")
@pytest.mark.limit(seconds=4, says=LATE_FOR_PATHS.format("iterative_topological_sort: a ladder of sixty rungs"))
def test_the_iterative_sort_on_many_paths(student):
    sort_chain(student, DEEP_ENOUGH)
    for shape in MANY_PATHS:
        nodes, names, arrows = shape.build(student.Value)
        check_order(f"{shape.title}; iterative_topological_sort(y)", student.iterative_topological_sort(nodes[-1]), nodes, names, arrows)


@pytest.mark.exercise("deep-sort", weight=4)
@pytest.mark.limit(seconds=8, says="iterative_topological_sort: 50,000 nodes should take less than a second: are nodes looked up in a list, where a set would find them at once?")
def test_a_chain_of_fifty_thousand_additions(student):
    sort_chain(student, 50_000)
