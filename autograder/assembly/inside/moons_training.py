"""Trains a student's network; runs in the room, where only the standard library and their micrograd.py are sure to be there."""

import random
import sys


def new_network(nin, nouts, seed):
    """A network of theirs, drawn with a seed."""
    from micrograd import MLP

    random.seed(seed)
    if "numpy" in sys.modules:  # then they may draw their weights with it
        sys.modules["numpy"].random.seed(seed)
    return MLP(nin, nouts)


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


def scores(model, points):
    """The network's answers to many points, as plain numbers."""
    return [float(model(point).data) for point in points]
