# %% [markdown]
# NumPy's functions and floats everywhere.

# %% nbgrader={"grade_id": "add", "solution": true}
import numpy as np


def add(self, other):
    other = other if isinstance(other, Value) else Value(np.float64(other))
    out = Value(np.add(self.data, other.data), (self, other), "+")

    def _backward():
        self.grad += np.float64(out.grad)
        other.grad += np.float64(out.grad)

    out._backward = _backward
    return out


Value.__add__ = add
Value.__radd__ = lambda self, other: self + other

# %% nbgrader={"grade_id": "mul", "solution": true}
import numpy as np


def mul(self, other):
    other = other if isinstance(other, Value) else Value(np.float64(other))
    out = Value(np.multiply(self.data, other.data), (self, other), "*")

    def _backward():
        slopes = np.array([other.data, self.data]) * out.grad
        self.grad += slopes[0]
        other.grad += slopes[1]

    out._backward = _backward
    return out


Value.__mul__ = mul
Value.__rmul__ = lambda self, other: self * other

# %% nbgrader={"grade_id": "pow", "solution": true}
import numpy as np


def power(self, exponent):
    base = np.float64(self.data)
    out = Value(np.power(base, exponent), (self,), "**")

    def _backward():
        self.grad += exponent * np.power(base, exponent - 1) * out.grad

    out._backward = _backward
    return out


Value.__pow__ = power

# %% nbgrader={"grade_id": "exp-tanh", "solution": true}
import numpy as np


def exp(self):
    out = Value(np.exp(np.float64(self.data)), (self,), "exp")

    def _backward():
        self.grad += out.data * out.grad

    out._backward = _backward
    return out


def tanh(self):
    out = Value(np.tanh(np.float64(self.data)), (self,), "tanh")

    def _backward():
        self.grad += (1 - np.square(out.data)) * out.grad

    out._backward = _backward
    return out


Value.exp = exp
Value.tanh = tanh

# %% nbgrader={"grade_id": "relu", "solution": true}
import numpy as np


def relu(self):
    out = Value(np.maximum(self.data, 0), (self,), "relu")

    def _backward():
        self.grad += np.heaviside(self.data, 1.0) * out.grad

    out._backward = _backward
    return out


Value.relu = relu

# %% nbgrader={"grade_id": "value-exponent", "solution": true}
import numpy as np


def general_power(base, exponent):
    base = base if isinstance(base, Value) else Value(base)
    exponent = exponent if isinstance(exponent, Value) else Value(exponent)
    x, y = np.float64(base.data), np.float64(exponent.data)
    out = Value(x ** y, (base, exponent))

    def _backward():
        base.grad += y * x ** (y - 1) * out.grad
        exponent.grad += x ** y * np.log(x if x > 0 else 1.0) * out.grad

    out._backward = _backward
    return out
