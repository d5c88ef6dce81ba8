# %% [markdown]
# The classic arrangement: every class does its own work, the bias is random, the earlier functions are not used.

# %% nbgrader={"grade_id": "weighted-sum", "solution": true}
def weighted_sum(w, x, b):
    n, m = len(w), len(x)
    if n != m:
        raise ValueError("weights: %d, inputs: %d" % (n, m))
    s = b
    for i in range(n):
        s = s + x[i] * w[i]
    return s

# %% nbgrader={"grade_id": "activation", "solution": true}
def activation_function(name):
    def function(v):
        if name == "relu":
            return v.relu()
        elif name == "tanh":
            return v.tanh()
        return v

    if name not in ("relu", "tanh", "none"):
        raise ValueError("activation_function: there is no " + str(name))
    return function

# %% nbgrader={"grade_id": "neuron", "solution": true}
class Neuron(Module):
    def __init__(self, nin, activation="relu"):
        if activation not in ("relu", "tanh", "none"):
            raise ValueError(f"unknown activation '{activation}'")
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(random.uniform(-1, 1))
        self.name = activation

    def __call__(self, x):
        assert_same = len(x) - len(self.w)
        if assert_same:
            raise ValueError(f"this neuron wants {len(self.w)} numbers and got {len(x)}")
        act = sum([wi * xi for wi, xi in zip(self.w, x)]) + self.b
        if self.name == "relu":
            act = act.relu()
        if self.name == "tanh":
            act = act.tanh()
        return act

    def parameters(self):
        return [self.b] + self.w

# %% nbgrader={"grade_id": "layer", "solution": true}
class Layer(Module):
    def __init__(self, nin, nout, **kwargs):
        self.neurons = []
        for _ in range(nout):
            self.neurons.append(Neuron(nin, **kwargs))
        self.nout = nout

    def __call__(self, x):
        out = [n(x) for n in self.neurons]
        if self.nout == 1:
            return out[0]
        return out

    def parameters(self):
        params = []
        for neuron in self.neurons:
            params.extend(neuron.parameters())
        return params

# %% nbgrader={"grade_id": "mlp", "solution": true}
class MLP(Module):
    def __init__(self, nin, nouts):
        sz = [nin] + nouts
        self.layers = [Layer(sz[i], sz[i + 1]) for i in range(len(nouts) - 1)]
        self.layers.append(Layer(sz[-2], sz[-1], activation="none"))

    def __call__(self, x):
        for layer in self.layers:
            if isinstance(x, Value):
                x = [x]
            x = layer(x)
        return x

    def parameters(self):
        return sum((layer.parameters() for layer in self.layers), [])

# %% nbgrader={"grade_id": "xor", "solution": true}
def xor_network():
    net = MLP(2, [2, 1])
    a, b = net.layers[0].neurons
    out = net.layers[1].neurons[0]
    # |x1 - x2|
    a.w[0].data, a.w[1].data, a.b.data = 1, -1, 0
    b.w[0].data, b.w[1].data, b.b.data = -1, 1, 0
    out.w[0].data, out.w[1].data, out.b.data = 1, 1, 0
    return net
