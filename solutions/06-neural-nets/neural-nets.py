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
# # Neuron, layer and network
#
# You have an engine that differentiates anything made of `+`, `*`, `tanh` and `relu`. Here you build a neural network on top
# of it: a neuron, then a row of neurons, then rows that feed each other. No new calculus is needed. Every gradient comes from
# the engine.
#
# The text that belongs to this notebook is `lessons/06-neural-nets.md`.
#
# **How it works.** Replace each `raise NotImplementedError(...)` by your code, then run the cell below it. That cell holds
# visible checks: plain asserts that say what came out and what should have. When your work is graded, hidden checks follow
# with other numbers. Work from top to bottom, since each part uses the parts above it.

# %% nbgrader={"grade_id": "imports", "locked": true}
from engine import Value

# %% nbgrader={"grade_id": "import-random", "locked": true} tags=["engine"]
import random

# %% [markdown]
# ## The weighted sum
#
# A neuron has one weight for each input, and one bias. Its first step is a sum:
#
# $$b + w_1 x_1 + w_2 x_2 + \dots + w_n x_n$$
#
# Write `weighted_sum(w, x, b)`. The weights and the bias are Values. The inputs may be plain numbers, Values, or a mix; `*`
# and `+` already accept both. Do not make new Values from the inputs: gradients must be able to reach the inputs that are Values.
#
# Three weights and two inputs cannot be right, yet `zip` would quietly drop the third weight. So raise a `ValueError` when the
# lengths differ, and name both lengths in its message.
#
# ```python
# weighted_sum([Value(2.0), Value(-1.0)], [3.0, 4.0], Value(0.5)).data    # 2.5
# ```

# %% nbgrader={"grade_id": "weighted-sum", "solution": true} tags=["engine"]
def weighted_sum(w, x, b):
    """b + w[0] * x[0] + w[1] * x[1] + ..., as a Value.

    w: list of n Values. x: list of n numbers or Values. b: a Value.
    Raises ValueError, with both lengths in its message, if w and x differ in length.
    """
    ### BEGIN SOLUTION
    if len(w) != len(x):
        raise ValueError(f"expected {len(w)} inputs, one for each weight, but got {len(x)}")
    # Starting the sum at b saves the extra node that 0 + ... would make.
    return sum((wi * xi for wi, xi in zip(w, x)), b)
    ### END SOLUTION


# %% nbgrader={"grade_id": "weighted-sum-checks", "grade": true}
w, b = [Value(2.0), Value(-1.0)], Value(0.5)
total = weighted_sum(w, [3.0, 4.0], b)
assert total.data == 2.5, f"0.5 + 2*3 + (-1)*4 gives {total.data}, should be 2.5"

total.backward()
grads = [w[0].grad, w[1].grad, b.grad]
assert grads == [3.0, 4.0, 1.0], f"the gradients of w1, w2, b are {grads}, should be [3.0, 4.0, 1.0]: the inputs, and 1 for the bias"

x = [Value(3.0), 4.0]
weighted_sum([Value(2.0), Value(-1.0)], x, Value(0.5)).backward()
assert x[0].grad == 2.0, f"x1 is a Value; its gradient is {x[0].grad}, should be 2.0, its weight"

try:
    weighted_sum(w, [3.0], b)
    problem = "no error at all"
except ValueError as error:
    problem = "" if "2" in str(error) and "1" in str(error) else f"a message without both lengths: {error}"
assert problem == "", f"2 weights and 1 input should raise a ValueError that names both lengths; there was {problem}"

# %% [markdown]
# ## The activation
#
# The sum goes through an activation function. Three are enough for us:
#
# | name | function |
# |---|---|
# | `"relu"` | `v.relu()` |
# | `"tanh"` | `v.tanh()` |
# | `"none"` | the Value `v` itself, unchanged |
#
# Write `activation_function(name)`. It does not apply the activation. It *returns* the function, so that a neuron can choose
# once and call it often. Any other name raises a `ValueError` with that name in its message.
#
# ```python
# f = activation_function("relu")
# f(Value(-3.0)).data    # 0.0
# ```

