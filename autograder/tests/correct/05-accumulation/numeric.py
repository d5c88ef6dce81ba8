# %% nbgrader={"grade_id": "predict", "solution": true}
def predictions():
    a_plus_b = 1.0
    a, b = 3.0, 2.0
    d = a + a
    return [a_plus_b, 1.0, a, b, 1.0 * a, d]


# %% nbgrader={"grade_id": "expose", "solution": true}
def exposing_expression(Value):
    x = Value(-4.0)
    z = 2 * x + 2 + x
    q = z.tanh() - z * x
    return q - x * 0.5, [x]


# %% nbgrader={"grade_id": "mend", "solution": true}
class MendedValue(BrokenValue):
    pass


def receive(node, piece):
    node.grad = node.grad + piece


def mended_add(self, other):
    other = other if isinstance(other, BrokenValue) else MendedValue(other)
    out = MendedValue(self.data + other.data, {self, other}, "+")

    def _backward():
        for operand in (self, other):
            receive(operand, out.grad)

    out._backward = _backward
    return out


def mended_mul(self, other):
    other = other if isinstance(other, BrokenValue) else MendedValue(other)
    out = MendedValue(self.data * other.data, {self, other}, "*")

    def _backward():
        if self is other:
            receive(self, 2 * self.data * out.grad)
        else:
            receive(self, other.data * out.grad)
            receive(other, self.data * out.grad)

    out._backward = _backward
    return out


def mended_tanh(self):
    up, down = math.exp(self.data), math.exp(-self.data)
    out = MendedValue((up - down) / (up + down), {self}, "tanh")
    out._backward = lambda: receive(self, out.grad * (1 - out.data) * (1 + out.data))
    return out


MendedValue.__add__, MendedValue.__mul__, MendedValue.tanh = mended_add, mended_mul, mended_tanh
MendedValue.__radd__, MendedValue.__rmul__ = mended_add, mended_mul


# %% nbgrader={"grade_id": "check-engine", "solution": true}
def check_engine(Value):
    """Compares with the engine that was imported at the top of the notebook."""
    from engine import Value as Trusted

    def x_twice(engine, first, second, order):
        x, y = engine(0.7), engine(-0.4)
        shared = x * 0.9 + y
        parts = [first(shared, y), second(shared, y)]
        if order:
            parts.reverse()
        (parts[0] + parts[1] * 2.0).backward()
        return shared.grad, x.grad, y.grad

    uses = (
        lambda s, y: s + y,
        lambda s, y: y + s,
        lambda s, y: s * y,
        lambda s, y: y * s,
        lambda s, y: s.tanh(),
        lambda s, y: s - y,
    )
    # y is reused in every one of them, as a leaf; shared as an inner node.
    for first in uses:
        for second in uses:
            for order in (False, True):
                came = x_twice(Value, first, second, order)
                should = x_twice(Trusted, first, second, order)
                assert all(map(lambda c, s: math.isclose(c, s, rel_tol=1e-7, abs_tol=1e-9), came, should)), (came, should)


# %% nbgrader={"grade_id": "descend", "solution": true}
def descend(loss, parameters, steps, rate):
    """Gradients by central differences: backward() is not needed at all."""
    h, losses = 1e-4, []
    for _ in range(steps):
        losses.append(loss(parameters).data)
        slopes = []
        for p in parameters:
            here = p.data
            p.data = here + h
            up = loss(parameters).data
            p.data = here - h
            down = loss(parameters).data
            p.data = here
            slopes.append((up - down) / (2 * h))
        for p, slope in zip(parameters, slopes):
            p.data -= rate * slope
    return losses


# %% nbgrader={"grade_id": "backward-again", "solution": true}
def accumulating_backward(root):
    seen = set()

    def clear(node):
        if node in seen:
            return
        seen.add(node)
        if len(node._prev) > 0:
            node.grad = 0.0
            for operand in node._prev:
                clear(operand)

    clear(root)
    Value.backward(root)
