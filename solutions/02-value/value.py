# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A number that remembers
#
# Read `lessons/02-value.md` beside this notebook: every exercise has its section there.
#
# In each exercise, replace the line `raise NotImplementedError(...)` by your own code. Under it stand visible checks. Hidden
# checks follow when the notebook is graded: they try other numbers, reused values and larger graphs.
#
# From exercise 2 on you can look at what you have built, in a cell of your own:
#
# ```python
# from graph_picture import draw_graph
# draw_graph(Value(3.0) + Value(4.0))
# ```

# %% [markdown]
# ## 1. Wrap a number
#
# Complete the two methods of `Value`. A new `Value` holds
#
# - `data`: the number;
# - `grad`: `0.0`, which means "no effect on the result is known yet";
# - `_prev`: the operands it was made from, in a tuple, list or set. It is empty for a number that you typed in;
# - `_op`: the operation that made it, such as `"+"`, or `""`;
# - `label`: its name in pictures, or `""`;
# - `_backward`: a function that does nothing yet. Lesson 03 fills it.
#
# `repr(Value(3.0))` is the text `Value(data=3.0, grad=0.0)`. The data alone, `Value(data=3.0)`, counts as right, too.
#
# Do not write an `__eq__`: two values that hold the same number must stay two different nodes. The text says why.


# %% nbgrader={"grade_id": "value", "solution": true} tags=["engine"]
class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, _children=(), _op="", label=""):
        ### BEGIN SOLUTION
        self.data = data
        self.grad = 0.0
        self.label = label
        # A set would do as well, but a tuple keeps the operands in the same order at every run.
        self._prev = tuple(_children)
        self._op = _op
        self._backward = lambda: None
        ### END SOLUTION

    def __repr__(self):
        ### BEGIN SOLUTION
        return f"Value(data={self.data}, grad={self.grad})"
        ### END SOLUTION


# %% nbgrader={"grade_id": "value-checks", "grade": true}
x = Value(3.0, label="x")
assert x.data == 3.0, f"x = Value(3.0, label='x'): x.data is {x.data}, should be 3.0"
assert x.grad == 0.0, f"x = Value(3.0, label='x'): x.grad is {x.grad}, should be 0.0"
assert len(x._prev) == 0, f"x = Value(3.0, label='x'): x._prev is {x._prev}, should be empty"
assert x._op == "", f"x = Value(3.0, label='x'): x._op is {x._op!r}, should be ''"
assert x.label == "x", f"x = Value(3.0, label='x'): x.label is {x.label!r}, should be 'x'"
assert callable(x._backward), f"x._backward is {x._backward!r}, should be a function"
assert repr(x).startswith("Value(data=3.0"), f"repr(x) is {repr(x)!r}, should be 'Value(data=3.0, grad=0.0)'"

y = Value(4.0)
z = Value(7.0, (x, y), "+")
assert [operand is x or operand is y for operand in z._prev] == [True, True], f"z._prev is {z._prev}, should hold x and y themselves"
assert z._op == "+", f"z = Value(7.0, (x, y), '+'): z._op is {z._op!r}, should be '+'"

# %% [markdown]
# ## 2. The sum
#
# `a + b` calls `a.__add__(b)`. Write that method. The result is a **new** `Value`. Its `data` is the sum, its `_prev` holds the two
# operands themselves, its `_op` is `"+"`. Neither operand changes.
#
# `other` may be a plain number: wrap it in a `Value` first. With `a = Value(3.0)`, `(a + 1).data` is `4.0`, and the 1 is an operand, too.


# %% nbgrader={"grade_id": "add", "solution": true} tags=["engine"]
def add(self, other):
    """self + other. `other` is a Value or a plain number; the result is a Value."""
    ### BEGIN SOLUTION
    other = other if isinstance(other, Value) else Value(other)
    return Value(self.data + other.data, (self, other), "+")
    ### END SOLUTION


Value.__add__ = add

# %% nbgrader={"grade_id": "add-checks", "grade": true}
a, b = Value(3.0), Value(4.0)
c = a + b
assert c.data == 7.0, f"c = a + b with a = 3, b = 4: c.data is {c.data}, should be 7.0"
assert any(operand is a for operand in c._prev), f"c = a + b: c._prev is {c._prev}, should hold a itself"
assert any(operand is b for operand in c._prev), f"c = a + b: c._prev is {c._prev}, should hold b itself"
assert c._op == "+", f"c = a + b: c._op is {c._op!r}, should be '+'"
assert (a.data, b.data) == (3.0, 4.0), f"after c = a + b, a and b hold {a.data} and {b.data}, should still hold 3.0 and 4.0"