# %% nbgrader={"grade_id": "activation", "solution": true} tags=["engine"]
def activation_function(name):
    """The activation of that name: a function that takes a Value and returns a Value.

    name: "relu", "tanh" or "none".
    Raises ValueError, with the name in its message, for any other name.
    """
    ### BEGIN SOLUTION
    if name == "relu":
        return Value.relu
    if name == "tanh":
        return Value.tanh
    if name == "none":
        return lambda value: value
    raise ValueError(f"unknown activation {name!r}: choose 'relu', 'tanh' or 'none'")
    ### END SOLUTION


# %% nbgrader={"grade_id": "activation-checks", "grade": true}
for name, number, result in [("relu", 3.0, 3.0), ("relu", -3.0, 0.0), ("none", -3.0, -3.0), ("tanh", 0.0, 0.0)]:
    out = activation_function(name)(Value(number))
    assert out.data == result, f"activation_function({name!r})(Value({number})).data is {out.data}, should be {result}"

v = Value(0.5)
activation_function("tanh")(v).backward()
assert abs(v.grad - 0.7864477329659274) < 1e-9, f"the slope of tanh at 0.5 is {v.grad}, should be 0.78644773"

try:
    activation_function("sigmoid")
    problem = "no error at all"
except ValueError as error:
    problem = "" if "sigmoid" in str(error) else f"a message that does not name it: {error}"
assert problem == "", f"activation_function('sigmoid') should raise a ValueError that names sigmoid; there was {problem}"

# %% [markdown]
# ## What all parts share
#
# Neurons, layers and networks have two things in common. They can list their **parameters**: the Values that training will
# change. And they can set the gradients of those parameters back to zero. Write these once, in `Module`; the other classes inherit them.
#
# - `parameters()` of a bare `Module` is an empty list. Each class that inherits gives its own list.
# - `zero_grad()` sets `grad` of every parameter to `0.0` and touches nothing else.
#
# `zero_grad` must ask `self.parameters()`. Then it works for every class that inherits.

# %% nbgrader={"grade_id": "module", "solution": true} tags=["engine"]
class Module:
    """What neurons, layers and networks share."""

    def parameters(self):
        """A list of the Values that training may change. A bare Module has none."""
        ### BEGIN SOLUTION
        return []
        ### END SOLUTION

    def zero_grad(self):
        """Set grad of every parameter to 0.0. Their data stay as they are."""
        ### BEGIN SOLUTION
        for p in self.parameters():
            p.grad = 0.0
        ### END SOLUTION


# %% nbgrader={"grade_id": "module-checks", "grade": true}
class Pair(Module):
    def __init__(self):
        self.first, self.second = Value(2.0), Value(-3.0)

    def parameters(self):
        return [self.first, self.second]


assert list(Module().parameters()) == [], f"Module().parameters() is {Module().parameters()}, should be an empty list"

pair = Pair()
(pair.first * pair.second).backward()
pair.zero_grad()
grads = [pair.first.grad, pair.second.grad]
assert grads == [0, 0], f"after zero_grad() the gradients are {grads}, should be [0.0, 0.0]"
data = [pair.first.data, pair.second.data]
assert data == [2.0, -3.0], f"after zero_grad() the data are {data}, should still be [2.0, -3.0]"

# %% [markdown]
# ## The neuron
#
# Now put the pieces together. `Neuron(nin, activation="relu")` has
#
# - `w`: a list of `nin` Values. Each is drawn on its own with `random.uniform(-1, 1)`.
# - `b`: one Value, the bias. Start it at `0.0` or at a random number between -1 and 1; both are common, and both are accepted.
# - `parameters()`: all the weights, then the bias.
# - `__call__(x)`: the activation of the weighted sum. Python runs it when you write `neuron(x)`.
#
# An unknown activation is a `ValueError` when the neuron is made, not only when it is first called. A list of the wrong length is a
# `ValueError` when it is called. You have already written both.
#
# ```python
# neuron = Neuron(2, "tanh")
# neuron.w[0].data, neuron.w[1].data, neuron.b.data = -3.0, 1.0, 6.8813735870195432
# neuron([2.0, 0.0]).data    # 0.7071067811865...
# ```

