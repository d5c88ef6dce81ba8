# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# One class behind all the public names, tuples as points, results of other kinds of sequence.

# %% nbgrader={"grade_id": "average-rate", "solution": true}
class Chord:
    def __init__(self, f, start, end):
        self.f, self.start, self.end = f, start, end

    @property
    def slope(self):
        values = {place: self.f(place) for place in (self.start, self.end)}
        return (values[self.end] - values[self.start]) * (self.end - self.start) ** -1.0


average_rate = lambda f, x0, x1: Chord(f, x0, x1).slope

# %% nbgrader={"grade_id": "derivative", "solution": true}
def derivative(f, x, h=1e-6):
    right, left = x + h, x - h
    return (f(right) - f(left)) / (right - left)


# %% nbgrader={"grade_id": "partial-derivative", "solution": true}
def partial_derivative(f, point, i, h=1e-6):
    def moved(by):
        return tuple(x + by if j == i else x for j, x in enumerate(point))

    return (f(moved(+h)) - f(moved(-h))) / (2 * h)


# %% nbgrader={"grade_id": "gradient", "solution": true}
def gradient(f, point, h=1e-6):
    if not point:
        return []

    def slopes(i):
        if i < len(point):
            yield partial_derivative(f, point, i, h)
            yield from slopes(i + 1)

    return tuple(slopes(0))


# %% nbgrader={"grade_id": "descent-step", "solution": true}
from operator import mul, sub


def descent_step(f, point, step):
    moves = map(mul, [step] * len(point), gradient(f, point))
    return tuple(map(sub, point, moves))


# %% nbgrader={"grade_id": "backpropagation-by-hand", "solution": true}
def gradients_by_hand(a, b):
    def product(left, right, upstream):
        return right * upstream, left * upstream

    def total(left, right, upstream):
        return upstream, upstream

    d_grad, e_grad = product(a * b, a + b, 1)
    (a1, b1), (a2, b2) = product(a, b, d_grad), total(a, b, e_grad)
    return {"a": sum([a1, a2]), "b": sum([b1, b2]), "d": d_grad, "e": e_grad, "f": 1}


# %% nbgrader={"grade_id": "gradient-check", "solution": true}
import math


def gradient_check(f, point, grads, h=1e-6, tol=1e-4):
    measured = gradient(f, point, h)
    wrong = [
        i for i, (claim, slope) in enumerate(zip(grads, measured))
        if math.isnan(claim) or not math.isclose(claim, slope, rel_tol=0.0, abs_tol=tol)
    ]
    return not wrong and len(measured) == len(grads)
