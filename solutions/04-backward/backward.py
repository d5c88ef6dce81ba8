# %% [markdown]
# # The global backward
#
# In lesson 03 each operation learned to pass its gradient **one step** back. In this assignment you
# make the steps run by themselves, in the right order. At the end one call, `y.backward()`, fills in
# every gradient of a graph.
#
# Fill in the cells that say *not written yet*. Run the checks under each of them. They are the
# visible checks; hidden ones follow, on other graphs and other numbers.
#
# To look at a graph: `from graph_picture import draw_graph`, then `draw_graph(r)`.

# %% nbgrader={"grade_id": "imports", "locked": true}
from engine import Value

# %% [markdown]
# ## 1. By hand, in the right order
#
# Three operations are built for you. Seed the result with `r.grad = 1.0`, then call each node's
# `_backward()` once. Choose an order in which every gradient is complete before it is passed on.
#
# `x, y = Value(2.0), Value(3.0); backward_by_hand(x, y)` leaves `x.grad` at `45.0` and `y.grad` at `20.0`.

# %% nbgrader={"grade_id": "by-hand", "solution": true}
def backward_by_hand(x, y):
    """Build r = p * q with p = x + y and q = p * x, run its backward pass by hand, return r.

    x, y: Value. Afterwards x.grad and y.grad are the slopes of r.
    """
    p = x + y
    q = p * x
    r = p * q
    ### BEGIN SOLUTION
    r.grad = 1.0
    r._backward()
    q._backward()
    p._backward()
    ### END SOLUTION
    return r


# %% nbgrader={"grade_id": "by-hand-checks", "grade": true}
x, y = Value(2.0), Value(3.0)
r = backward_by_hand(x, y)
assert r.data == 50.0, f"r.data is {r.data}, should be 50.0"
assert r.grad == 1.0, f"r.grad is {r.grad}, should be 1.0"
assert x.grad == 45.0, f"x.grad is {x.grad}, should be 45.0"
assert y.grad == 20.0, f"y.grad is {y.grad}, should be 20.0"

# %% [markdown]
# ## 2. Is this order right?
#
# Before you make orders, learn to check them. A list of nodes is in **topological order** when
#
# - no node stands in it twice, and
# - every operand of every node in the list stands in the list too, before that node.
#
# With `tmp = a * b` and `c = tmp + b`: `is_topological_order([a, b, tmp, c])` is `True`, so is
# `[b, a, tmp, c]`. `[a, tmp, b, c]` is not: `b` is an operand of `tmp` and comes after it.
#
# Two nodes are the same node when they are the same object. Two leaves that hold the same number
# are still two nodes. The operands of a node are in `node._prev`.

# %% nbgrader={"grade_id": "is-order", "solution": true}
def is_topological_order(nodes):
    """True if the list `nodes` holds no node twice and every operand before the node that uses it."""
    ### BEGIN SOLUTION
    seen = set()
    for node in nodes:
        if node in seen or any(operand not in seen for operand in node._prev):
            return False
        seen.add(node)
    return True
    ### END SOLUTION


# %% nbgrader={"grade_id": "is-order-checks", "grade": true}
a, b = Value(2.0), Value(3.0)
tmp = a * b
c = tmp + b
for names, nodes, right in [
    ("[a, b, tmp, c]", [a, b, tmp, c], True),
    ("[b, a, tmp, c]", [b, a, tmp, c], True),
    ("[a, tmp, b, c]", [a, tmp, b, c], False),
    ("[c, tmp, b, a]", [c, tmp, b, a], False),
    ("[a, b, c]", [a, b, c], False),
    ("[a, b, b, tmp, c]", [a, b, b, tmp, c], False),
]:
    answer = is_topological_order(nodes)
    assert answer is right, f"is_topological_order({names}) is {answer}, should be {right}"

# %% [markdown]
# ## 3. Sort a graph
#
# Write `topological_sort(root)`. It returns a list of all nodes of the graph that ends in `root`:
# each node once, operands before results, so `root` comes last. Any such order is right.
#
# For `c = a*b + b` one right answer is `[a, b, tmp, c]`.
#
# Recursion is welcome. A graph with 60 doublings, `x = x + x`, must be sorted at once: it has
# only 61 nodes.

