# %% [markdown]
# Recursion in the network, a Neuron that inherits its __call__, a Layer written with a mixin, zero_grad without parameters() of the parts.

# %% nbgrader={"grade_id": "module", "solution": true}
class Module:
    def parameters(self):
        return []

    def zero_grad(self):
        parameters = self.parameters()
        while parameters:
            head, *parameters = parameters
            head.grad *= 0

# %% nbgrader={"grade_id": "neuron", "solution": true}
class Callable(Module):
    def __call__(self, x):
        return self.forward(x)


class Neuron(Callable):
    def __init__(self, nin, activation="relu"):
        super().__init__()
        self.function = activation_function(activation)
        self.w, self.b = [], Value(0.0)
        while len(self.w) < nin:
            self.w.append(Value(random.uniform(-1, 1)))

    def forward(self, x):
        return self.function(weighted_sum(self.w, list(x), self.b))

    def parameters(self):
        return [*self.w, self.b]

# %% nbgrader={"grade_id": "mlp", "solution": true}
class MLP(Module):
    def __init__(self, nin, nouts):
        first, rest = nouts[0], nouts[1:]
        self.layers = [Layer(nin, first, "relu" if rest else "none")]
        if rest:
            self.rest = MLP(first, rest)
            self.layers += self.rest.layers

    def __call__(self, x):
        out = self.layers[0](x)
        if len(self.layers) == 1:
            return out
        return self.rest([out] if isinstance(out, Value) else out)

    def parameters(self):
        mine = self.layers[0].parameters()
        return mine + self.rest.parameters() if len(self.layers) > 1 else mine

# %% nbgrader={"grade_id": "xor", "solution": true}
def xor_network():
    net = MLP(2, [2, 1])
    both, neither = net.layers[0].neurons
    for neuron, w1, w2, b in [(both, 1.0, 1.0, -1.0), (neither, -1.0, -1.0, 1.0), (net.layers[1].neurons[0], -1.0, -1.0, 1.0)]:
        neuron.w[0].data = w1
        neuron.w[1].data = w2
        neuron.b.data = b
    return net
