# %% [markdown]
# # 05 The gradient-accumulation bug
#
# You have two engines in front of you. One is right. The other has the same fault in three places, one character each time, and
# it gives right answers on many graphs. You will predict what it says, expose it, mend it, and write a test that no such
# engine gets past. Then you will meet the same bug a second time, in a training loop.
#
# Read `lessons/05-accumulation.md` first. The cells marked "checks" show a part of what is checked; more checks follow when
# your notebook is graded.

# %% nbgrader={"grade_id": "imports", "locked": true}
import math

from engine import Value, topological_sort

# %% [markdown]
# ## The suspect
#
# `BrokenValue` is a small engine that knows `+`, `-`, `*` and `tanh()`. Its `backward` is the very one of lesson 04, and
# that one is right. Do not change this cell: you will need the suspect as it is.

# %% nbgrader={"grade_id": "suspect", "locked": true}
class BrokenValue:
    """A small engine that is right on every graph in which no node is used twice."""

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self.label = label
        self._prev = tuple(_children)
        self._op = _op
        self._backward = lambda: None

    def __repr__(self):
        return f"{type(self).__name__}(data={self.data}, grad={self.grad})"

    # type(self), not BrokenValue, so that a class derived from this one makes nodes of its own kind.
    def _wrap(self, other):
        return other if isinstance(other, BrokenValue) else type(self)(other)

    def __add__(self, other):
        other = self._wrap(other)
        out = type(self)(self.data + other.data, (self, other), "+")

        def _backward():
            self.grad = out.grad
            other.grad = out.grad

        out._backward = _backward
        return out

    def __mul__(self, other):
        other = self._wrap(other)
        out = type(self)(self.data * other.data, (self, other), "*")

        def _backward():
            self.grad = other.data * out.grad
            other.grad = self.data * out.grad

        out._backward = _backward
        return out

    def tanh(self):
        t = math.tanh(self.data)
        out = type(self)(t, (self,), "tanh")

        def _backward():
            self.grad = (1 - t * t) * out.grad

        out._backward = _backward
        return out

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    backward = Value.backward


# %% [markdown]
# ## 1. Predict
#
# Let `a = BrokenValue(3.0)` and `b = BrokenValue(2.0)`. Six expressions, each with fresh `a` and `b`, each followed by
# `c.backward()`. What is `a.grad` **in the broken engine** each time?
#
# 1. `c = a + b`
# 2. `c = a + a`
# 3. `c = a * a`
# 4. `c = a * b + a`
# 5. `c = (a + b) * a`
# 6. `d = a + a` and then `c = d * d`
#
# Work them out on paper, write the six numbers into the list, and only then run the engine to see whether you were right.
# The checks below look at the first two.

# %% nbgrader={"grade_id": "predict", "solution": true}
def predictions():
    """What a.grad is in the broken engine after each of the six expressions.

    Returns:
        list of 6 float, in the order of the question.
    """
    ### BEGIN SOLUTION
    return [1.0, 1.0, 3.0, 2.0, 3.0, 6.0]
    ### END SOLUTION


# %% nbgrader={"grade_id": "predict-checks", "grade": true}
predicted = predictions()
assert len(predicted) == 6, f"predictions() has {len(predicted)} numbers, should be 6"
a, b = BrokenValue(3.0), BrokenValue(2.0)
(a + b).backward()
assert predicted[0] == a.grad, f"c = a + b: you predicted {predicted[0]}, the broken engine says {a.grad}"
a = BrokenValue(3.0)
(a + a).backward()
assert predicted[1] == a.grad, f"c = a + a: you predicted {predicted[1]}, the broken engine says {a.grad}"

# %% [markdown]
# ## 2. The bug in two lines
#
# During one backward pass a node receives **pieces**, one for every place where it was used. Suppose they arrive in the order
# of the list `pieces`. What does `grad` hold when the pass is over, in an engine that is right and in the broken one?
# A node that receives nothing keeps the 0.0 it started with.
#
# For example, `right_gradient([1.0, 2.0])` is `3.0`.

# %% nbgrader={"grade_id": "pieces", "solution": true}
def right_gradient(pieces):
    """What `grad` should hold after the pieces have arrived, in order.

    Args:
        pieces: list of float, maybe empty.

    Returns:
        float.
    """
    ### BEGIN SOLUTION
    grad = 0.0
    for piece in pieces:
        grad += piece
    return grad
    ### END SOLUTION


