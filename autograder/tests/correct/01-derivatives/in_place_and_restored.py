# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# Nudges the list that it is given, and puts the old number back. While loops, early returns, no function calls another.

# %% nbgrader={"grade_id": "average-rate", "solution": true}
def average_rate(f, x0, x1):
    rise = f(x0) - f(x1)
    run = x0 - x1
    rate = rise / run
    return rate


# %% nbgrader={"grade_id": "derivative", "solution": true}
def derivative(f, x, h=1e-6):
    after = f(x + h)
    before = f(x - h)
    return ((after - before) / h) * 0.5


# %% nbgrader={"grade_id": "partial-derivative", "solution": true}
def partial_derivative(f, point, i, h=1e-6):
    old = point[i]
    try:
        point[i] = old + h
        up = f(point)
        point[i] = old - h
        down = f(point)
    finally:
        point[i] = old
    return (up - down) / h / 2


# %% nbgrader={"grade_id": "gradient", "solution": true}
def gradient(f, point, h=1e-6):
    slopes = []
    i = 0
    while i < len(point):
        old = point[i]
        point[i] = old + h
        up = f(point)
        point[i] = old - h
        down = f(point)
        point[i] = old
        slopes = slopes + [(up - down) / (h + h)]
        i = i + 1
    return slopes


# %% nbgrader={"grade_id": "descent-step", "solution": true}
def descent_step(f, point, step):
    new = point[:]
    h = 1e-5
    for i in range(len(point)):
        up, down = point[:], point[:]
        up[i], down[i] = up[i] + h, down[i] - h
        new[i] = new[i] - step * ((f(up) - f(down)) / (2 * h))
    return new


# %% nbgrader={"grade_id": "backpropagation-by-hand", "solution": true}
def gradients_by_hand(a, b):
    grads = {"a": 0.0, "b": 0.0, "d": 0.0, "e": 0.0, "f": 1.0}
    d = a * b
    e = a + b
    grads["d"] += e * grads["f"]
    grads["e"] += d * grads["f"]
    grads["a"] += grads["e"]
    grads["b"] += grads["e"]
    grads["a"] += b * grads["d"]
    grads["b"] += a * grads["d"]
    return grads


# %% nbgrader={"grade_id": "gradient-check", "solution": true}
def gradient_check(f, point, grads, h=1e-6, tol=1e-4):
    if len(grads) != len(point):
        return False
    for i in range(len(point)):
        up = list(point)
        down = list(point)
        up[i] = up[i] + h
        down[i] = down[i] - h
        difference = (f(up) - f(down)) / (2 * h) - grads[i]
        if difference < 0:
            difference = -difference
        if not difference <= tol:
            return False
    return True
