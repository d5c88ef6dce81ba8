# %% [markdown]
# The losses are found by plain sums beside the graph; predictions are paired with enumerate; gradients are cleared before the forward pass.

# %% nbgrader={"grade_id": "squared-error", "solution": true}
def squared_error(ys, ypred):
    return sum([(ypred[i] - y) * (ypred[i] - y) for i, y in enumerate(ys)])


def mean_squared_error(ys, ypred):
    return sum([((ypred[i] - y) / len(ys) ** 0.5) ** 2 for i, y in enumerate(ys)])

# %% nbgrader={"grade_id": "fit", "solution": true}
def fit(model, xs, ys, steps, rate):
    def one_step():
        model.zero_grad()
        predictions = [model(list(x)) for x in xs]
        squared_error(ys, predictions).backward()
        for p in model.parameters():
            p.data -= rate * p.grad
        return sum((p.data - y) ** 2 for p, y in zip(predictions, ys))

    return [one_step() for _ in range(steps)]

# %% nbgrader={"grade_id": "total-loss", "solution": true}
def l2_penalty(parameters, alpha=1e-4):
    if isinstance(alpha, Value):
        alpha = alpha.data
    root = alpha ** 0.5
    return sum((root * p) ** 2 for p in parameters)


def total_loss(model, X, y, alpha=1e-4):
    pairs = [(label, model(x)) for label, x in zip(y, X)]
    labels, scores = [label for label, _ in pairs], [score for _, score in pairs]
    return max_margin_loss(labels, scores) + l2_penalty(model.parameters(), alpha=alpha), accuracy(labels, scores)

# %% nbgrader={"grade_id": "train", "solution": true}
def learning_rate(k, n=100):
    return 0.1 + 0.9 * (n - k) / n


def train(model, X, y, steps, alpha=1e-4):
    history = {}
    rate = 1.0
    k = 0
    while k < steps:
        loss, share = total_loss(model, X, y, alpha)
        history[k] = {"loss": loss.data, "accuracy": share}
        model.zero_grad()
        loss.backward()
        sgd_step(model.parameters(), rate)
        k += 1
        rate = learning_rate(k)
    return [entry["loss"] for entry in history.values()]