def broken_gradient(pieces):
    """What `grad` holds in the broken engine after the same pieces.

    Args:
        pieces: list of float, maybe empty.

    Returns:
        float.
    """
    ### BEGIN SOLUTION
    grad = 0.0
    for piece in pieces:
        grad = piece
    return grad
    ### END SOLUTION


# %% nbgrader={"grade_id": "pieces-checks", "grade": true}
assert right_gradient([1.0, 2.0]) == 3.0, f"right_gradient([1.0, 2.0]) is {right_gradient([1.0, 2.0])}, should be 3.0"
assert right_gradient([]) == 0.0, f"right_gradient([]) is {right_gradient([])}, should be 0.0"
a, b = BrokenValue(3.0), BrokenValue(2.0)
(a * b + a).backward()  # the + brings its 1.0 first, then the * brings 2.0
assert broken_gradient([1.0, 2.0]) == a.grad, (
    f"broken_gradient([1.0, 2.0]) is {broken_gradient([1.0, 2.0])}, the broken engine says {a.grad}"
)

# %% [markdown]
# ## 3. Expose it
#
# Write a function that builds one expression that gives the fault away. It is called twice, once with `Value` and once with
# `BrokenValue`, and the two engines must disagree about the gradient of at least one of the leaves you return.
#
# - Make every node with the class you are given: its name in the function is `Value`.
# - Use `+`, `-`, `*` and `tanh()` only: the suspect knows nothing else.
# - Return the root and a list of leaves. A leaf is a node that you made from a plain number.
# - Do not call `backward()` yourself: whoever calls your function does that.

# %% nbgrader={"grade_id": "expose", "solution": true}
def exposing_expression(Value):
    """Build an expression on which a broken engine gives a wrong gradient.

    Args:
        Value: the class of the engine to use.

    Returns:
        (root, leaves): the last node of the expression, and a list of leaves of it.
    """
    ### BEGIN SOLUTION
    a, b = Value(2.0), Value(3.0)
    return a * b + b, [a, b]
    ### END SOLUTION


# %% nbgrader={"grade_id": "expose-checks", "grade": true}
right_root, right_leaves = exposing_expression(Value)
broken_root, broken_leaves = exposing_expression(BrokenValue)
assert type(right_root) is Value, f"called with Value, the root is a {type(right_root).__name__}, should be a Value"
assert type(broken_root) is BrokenValue, (
    f"called with BrokenValue, the root is a {type(broken_root).__name__}, should be a BrokenValue"
)
right_root.backward()
broken_root.backward()
right_grads = [leaf.grad for leaf in right_leaves]
broken_grads = [leaf.grad for leaf in broken_leaves]
assert right_grads != broken_grads, f"both engines say {right_grads}: this expression exposes nothing"

# %% [markdown]
# ## 4. Mend it
#
# `MendedValue` is `BrokenValue` with three methods replaced. Write the three. Start from the code of the suspect and change
# as little as you can. Everything else, `backward` too, is inherited.

# %% nbgrader={"grade_id": "mend", "solution": true}
class MendedValue(BrokenValue):
    """The suspect after the repair."""


def mended_add(self, other):
    """self + other. `other` may be a plain number. Returns a new node of type(self)."""
    ### BEGIN SOLUTION
    other = self._wrap(other)
    out = type(self)(self.data + other.data, (self, other), "+")

    def _backward():
        self.grad += out.grad
        other.grad += out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


def mended_mul(self, other):
    """self * other. `other` may be a plain number. Returns a new node of type(self)."""
    ### BEGIN SOLUTION
    other = self._wrap(other)
    out = type(self)(self.data * other.data, (self, other), "*")

    def _backward():
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


def mended_tanh(self):
    """The hyperbolic tangent of self. Returns a new node of type(self)."""
    ### BEGIN SOLUTION
    t = math.tanh(self.data)
    out = type(self)(t, (self,), "tanh")

    def _backward():
        self.grad += (1 - t * t) * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


MendedValue.__add__ = mended_add
MendedValue.__mul__ = mended_mul
MendedValue.tanh = mended_tanh

# %% nbgrader={"grade_id": "mend-checks", "grade": true}
a = MendedValue(3.0)
b = a + a
b.backward()
assert a.grad == 2.0, f"b = a + a: a.grad is {a.grad}, should be 2.0"
a, b = MendedValue(2.0), MendedValue(3.0)
c = a * b + b
c.backward()
assert c.data == 9.0, f"c = a * b + b with a = 2, b = 3: c.data is {c.data}, should be 9.0"
assert (a.grad, b.grad) == (3.0, 3.0), f"c = a * b + b: a.grad, b.grad are {a.grad}, {b.grad}, should be 3.0, 3.0"