# %% nbgrader={"grade_id": "neuron", "solution": true} tags=["engine"]
class Neuron(Module):
    """A weighted sum of nin inputs plus a bias, then an activation.

    nin: int, the number of inputs. activation: "relu", "tanh" or "none".
    w: list of nin Values, random in (-1, 1). b: a Value.
    Raises ValueError if the activation is unknown.
    """

    def __init__(self, nin, activation="relu"):
        ### BEGIN SOLUTION
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0.0)
        self.activation = activation_function(activation)
        ### END SOLUTION

    def __call__(self, x):
        """The neuron's output, a Value. x: list of nin numbers or Values.

        Raises ValueError, with both lengths in its message, if x has another length.
        """
        ### BEGIN SOLUTION
        return self.activation(weighted_sum(self.w, x, self.b))
        ### END SOLUTION

    def parameters(self):
        """The weights, then the bias: a list of nin + 1 Values."""
        ### BEGIN SOLUTION
        return self.w + [self.b]
        ### END SOLUTION


# %% nbgrader={"grade_id": "neuron-checks", "grade": true}
neuron = Neuron(4)
assert len(neuron.w) == 4, f"Neuron(4) has {len(neuron.w)} weights, should have 4"
assert len(neuron.parameters()) == 5, f"Neuron(4) has {len(neuron.parameters())} parameters, should have 5: the weights and the bias"
starts = [w.data for w in neuron.w]
assert len(set(starts)) == 4 and all(-1 <= start <= 1 for start in starts), f"the weights start at {starts}, should be different and between -1 and 1"

for weight in neuron.w:
    weight.data = 0.5
neuron.b.data = 0.0
out = neuron([1.0, 2.0, 3.0, 4.0])
assert out.data == 5.0, f"0.5 * (1 + 2 + 3 + 4) through relu is {out.data}, should be 5.0"
out.backward()
grads = [p.grad for p in neuron.w] + [neuron.b.grad]
assert grads == [1.0, 2.0, 3.0, 4.0, 1.0], f"relu is on: the gradients are {grads}, should be [1.0, 2.0, 3.0, 4.0, 1.0]"

neuron.zero_grad()
neuron.b.data = -9.0
out = neuron([1.0, 2.0, 3.0, 4.0])
out.backward()
grads = [p.grad for p in neuron.w] + [neuron.b.grad]
assert out.data == 0.0, f"with b = -9 the sum is -4, so the output should be 0.0; it is {out.data}"
assert grads == [0, 0, 0, 0, 0], f"relu is off: the gradients are {grads}, should all be 0.0"

x = [Value(2.0), Value(0.0)]
neuron = Neuron(2, activation="tanh")
neuron.w[0].data, neuron.w[1].data, neuron.b.data = -3.0, 1.0, 6.8813735870195432
out = neuron(x)
assert abs(out.data - 0.7071067811865476) < 1e-9, f"the tanh neuron gives {out.data}, should be 0.70710678"
out.backward()
for what, value, slope in [("x1", x[0], -1.5), ("w1", neuron.w[0], 1.0), ("x2", x[1], 0.5), ("w2", neuron.w[1], 0.0), ("b", neuron.b, 0.5)]:
    assert abs(value.grad - slope) < 1e-9, f"the gradient of {what} is {value.grad}, should be {slope}"

try:
    Neuron(2, activation="sigmoid")
    problem = "no error at all"
except ValueError as error:
    problem = "" if "sigmoid" in str(error) else f"a message that does not name it: {error}"
assert problem == "", f"Neuron(2, activation='sigmoid') should raise a ValueError that names sigmoid; there was {problem}"

# %% [markdown]
# ## The layer
#
# A layer is several neurons that see the same inputs. `Layer(nin, nout, activation="relu")` has
#
# - `neurons`: a list of `nout` neurons with `nin` inputs each, all with the layer's activation.
# - `parameters()`: the parameters of all its neurons, in one flat list.
# - `__call__(x)`: the list of the neurons' outputs, in order. If the layer has only one neuron, it gives that one Value itself,
#   not a list with one Value in it. So the output of a network can be used as a number at once.

