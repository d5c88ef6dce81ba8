# %% [markdown]
# Closures, with the operands of every node in a set: a + a has one entry.

# %% nbgrader={"grade_id": "add", "solution": true}
def add(self, other):
    if not isinstance(other, Value):
        other = Value(other)
    result = Value(self.data + other.data)
    result._prev = {self, other}

    def step():
        for operand in (self, other):
            operand.grad = operand.grad + result.grad

    result._backward = step
    return result


Value.__add__ = add
Value.__radd__ = add

# %% nbgrader={"grade_id": "mul", "solution": true}
def mul(self, other):
    if not isinstance(other, Value):
        other = Value(other)
    result = Value(self.data * other.data)
    result._prev = {self, other}

    def step():
        self.grad = self.grad + result.grad * other.data
        other.grad = other.grad + result.grad * self.data

    result._backward = step
    return result


Value.__mul__ = mul
Value.__rmul__ = mul

# %% nbgrader={"grade_id": "pow", "solution": true}
def power(self, exponent):
    result = Value(self.data ** exponent)
    result._prev = {self}

    def step():
        self.grad = self.grad + result.grad * exponent * pow(self.data, exponent - 1)

    result._backward = step
    return result


Value.__pow__ = power

# %% nbgrader={"grade_id": "sub-div", "solution": true}
def neg(self):
    return -1 * self


def sub(self, other):
    return self + -1 * other


def rsub(self, other):
    return other + neg(self)


def truediv(self, other):
    return self * (other ** -1.0)


def rtruediv(self, other):
    return other * self ** -1.0


Value.__neg__ = neg
Value.__sub__ = sub
Value.__rsub__ = rsub
Value.__truediv__ = truediv
Value.__rtruediv__ = rtruediv

# %% nbgrader={"grade_id": "exp-tanh", "solution": true}
def exp(self):
    result = Value(math.exp(self.data))
    result._prev = {self}

    def step():
        self.grad = self.grad + result.grad * result.data

    result._backward = step
    return result


def tanh(self):
    result = Value(math.tanh(self.data))
    result._prev = {self}

    def step():
        self.grad = self.grad + result.grad * (1 + result.data) * (1 - result.data)

    result._backward = step
    return result


Value.exp = exp
Value.tanh = tanh

# %% nbgrader={"grade_id": "relu", "solution": true}
def relu(self):
    result = Value(self.data if self.data > 0 else 0)
    result._prev = {self}

    def step():
        if self.data > 0:
            self.grad = self.grad + result.grad

    result._backward = step
    return result


Value.relu = relu

# %% nbgrader={"grade_id": "value-exponent", "solution": true}
def general_power(base, exponent):
    if not isinstance(base, Value):
        base = Value(base)
    if not isinstance(exponent, Value):
        return base ** exponent
    result = Value(base.data ** exponent.data)
    result._prev = {base, exponent}

    def step():
        base.grad = base.grad + result.grad * exponent.data * base.data ** (exponent.data - 1)
        log = 0.0 if base.data == 0 else math.log(base.data)
        exponent.grad = exponent.grad + result.grad * result.data * log

    result._backward = step
    return result
