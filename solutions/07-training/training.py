# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Training
#
# You have an engine that finds gradients and a network that uses it. The network knows nothing yet: its weights are random. Here
# you write what makes it learn. A **loss** says in one number how wrong it is. A **step** moves every weight a little, against its
# gradient. A **loop** does this again and again.
#
# The text that belongs to this notebook is `lessons/07-training.md`.
#
# **How it works.** Replace each `raise NotImplementedError(...)` by your code, then run the cell below it. That cell holds
# visible checks: plain asserts that say what came out and what should have. When your work is graded, hidden checks follow
# with other numbers. Work from top to bottom, since each part uses the parts above it.

# %% nbgrader={"grade_id": "imports", "locked": true}
import random

from engine import MLP, Value

# %% [markdown]
# ## Squared error
#
# The network makes one prediction for each example. The **squared error** of an example is the difference between its prediction
# and its target, squared. Write two losses:
#
# - `squared_error(ys, ypred)`: the squared errors of all examples, added up;
# - `mean_squared_error(ys, ypred)`: the same, divided by the number of examples.
#
# `ys` are plain numbers, the targets. `ypred` are Values, the predictions. The result is a Value, so that `backward()` can start from it.
#
# ```python
# squared_error([1.0, 0.0], [Value(0.5), Value(2.0)]).data         # 0.25 + 4.0 = 4.25
# mean_squared_error([1.0, 0.0], [Value(0.5), Value(2.0)]).data    # 2.125
# ```

# %% nbgrader={"grade_id": "squared-error", "solution": true}
def squared_error(ys, ypred):
    """The sum of the squared errors, a Value. ys: list of n numbers. ypred: list of n Values."""
    ### BEGIN SOLUTION
    return sum((prediction - y) ** 2 for y, prediction in zip(ys, ypred))
    ### END SOLUTION


def mean_squared_error(ys, ypred):
    """The mean of the squared errors, a Value. ys: list of n numbers. ypred: list of n Values."""
    ### BEGIN SOLUTION
    return squared_error(ys, ypred) / len(ys)
    ### END SOLUTION


# %% nbgrader={"grade_id": "squared-error-checks", "grade": true}
ys, ypred = [1.0, -1.0, 2.0], [Value(0.5), Value(-2.0), Value(2.5)]
loss = squared_error(ys, ypred)
assert abs(loss.data - 1.5) < 1e-9, f"the squared errors 0.25, 1.0 and 0.25 add up to {loss.data}, should be 1.5"

loss.backward()
grads = [round(prediction.grad, 9) for prediction in ypred]
assert grads == [-1.0, -2.0, 1.0], f"the gradients of the predictions are {grads}, should be [-1.0, -2.0, 1.0]: twice each difference"

loss = mean_squared_error(ys, [Value(0.5), Value(-2.0), Value(2.5)])
assert abs(loss.data - 0.5) < 1e-9, f"the mean of 0.25, 1.0 and 0.25 is {loss.data}, should be 0.5"

# %% [markdown]
# ## One step
#
# `backward()` has filled `grad` of every parameter. The gradient points to where the loss grows. We want it to shrink, so each
# parameter takes a step the other way. The **learning rate** says how long the step is for a gradient of 1.
#
# Write `sgd_step(parameters, rate)`. It changes `data` of each parameter in place and returns nothing. It must not put new
# Values in the place of the old ones: the network would keep the old ones.
#
# ```python
# p = Value(2.0)
# p.grad = 3.0
# sgd_step([p], rate=0.1)
# p.data    # 1.7
# ```

# %% nbgrader={"grade_id": "sgd-step", "solution": true}
def sgd_step(parameters, rate):
    """Move each parameter by rate times its gradient, against the gradient, in place.

    parameters: list of Values whose grad is filled. rate: a number, the learning rate. Returns None.
    """
    ### BEGIN SOLUTION
    for p in parameters:
        p.data -= rate * p.grad
    ### END SOLUTION