# %% nbgrader={"grade_id": "layer", "solution": true} tags=["engine"]
class Layer(Module):
    """nout neurons that all see the same nin inputs.

    neurons: list of nout Neurons.
    Raises ValueError if the activation is unknown.
    """

    def __init__(self, nin, nout, activation="relu"):
        ### BEGIN SOLUTION
        self.neurons = [Neuron(nin, activation) for _ in range(nout)]
        ### END SOLUTION

    def __call__(self, x):
        """The list of the nout outputs; if nout is 1, the one Value itself. x: list of nin numbers or Values.

        Raises ValueError, with both lengths in its message, if x has another length.
        """
        ### BEGIN SOLUTION
        outs = [neuron(x) for neuron in self.neurons]
        return outs[0] if len(outs) == 1 else outs
        ### END SOLUTION

    def parameters(self):
        """The parameters of all neurons in one list: nout * (nin + 1) Values."""
        ### BEGIN SOLUTION
        return [p for neuron in self.neurons for p in neuron.parameters()]
        ### END SOLUTION


# %% nbgrader={"grade_id": "layer-checks", "grade": true}
layer = Layer(2, 3, activation="none")
assert len(layer.neurons) == 3, f"Layer(2, 3) has {len(layer.neurons)} neurons, should have 3"
assert len(layer.parameters()) == 9, f"Layer(2, 3) has {len(layer.parameters())} parameters, should have 9: 3 neurons of 2 weights and a bias"

