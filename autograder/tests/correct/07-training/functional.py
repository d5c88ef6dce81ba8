# %% [markdown]
# reduce, map, recursion and generators; gradients are cleared after the update; the loss is one long expression.

# %% nbgrader={"grade_id": "squared-error", "solution": true}
from functools import reduce
from operator import add, sub


def squared_error(ys, ypred):
    return reduce(add, (error ** 2.0 for error in map(sub, ypred, ys)))


def mean_squared_error(ys, ypred):
    return reduce(add, (error ** 2.0 for error in map(sub, ypred, ys))) / len(ypred)

# %% nbgrader={"grade_id": "sgd-step", "solution": true}
def sgd_step(parameters, rate):
    [setattr(p, "data", p.data - rate * p.grad) for p in parameters]

# %% nbgrader={"grade_id": "fit", "solution": true}
def fit(model, xs, ys, steps, rate):
    if steps == 0:
        return []
    loss = squared_error(ys, list(map(model, xs)))
    loss.backward()
    sgd_step(model.parameters(), rate)
    model.zero_grad()
    return [loss.data, *fit(model, xs, ys, steps - 1, rate)]

# %% nbgrader={"grade_id": "max-margin", "solution": true}
def max_margin_loss(ys, scores):
    return (1 / len(ys)) * sum((-y * s + 1).relu() for y, s in zip(ys, scores))


def accuracy(ys, scores):
    return 1 - len([s for y, s in zip(ys, scores) if (y < 0) != (s.data < 0)]) / len(ys)

# %% nbgrader={"grade_id": "total-loss", "solution": true}
def l2_penalty(parameters, alpha=1e-4):
    return sum(alpha * p ** 2 for p in parameters)


def total_loss(model, X, y, alpha=1e-4):
    scores = list(map(model, X))
    return sum([l2_penalty(model.parameters(), alpha)], max_margin_loss(y, scores)), accuracy(y, scores)

# %% nbgrader={"grade_id": "train", "solution": true}
learning_rate = lambda k, n=100: 1.0 + (0.1 - 1.0) * (k / n)


def train(model, X, y, steps, alpha=1e-4):
    def course():
        for k in range(steps):
            model.zero_grad()
            loss = total_loss(model, X, y, alpha=alpha)[0]
            yield loss.data
            loss.backward()
            sgd_step(model.parameters(), learning_rate(k))

    return list(course())

# %% nbgrader={"grade_id": "largest-rate", "solution": true}
from math import fsum


def largest_rate(xs):
    return fsum(x ** 2 for x in xs) ** -1
