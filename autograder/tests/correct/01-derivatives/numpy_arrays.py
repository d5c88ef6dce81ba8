# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# Arrays everywhere: numpy floats as results, arrays as points.

# %% nbgrader={"grade_id": "average-rate", "solution": true}
import numpy as np


def average_rate(f, x0, x1):
    rise, run = np.diff([f(x0), f(x1)])[0], np.diff([x0, x1])[0]
    return np.float64(rise) / run


# %% nbgrader={"grade_id": "derivative", "solution": true}
def derivative(f, x, h=1e-6):
    places = np.float64(x) + np.array([-h, h])
    return np.diff([f(place) for place in places])[0] / (2 * h)


# %% nbgrader={"grade_id": "partial-derivative", "solution": true}
def partial_derivative(f, point, i, h=1e-6):
    here = np.array(point, dtype=float)
    nudge = np.zeros_like(here)
    nudge[i] = h
    return np.float64(f(here + nudge) - f(here - nudge)) / (2 * h)


# %% nbgrader={"grade_id": "gradient", "solution": true}
def gradient(f, point, h=1e-6):
    here = np.array(point, dtype=float)
    nudges = h * np.eye(len(here))
    return np.array([f(here + row) - f(here - row) for row in nudges]) / (2 * h)


# %% nbgrader={"grade_id": "descent-step", "solution": true}
def descent_step(f, point, step):
    return (np.asarray(point, dtype=float) - step * np.asarray(gradient(f, point))).tolist()


# %% nbgrader={"grade_id": "backpropagation-by-hand", "solution": true}
def gradients_by_hand(a, b):
    # The local slopes as matrices: d and e in terms of a and b, f in terms of d and e.
    first = np.array([[b, a], [1.0, 1.0]])
    last = np.array([a + b, a * b])
    back = last @ first
    return {"f": np.float64(1.0), "d": last[0], "e": last[1], "a": back[0], "b": back[1]}


# %% nbgrader={"grade_id": "gradient-check", "solution": true}
def gradient_check(f, point, grads, h=1e-6, tol=1e-4):
    claim, measured = np.array(grads, dtype=float), np.array(gradient(f, point, h))
    return claim.shape == measured.shape and np.all(np.abs(claim - measured) <= tol)