for neuron, (w1, w2, bias) in zip(layer.neurons, [(1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (1.0, 1.0, 10.0)]):
    neuron.w[0].data, neuron.w[1].data, neuron.b.data = w1, w2, bias
outs = [out.data for out in layer([3.0, 4.0])]
assert outs == [3.0, -4.0, 17.0], f"the layer gives {outs}, should be [3.0, -4.0, 17.0]"

single = Layer(4, 1)([1.0, 2.0, 3.0, 4.0])
assert isinstance(single, Value), f"a layer of one neuron gives {single}, should be the Value itself"

starts = [neuron.w[0].data for neuron in Layer(1, 5).neurons]
assert len(set(starts)) == 5, f"the first weights of five neurons are {starts}, should all be different"

# %% [markdown]
# ## A question about a printed result
#
# Somebody writes about this class, runs the five lines below, and publishes the two results in the comments.
#
# ```python
# layer = Layer(4, 1)
# y = layer([1.0, 2.0, 3.0, 4.0])
# y                                        # Value(data=0.0)
# y.backward()
# [p.grad for p in layer.parameters()]     # [1.0, 2.0, 3.0, 4.0, 1.0]
# ```
#
# These two results cannot come from one run. Explain why, in a few sentences. Then say what the gradients would be if the
# first result is right, and what you know about the output if the second is right.

# %% [markdown] nbgrader={"grade_id": "why-not-both", "grade": true, "solution": true}
# ### BEGIN SOLUTION
# A layer uses relu unless it is told otherwise. An output of exactly 0.0 means that the weighted sum was not positive (a sum of exactly
# zero has practically no chance with random weights), so the relu is off. Its slope there is 0. The gradient of each
# parameter is that slope times the parameter's own factor (its input, or 1 for the bias), so every gradient contains
# the factor 0.
#
# If the output 0.0 is right, the gradients are [0.0, 0.0, 0.0, 0.0, 0.0].
#
# If the gradients [1.0, 2.0, 3.0, 4.0, 1.0] are right, the slope of relu was 1. So the relu was on, and the output is a positive number:
# w1 + 2 w2 + 3 w3 + 4 w4 + b.
# ### END SOLUTION

# %% [markdown]
# ## The network
#
# A network, or multi-layer perceptron, is a chain of layers. `MLP(nin, nouts)` takes the number of inputs and a list with the size of
# each layer. `MLP(3, [4, 4, 1])` has three inputs, two hidden layers of four neurons, and one output. It has
#
# - `layers`: a list of Layers. Each layer's inputs are the outputs of the layer before. Hidden layers use `"relu"`, the last layer
#   `"none"`: a network whose last step is relu could never answer with a negative number.
# - `parameters()`: the parameters of all its layers, in one flat list.
# - `__call__(x)`: the inputs go through the layers one by one. The answer is what the last layer gives.
#
# One trap: a *hidden* layer may have a single neuron. It gives a Value, and the next layer needs a list.
# Also, leave the caller's `nouts` as it is.

# %% nbgrader={"grade_id": "mlp", "solution": true} tags=["engine"]
class MLP(Module):
    """A multi-layer perceptron: hidden layers with relu, then a linear last layer.

    nin: int, the number of inputs. nouts: list of ints, the size of each layer. layers: list of Layers.
    """

    def __init__(self, nin, nouts):
        ### BEGIN SOLUTION
        sizes = [nin] + list(nouts)
        last = len(nouts) - 1
        self.layers = [
            Layer(sizes[i], sizes[i + 1], activation="none" if i == last else "relu")
            for i in range(len(nouts))
        ]
        ### END SOLUTION

    def __call__(self, x):
        """What the last layer gives: one Value, or a list of Values. x: list of nin numbers or Values.

        Raises ValueError, with both lengths in its message, if x has another length.
        """
        ### BEGIN SOLUTION
        for layer in self.layers:
            out = layer(x)
            # A hidden layer of one neuron gives a Value; the next layer needs a list.
            x = [out] if isinstance(out, Value) else out
        return out
        ### END SOLUTION

    def parameters(self):
        """The parameters of all layers in one list of Values."""
        ### BEGIN SOLUTION
        return [p for layer in self.layers for p in layer.parameters()]
        ### END SOLUTION


# %% nbgrader={"grade_id": "mlp-checks", "grade": true}
for nin, nouts, count in [(3, [4, 4, 1], 41), (2, [16, 16, 1], 337)]:
    parameters = MLP(nin, nouts).parameters()
    assert len(parameters) == count, f"MLP({nin}, {nouts}) has {len(parameters)} parameters, should have {count}"

net = MLP(1, [2, 1])
(up, down), (last,) = net.layers[0].neurons, net.layers[1].neurons
up.w[0].data, up.b.data = 1.0, 0.0
down.w[0].data, down.b.data = -1.0, 0.0
last.w[0].data, last.w[1].data, last.b.data = 1.0, 1.0, -10.0
for x, y in [(3.0, -7.0), (-4.0, -6.0), (20.0, 10.0)]:
    out = net([x]).data
    assert out == y, f"relu(x) + relu(-x) - 10 at x = {x} gives {out}, should be {y}"

narrow = MLP(2, [1, 1])
out = narrow([1.0, 2.0])
assert isinstance(out, Value), f"MLP(2, [1, 1]) gives {out}, should be a Value"
assert len(MLP(2, [3, 2])([1.0, 2.0])) == 2, "MLP(2, [3, 2]) should give a list of two Values"

# %% [markdown]
# ## Nine numbers that compute XOR
#
# XOR of two inputs is 1 when exactly one of them is 1:
#
# | x1 | x2 | XOR |
# |---|---|---|
# | 0 | 0 | 0 |
# | 0 | 1 | 1 |
# | 1 | 0 | 1 |
# | 1 | 1 | 0 |
#
# No single neuron can do it: no straight line separates the ones from the zeros. `MLP(2, [2, 1])` can. It has nine parameters.
#
# Find nine numbers with pencil and paper, no training. Write `xor_network()`: it makes an `MLP(2, [2, 1])`, sets
# all nine `data`, and returns the network. On each of the four rows it must give the number of the table, exactly.
#
# Think in two steps. What could each hidden neuron measure, given that relu cuts off everything below zero? And
# how does the last neuron, which may use negative weights, mix these two measurements?

# %% nbgrader={"grade_id": "xor", "solution": true}
def xor_network():
    """An MLP(2, [2, 1]) with weights set by hand: it gives 0 for [0, 0] and [1, 1], and 1 for [0, 1] and [1, 0]."""
    ### BEGIN SOLUTION
    network = MLP(2, [2, 1])
    hidden, output = network.layers
    # The first hidden neuron counts the ones, the second is on only when both are one.
    settings = [
        (hidden.neurons[0], [1.0, 1.0], 0.0),
        (hidden.neurons[1], [1.0, 1.0], -1.0),
        (output.neurons[0], [1.0, -2.0], 0.0),
    ]
    for neuron, weights, bias in settings:
        for w, number in zip(neuron.w, weights):
            w.data = number
        neuron.b.data = bias
    return network
    ### END SOLUTION


# %% nbgrader={"grade_id": "xor-checks", "grade": true}
network = xor_network()
assert len(network.parameters()) == 9, f"the network has {len(network.parameters())} parameters, should have 9"
for x, y in [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]:
    out = network(x).data
    assert abs(out - y) < 1e-9, f"the network gives {out} for {x}, should be {y}"

# %% [markdown]
# That is a complete neural-network library. In the next lesson it learns: the numbers that you just found by hand, the
# network finds by itself.
