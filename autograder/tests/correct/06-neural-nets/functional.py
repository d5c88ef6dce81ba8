# %% [markdown]
# reduce, chain, match, getattr and map; the network composes functions, and the layers hold what the network needs.

# %% nbgrader={"grade_id": "weighted-sum", "solution": true}
import operator
from functools import reduce


def weighted_sum(w, x, b):
    try:
        pairs = list(zip(w, x, strict=True))
    except ValueError:
        raise ValueError(f"lengths differ: {len(list(w))} and {len(list(x))}") from None
    return reduce(operator.add, (wi * xi for wi, xi in pairs), b)

# %% nbgrader={"grade_id": "activation", "solution": true}
def activation_function(name):
    match name:
        case "relu" | "tanh":
            return lambda v: getattr(v, name)()
        case "none":
            return lambda v: 1 * v
        case _:
            raise ValueError(f"unknown activation: {name}")

# %% nbgrader={"grade_id": "module", "solution": true}
class Module:
    def parameters(self):
        return ()

    def zero_grad(self):
        list(map(lambda p: p.__dict__.update(grad=0.0), self.parameters()))

# %% nbgrader={"grade_id": "neuron", "solution": true}
class Neuron(Module):
    def __init__(self, nin, activation="relu"):
        self.w = list(map(lambda _: Value(random.uniform(-1.0, 1.0)), range(nin)))
        self.b = Value(0.0)
        squash = activation_function(activation)
        self.run = lambda x: squash(weighted_sum(self.w, x, self.b))

    def __call__(self, x):
        return self.run(x)

    def parameters(self):
        return (*self.w, self.b)

# %% nbgrader={"grade_id": "layer", "solution": true}
from itertools import chain


class Layer(Module):
    def __init__(self, nin, nout, activation="relu"):
        self.neurons = [Neuron(nin, activation=activation) for _ in range(nout)]

    def __call__(self, x):
        match [neuron(x) for neuron in self.neurons]:
            case [only]:
                return only
            case outs:
                return outs

    def parameters(self):
        return tuple(chain.from_iterable(neuron.parameters() for neuron in self.neurons))

# %% nbgrader={"grade_id": "mlp", "solution": true}
class MLP(Module):
    def __init__(self, nin, nouts):
        kinds = ["relu"] * (len(nouts) - 1) + ["none"]
        self.layers = [Layer(*sizes, activation=kind) for sizes, kind in zip(list(zip([nin, *nouts], nouts)), kinds)]

    def __call__(self, x):
        step = lambda inputs, layer: layer(inputs if isinstance(inputs, (list, tuple)) else [inputs])
        return reduce(step, self.layers, list(x))

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

# %% nbgrader={"grade_id": "xor", "solution": true}
def xor_network():
    network = MLP(2, [2, 1])
    numbers = iter([-1.0, -1.0, 1.0, 2.0, 2.0, -2.0, -1.0, -0.5, 1.0])
    for layer in network.layers:
        for neuron in layer.neurons:
            for value in [*neuron.w, neuron.b]:
                value.data = next(numbers)
    return network
