# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# Each function made from the one before it; no arithmetic twice.

# %% nbgrader={"grade_id": "derivative", "solution": true}
def derivative(f, x, h=1e-6):
    return average_rate(f, x - h, x + h)


# %% nbgrader={"grade_id": "partial-derivative", "solution": true}
def partial_derivative(f, point, i, h=1e-6):
    def along(t):
        return f([*point[:i], t, *point[i + 1:]])

    return derivative(along, point[i], h)


# %% nbgrader={"grade_id": "gradient", "solution": true}
from functools import partial


def gradient(f, point, h=1e-6):
    return list(map(partial(partial_derivative, f, point, h=h), range(len(point))))


# %% nbgrader={"grade_id": "descent-step", "solution": true}
def descent_step(f, point, step):
    return [x + (-step) * partial_derivative(f, point, i) for i, x in enumerate(point)]


# %% nbgrader={"grade_id": "backpropagation-by-hand", "solution": true}
def gradients_by_hand(a, b):
    # f = a²b + ab², differentiated as a whole.
    return dict(f=1, d=a + b, e=a * b, b=a * a + 2 * a * b, a=2 * a * b + b * b)


# %% nbgrader={"grade_id": "gradient-check", "solution": true}
import itertools


def gradient_check(f, point, grads, h=1e-6, tol=1e-4):
    pairs = itertools.zip_longest(grads, gradient(f, point, h), fillvalue=float("nan"))
    return max((abs(claim - slope) if claim == claim and slope == slope else float("inf") for claim, slope in pairs), default=0.0) <= tol
