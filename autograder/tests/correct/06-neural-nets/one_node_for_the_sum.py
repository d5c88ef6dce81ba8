# %% [markdown]
# The whole weighted sum is one node with its own local backward; the weights come from numpy.

# %% nbgrader={"grade_id": "weighted-sum", "solution": true}
def weighted_sum(w, x, b):
    if len(x) != len(w):
        raise ValueError(f"got {len(x)} inputs for {len(w)} weights")
    inputs = [xi if isinstance(xi, Value) else Value(xi) for xi in x]
    out = Value(b.data + sum(wi.data * xi.data for wi, xi in zip(w, inputs)), (b, *w, *inputs), "dot")

    def _backward():
        b.grad += out.grad
        for wi, xi in zip(w, inputs):
            wi.grad += xi.data * out.grad
            xi.grad += wi.data * out.grad

    out._backward = _backward
    return out

# %% nbgrader={"grade_id": "activation", "solution": true}
def activation_function(name):
    try:
        return {"relu": lambda v: v.relu(), "tanh": lambda v: v.tanh(), "none": lambda v: v + 0.0}[name]
    except KeyError as error:
        raise ValueError(f"no activation {name}") from error

# %% nbgrader={"grade_id": "neuron", "solution": true}
import numpy as np


class Neuron(Module):
    def __init__(self, nin, activation="relu"):
        numbers = np.random.default_rng().uniform(-1, 1, nin + 1)
        self._all = [Value(number) for number in numbers]
        self._function = activation_function(activation)

    @property
    def w(self):
        return self._all[:-1]

    @property
    def b(self):
        return self._all[-1]

    def __call__(self, x):
        return self._function(weighted_sum(self.w, x, self.b))

    def parameters(self):
        return list(self._all)
