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
# # Operators and their local derivatives
#
# Read `lessons/03-operators.md` beside this notebook: every exercise has its section there.
#
# `Value` comes from lesson 02. It remembers how it was made, but it does not yet know a single slope. Here each operation
# learns to pass a gradient **one step back**: from its result to its operands.
#
# Every operation is tried alone, always in the same four lines:
#
# ```python
# a, b = Value(5.0), Value(6.0)
# c = a + b           # the operation
# c.grad = 11.0       # pretend that the rest of the graph has already been dealt with
# c._backward()       # one local step: what reaches a and b?
# ```
#
# In each exercise, replace the line `raise NotImplementedError(...)` by your own code. Under it stand visible checks. Hidden
# checks follow when the notebook is graded: they try other numbers, reused values and larger graphs.

# %% tags=["engine"] nbgrader={"grade_id": "imports", "locked": true}
import math

from engine import Value

# %% [markdown]
# ## 1. The sum
#
# `a + b` makes a new `Value`, the result. Give that result a `_backward`: a function without arguments that **adds** to the
# `grad` of both operands what they receive when the result has the gradient `out.grad`. The text shows this one in full.
#
# `other` may be a plain number. The second function is for `2 + a`, where the plain number stands on the left: Python then
# calls `a.__radd__(2)`.
#
# With 5 + 6 and `c.grad = 11`, both operands end at `11.0`. With `c = a + a`, a ends at `22.0`.


# %% nbgrader={"grade_id": "add", "solution": true} tags=["engine"]
def add(self, other):
    """self + other. `other` is a Value or a plain number; the result is a Value."""
    ### BEGIN SOLUTION
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data + other.data, (self, other), "+")

    def _backward():
        self.grad += out.grad
        other.grad += out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


def radd(self, other):
    """other + self, for a plain number `other` on the left."""
    ### BEGIN SOLUTION
    return self + other
    ### END SOLUTION


Value.__add__ = add
Value.__radd__ = radd

# %% nbgrader={"grade_id": "add-checks", "grade": true}
a, b = Value(5.0), Value(6.0)
c = a + b
c.grad = 11.0
c._backward()
assert c.data == 11.0, f"5 + 6 gives {c.data}, should be 11.0"
assert a.grad == 11.0, f"after c = a + b, c.grad = 11, one local step: a.grad is {a.grad}, should be 11.0"
assert b.grad == 11.0, f"after c = a + b, c.grad = 11, one local step: b.grad is {b.grad}, should be 11.0"

a = Value(5.0)
c = a + a
c.grad = 11.0
c._backward()
assert a.grad == 22.0, f"after c = a + a, c.grad = 11, one local step: a.grad is {a.grad}, should be 22.0"

a = Value(5.0)
assert (a + 2).data == 7.0, f"a + 2 with a = 5 gives {(a + 2).data}, should be 7.0"
assert (2 + a).data == 7.0, f"2 + a with a = 5 gives {(2 + a).data}, should be 7.0"

# %% [markdown]
# ## 2. The product
#
# The same pattern with other slopes. Before you write a line: in `5 * 6`, by how much does the product grow when the 5 grows
# by 1? That number is the slope with respect to the first factor.
#
# With 5 * 6 and `c.grad = 11`, the operands end at `66.0` and `55.0`. With `c = a * a` and a = 5, a ends at `110.0`.


# %% nbgrader={"grade_id": "mul", "solution": true} tags=["engine"]
def mul(self, other):
    """self * other. `other` is a Value or a plain number; the result is a Value."""
    ### BEGIN SOLUTION
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data * other.data, (self, other), "*")

    def _backward():
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


def rmul(self, other):
    """other * self, for a plain number `other` on the left."""
    ### BEGIN SOLUTION
    return self * other
    ### END SOLUTION


Value.__mul__ = mul
Value.__rmul__ = rmul

# %% nbgrader={"grade_id": "mul-checks", "grade": true}
a, b = Value(5.0), Value(6.0)
c = a * b
c.grad = 11.0
c._backward()
assert c.data == 30.0, f"5 * 6 gives {c.data}, should be 30.0"
assert a.grad == 66.0, f"after c = a * b, c.grad = 11, one local step: a.grad is {a.grad}, should be 66.0"
assert b.grad == 55.0, f"after c = a * b, c.grad = 11, one local step: b.grad is {b.grad}, should be 55.0"

