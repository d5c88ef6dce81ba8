# %% [markdown]
# Arrays of Values do the sums; numpy scalars come back where plain numbers are asked for.

# %% nbgrader={"grade_id": "squared-error", "solution": true}
import numpy as np


def squared_error(ys, ypred):
    difference = np.array(ypred, dtype=object) - np.array(ys, dtype=float)
    return (difference ** 2).sum()


def mean_squared_error(ys, ypred):
    difference = np.array(ypred, dtype=object) - np.array(ys, dtype=float)
    return (difference ** 2).sum() / float(difference.size)

# %% nbgrader={"grade_id": "sgd-step", "solution": true}
import numpy as np


def sgd_step(parameters, rate):
    moved = np.array([p.data for p in parameters]) - rate * np.array([p.grad for p in parameters])
    for p, number in zip(parameters, moved):
        p.data = number

# %% nbgrader={"grade_id": "fit", "solution": true}
import numpy as np


def fit(model, xs, ys, steps, rate):
    losses = np.zeros(steps)
    for step in np.arange(steps):
        loss = squared_error(ys, [model(x) for x in np.array(xs, dtype=float)])
        losses[step] = loss.data
        model.zero_grad()
        loss.backward()
        sgd_step(model.parameters(), rate)
    return losses.tolist()

# %% nbgrader={"grade_id": "max-margin", "solution": true}
import numpy as np


def max_margin_loss(ys, scores):
    margins = 1 - np.array(scores, dtype=object) * np.array(ys)
    return np.sum([margin.relu() for margin in margins]) * (1.0 / margins.size)


def accuracy(ys, scores):
    return np.mean(np.sign([score.data for score in scores]) == np.sign(ys))

# %% nbgrader={"grade_id": "total-loss", "solution": true}
import numpy as np


def l2_penalty(parameters, alpha=1e-4):
    weights = np.array(parameters, dtype=object)
    return weights @ weights * alpha


def total_loss(model, X, y, alpha=1e-4):
    scores = [model(x) for x in X]
    return max_margin_loss(y, scores) + l2_penalty(model.parameters(), alpha), accuracy(y, scores)

# %% nbgrader={"grade_id": "largest-rate", "solution": true}
import numpy as np


def largest_rate(xs):
    return np.linalg.norm(xs) ** -2
