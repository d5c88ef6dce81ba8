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
# # Derivatives and gradients
#
# Read `lessons/01-derivatives.md` beside this notebook: every exercise has its section there.
#
# In each exercise, replace the line `raise NotImplementedError(...)` by your own code. Under it stand visible checks: run
# them, and they say what came out and what should have. Hidden checks follow when the notebook is graded. They try other
# functions and other numbers, so an answer that only fits the visible ones does not pass.
#
# Everything here is plain Python: functions, numbers and lists. A function such as `square` can be handed to another
# function, which then calls it: `average_rate(square, 3, 4)`.

# %% nbgrader={"grade_id": "functions", "locked": true}
def square(x):
    """x squared."""
    return x ** 2


def cube(x):
    """x to the power of three."""
    return x ** 3


def parabola(x):
    """3x² - 4x + 5."""
    return 3 * x ** 2 - 4 * x + 5


def bowl(point):
    """x² + y² for point = [x, y]."""
    x, y = point
    return x ** 2 + y ** 2


def valley(point):
    """x²·y + 3z for point = [x, y, z]: y also decides how steep it is in x."""
    x, y, z = point
    return x ** 2 * y + 3 * z


# %% [markdown]
# ## 1. The average rate of change
#
# From `x0` to `x1`, by how much does `f` change for each unit that `x` changes? Return one number.
#
# `average_rate(square, 3, 4)` is `7.0`: the square grows from 9 to 16 while x grows by 1.

# %% nbgrader={"grade_id": "average-rate", "solution": true}
def average_rate(f, x0, x1):
    """The change of f per unit of x, on the way from x0 to x1 (two different numbers). Returns a number."""
    ### BEGIN SOLUTION
    return (f(x1) - f(x0)) / (x1 - x0)
    ### END SOLUTION


# %% nbgrader={"grade_id": "average-rate-checks", "grade": true}
got = average_rate(square, 3, 4)
assert abs(got - 7.0) < 1e-9, f"average_rate(square, 3, 4) is {got}, should be 7.0"

got = average_rate(square, 3, 3.5)
assert abs(got - 6.5) < 1e-9, f"average_rate(square, 3, 3.5) is {got}, should be 6.5"

got = average_rate(square, 4, 3)
assert abs(got - 7.0) < 1e-9, f"average_rate(square, 4, 3) is {got}, should be 7.0: the same way, walked backwards"

# %% [markdown]
# ## 2. The derivative
#
# Estimate the slope of `f` at `x` with the **central difference**: step `h` to the right of `x` and `h` to the left, and
# take the slope between those two places. Use the `h` you are given.
#
# `derivative(parabola, 3)` is `14.0`, up to tiny rounding errors.

# %% nbgrader={"grade_id": "derivative", "solution": true}
def derivative(f, x, h=1e-6):
    """The slope of f at the number x, by a central difference that steps h to either side. Returns a number."""
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION


# %% nbgrader={"grade_id": "derivative-checks", "grade": true}
for x, slope in [(3, 14.0), (-3, -22.0), (2 / 3, 0.0)]:
    got = derivative(parabola, x)
    assert abs(got - slope) < 1e-5, f"derivative(parabola, {x}) is {got}, should be {slope}"

got = derivative(square, 3, h=1)
assert abs(got - 6.0) < 1e-9, f"derivative(square, 3, h=1) is {got}, should be 6.0: the slope from x = 2 to x = 4"

# %% [markdown]
# ## 3. In your own words: smaller and smaller
#
# A friend says: "The derivative is what you get when h goes to 0. So I set `h=1e-17`, smaller than anyone else's. That must be
# the best derivative of all." For `square` at x = 3 the friend's function returns `0.0`.
#
# In three to five sentences: which line of the calculation went wrong, and why? Why does `h=1e-6` not suffer from it? And why is
# `h=0.1` not a good choice either, for a function such as `cube`?

# %% [markdown] nbgrader={"grade_id": "smaller-and-smaller", "grade": true, "solution": true}
# ### BEGIN SOLUTION
# A float keeps about 16 digits. Near 3 the next float is about 4e-16 away, so `3 + 1e-17` is rounded back to exactly 3, and so
# is `3 - 1e-17`. Both calls of `f` return 9.0, their difference is 0.0, and 0.0 divided by 2e-17 is 0.0: the step was lost before
# `f` was called. With `h=1e-6` the two values are 9.000006 and 8.999994. They still share their first digits, so the subtraction
# loses some, but about ten good digits are left. With `h=0.1` nothing is lost by rounding, but the curve bends within the step: for
# `cube` the central difference at x is 3x² + h², so it is 0.01 too large. A good `h` lies between the two dangers.
#
# *Points: full marks for both dangers, rounding (the step disappears, or few digits survive the subtraction) and bending (the slope
# belongs to a whole stretch, not to one point). Half for one of them.*
# ### END SOLUTION