# %% nbgrader={"grade_id": "sort", "solution": true}
def topological_sort(root):
    """The nodes of root's graph as a list, each once, operands before results, root last."""
    ### BEGIN SOLUTION
    order = []
    seen = set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for operand in node._prev:
                visit(operand)
            order.append(node)

    visit(root)
    return order
    ### END SOLUTION


# %% nbgrader={"grade_id": "sort-checks", "grade": true}
a = Value(2.0, label="a")
b = Value(3.0, label="b")
tmp = a * b
tmp.label = "tmp"
c = tmp + b
c.label = "c"
labels = [node.label for node in topological_sort(c)]
assert sorted(labels) == ["a", "b", "c", "tmp"], f"the nodes are {labels}, should be a, b, tmp and c, each once"
assert labels[-1] == "c", f"the order is {labels}; the last should be c, the root"
assert labels.index("tmp") == 2, f"the order is {labels}; a and b should come before tmp"

labels = [node.label for node in topological_sort(tmp)]
assert sorted(labels) == ["a", "b", "tmp"], f"topological_sort(tmp) has the nodes {labels}, should have a, b and tmp"

y = Value(1.0)
for _ in range(60):
    y = y + y
count = len(topological_sort(y))
assert count == 61, f"sixty doublings give {count} nodes, should be 61"

# %% [markdown]
# ## 4. One call for the whole graph
#
# Write `backward(self)`: sort the graph of `self`, set the gradient of `self` to `1.0`, then call
# every node's `_backward()` once, in an order in which each gradient is complete before it is used.
#
# `a, b = Value(2.0), Value(3.0); c = a*b + b; c.backward()` leaves `a.grad` at `3.0` and `b.grad` at `3.0`.

# %% nbgrader={"grade_id": "backward", "solution": true} tags=["engine"]
def backward(self):
    """Backpropagate from self: add the slope of self with respect to each node to that node's grad."""
    ### BEGIN SOLUTION
    order = topological_sort(self)
    self.grad = 1.0
    for node in reversed(order):
        node._backward()
    ### END SOLUTION


Value.backward = backward

# %% nbgrader={"grade_id": "backward-checks", "grade": true}
a, b = Value(2.0), Value(3.0)
c = a * b + b
c.backward()
assert c.grad == 1.0, f"c = a*b + b: c.grad is {c.grad}, should be 1.0"
assert a.grad == 3.0, f"c = a*b + b: a.grad is {a.grad}, should be 3.0"
assert b.grad == 3.0, f"c = a*b + b: b.grad is {b.grad}, should be 3.0"

a = Value(1.0)
b = a + a
c = b + b
c.backward()
assert b.grad == 2.0, f"b = a + a; c = b + b: b.grad is {b.grad}, should be 2.0"
assert a.grad == 4.0, f"b = a + a; c = b + b: a.grad is {a.grad}, should be 4.0"

a, b = Value(6.0), Value(3.0)
(a - b).backward()
assert (a.grad, b.grad) == (1.0, -1.0), f"a - b: the gradients are {a.grad} and {b.grad}, should be 1.0 and -1.0"

a, b = Value(2.0), Value(3.0)
p = a + b
q = p * a
r = p * q
r.backward()
assert (a.grad, b.grad) == (45.0, 20.0), f"r = p*q: the gradients are {a.grad} and {b.grad}, should be 45.0 and 20.0"

# %% [markdown]
# ## 5. Why must the order be this one?
#
# Somebody proposes to do without the sort: *Start at the root. Call its `_backward()`, then go to its
# operands and do the same with each of them, depth first. Skip a node that was visited before.*
#
# In a few sentences: what does a node need before its `_backward()` may run? Give a graph in which
# the proposal goes wrong, and say at which call. Why can it not go wrong in reversed topological order?

# %% [markdown] nbgrader={"grade_id": "why-reversed", "grade": true, "solution": true}
# ### BEGIN SOLUTION
# `_backward()` passes on the gradient that a node has at that moment, so the gradient has to be complete:
# every node that uses it must have made its contribution before. Take `p = x + y; q = p * x; r = p * q`.
# The proposal calls `r`, then goes to `p`, the first operand, and passes on its gradient. But `q` uses `p` too, and
# runs later. What `q` adds to `p.grad` then never reaches `x` and `y`: `p` is not visited again. (Visiting it again would
# not help: it would pass on the first part twice.) In a topological order a node stands before every node
# that uses it, so in reverse it comes after all of them, and its gradient is complete when its turn comes.
# ### END SOLUTION