a = Value(5.0)
c = a * a
c.grad = 11.0
c._backward()
assert a.grad == 110.0, f"after c = a * a, c.grad = 11, one local step: a.grad is {a.grad}, should be 110.0"

a = Value(5.0)
assert (a * 2).data == 10.0, f"a * 2 with a = 5 gives {(a * 2).data}, should be 10.0"
assert (2 * a).data == 10.0, f"2 * a with a = 5 gives {(2 * a).data}, should be 10.0"

# %% [markdown]
# ## 3. The power
#
# `a ** 2`, `a ** 0.5`, `a ** -1`: the exponent is a plain number, so the result has one operand. Write one node with its own
# local step.
#
# With 5 ** 2 and `c.grad = 11`, a ends at `110.0`. Your step must also work where a is `0.0`.


# %% nbgrader={"grade_id": "pow", "solution": true} tags=["engine"]
def power(self, exponent):
    """self ** exponent, for a plain number `exponent`; the result is a Value."""
    ### BEGIN SOLUTION
    out = Value(self.data ** exponent, (self,), f"**{exponent}")

    def _backward():
        self.grad += exponent * self.data ** (exponent - 1) * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


Value.__pow__ = power

# %% nbgrader={"grade_id": "pow-checks", "grade": true}
a = Value(5.0)
c = a ** 2.0
c.grad = 11.0
c._backward()
assert c.data == 25.0, f"5 ** 2 gives {c.data}, should be 25.0"
assert a.grad == 110.0, f"after c = a ** 2, c.grad = 11, one local step: a.grad is {a.grad}, should be 110.0"

a = Value(2.0)
c = a ** -1
c.grad = 12.0
c._backward()
assert c.data == 0.5, f"2 ** -1 gives {c.data}, should be 0.5"
assert a.grad == -3.0, f"after c = a ** -1 with a = 2, c.grad = 12, one local step: a.grad is {a.grad}, should be -3.0"

# %% [markdown]
# ## 4. Minus and divided by
#
# No new slopes are needed here. A difference is a sum with a negative number; a quotient is a product with a power. Build
# these five from the operations you have:
#
# | you write | Python calls | example, with a = 4 |
# |---|---|---|
# | `-a` | `neg(a)` | `-a` is -4 |
# | `a - b` | `sub(a, b)` | `a - 1` is 3 |
# | `3 - a` | `rsub(a, 3)` | `3 - a` is -1 |
# | `a / b` | `truediv(a, b)` | `a / 8` is 0.5 |
# | `10 / a` | `rtruediv(a, 10)` | `10 / a` is 2.5 |
#
# Mind the order in the two reflected forms. (If you prefer to give minus and division local steps of their own, you may.)
#
# The check goes back through the whole result, layer by layer, until no operands are left.


# %% nbgrader={"grade_id": "sub-div", "solution": true} tags=["engine"]
def neg(self):
    """-self, a Value."""
    ### BEGIN SOLUTION
    return self * -1
    ### END SOLUTION


def sub(self, other):
    """self - other. `other` is a Value or a plain number."""
    ### BEGIN SOLUTION
    return self + (-other)
    ### END SOLUTION


def rsub(self, other):
    """other - self, for a plain number `other` on the left."""
    ### BEGIN SOLUTION
    return (-self) + other
    ### END SOLUTION


def truediv(self, other):
    """self / other. `other` is a Value or a plain number."""
    ### BEGIN SOLUTION
    return self * other ** -1
    ### END SOLUTION


def rtruediv(self, other):
    """other / self, for a plain number `other` on the left."""
    ### BEGIN SOLUTION
    return self ** -1 * other
    ### END SOLUTION


Value.__neg__ = neg
Value.__sub__ = sub
Value.__rsub__ = rsub
Value.__truediv__ = truediv
Value.__rtruediv__ = rtruediv

# %% nbgrader={"grade_id": "sub-div-checks", "grade": true}
cases = [
    ("-a", lambda a, b: -a, 5.0, 4.0, -5.0, -11.0, 0.0),
    ("a - b", lambda a, b: a - b, 5.0, 4.0, 1.0, 11.0, -11.0),
    ("3 - a", lambda a, b: 3 - a, 5.0, 4.0, -2.0, -11.0, 0.0),
    ("a / b", lambda a, b: a / b, 6.0, 3.0, 2.0, 3.6666666666666665, -7.333333333333333),
    ("10 / a", lambda a, b: 10 / a, 4.0, 3.0, 2.5, -6.875, 0.0),
]
for text, operation, x, y, data, grad_a, grad_b in cases:
    a, b = Value(x), Value(y)
    c = operation(a, b)
    c.grad = 11.0
    layer = [c]
    while layer:
        for node in layer:
            node._backward()
        layer = [operand for node in layer for operand in node._prev]
    say = f"c = {text} with a = {x}, b = {y}"
    assert abs(c.data - data) < 1e-9, f"{say}: c is {c.data}, should be {data}"
    assert abs(a.grad - grad_a) < 1e-9, f"{say}, c.grad = 11, all steps back: a.grad is {a.grad}, should be {grad_a}"
    assert abs(b.grad - grad_b) < 1e-9, f"{say}, c.grad = 11, all steps back: b.grad is {b.grad}, should be {grad_b}"