# %% [markdown]
# ## 4. The partial derivative
#
# From here on `f` takes **one list** of numbers, the point: `bowl([1, 2])` is `5`. Estimate how fast `f` changes when only
# entry `i` of the point moves and all other entries stay frozen. Again a central difference with the given `h`.
#
# `partial_derivative(bowl, [1, 2], 0)` is `2.0` and `partial_derivative(bowl, [1, 2], 1)` is `4.0`, up to rounding.
#
# The caller's list must be the same after the call as before it.

# %% nbgrader={"grade_id": "partial-derivative", "solution": true}
def partial_derivative(f, point, i, h=1e-6):
    """The slope of f at `point` (a list of numbers) when entry i alone moves. Returns a number; `point` is left as it was."""
    ### BEGIN SOLUTION
    right, left = list(point), list(point)
    right[i] += h
    left[i] -= h
    return (f(right) - f(left)) / (2 * h)
    ### END SOLUTION


# %% nbgrader={"grade_id": "partial-derivative-checks", "grade": true}
point = [1, 2]
for i, slope in [(0, 2.0), (1, 4.0)]:
    got = partial_derivative(bowl, point, i)
    assert abs(got - slope) < 1e-5, f"partial_derivative(bowl, [1, 2], {i}) is {got}, should be {slope}"
assert point == [1, 2], f"after the calls the caller's point is {point}, should still be [1, 2]"

# %% [markdown]
# ## 5. The gradient
#
# All partial derivatives in one list, in the order of the inputs. The point may have any number of entries.
#
# `gradient(bowl, [1, 2])` is `[2.0, 4.0]`, up to rounding. You may use your `partial_derivative`.

# %% nbgrader={"grade_id": "gradient", "solution": true}
def gradient(f, point, h=1e-6):
    """The list of the partial derivatives of f at `point`, one for each entry, each by a central difference with step h."""
    ### BEGIN SOLUTION
    return [partial_derivative(f, point, i, h) for i in range(len(point))]
    ### END SOLUTION


# %% nbgrader={"grade_id": "gradient-checks", "grade": true}
got = gradient(bowl, [1, 2])
assert len(got) == 2, f"gradient(bowl, [1, 2]) has {len(got)} entries, should have 2"
assert abs(got[0] - 2) < 1e-5 and abs(got[1] - 4) < 1e-5, f"gradient(bowl, [1, 2]) is {got}, should be [2.0, 4.0]"

got = gradient(valley, [3, 2, 1])
assert len(got) == 3, f"gradient(valley, [3, 2, 1]) has {len(got)} entries, should have 3"
assert max(abs(got[0] - 12), abs(got[1] - 9), abs(got[2] - 3)) < 1e-5, (
    f"gradient(valley, [3, 2, 1]) is {got}, should be [12.0, 9.0, 3.0]"
)

# %% [markdown]
# ## 6. One step downhill
#
# Return the point that you reach from `point` by one step of steepest descent: every entry moves **against** its own partial
# derivative, by `step` times that derivative. All entries move at once, with the slopes measured where you stood.
#
# `descent_step(bowl, [1, 2], 0.1)` is `[0.8, 1.6]`, up to rounding. Return a new list and leave the caller's as it was.

# %% nbgrader={"grade_id": "descent-step", "solution": true}
def descent_step(f, point, step):
    """The point (a new list) after one step of steepest descent of size `step` on f. `point` is left as it was."""
    ### BEGIN SOLUTION
    slopes = gradient(f, point)
    return [x - step * slope for x, slope in zip(point, slopes)]
    ### END SOLUTION


# %% nbgrader={"grade_id": "descent-step-checks", "grade": true}
point = [1, 2]
got = descent_step(bowl, point, 0.1)
assert len(got) == 2, f"descent_step(bowl, [1, 2], 0.1) has {len(got)} entries, should have 2"
assert abs(got[0] - 0.8) < 1e-5 and abs(got[1] - 1.6) < 1e-5, (
    f"descent_step(bowl, [1, 2], 0.1) is {got}, should be [0.8, 1.6]"
)
assert point == [1, 2], f"after the call the caller's point is {point}, should still be [1, 2]"

