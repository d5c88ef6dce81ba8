"""What is computed with a student's micrograd.py; runs in the room, where only the standard library and that file are sure to be there."""
import random
import sys


def readme_expression(a, b, relu=lambda value: value.relu()):
    """The expression of micrograd's README, on Values or on plain numbers; `relu` is that of the numbers."""
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + relu(b + a)
    d += 3 * d + relu(b - a)
    e = c - d
    f = e**2
    return f / 2 + 10 / f


def sanity_expression(x, relu=lambda value: value.relu()):
    """The expression of micrograd's test_sanity_check."""
    z = 2 * x + 2 + x
    q = relu(z) + z * x
    h = relu(z * z)
    return h + q + q * x


def neuron(x1, w1, x2, w2, bias):
    """The lecture's neuron."""
    return (x1 * w1 + x2 * w2 + bias).tanh()


def neuron_by_exp(x1, w1, x2, w2, bias):
    """The same with tanh made of other operations."""
    e = (2 * (x1 * w1 + x2 * w2 + bias)).exp()
    return (e - 1) / (e + 1)


def value_and_slopes(expression, *point):
    """The expression's value at a point, and its gradient with respect to each number."""
    from micrograd import Value
    values = [Value(number) for number in point]
    root = expression(*values)
    root.backward()
    return [root.data, *(value.grad for value in values)]


def network():
    """How many parameters it has, and how many of their gradients are not 0 after zero_grad()."""
    from micrograd import MLP
    model = MLP(2, [16, 16, 1])
    model([1.0, -2.0]).backward()
    model.zero_grad()
    return [len(model.parameters()), sum(p.grad != 0 for p in model.parameters())]


def train(own, shape, seed, X, y, steps, alpha, across, up):
    """Train a network, with their own train() or with a plain loop: the losses, the scores of X, and those of a grid, row by row."""
    import micrograd
    random.seed(seed)
    if "numpy" in sys.modules:  # then they may draw their weights with it
        sys.modules["numpy"].random.seed(seed)
    model = micrograd.MLP(*shape)
    losses = (micrograd.train if own else train_plainly)(model, X, y, steps, alpha)
    return [losses, [float(model(point).data) for point in X], [[float(model([x0, x1]).data) for x0 in across] for x1 in up]]


def train_plainly(model, X, y, steps, alpha):
    """Max-margin plus L2 with a falling rate, for a student who has not written lesson 07. Returns the losses."""
    losses = []
    for k in range(steps):
        margins = [(1 - label * model(point)).relu() for point, label in zip(X, y)]
        loss = sum(margins) * (1 / len(margins)) + alpha * sum(p * p for p in model.parameters())
        model.zero_grad()
        loss.backward()
        for p in model.parameters():
            p.data -= (1.0 - 0.9 * k / 100) * p.grad
        losses.append(float(loss.data))
    return losses


def plain(value):
    """A number of numpy as Python's own; anything else as text."""
    return value.item() if hasattr(value, "item") else repr(value)