# %% [markdown]
# ## 5. Why b.grad stays 0.0
#
# The engine of the text builds `a - b` as `a + (-b)` and `a / b` as `a * b ** -1`. In both, set `c.grad = 11.0` and take
# **one** local step, `c._backward()`. Then `b.grad` is still `0.0`, although c certainly depends on b.
#
# Answer in the cell below, in four to eight sentences:
#
# 1. Which nodes does the graph of `a - b` have, and what does each hold in `grad` after the one step?
# 2. In `a / b` with a = 6 and b = 3, what number does the node between hold after the one step, and what will b receive
#    when that node takes its own step? Show the multiplications.
# 3. Say in your own words what kind of nodes one local step reaches.

# %% [markdown] nbgrader={"grade_id": "why-b-stays-zero", "grade": true, "solution": true}
# ### BEGIN SOLUTION
# 1. There are four nodes: a, b, the node -b in between (call it n), and c = a + n. c's step belongs to a sum, so it adds
#    11.0 to a and to n. b is no operand of c: it is the operand of n. So a.grad = 11.0, n.grad = 11.0, b.grad = 0.0. Only
#    n's own step multiplies by -1 and takes -11.0 to b, and nobody has called it.
# 2. The node between is n = b ** -1 = 1/3. The product's step gives it a * c.grad = 6 * 11 = 66.0. Its own step then
#    multiplies by the power's slope, -1 * 3 ** -2 = -1/9: b receives -66/9 = -7.333...
# 3. One local step reaches the operands of that one node (the entries of `_prev`) and nothing further back.
#
# Two points: one for the hidden node and the reason (nobody has called its step), one for the numbers 66 and -7.33.
# An answer about an engine whose minus is one node gets both if it says that b then receives -11.0 at once and why.
# ### END SOLUTION

# %% [markdown]
# ## 6. Two curves: exp and tanh
#
# Both are methods without arguments, `a.exp()` and `a.tanh()`. Give each one node with its own local step. In both, the
# slope can be read off the result: no further call of `math.exp` is needed in the step.
#
# `Value(2.0).tanh()` is 0.96402758..., its slope 0.07065082.... And `tanh` must give 1.0 at x = 1000, where
# `math.exp(1000)` raises OverflowError.


# %% nbgrader={"grade_id": "exp-tanh", "solution": true} tags=["engine"]
def exp(self):
    """e to the power of self, a Value."""
    ### BEGIN SOLUTION
    out = Value(math.exp(self.data), (self,), "exp")

    def _backward():
        self.grad += out.data * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


def tanh(self):
    """The hyperbolic tangent of self, a Value between -1 and 1. Works for every finite number."""
    ### BEGIN SOLUTION
    t = math.tanh(self.data)
    out = Value(t, (self,), "tanh")

    def _backward():
        self.grad += (1 - t * t) * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


Value.exp = exp
Value.tanh = tanh

# %% nbgrader={"grade_id": "exp-tanh-checks", "grade": true}
cases = [
    ("exp", 0.0, 1.0, 1.0),
    ("exp", 1.0, 2.718281828459045, 2.718281828459045),
    ("exp", -1000.0, 0.0, 0.0),
    ("tanh", 0.0, 0.0, 1.0),
    ("tanh", 2.0, 0.964027580075817, 0.0706508248531642),
    ("tanh", 1000.0, 1.0, 0.0),
    ("tanh", -1000.0, -1.0, 0.0),
]
for name, x, data, slope in cases:
    a = Value(x)
    c = getattr(a, name)()
    c.grad = 11.0
    c._backward()
    say = f"c = a.{name}() with a = {x}"
    assert abs(c.data - data) < 1e-9, f"{say}: c is {c.data}, should be {data}"
    assert abs(a.grad - 11 * slope) < 1e-9, f"{say}, c.grad = 11, one local step: a.grad is {a.grad}, should be {11 * slope}"