# %% [markdown]
# ## 6. Count the paths
#
# Write `count_paths(root, node)`: how many ways lead from `node` to `root` along the arrows of the graph?
# In `x + x` two arrows lead from `x` to the sum: two paths. From a node to itself there is one path, the empty
# one. From a node outside the graph there is none.
#
# With `tmp = a * b; c = tmp + b`: `count_paths(c, a)` is `1` and `count_paths(c, b)` is `2`.
#
# Sixty doublings have $2^{60}$ paths, more than a billion billion. Your function must count them at once.

# %% nbgrader={"grade_id": "paths", "solution": true}
def count_paths(root, node):
    """The number of paths from node to root in root's graph, an int; an operand used twice counts twice."""
    ### BEGIN SOLUTION
    paths = {root: 1}
    for result in reversed(topological_sort(root)):
        for operand in result._prev:
            paths[operand] = paths.get(operand, 0) + paths[result]
    return paths.get(node, 0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "paths-checks", "grade": true}
a, b = Value(2.0), Value(3.0)
tmp = a * b
c = tmp + b
for names, count, right in [
    ("c, a", count_paths(c, a), 1),
    ("c, b", count_paths(c, b), 2),
    ("c, c", count_paths(c, c), 1),
    ("tmp, c", count_paths(tmp, c), 0),
    ("a + a, a", count_paths(a + a, a), 2),
]:
    assert count == right, f"count_paths({names}) is {count}, should be {right}"

x = Value(1.0)
y = x
for _ in range(60):
    y = y + y
count = count_paths(y, x)
assert count == 2**60, f"sixty doublings have {count} paths, should be {2**60}"

# %% [markdown]
# ## 7. A graph of any depth
#
# Python allows about a thousand nested calls. A recursive sort stops there with a `RecursionError`, and
# a sum of a few thousand terms is deeper than that.
#
# Write `iterative_topological_sort(root)`: the same contract as `topological_sort`, for graphs of any depth.
# No function calls itself; a list of your own keeps track of what is still to be done. Leave Python's recursion
# limit as it is.
#
# It must be fast as well: well under a second for 50,000 nodes. (Looking a node up in a list of that length
# is slow; in a set or a dict it is not.)

# %% nbgrader={"grade_id": "deep-sort", "solution": true} tags=["engine"]
def iterative_topological_sort(root):
    """The nodes of root's graph as a list, each once, operands before results, root last; no recursion."""
    ### BEGIN SOLUTION
    order = []
    seen = {root}
    # Each entry is a visit under way: a node, and those of its operands it has yet to look at.
    visits = [(root, iter(root._prev))]
    while visits:
        node, operands = visits[-1]
        for operand in operands:
            if operand not in seen:
                seen.add(operand)
                visits.append((operand, iter(operand._prev)))
                break
        else:
            order.append(node)
            visits.pop()
    return order
    ### END SOLUTION


# %% nbgrader={"grade_id": "deep-sort-checks", "grade": true}
a, b = Value(2.0), Value(3.0)
p = a + b
q = p * a
r = p * q
order = iterative_topological_sort(r)
names = {a: "a", b: "b", p: "p", q: "q", r: "r"}
found = [names[node] for node in order]
assert sorted(found) == ["a", "b", "p", "q", "r"], f"the nodes are {found}, should be a, b, p, q and r, each once"
assert found[2:] == ["p", "q", "r"], f"the order is {found}; a and b should come first, then p, q, r"

x = Value(1.0)
y = x
for _ in range(50_000):
    y = y + x
order = list(iterative_topological_sort(y))
assert len(order) == 50_001, f"a chain of 50,000 additions gives {len(order)} nodes, should be 50001"
y.grad = 1.0
for node in reversed(order):
    node._backward()
assert x.grad == 50_001.0, f"a chain of 50,000 additions: x.grad is {x.grad}, should be 50001.0"

# %% [markdown]
# In the engine of the next lessons `topological_sort` is the iterative one, so that `backward()` works on deep
# graphs too. In this notebook the name keeps its first meaning: each of your two sorts is checked by itself.

# %% nbgrader={"grade_id": "engine-sort", "locked": true} tags=["engine"]
# Only when this cell has become part of engine.py.
if __name__ == "engine":
    topological_sort = iterative_topological_sort
