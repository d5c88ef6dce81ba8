"""The engine so far: what the earlier lessons have built (02-value, 03-operators, 04-backward).

Written by `course build` from the solutions of those lessons. Do not edit it.
"""

import math

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


# 03-operators: Operators and their local derivatives

def add(self, other):
    """self + other. `other` is a Value or a plain number; the result is a Value."""
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data + other.data, (self, other), "+")

    def _backward():
        self.grad += out.grad
        other.grad += out.grad

    out._backward = _backward
    return out


def radd(self, other):
    """other + self, for a plain number `other` on the left."""
    return self + other


Value.__add__ = add
Value.__radd__ = radd


def mul(self, other):
    """self * other. `other` is a Value or a plain number; the result is a Value."""
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data * other.data, (self, other), "*")

    def _backward():
        self.grad += other.data * out.grad
        other.grad += self.data * out.grad

    out._backward = _backward
    return out


def rmul(self, other):
    """other * self, for a plain number `other` on the left."""
    return self * other


Value.__mul__ = mul
Value.__rmul__ = rmul


def power(self, exponent):
    """self ** exponent, for a plain number `exponent`; the result is a Value."""
    out = Value(self.data ** exponent, (self,), f"**{exponent}")

    def _backward():
        self.grad += exponent * self.data ** (exponent - 1) * out.grad

    out._backward = _backward
    return out


Value.__pow__ = power


def neg(self):
    """-self, a Value."""
    return self * -1


def sub(self, other):
    """self - other. `other` is a Value or a plain number."""
    return self + (-other)


def rsub(self, other):
    """other - self, for a plain number `other` on the left."""
    return (-self) + other


def truediv(self, other):
    """self / other. `other` is a Value or a plain number."""
    return self * other ** -1


def rtruediv(self, other):
    """other / self, for a plain number `other` on the left."""
    return self ** -1 * other


Value.__neg__ = neg
Value.__sub__ = sub
Value.__rsub__ = rsub
Value.__truediv__ = truediv
Value.__rtruediv__ = rtruediv


def exp(self):
    """e to the power of self, a Value."""
    out = Value(math.exp(self.data), (self,), "exp")

    def _backward():
        self.grad += out.data * out.grad

    out._backward = _backward
    return out


def tanh(self):
    """The hyperbolic tangent of self, a Value between -1 and 1. Works for every finite number."""
    t = math.tanh(self.data)
    out = Value(t, (self,), "tanh")

    def _backward():
        self.grad += (1 - t * t) * out.grad

    out._backward = _backward
    return out


Value.exp = exp
Value.tanh = tanh


def relu(self):
    """self where it is positive, else 0; a Value."""
    out = Value(max(0.0, self.data), (self,), "relu")

    def _backward():
        slope = 1.0 if self.data > 0 else 0.0
        self.grad += slope * out.grad

    out._backward = _backward
    return out


Value.relu = relu


# 04-backward: The global backward

def backward(self):
    """Backpropagate from self: add the slope of self with respect to each node to that node's grad."""
    order = topological_sort(self)
    self.grad = 1.0
    for node in reversed(order):
        node._backward()


Value.backward = backward


def iterative_topological_sort(root):
    """The nodes of root's graph as a list, each once, operands before results, root last; no recursion."""
    order = []
    seen = {root}
    # Each entry is a visit under way: a node, and those of its operands it has yet to look at.
    visits = [(root, iter(root._prev))]
    while visits:
        node, operands = visits[-1]
        for operand in operands:
            if operand not in seen:
                seen.add(operand)
                visits.append((operand, iter(operand._prev)))
                break
        else:
            order.append(node)
            visits.pop()
    return order


# Only when this cell has become part of engine.py.
if __name__ == "engine":
    topological_sort = iterative_topological_sort