# %% [markdown]
# ## 7. The rectified linear unit
#
# `a.relu()` lets a positive number pass and makes 0 of a negative one. With 3 and -3 and `c.grad = 11`, the gradients are
# `11.0` and `0.0`. At exactly 0 there is a corner and no slope: take 0 or 1, both are in use.


# %% nbgrader={"grade_id": "relu", "solution": true} tags=["engine"]
def relu(self):
    """self where it is positive, else 0; a Value."""
    ### BEGIN SOLUTION
    out = Value(max(0.0, self.data), (self,), "relu")

    def _backward():
        slope = 1.0 if self.data > 0 else 0.0
        self.grad += slope * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


Value.relu = relu

# %% nbgrader={"grade_id": "relu-checks", "grade": true}
for x, data, grad in [(6.0, 6.0, 11.0), (-6.0, 0.0, 0.0), (3.0, 3.0, 11.0), (-3.0, 0.0, 0.0), (0.25, 0.25, 11.0)]:
    a = Value(x)
    c = a.relu()
    c.grad = 11.0
    c._backward()
    say = f"c = a.relu() with a = {x}"
    assert c.data == data, f"{say}: c is {c.data}, should be {data}"
    assert a.grad == grad, f"{say}, c.grad = 11, one local step: a.grad is {a.grad}, should be {grad}"

# %% [markdown]
# ## 8. A power whose exponent is a Value too
#
# The hardest one. In `a ** 2` the exponent was a plain number. Now both sides may be Values, and then the result has a
# slope with respect to **each**: by how much does `2 ** 3` change when the 3 becomes 3.001?
#
# Write a plain function `general_power(base, exponent)` that returns a Value. Each argument is a Value or a plain number.
#
# - base = 2, exponent = 3, `c.grad = 11`: the base ends at 132.0, the exponent at 60.9969519...
# - `general_power(a, a)` is legal: a then receives both parts.
# - A base of `0.0` with a positive exponent is legal: the result is 0 whatever the exponent, so think what the exponent's
#   slope must be there.
# - A negative base with a plain whole number as exponent works as `**` does.
#
# Any way of building it is fine: one node, or several.


# %% nbgrader={"grade_id": "value-exponent", "solution": true}
def general_power(base, exponent):
    """base ** exponent. Each is a Value or a plain number; the result is a Value."""
    ### BEGIN SOLUTION
    base = base if isinstance(base, Value) else Value(base)
    exponent = exponent if isinstance(exponent, Value) else Value(exponent)
    out = Value(base.data ** exponent.data, (base, exponent), "**")

    def _backward():
        base.grad += exponent.data * base.data ** (exponent.data - 1) * out.grad
        # At base 0 the limit of out.data * log(base) is 0; below 0 the power is defined at single exponents only.
        if base.data > 0:
            exponent.grad += out.data * math.log(base.data) * out.grad

    out._backward = _backward
    return out
    ### END SOLUTION


# %% nbgrader={"grade_id": "value-exponent-checks", "grade": true}
cases = [
    (2.0, 3.0, 8.0, 132.0, 60.99695188927519),
    (9.0, 0.5, 3.0, 1.8333333333333333, 72.50841105209524),
    (1.0, 7.0, 1.0, 77.0, 0.0),
    (0.0, 3.0, 0.0, 0.0, 0.0),
]
for x, y, data, grad_a, grad_b in cases:
    a, b = Value(x), Value(y)
    c = general_power(a, b)
    c.grad = 11.0
    layer = [c]
    while layer:
        for node in layer:
            node._backward()
        layer = [operand for node in layer for operand in node._prev]
    say = f"c = general_power(a, b) with a = {x}, b = {y}"
    assert abs(c.data - data) < 1e-9, f"{say}: c is {c.data}, should be {data}"
    assert abs(a.grad - grad_a) < 1e-9, f"{say}, c.grad = 11, all steps back: a.grad is {a.grad}, should be {grad_a}"
    assert abs(b.grad - grad_b) < 1e-9, f"{say}, c.grad = 11, all steps back: b.grad is {b.grad}, should be {grad_b}"

c = general_power(2, 5)
assert c.data == 32, f"general_power(2, 5) is {c.data}, should be 32"
c = general_power(Value(-3.0), 2)
assert c.data == 9.0, f"general_power(Value(-3.0), 2) is {c.data}, should be 9.0"