# %% nbgrader={"grade_id": "sgd-step-checks", "grade": true}
p, q = Value(2.0), Value(-1.0)
p.grad, q.grad = 3.0, -4.0
sgd_step([p, q], rate=0.1)
assert abs(p.data - 1.7) < 1e-9, f"data 2.0 and gradient 3.0 at rate 0.1: data becomes {p.data}, should be 1.7"
assert abs(q.data + 0.6) < 1e-9, f"data -1.0 and gradient -4.0 at rate 0.1: data becomes {q.data}, should be -0.6"

# %% [markdown]
# ## The loop
#
# Now put the parts in order. One step of training is
#
# 1. **forward**: predict every example, and compute the loss;
# 2. **zero** the gradients, because `backward()` only ever adds to them;
# 3. **backward** from the loss;
# 4. **update** the parameters.
#
# Write `fit(model, xs, ys, steps, rate)`. It trains `model` on the squared error (the sum) for `steps` steps, each at the same
# rate. It returns the losses: a list of `steps` plain floats. The loss of a step is the one that its forward pass found, so
# `losses[0]` belongs to the untrained network.
#
# `model(x)` is the prediction for the example `x`. `model.parameters()` are its parameters. `model.zero_grad()` sets their gradients to zero.

# %% nbgrader={"grade_id": "fit", "solution": true}
def fit(model, xs, ys, steps, rate):
    """Train model on the squared error, in place.

    model: an MLP with one output. xs: list of n lists of numbers. ys: list of n numbers.
    steps: int, how many updates. rate: a number, the learning rate.
    Returns the list of the losses, `steps` floats; losses[k] is the loss before update k.
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        ypred = [model(x) for x in xs]
        loss = squared_error(ys, ypred)
        model.zero_grad()
        loss.backward()
        sgd_step(model.parameters(), rate)
        losses.append(loss.data)
    return losses
    ### END SOLUTION


# %% nbgrader={"grade_id": "fit-checks", "grade": true}
# One input and one linear neuron: the prediction is w * x + b. From w = b = 0 this can be done on paper.
line = MLP(1, [1])
for p in line.parameters():
    p.data = 0.0
losses = fit(line, [[1.0]], [1.0], steps=3, rate=0.1)
assert isinstance(losses, list) and len(losses) == 3, f"fit(line, [[1.0]], [1.0], 3, 0.1) returns {losses}, should be a list of 3 losses"
assert all(type(loss) is not Value for loss in losses), f"the losses are {losses}, should be plain floats, not Values"
shown = [round(float(loss), 6) for loss in losses]
assert shown == [1.0, 0.36, 0.1296], f"the losses are {shown}, should be [1.0, 0.36, 0.1296]"
data = [round(p.data, 6) for p in line.parameters()]
assert data == [0.392, 0.392], f"after 3 steps w and b are {data}, should be [0.392, 0.392]"

# The three points of the text.
xs = [[0.5, 0.5, 0.70], [0.4, -0.1, 0.5], [-0.2, -0.75, 1.0]]
ys = [0, 1, 0]
random.seed(1)
network = MLP(3, [3, 3, 1])
losses = fit(network, xs, ys, steps=50, rate=0.01)
assert losses[-1] < 0.6 * losses[0], f"on the three points the loss goes from {losses[0]:.2f} to {losses[-1]:.2f}, should fall by much more"

# %% [markdown]
# ## Which side, and how sure
#
# The second task of the text has two classes, with labels -1 and 1. The network gives one number, its **score**. The sign of the
# score is the predicted class.
#
# The **max-margin loss** of one example is `relu(1 - y * score)`. The product `y * score` is positive when the sign is right. A
# right sign is not enough: the loss is zero only when the product is at least 1. Write
#
# - `max_margin_loss(ys, scores)`: the mean of these over all examples, a Value;
# - `accuracy(ys, scores)`: the share of examples whose score has the sign of its label, a plain number from 0.0 to 1.0.
#
# `ys` are plain numbers, each -1 or 1. `scores` are Values.
#
# ```python
# ys, scores = [1, 1, -1, -1], [Value(2.0), Value(0.5), Value(-1.5), Value(0.25)]
# max_margin_loss(ys, scores).data    # (0 + 0.5 + 0 + 1.25) / 4 = 0.4375
# accuracy(ys, scores)                # 0.75
# ```

# %% nbgrader={"grade_id": "max-margin", "solution": true}
def max_margin_loss(ys, scores):
    """The mean of relu(1 - y * score), a Value. ys: list of n numbers, -1 or 1. scores: list of n Values."""
    ### BEGIN SOLUTION
    return sum((1 - y * score).relu() for y, score in zip(ys, scores)) / len(ys)
    ### END SOLUTION


def accuracy(ys, scores):
    """The share of scores on the right side of 0, a float from 0.0 to 1.0. ys: list of n numbers, -1 or 1. scores: list of n Values."""
    ### BEGIN SOLUTION
    right = [(y > 0) == (score.data > 0) for y, score in zip(ys, scores)]
    return sum(right) / len(right)
    ### END SOLUTION


# %% nbgrader={"grade_id": "max-margin-checks", "grade": true}
ys, scores = [1, 1, -1, -1], [Value(2.0), Value(0.5), Value(-1.5), Value(0.25)]
loss = max_margin_loss(ys, scores)
assert abs(loss.data - 0.4375) < 1e-9, f"the mean of the margins' losses 0, 0.5, 0 and 1.25 is {loss.data}, should be 0.4375"

loss.backward()
grads = [round(score.grad, 9) for score in scores]
assert grads == [0.0, -0.25, 0.0, 0.25], f"the gradients of the scores are {grads}, should be [0.0, -0.25, 0.0, 0.25]"

share = accuracy(ys, scores)
assert share == 0.75, f"three of four signs are right: the accuracy is {share}, should be 0.75"

# %% [markdown]
# ## A price on large weights
#
# Large weights make a network that jumps between the examples. So we put a small price on them. The **L2 penalty** is `alpha` times
# the sum of the squares of all parameters. Write
#
# - `l2_penalty(parameters, alpha=1e-4)`: a Value, so that the price pulls on the weights in `backward()`;
# - `total_loss(model, X, y, alpha=1e-4)`: the pair `(loss, accuracy)`. The loss is the max-margin loss of the model's scores plus
#   the L2 penalty of its parameters, a Value. The accuracy is the plain number of the last exercise.
#
# `X` is a list of examples, and `y` the list of their labels. `total_loss` only looks: it changes no parameter and calls no `backward()`.

# %% nbgrader={"grade_id": "total-loss", "solution": true}
def l2_penalty(parameters, alpha=1e-4):
    """alpha times the sum of the squared parameters, a Value. parameters: list of Values. alpha: a number."""
    ### BEGIN SOLUTION
    return alpha * sum(p * p for p in parameters)
    ### END SOLUTION


def total_loss(model, X, y, alpha=1e-4):
    """The pair (max-margin loss plus L2 penalty, a Value; accuracy, a float).

    model: an MLP with one output. X: list of n lists of numbers. y: list of n labels, -1 or 1. alpha: a number.
    """
    ### BEGIN SOLUTION
    scores = [model(x) for x in X]
    loss = max_margin_loss(y, scores) + l2_penalty(model.parameters(), alpha)
    return loss, accuracy(y, scores)
    ### END SOLUTION


# %% nbgrader={"grade_id": "total-loss-checks", "grade": true}
weights = [Value(3.0), Value(-2.0)]
penalty = l2_penalty(weights, alpha=0.1)
assert abs(penalty.data - 1.3) < 1e-9, f"0.1 * (9 + 4) gives {penalty.data}, should be 1.3"
penalty.backward()
grads = [round(weight.grad, 9) for weight in weights]
assert grads == [0.6, -0.4], f"the penalty's gradients are {grads}, should be [0.6, -0.4]"
penalty = l2_penalty([Value(3.0), Value(-2.0)])
assert abs(penalty.data - 0.0013) < 1e-9, f"without an alpha, l2_penalty of 3.0 and -2.0 is {penalty.data}, should be 0.0013"

line = MLP(1, [1])
line.parameters()[0].data, line.parameters()[1].data = 2.0, -1.0
loss, share = total_loss(line, [[2.0], [0.25], [-1.0]], [1, 1, -1], alpha=0.1)
assert abs(loss.data - 1.0) < 1e-9, f"scores 3.0, -0.5, -3.0: 0.5 for the margins and 0.5 for the weights give {loss.data}, should be 1.0"
assert abs(share - 2 / 3) < 1e-9, f"two of three signs are right: the accuracy is {share}, should be 2/3"

# %% [markdown]
# ## Training with a falling rate
#
# Long steps are good at the start, short ones near the end. Write
#
# - `learning_rate(k, n=100)`: `1.0 - 0.9 * k / n`. At `k = 0` it is 1.0, and at `k = n` it has come down to 0.1;
# - `train(model, X, y, steps, alpha=1e-4)`: like `fit`, but on `total_loss`, and with `learning_rate(k)` for step `k`. Steps are
#   counted from 0, and `n` stays 100 however many steps there are. It returns the list of the losses, `steps` plain floats.

# %% nbgrader={"grade_id": "train", "solution": true}
def learning_rate(k, n=100):
    """The learning rate of step k: a straight line from 1.0 at k = 0 to 0.1 at k = n. k, n: numbers. Returns a float."""
    ### BEGIN SOLUTION
    return 1.0 - 0.9 * k / n
    ### END SOLUTION


def train(model, X, y, steps, alpha=1e-4):
    """Train model on the total loss, in place, at the rate learning_rate(k) in step k.

    model: an MLP with one output. X: list of n lists of numbers. y: list of n labels, -1 or 1.
    steps: int, how many updates. alpha: a number, the price of the L2 penalty.
    Returns the list of the losses, `steps` floats; losses[k] is the loss before update k.
    """
    ### BEGIN SOLUTION
    losses = []
    for k in range(steps):
        loss, _ = total_loss(model, X, y, alpha)
        model.zero_grad()
        loss.backward()
        sgd_step(model.parameters(), learning_rate(k))
        losses.append(loss.data)
    return losses
    ### END SOLUTION


# %% nbgrader={"grade_id": "train-checks", "grade": true}
rates = [round(learning_rate(0), 9), round(learning_rate(50), 9), round(learning_rate(10, n=20), 9)]
assert rates == [1.0, 0.55, 0.55], f"the rates of step 0, step 50, and step 10 with n = 20 are {rates}, should be [1.0, 0.55, 0.55]"

# One linear neuron from w = b = 0; b stays 0 here, and w moves by half the rate in each step.
line = MLP(1, [1])
for p in line.parameters():
    p.data = 0.0
losses = train(line, [[0.5], [-0.5]], [1, -1], steps=4, alpha=0.0)
assert isinstance(losses, list) and len(losses) == 4, f"train(line, [[0.5], [-0.5]], [1, -1], 4, alpha=0.0) returns {losses}, should be a list of 4 losses"
assert all(type(loss) is not Value for loss in losses), f"the losses are {losses}, should be plain floats, not Values"
shown = [round(float(loss), 6) for loss in losses]
assert shown == [1.0, 0.75, 0.50225, 0.25675], f"the losses are {shown}, should be [1.0, 0.75, 0.50225, 0.25675]"

# With a price on w and no examples' loss left, each step only shrinks w: by the factor 1 - 2 * alpha * rate.
line.parameters()[0].data, line.parameters()[1].data = 8.0, 0.0
train(line, [[0.5], [-0.5]], [1, -1], steps=2, alpha=0.1)
w = line.parameters()[0].data
assert abs(w - 8.0 * 0.8 * 0.8018) < 1e-9, f"w = 8.0 after 2 steps with alpha = 0.1 is {w}, should be 5.13152"

# %% [markdown]
# ## How large may the rate be?
#
# Too small a rate crawls. Too large a rate explodes. For the simplest model of all, the border between "ends at the best weight" and
# "runs away" is a number that you can find on paper.
#
# The model has one weight and no bias: the prediction for the number `x` is `w * x`. The loss is the squared error (the sum). One
# step is `w -= rate * w.grad`. Write `largest_rate(xs)`: below this rate, training comes closer and closer to the best weight; above
# it, training moves away from it, wherever it starts and whatever the targets are. `xs` is a list of plain numbers, not all zero. The
# result is a plain number. It takes a thought, then one line.
#
# Compare how far `w` is from its best value before a step and after it.

# %% nbgrader={"grade_id": "largest-rate", "solution": true}
def largest_rate(xs):
    """The rate at which gradient descent on the squared error of w * x stops converging, a float.

    xs: list of numbers, not all zero.
    """
    ### BEGIN SOLUTION
    # The gradient is 2 S (w - best) with S = sum of x^2, so a step multiplies the distance to the best w by 1 - 2 rate S.
    return 1 / sum(x * x for x in xs)
    ### END SOLUTION


# %% nbgrader={"grade_id": "largest-rate-checks", "grade": true}
def distance_after(steps, xs, rate):
    """How far w is from its best value, 0 here as all targets are 0, after so many steps from w = 1."""
    w = Value(1.0)
    for _ in range(steps):
        w.grad = 0.0
        sum((w * x) ** 2 for x in xs).backward()
        w.data -= rate * w.grad
    return abs(w.data)


for xs in [[2.0], [1.0, 1.0, 1.0], [0.5, -1.5]]:
    border = largest_rate(xs)
    assert border > 0, f"largest_rate({xs}) is {border}, should be a positive number"
    below, above = distance_after(40, xs, 0.95 * border), distance_after(40, xs, 1.05 * border)
    assert below < 0.9, f"xs = {xs}: at 0.95 times your rate {border}, w is {below:.3g} from its best value after 40 steps; it should have come closer than the 1 it started from"
    assert above > 1.1, f"xs = {xs}: at 1.05 times your rate {border}, w is {above:.3g} from its best value after 40 steps; it should have moved away from the 1 it started from"

# %% [markdown]
# ## Sum or mean?
#
# Nothing to code here. Answer in the cell below, in a few sentences; a person reads it.
#
# 1. Somebody trains on the three points with `mean_squared_error` in the place of `squared_error`, from the same start. Which
#    rate gives exactly the same weights after every step as the rate 0.01 gave? Why?
# 2. Somebody else writes the max-margin loss of `total_loss` as a sum over the 128 points, not a mean, and leaves `alpha` as it is.
#    Can another rate make up for that too? If not, what else must change?

# %% [markdown] nbgrader={"grade_id": "sum-or-mean", "grade": true, "solution": true}
# ### BEGIN SOLUTION
# 1. The rate 0.03. The mean is the sum divided by 3, so every gradient is divided by 3 too. A step is the rate times the gradient,
#    and three times the rate makes up for a third of the gradient. (With n examples: n times the rate.)
# 2. A rate alone cannot. The sum makes the gradients of the data 128 times as large, but those of the penalty stay as they were. A
#    rate divided by 128 brings the data's part back and makes the penalty's part 128 times too small. `alpha` must become
#    128 times as large as well; then the whole loss is 128 times the old one, and the rate divided by 128 makes up for it.
# ### END SOLUTION

# %% [markdown]
# ## The half-moons, for yourself
#
# No points here, only the reward: your own training on two half-moons, 128 points and 337 parameters. It takes up to a minute, so it is
# switched off. Set `RUN_THE_MOONS = True` when everything above works, and back to `False` before you hand in. It needs scikit-learn.

# %%
RUN_THE_MOONS = False

if RUN_THE_MOONS:
    from sklearn.datasets import make_moons

    points, classes = make_moons(n_samples=128, noise=0.1, random_state=1)
    X, y = points.tolist(), [2 * int(c) - 1 for c in classes]
    random.seed(1)
    moons_network = MLP(2, [16, 16, 1])
    losses = train(moons_network, X, y, steps=40)
    loss, share = total_loss(moons_network, X, y)
    print(f"loss from {losses[0]:.3f} to {loss.data:.3f}, accuracy {100 * share:.1f} %")
