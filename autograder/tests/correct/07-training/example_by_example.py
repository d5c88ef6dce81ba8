# %% [markdown]
# One backward() an example: the gradients of a sum add up by themselves. The step writes `+ -rate`. Loops with counters.

# %% nbgrader={"grade_id": "squared-error", "solution": true}
def mean_squared_error(ys, ypred):
    total = Value(0.0)
    for i in range(len(ys)):
        error = ys[i] - ypred[i]
        total = total + error * error * (1 / len(ys))
    return total


def squared_error(ys, ypred):
    return mean_squared_error(ys, ypred) * len(ys)

# %% nbgrader={"grade_id": "sgd-step", "solution": true}
def sgd_step(parameters, rate):
    i = 0
    while i < len(parameters):
        parameters[i].data = parameters[i].data + -rate * parameters[i].grad
        i += 1

# %% nbgrader={"grade_id": "fit", "solution": true}
def fit(model, xs, ys, steps, rate):
    losses = [0.0] * steps
    for step in range(steps):
        for p in model.parameters():
            p.grad = 0
        for i in range(len(xs)):
            loss = squared_error([ys[i]], [model(xs[i])])
            loss.backward()
            losses[step] += loss.data
        sgd_step(model.parameters(), rate)
    return losses

# %% nbgrader={"grade_id": "max-margin", "solution": true}
def max_margin_loss(ys, scores):
    total = Value(0.0)
    for i in range(len(ys)):
        missing = 1.0 - scores[i] * ys[i]
        # An example beyond the margin adds nothing, so it need not be in the graph.
        if missing.data > 0:
            total = total + missing / len(ys)
    return total


def accuracy(ys, scores):
    right = 0
    for i in range(len(ys)):
        if ys[i] * scores[i].data > 0:
            right += 1
    return right / len(ys)

# %% nbgrader={"grade_id": "train", "solution": true}
def learning_rate(k, n=100):
    return (n - 0.9 * k) / n


def train(model, X, y, steps, alpha=1e-4):
    losses = []
    for k in range(steps):
        model.zero_grad()
        penalty = l2_penalty(model.parameters(), alpha)
        penalty.backward()
        found = penalty.data
        for i in range(len(X)):
            part = max_margin_loss([y[i]], [model(X[i])]) / len(X)
            part.backward()
            found += part.data
        sgd_step(model.parameters(), learning_rate(k))
        losses.append(found)
    return losses

# %% nbgrader={"grade_id": "largest-rate", "solution": true}
def largest_rate(xs):
    curvature = 0
    for x in xs:
        curvature += 2 * x ** 2
    return 2 / curvature