c = a + 1
assert c.data == 4.0, f"c = a + 1 with a = 3: c.data is {c.data}, should be 4.0"
assert sorted(operand.data for operand in c._prev) == [1, 3], f"c = a + 1: c._prev is {c._prev}, should hold a and a Value of 1"

# %% [markdown]
# ## 3. The product
#
# The same for `a * b`, with `"*"`.


# %% nbgrader={"grade_id": "mul", "solution": true} tags=["engine"]
def mul(self, other):
    """self * other. `other` is a Value or a plain number; the result is a Value."""
    ### BEGIN SOLUTION
    other = other if isinstance(other, Value) else Value(other)
    return Value(self.data * other.data, (self, other), "*")
    ### END SOLUTION


Value.__mul__ = mul

# %% nbgrader={"grade_id": "mul-checks", "grade": true}
a, b = Value(2.0), Value(3.0)
c = a * b
assert c.data == 6.0, f"c = a * b with a = 2, b = 3: c.data is {c.data}, should be 6.0"
assert any(operand is a for operand in c._prev), f"c = a * b: c._prev is {c._prev}, should hold a itself"
assert any(operand is b for operand in c._prev), f"c = a * b: c._prev is {c._prev}, should hold b itself"
assert c._op == "*", f"c = a * b: c._op is {c._op!r}, should be '*'"
assert (a * 5).data == 10.0, f"a * 5 with a = 2 gives {(a * 5).data}, should be 10.0"

# %% [markdown]
# ## 4. The graph of a * b + b
#
# Build the graph of the text. `build(a, b)` takes two values and makes `tmp`, which is a times b, and `c`, which is `tmp` plus b.
# It labels them `"tmp"` and `"c"` and returns the pair `(tmp, c)`. The values a and b stay as they are, labels included.
#
# With a = 2 and b = 3, `tmp.data` is `6.0` and `c.data` is `9.0`, and `tmp` and b are the operands of c.


# %% nbgrader={"grade_id": "build", "solution": true}
def build(a, b):
    """(tmp, c) with tmp = a * b and c = tmp + b, for two Values a and b; both results carry their names as labels."""
    ### BEGIN SOLUTION
    tmp = a * b
    tmp.label = "tmp"
    c = tmp + b
    c.label = "c"
    return tmp, c
    ### END SOLUTION


# %% nbgrader={"grade_id": "build-checks", "grade": true}
a, b = Value(2.0, label="a"), Value(3.0, label="b")
tmp, c = build(a, b)
assert tmp.data == 6.0, f"build(a, b) with a = 2, b = 3: tmp.data is {tmp.data}, should be 6.0"
assert c.data == 9.0, f"build(a, b) with a = 2, b = 3: c.data is {c.data}, should be 9.0"
assert (tmp.label, c.label) == ("tmp", "c"), f"the labels are {tmp.label!r} and {c.label!r}, should be 'tmp' and 'c'"
assert any(operand is tmp for operand in c._prev), f"c._prev is {c._prev}, should hold tmp itself"
assert any(operand is b for operand in c._prev), f"c._prev is {c._prev}, should hold b itself"

# %% [markdown]
# ## 5. Trace a graph
#
# `trace(root)` finds everything that `root` was made from. It returns a pair `(nodes, edges)`:
#
# - `nodes`: every node of the graph **once**, `root` included, in a set or list, in any order;
# - `edges`: the pairs `(operand, result)`, for every node and each of its operands, in a set or list. For `c = a + a` the pair
#   `(a, c)` may stand there once or twice.
#
# `trace(c)` of exercise 4 has 4 nodes and 4 edges. Two nodes with the same number are two nodes.


# %% nbgrader={"grade_id": "trace", "solution": true}
def trace(root):
    """(nodes, edges) of the graph that ends in root: each node once, and a pair (operand, result) for each edge."""
    ### BEGIN SOLUTION
    nodes, edges = set(), set()

    def visit(node):
        if node in nodes:
            return
        nodes.add(node)
        for operand in node._prev:
            edges.add((operand, node))
            visit(operand)

    visit(root)
    return nodes, edges
    ### END SOLUTION


