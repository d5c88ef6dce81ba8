# %% [markdown]
# The slopes are computed in the forward pass and stored; one step for all operations multiplies them by what arrives.

# %% nbgrader={"grade_id": "add", "solution": true}
def node_with_slopes(data, *pairs):
    node = Value(data, [operand for operand, _ in pairs])

    def step():
        for operand, slope in pairs:
            operand.grad += slope * node.grad

    node._backward = step
    return node


def add(self, other):
    other = other if isinstance(other, Value) else Value(float(other))
    return node_with_slopes(self.data + other.data, (self, 1.0), (other, 1.0))


Value.__add__ = add
Value.__radd__ = lambda self, other: self + other

# %% nbgrader={"grade_id": "mul", "solution": true}
def mul(self, other):
    other = other if isinstance(other, Value) else Value(other)
    slopes = [(self, other.data), (other, self.data)]
    out = Value(self.data * other.data, (self, other), "*")

    def step():
        for operand, slope in slopes:
            operand.grad += slope * out.grad

    out._backward = step
    return out


Value.__mul__ = mul
Value.__rmul__ = lambda self, other: mul(Value(other), self)

# %% nbgrader={"grade_id": "pow", "solution": true}
def power(self, exponent):
    slope = exponent * self.data ** (exponent - 1)
    out = Value(self.data ** exponent, [self], "power")

    def step():
        self.grad += slope * out.grad

    out._backward = step
    return out


Value.__pow__ = power

# %% nbgrader={"grade_id": "sub-div", "solution": true}
def linear(pairs, data):
    out = Value(data, tuple(operand for operand, _ in pairs))

    def step():
        for operand, slope in pairs:
            operand.grad += slope * out.grad

    out._backward = step
    return out


def divide(top, bottom):
    top = top if isinstance(top, Value) else Value(top)
    bottom = bottom if isinstance(bottom, Value) else Value(bottom)
    quotient = top.data / bottom.data
    return linear([(top, 1 / bottom.data), (bottom, -quotient / bottom.data)], quotient)


def subtract(left, right):
    left = left if isinstance(left, Value) else Value(left)
    right = right if isinstance(right, Value) else Value(right)
    return linear([(left, 1), (right, -1)], left.data - right.data)


Value.__neg__ = lambda self: linear([(self, -1)], -self.data)
Value.__sub__ = subtract
Value.__rsub__ = lambda self, other: subtract(other, self)
Value.__truediv__ = divide
Value.__rtruediv__ = lambda self, other: divide(other, self)

# %% nbgrader={"grade_id": "exp-tanh", "solution": true}
def curve(f, slope_of_height):
    def method(self):
        height = f(self.data)
        slope = slope_of_height(height)
        out = Value(height, (self,), f.__name__)

        def step():
            self.grad += slope * out.grad

        out._backward = step
        return out

    return method


Value.exp = curve(math.exp, lambda height: height)
Value.tanh = curve(math.tanh, lambda height: 1.0 - height ** 2)

# %% nbgrader={"grade_id": "relu", "solution": true}
def relu(self):
    slope = float(self.data > 0)
    out = Value(self.data * slope, (self,))

    def step():
        self.grad += slope * out.grad

    out._backward = step
    return out


Value.relu = relu

# %% nbgrader={"grade_id": "value-exponent", "solution": true}
def general_power(base, exponent):
    nodes = [x if isinstance(x, Value) else Value(x) for x in (base, exponent)]
    x, y = (node.data for node in nodes)
    slopes = [y * x ** (y - 1), x ** y * math.log(x) if x > 0 else 0.0]
    out = Value(x ** y, nodes)

    def step():
        for node, slope in zip(nodes, slopes):
            node.grad += slope * out.grad

    out._backward = step
    return out
