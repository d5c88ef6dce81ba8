# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# The backward pass is measured: central differences of each step of the expression, multiplied and added as the chain rule says.

# %% nbgrader={"grade_id": "average-rate", "solution": true}
import statistics


def average_rate(f, x0, x1):
    # The straight line through two points: its slope is the average rate.
    line = statistics.linear_regression([float(x0), float(x1)], [float(f(x0)), float(f(x1))])
    return line.slope


# %% nbgrader={"grade_id": "backpropagation-by-hand", "solution": true}
def gradients_by_hand(a, b):
    def slope(g, x):
        return (g(x + 0.5) - g(x - 0.5)) / 1.0  # exact: each step is linear in each of its operands

    d, e = a * b, a + b
    d_grad = slope(lambda t: t * e, d)
    e_grad = slope(lambda t: d * t, e)
    return {
        "f": 1.0, "d": d_grad, "e": e_grad,
        "a": d_grad * slope(lambda t: t * b, a) + e_grad * slope(lambda t: t + b, a),
        "b": d_grad * slope(lambda t: a * t, b) + e_grad * slope(lambda t: a + t, b),
    }


# %% nbgrader={"grade_id": "gradient-check", "solution": true}
def gradient_check(f, point, grads, h=1e-6, tol=1e-4):
    try:
        pairs = list(zip(grads, gradient(f, point, h), strict=True))
    except ValueError:
        return False
    return sum(1 for claim, slope in pairs if slope - tol <= claim <= slope + tol) == len(pairs)