# %% [markdown]
# ## 5. A test that catches it
#
# Write `check_engine(Value)`: it looks at the engine it is given, passes in silence if the engine is right, and fails with an
# `assert` if gradients get lost in it.
#
# Your test will meet a zoo of engines. Some are right, and built in other ways than yours. The others lose
# gradients: not all of them everywhere, as the suspect does. In some, only one operation has the fault. In some, only one
# **side** of one operation has it. One loses only a little of every piece. Some were "mended" by people who looked at
# `a + a` only. One expression will not do.
#
# - All engines know `+`, `-`, `*`, `tanh()`, `data`, `grad` and `backward()`. The faults are in `+`, `*` and `tanh`.
# - Ask only for what every right engine promises: the gradients after **one** `backward()` on a fresh graph. Last digits may
#   differ, so compare with a tolerance (`math.isclose`). Do not look at `_prev`, `_backward` or `repr`.
# - A message in the assert helps whoever will have to mend the engine.

# %% nbgrader={"grade_id": "check-engine", "solution": true}
def check_engine(Value):
    """Pass in silence if the engine keeps every piece of every gradient.

    Args:
        Value: the class of the engine to check.

    Raises:
        AssertionError: if a gradient is wrong.
    """
    ### BEGIN SOLUTION
    def check(text, node, expected):
        assert math.isclose(node.grad, expected, abs_tol=1e-9), f"{text}: grad is {node.grad}, should be {expected}"

    a = Value(3.0)
    (a + a).backward()
    check("a + a", a, 2.0)

    # The shared node is on the left of both operations, then on the right of both: each side must add up on its own.
    a, b, c = Value(2.0), Value(3.0), Value(5.0)
    ((a + b) * (a + c)).backward()
    check("(a + b) * (a + c), a", a, 12.0)
    a, b, c = Value(2.0), Value(3.0), Value(5.0)
    ((b + a) * (c + a)).backward()
    check("(b + a) * (c + a), a", a, 12.0)
    a, b, c = Value(2.0), Value(3.0), Value(5.0)
    (a * b + a * c).backward()
    check("a * b + a * c, a", a, 8.0)
    a, b, c = Value(2.0), Value(3.0), Value(5.0)
    (b * a + c * a).backward()
    check("b * a + c * a, a", a, 8.0)

    x = Value(0.5)
    slope = 1 - math.tanh(0.5) ** 2
    (x.tanh() + x.tanh() * 3.0).backward()
    check("x.tanh() + x.tanh() * 3", x, 4 * slope)

    # The same again with an inner node in the shared place.
    a, b = Value(2.0), Value(3.0)
    d = a * b
    (d * a + d * b + d.tanh() + d).backward()
    slope = 1 - math.tanh(6.0) ** 2
    check("d = a * b; d * a + d * b + d.tanh() + d, d", d, 6.0 + slope)
    check("d = a * b; d * a + d * b + d.tanh() + d, a", a, 6.0 + 3.0 * (6.0 + slope))
    check("d = a * b; d * a + d * b + d.tanh() + d, b", b, 6.0 + 2.0 * (6.0 + slope))
    ### END SOLUTION


# %% nbgrader={"grade_id": "check-engine-checks", "grade": true}
check_engine(Value)
try:
    check_engine(BrokenValue)
except AssertionError:
    caught = True
else:
    caught = False
assert caught, "check_engine(BrokenValue) passed in silence, should fail with an AssertionError"

# %% [markdown]
# ## 6. The second face
#
# The engine is right now, and yet gradients can go wrong: they live on in the parameters after a step, and the next `backward()`
# adds to them. The loop below never zeroes them. Its losses should fall towards 0. Run the cell and look.

# %% nbgrader={"grade_id": "piling-loop", "locked": true}
def descend_piling_up(loss, parameters, steps, rate):
    """Gradient descent with a fault: nobody zeroes the gradients."""
    losses = []
    for _ in range(steps):
        out = loss(parameters)
        losses.append(out.data)
        out.backward()
        for p in parameters:
            p.data -= rate * p.grad
    return losses


def bowl(parameters):
    """(w - 3)**2 for parameters = [w]. Smallest at w = 3."""
    (w,) = parameters
    return (w - 3.0) ** 2


piling_losses = descend_piling_up(bowl, [Value(0.0)], steps=30, rate=0.1)
print("loss with gradients that pile up, every third step:")
print("  ".join(f"{value:.2f}" for value in piling_losses[::3]))

