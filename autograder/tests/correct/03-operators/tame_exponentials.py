# %% [markdown]
# tanh from exponentials that never overflow, powers with a negative exponent from a division, general_power through the logarithm.

# %% nbgrader={"grade_id": "pow", "solution": true}
def power(self, exponent):
    x = self.data
    out = Value(x ** exponent if exponent >= 0 else 1 / x ** -exponent, (self,), f"**{exponent}")

    def _backward():
        lowered = exponent - 1
        slope = exponent * (x ** lowered if lowered >= 0 else 1 / x ** -lowered)
        self.grad += slope * out.grad

    out._backward = _backward
    return out


Value.__pow__ = power

# %% nbgrader={"grade_id": "exp-tanh", "solution": true}
def exp(self):
    out = Value(math.e ** self.data, (self,), "exp")

    def _backward():
        self.grad += math.e ** self.data * out.grad

    out._backward = _backward
    return out


def tanh(self):
    small = math.exp(-2 * abs(self.data))
    out = Value(math.copysign((1 - small) / (1 + small), self.data), (self,), "tanh")

    def _backward():
        # 1 - t² without the difference, which loses digits where t is close to 1
        self.grad += 4 * small / (1 + small) ** 2 * out.grad

    out._backward = _backward
    return out


Value.exp = exp
Value.tanh = tanh

# %% nbgrader={"grade_id": "relu", "solution": true}
def relu(self):
    out = Value((self.data + abs(self.data)) / 2, (self,), "relu")

    def _backward():
        self.grad += (0.0 if out.data == 0 else 1.0) * out.grad

    out._backward = _backward
    return out


Value.relu = relu

# %% nbgrader={"grade_id": "value-exponent", "solution": true}
def general_power(base, exponent):
    x = base.data if isinstance(base, Value) else base
    y = exponent.data if isinstance(exponent, Value) else exponent
    out = Value(math.exp(y * math.log(x)) if x > 0 else x ** y, [v for v in (base, exponent) if isinstance(v, Value)])

    def _backward():
        if isinstance(base, Value):
            base.grad += y * x ** (y - 1) * out.grad
        if isinstance(exponent, Value) and x != 0:
            exponent.grad += math.log(x) * out.data * out.grad

    out._backward = _backward
    return out
