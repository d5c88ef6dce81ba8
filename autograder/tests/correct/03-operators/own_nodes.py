# %% [markdown]
# Minus and division are nodes of their own, and the reflected forms too. ReLU has the slope 1 at 0 and gives the integer 0.

# %% nbgrader={"grade_id": "sub-div", "solution": true}
def neg(self):
    out = Value(-self.data, (self,), "neg")

    def _backward():
        self.grad -= out.grad

    out._backward = _backward
    return out


def sub(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data - other.data, (self, other), "-")

    def _backward():
        self.grad += out.grad
        other.grad -= out.grad

    out._backward = _backward
    return out


def rsub(self, other):
    out = Value(other - self.data, (self,), "-")

    def _backward():
        self.grad -= out.grad

    out._backward = _backward
    return out


def truediv(self, other):
    other = other if isinstance(other, Value) else Value(other)
    out = Value(self.data / other.data, (self, other), "/")

    def _backward():
        self.grad += out.grad / other.data
        other.grad += -self.data / other.data ** 2 * out.grad

    out._backward = _backward
    return out


def rtruediv(self, other):
    out = Value(other / self.data, (self,), "/")

    def _backward():
        self.grad -= other / self.data ** 2 * out.grad

    out._backward = _backward
    return out


Value.__neg__ = neg
Value.__sub__ = sub
Value.__rsub__ = rsub
Value.__truediv__ = truediv
Value.__rtruediv__ = rtruediv

# %% nbgrader={"grade_id": "relu", "solution": true}
def relu(self):
    out = Value(0 if self.data < 0 else self.data, (self,), "ReLU")

    def _backward():
        self.grad += out.grad * (self.data >= 0)

    out._backward = _backward
    return out


Value.relu = relu

# %% nbgrader={"grade_id": "add", "solution": true}
def add(self, other):
    if isinstance(other, Value):
        out = Value(self.data + other.data, (self, other))
    else:
        # A plain number needs no node: nothing has to flow to it.
        out = Value(self.data + other, (self,))

    def _backward():
        self.grad += out.grad
        if isinstance(other, Value):
            other.grad += out.grad

    out._backward = _backward
    return out


Value.__add__ = Value.__radd__ = add

# %% nbgrader={"grade_id": "mul", "solution": true}
def mul(self, other):
    if isinstance(other, (int, float)):
        out = Value(self.data * other, (self,))
        def _backward():
            self.grad += other * out.grad
    elif other is self:
        out = Value(self.data ** 2, (self,))
        def _backward():
            self.grad += 2 * self.data * out.grad
    else:
        out = Value(self.data * other.data, (self, other))
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
    out._backward = _backward
    return out


Value.__mul__ = Value.__rmul__ = mul