# %% [markdown]
# Write the loop that does it right. `loss(parameters)` builds a fresh graph and returns its root. One step: compute the loss and
# note it, get the gradients of **this** step, move every parameter against its gradient.
#
# The gradients that the parameters hold when your function is called are left over from something else. They must not matter.
#
# For example, `descend(bowl, [Value(0.0)], steps=3, rate=0.1)` returns about `[9.0, 5.76, 3.6864]`.

# %% nbgrader={"grade_id": "descend", "solution": true}
def descend(loss, parameters, steps, rate):
    """Gradient descent. Changes the `data` of the parameters in place.

    Args:
        loss: function that takes the list of parameters and returns a Value, the root of a fresh graph.
        parameters: list of Value, the leaves to move.
        steps: int, how many steps to take.
        rate: float, the learning rate.

    Returns:
        list of `steps` float: the loss at each step, before the parameters moved.
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        out = loss(parameters)
        losses.append(out.data)
        for p in parameters:
            p.grad = 0.0
        out.backward()
        for p in parameters:
            p.data -= rate * p.grad
    return losses
    ### END SOLUTION


# %% nbgrader={"grade_id": "descend-checks", "grade": true}
w = Value(0.0)
losses = descend(bowl, [w], steps=3, rate=0.1)
assert len(losses) == 3, f"descend(bowl, [w], steps=3, rate=0.1) returned {len(losses)} losses, should be 3"
for k, should in enumerate([9.0, 5.76, 3.6864]):
    assert math.isclose(losses[k], should), f"the loss at step {k} is {losses[k]}, should be {should}"
w = Value(0.0)
losses = descend(bowl, [w], steps=30, rate=0.1)
assert losses[-1] < 0.001, f"after 30 steps the loss is {losses[-1]}, should be below 0.001"

# %% [markdown]
# ## 7. Backward twice
#
# Call `backward()` twice on the same graph of our engine and the leaves do not hold twice the gradient: what the first call
# left in the inner nodes is passed on a second time. PyTorch's rule is cleaner: **leaves keep adding, inner nodes start afresh at
# every call**.
#
# Write `accumulating_backward(root)` by this rule. After it was called n times on the same root, every leaf holds n times
# its gradient. After it was called on two roots that share leaves, every leaf holds the sum of its two gradients. Only the
# leaves' gradients are checked. Roots are never leaves here.
#
# For example, with `a = Value(1.0)`, `b = a + a` and `c = b + b`: `a.grad` is 4.0 after one call, 8.0 after two.

# %% nbgrader={"grade_id": "backward-again", "solution": true}
def accumulating_backward(root):
    """Add to the `grad` of every leaf under `root` the gradient of `root` with respect to it.

    Args:
        root: Value with operands. `topological_sort(root)` lists the nodes of its graph.
    """
    ### BEGIN SOLUTION
    for node in topological_sort(root):
        if node._prev:
            node.grad = 0.0
    root.backward()
    ### END SOLUTION


# %% nbgrader={"grade_id": "backward-again-checks", "grade": true}
a = Value(1.0)
b = a + a
c = b + b
accumulating_backward(c)
assert a.grad == 4.0, f"b = a + a; c = b + b; one call: a.grad is {a.grad}, should be 4.0"
accumulating_backward(c)
assert a.grad == 8.0, f"b = a + a; c = b + b; two calls: a.grad is {a.grad}, should be 8.0"

# %% [markdown]
# ## 8. Why on purpose?
#
# PyTorch's `backward()` adds to the gradients that are already there, and leaves it to you to call `zero_grad()`. It could have
# zeroed them itself. In three to six sentences:
#
# - Give one situation in which you want gradients of several `backward()` calls to add up.
# - Someone proposes to get rid of `zero_grad()` by writing `=` for `+=` in every `_backward`: "then each call starts
#   afresh by itself". What goes wrong?

# %% [markdown] nbgrader={"grade_id": "why-accumulate", "grade": true, "solution": true}
# ### BEGIN SOLUTION
# The gradient of a sum is the sum of the gradients. When a batch does not fit into memory I can cut it into two halves, call
# `backward()` on the loss of each half, and take one step: the leaves then hold the gradient of the whole batch, as if I
# had done it in one go. The same holds for several losses with shared parameters. If `backward()` zeroed first,
# only the last half would count.
#
# Adding happens on two levels. Between two calls, zeroing is a choice, and it belongs before the call. Within one call,
# adding is the chain rule: a node that is used in several places receives a piece from each, and its gradient is their sum. `=`
# keeps the piece that came last, so `b = a + a` would get 1 and not 2. And it would not even start afresh: a parameter that
# does not appear in the new graph would keep its old gradient.
# ### END SOLUTION