# %% nbgrader={"grade_id": "trace-checks", "grade": true}
a, b = Value(2.0, label="a"), Value(3.0, label="b")
tmp = Value(6.0, (a, b), "*", label="tmp")
c = Value(9.0, (tmp, b), "+", label="c")
nodes, edges = trace(c)
names = sorted(node.label for node in nodes)
assert names == ["a", "b", "c", "tmp"], f"trace(c) of a * b + b has the nodes {names}, should have a, b, c and tmp, each once"
arrows = sorted((operand.label, result.label) for operand, result in edges)
should = [("a", "tmp"), ("b", "c"), ("b", "tmp"), ("tmp", "c")]
assert arrows == should, f"trace(c) of a * b + b has the edges {arrows}, should have {should}"

two, also_two = Value(2.0), Value(2.0)
nodes, edges = trace(Value(4.0, (two, also_two), "+"))
assert len(nodes) == 3, f"trace(Value(2.0) + Value(2.0)) has {len(nodes)} nodes, should have 3"

# %% [markdown]
# ## 6. Why identity
#
# A classmate gives `Value` an `__eq__`, so that `a == b` is true when both hold the same number. Their `trace` skips every node that
# equals one it has seen. Take
#
# ```python
# a, one = Value(5.0), Value(1.0)
# d = a * one
# e = d + a
# ```
#
# 1. Which nodes does their `trace(e)` find, if it looks at the left operand first? Which one is missing?
# 2. By how much does e change when a moves from 5 to 6? Can the graph that they traced tell?
# 3. How should a node be recognised, and why is its number not enough?
#
# Three to six sentences in all.

# %% [markdown] nbgrader={"grade_id": "why-identity", "grade": true, "solution": true}
# ### BEGIN SOLUTION
# 1. It finds e (10), then d (5), then one (1). When it meets a, a equals d, so it is skipped: the input a is missing.
# 2. e moves by 2, from 10 to 12, because a is used twice. The traced graph cannot tell: there is no a in it to move, and no place for its
#    gradient of 2. If the edges are kept, the picture is even absurd, since d is then made from itself.
# 3. By identity: it is the same node only if it is the same object. That a and d hold the same number is a coincidence, because one happens to be 1; they were made
#    differently and play different parts, and with other inputs their numbers differ.
# ### END SOLUTION

# %% [markdown]
# ## 7. What if
#
# A graph that remembers how it was made can be computed again. `what_if(root, leaf, data)` returns the **number** that `root` would
# hold if `leaf` held `data`. Only `+` and `*` occur. The graph must look the same afterwards: every `data` as it was.
#
# In exercise 4, `what_if(c, a, 5.0)` is `18.0`: 5 · 3 + 3. And `what_if(c, b, 4.0)` is `12.0`: b is used twice.
#
# Three things to think about: a leaf that is used in several places; another leaf that holds the same number; and a graph of sixty doublings, `x = x + x` again and again,
# which has 61 nodes and more than 10¹⁸ paths, and should still take no time. Also: if your `_prev` is a set, `a + a` has one operand in it.


# %% nbgrader={"grade_id": "what-if", "solution": true}
def what_if(root, leaf, data):
    """The number that root would hold if leaf held data. Nothing in the graph changes."""
    ### BEGIN SOLUTION
    numbers = {leaf: data}

    def number(node):
        if node not in numbers:
            operands = list(node._prev)
            if operands:
                # In a set, a + a has left one operand: then the first is the last one, too.
                first, last = number(operands[0]), number(operands[-1])
                numbers[node] = first + last if node._op == "+" else first * last
            else:
                numbers[node] = node.data
        return numbers[node]

    return number(root)
    ### END SOLUTION


# %% nbgrader={"grade_id": "what-if-checks", "grade": true}
a, b = Value(2.0), Value(3.0)
tmp = Value(6.0, (a, b), "*")
c = Value(9.0, (tmp, b), "+")
assert what_if(c, a, 5.0) == 18.0, f"c = a * b + b with a = 2, b = 3: what_if(c, a, 5.0) is {what_if(c, a, 5.0)}, should be 18.0"
assert what_if(c, b, 4.0) == 12.0, f"c = a * b + b with a = 2, b = 3: what_if(c, b, 4.0) is {what_if(c, b, 4.0)}, should be 12.0"
assert [node.data for node in (a, b, tmp, c)] == [2.0, 3.0, 6.0, 9.0], "what_if changed a number in the graph, should leave all as they were"

h = 1e-6
slope = (what_if(c, b, 3 + h) - what_if(c, b, 3 - h)) / (2 * h)
assert abs(slope - 3) < 1e-4, f"the slope of c with respect to b, measured with what_if, is {slope}, should be 3"