# %% [markdown]
# ## 7. Backpropagation by hand
#
# Here is a small expression in three steps:
#
#     d = a * b
#     e = a + b
#     f = d * e
#
# Write its backward pass: from `f` back to the inputs, one line for each gradient. `d_grad` stands for df/dd, `a_grad` for df/da,
# and so on. Plain arithmetic with the numbers at hand is all you need; no `h` and no nudging. It must be right for any `a` and `b`.
#
# Look closely at the inputs: each of them is used **twice**.
#
# At a = -2, b = 3 the gradients of the inputs are -3 for `a` and -8 for `b`.

# %% nbgrader={"grade_id": "backpropagation-by-hand", "solution": true}
def gradients_by_hand(a, b):
    """The gradients of f = (a * b) * (a + b) for two numbers: a dict from "f", "e", "d", "b", "a" to numbers."""
    # The forward pass: inputs to result.
    d = a * b
    e = a + b
    f = d * e
    # The backward pass: result to inputs. Compute f_grad, then d_grad and e_grad, then a_grad and b_grad.
    ### BEGIN SOLUTION
    f_grad = 1.0
    d_grad = e * f_grad
    e_grad = d * f_grad
    a_grad = b * d_grad + 1.0 * e_grad
    b_grad = a * d_grad + 1.0 * e_grad
    ### END SOLUTION
    return {"f": f_grad, "e": e_grad, "d": d_grad, "b": b_grad, "a": a_grad}


# %% nbgrader={"grade_id": "backpropagation-by-hand-checks", "grade": true}
got = gradients_by_hand(-2, 3)
for name, slope in [("f", 1), ("d", 1), ("e", -6), ("a", -3), ("b", -8)]:
    assert abs(got[name] - slope) < 1e-6, f"gradients_by_hand(-2, 3): the gradient of {name} is {got[name]}, should be {slope}"

# %% [markdown]
# ## 8. A check that is hard to fool
#
# Somebody claims that `grads` is the gradient of `f` at `point`. Measure it yourself with step `h`, and return `True` if every claimed
# number lies within `tol` of the measured one, and `False` otherwise. You may use your `gradient`.
#
# Such a check is worth as much as the wrong claims that it catches. So think about all the ways in which a claim can be wrong:
# too large, too small, only one entry wrong, an entry missing, an entry too many. And a gradient can be `float("nan")`, "not a number",
# the result of a calculation that broke down. A claim with a `nan` in it is never right.
#
# `gradient_check(bowl, [1, 2], [2, 4])` is `True` and `gradient_check(bowl, [1, 2], [2, 5])` is `False`.

# %% nbgrader={"grade_id": "gradient-check", "solution": true}
def gradient_check(f, point, grads, h=1e-6, tol=1e-4):
    """True if `grads` has one number for each entry of `point`, each at most `tol` away from the slope measured with step h."""
    ### BEGIN SOLUTION
    if len(grads) != len(point):
        return False
    measured = gradient(f, point, h)
    return all(abs(claim - slope) <= tol for claim, slope in zip(grads, measured))
    ### END SOLUTION


# %% nbgrader={"grade_id": "gradient-check-checks", "grade": true}
for claim, verdict in [([2, 4], True), ([2, 5], False), ([2, 3], False), ([1, 4], False), ([2], False)]:
    got = gradient_check(bowl, [1, 2], claim)
    assert got == verdict, f"gradient_check(bowl, [1, 2], {claim}) is {got}, should be {verdict}"

# %% [markdown]
# ## Put it together
#
# Nothing to write here. Once your functions work, this cell walks down into the valley of `bowl`, and then checks your backpropagation
# by hand against nudging. That check is the tool with which you will find most bugs of the lessons to come.

# %%
try:
    place = [1.0, 2.0]
    for k in range(5):
        place = descent_step(bowl, place, 0.2)
        print(f"after step {k + 1}: {place[0]:.4f}, {place[1]:.4f}   height {bowl(place):.4f}")
    hand = gradients_by_hand(-2, 3)
    agrees = gradient_check(lambda p: (p[0] * p[1]) * (p[0] + p[1]), [-2, 3], [hand["a"], hand["b"]])
    print("backpropagation by hand agrees with nudging:", agrees)
except NotImplementedError as unwritten:
    print(unwritten)
