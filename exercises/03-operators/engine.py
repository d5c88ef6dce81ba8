"""The engine so far: what the earlier lessons have built (02-value).

Written by `course build` from the solutions of those lessons. Do not edit it.
"""

# 02-value: A number that remembers

class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0.0
        self.label = label
        # A set would do as well, but a tuple keeps the operands in the same order at every run.
        self._prev = tuple(_children)
        self._op = _op
        self._backward = lambda: None

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"


def add(self, other):
    """self + other. `other` is a Value or a plain number; the result is a Value."""
    other = other if isinstance(other, Value) else Value(other)
    return Value(self.data + other.data, (self, other), "+")


Value.__add__ = add


def mul(self, other):
    """self * other. `other` is a Value or a plain number; the result is a Value."""
    other = other if isinstance(other, Value) else Value(other)
    return Value(self.data * other.data, (self, other), "*")


Value.__mul__ = mul
