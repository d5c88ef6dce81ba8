"""The engine so far: what the earlier lessons have built (02-value, 03-operators, 04-backward, 06-neural-nets).

Written by `course build` from the solutions of those lessons. Do not edit it.
"""

import math
import random

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


# 06-neural-nets: Neuron, layer and network

def weighted_sum(w, x, b):
    """b + w[0] * x[0] + w[1] * x[1] + ..., as a Value.

    w: list of n Values. x: list of n numbers or Values. b: a Value.
    Raises ValueError, with both lengths in its message, if w and x differ in length.
    """
    if len(w) != len(x):
        raise ValueError(f"expected {len(w)} inputs, one for each weight, but got {len(x)}")
    # Starting the sum at b saves the extra node that 0 + ... would make.
    return sum((wi * xi for wi, xi in zip(w, x)), b)


def activation_function(name):
    """The activation of that name: a function that takes a Value and returns a Value.

    name: "relu", "tanh" or "none".
    Raises ValueError, with the name in its message, for any other name.
    """
    if name == "relu":
        return Value.relu
    if name == "tanh":
        return Value.tanh
    if name == "none":
        return lambda value: value
    raise ValueError(f"unknown activation {name!r}: choose 'relu', 'tanh' or 'none'")


class Module:
    """What neurons, layers and networks share."""

    def parameters(self):
        """A list of the Values that training may change. A bare Module has none."""
        return []

    def zero_grad(self):
        """Set grad of every parameter to 0.0. Their data stay as they are."""
        for p in self.parameters():
            p.grad = 0.0


class Neuron(Module):
    """A weighted sum of nin inputs plus a bias, then an activation.

    nin: int, the number of inputs. activation: "relu", "tanh" or "none".
    w: list of nin Values, random in (-1, 1). b: a Value.
    Raises ValueError if the activation is unknown.
    """

    def __init__(self, nin, activation="relu"):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
        self.activation = activation_function(activation)

    def __call__(self, x):
        """The neuron's output, a Value. x: list of nin numbers or Values.

        Raises ValueError, with both lengths in its message, if x has another length.
        """
        return self.activation(weighted_sum(self.w, x, self.b))

    def parameters(self):
        """The weights, then the bias: a list of nin + 1 Values."""
        return self.w + [self.b]


class Layer(Module):
    """nout neurons that all see the same nin inputs.

    neurons: list of nout Neurons.
    Raises ValueError if the activation is unknown.
    """

    def __init__(self, nin, nout, activation="relu"):
        self.neurons = [Neuron(nin, activation) for _ in range(nout)]

    def __call__(self, x):
        """The list of the nout outputs; if nout is 1, the one Value itself. x: list of nin numbers or Values.

        Raises ValueError, with both lengths in its message, if x has another length.
        """
        outs = [neuron(x) for neuron in self.neurons]
        return outs[0] if len(outs) == 1 else outs

    def parameters(self):
        """The parameters of all neurons in one list: nout * (nin + 1) Values."""
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP(Module):
    """A multi-layer perceptron: hidden layers with relu, then a linear last layer.

    nin: int, the number of inputs. nouts: list of ints, the size of each layer. layers: list of Layers.
    """

    def __init__(self, nin, nouts):
        sizes = [nin] + list(nouts)
        last = len(nouts) - 1
        self.layers = [
            Layer(sizes[i], sizes[i + 1], activation="none" if i == last else "relu")
            for i in range(len(nouts))
        ]

    def __call__(self, x):
        """What the last layer gives: one Value, or a list of Values. x: list of nin numbers or Values.

        Raises ValueError, with both lengths in its message, if x has another length.
        """
        for layer in self.layers:
            out = layer(x)
            # A hidden layer of one neuron gives a Value; the next layer needs a list.
            x = [out] if isinstance(out, Value) else out
        return out

    def parameters(self):
        """The parameters of all layers in one list of Values."""
        return [p for layer in self.layers for p in layer.parameters()]
