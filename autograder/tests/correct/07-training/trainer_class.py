# %% [markdown]
# A class holds the loop; parameters are gone through by layer and neuron; the border is measured on the engine, not derived.

# %% nbgrader={"grade_id": "squared-error", "solution": true}
class Error:
    def __init__(self, target, prediction):
        self.value = (target - prediction) * (target - prediction)


def squared_error(ys, ypred):
    errors = [Error(y, p).value for y, p in zip(ys, ypred, strict=True)]
    total = errors.pop()
    while errors:
        total += errors.pop()
    return total


def mean_squared_error(ys, ypred):
    total = squared_error(ys, ypred)
    return total * len(list(ys)) ** -1

# %% nbgrader={"grade_id": "sgd-step", "solution": true}
def sgd_step(parameters, rate):
    for p in parameters:
        step = p.grad * rate
        p.data = p.data - step

# %% nbgrader={"grade_id": "fit", "solution": true}
class Trainer:
    def __init__(self, model, rate):
        self.model, self.rate, self.losses = model, rate, []

    def parameters(self):
        for layer in self.model.layers:
            for neuron in layer.neurons:
                yield from neuron.w
                yield neuron.b

    def step(self, xs, ys):
        for p in self.parameters():
            p.grad = 0.0
        loss = squared_error(ys, [self.model(x) for x in xs])
        loss.backward()
        for p in self.parameters():
            p.data -= self.rate * p.grad
        self.losses.append(float(loss.data))


def fit(model, xs, ys, steps, rate):
    trainer = Trainer(model, rate)
    while len(trainer.losses) < steps:
        trainer.step(xs, ys)
    return trainer.losses

# %% nbgrader={"grade_id": "max-margin", "solution": true}
def max_margin_loss(ys, scores):
    n = len(scores)
    losses = []
    for y, score in zip(ys, scores):
        # relu(1 - y s) = 1 - y s + relu(y s - 1)
        product = y * score
        losses.append(1 - product + (product - 1).relu())
    return sum(losses[1:], losses[0]) / n


def accuracy(ys, scores):
    from collections import Counter

    counts = Counter((score.data > 0) is (y == 1) for y, score in zip(ys, scores))
    return float(counts[True]) / (counts[True] + counts[False])

# %% nbgrader={"grade_id": "total-loss", "solution": true}
def l2_penalty(parameters, alpha=1e-4):
    total = Value(0)
    for p in parameters:
        total = total + p * alpha * p
    return total


def total_loss(model, X, y, alpha=1e-4):
    scores, right = [], []
    for x, label in zip(X, y):
        score = model(x)
        scores.append(score)
        right.append((score.data >= 0) == (label >= 0))
    n = len(scores)
    loss = l2_penalty(model.parameters(), alpha)
    for label, score in zip(y, scores):
        loss += (1 + -label * score).relu() * (1.0 / n)
    return [loss, right.count(True) / n]

# %% nbgrader={"grade_id": "train", "solution": true}
def learning_rate(k, n=100):
    share = k / n
    return 1.0 * (1 - share) + 0.1 * share


def train(model, X, y, steps, alpha=1e-4):
    losses = []
    parameters = list(model.parameters())
    for k in range(steps):
        loss = total_loss(model, X, y, alpha)[0]
        losses += [loss.data]
        for p in parameters:
            p.grad = 0.0
        loss.backward()
        rate = learning_rate(k)
        for p in parameters:
            p.data += -rate * p.grad
    return losses

# %% nbgrader={"grade_id": "largest-rate", "solution": true}
def largest_rate(xs):
    def slope(w):
        w = Value(w)
        squared_error([0.0] * len(xs), [w * x for x in xs]).backward()
        return w.grad

    # The slope of a parabola is a straight line; its steepness is how fast the slope grows.
    steepness = slope(1.0) - slope(0.0)
    return 2 / steepness
