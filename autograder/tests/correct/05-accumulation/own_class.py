# %% nbgrader={"grade_id": "pieces", "solution": true}
from functools import reduce


def right_gradient(pieces):
    return reduce(lambda grad, piece: grad + piece, pieces, 0.0)


def broken_gradient(pieces):
    return reduce(lambda grad, piece: piece, pieces, 0.0)


# %% nbgrader={"grade_id": "expose", "solution": true}
def exposing_expression(Value):
    leaves = [Value(float(n)) for n in range(1, 4)]
    total = 0
    for leaf in leaves:
        total = total + leaf * leaf if total else leaf * leaf
    return total, leaves


# %% nbgrader={"grade_id": "mend", "solution": true}
class MendedValue:
    """A whole new engine with stored local slopes; it shares nothing with the suspect."""

    def __init__(self, data, _children=(), _op="", label="", slopes=()):
        self.data, self.grad, self.label = data, 0.0, label
        self._prev, self._op, self._slopes = list(_children), _op, list(slopes)

    def _backward(self):
        for operand, slope in zip(self._prev, self._slopes):
            operand.grad += slope * self.grad

    @classmethod
    def lift(cls, x):
        return x if isinstance(x, cls) else cls(x)

    def __add__(self, other):
        other = self.lift(other)
        return MendedValue(self.data + other.data, (self, other), "+", slopes=(1.0, 1.0))

    def __mul__(self, other):
        other = self.lift(other)
        return MendedValue(self.data * other.data, (self, other), "*", slopes=(other.data, self.data))

    def tanh(self):
        e = math.exp(2 * self.data)
        t = (e - 1) / (e + 1)
        return MendedValue(t, (self,), "tanh", slopes=(1 - t**2,))

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + self.lift(other) * -1.0

    def __rsub__(self, other):
        return self.lift(other) - self

    def backward(self):
        users = {}

        def count(node):
            for operand in node._prev:
                users[operand] = users.get(operand, 0) + 1
                if users[operand] == 1:
                    count(operand)

        count(self)
        self.grad = 1.0
        ready = [self]
        while ready:
            node = ready.pop()
            node._backward()
            for operand in node._prev:
                users[operand] -= 1
                if not users[operand]:
                    ready.append(operand)


# %% nbgrader={"grade_id": "check-engine", "solution": true}
def check_engine(Value):
    """One node through every side of every operation, again and again, in both orders."""

    def slope_of(build, x, others, h=1e-4):
        def at(number):
            return build(Value(number), *(Value(other) for other in others)).data

        return (8 * (at(x + h) - at(x - h)) - (at(x + 2 * h) - at(x - 2 * h))) / (12 * h)

    uses = [
        lambda x, b: x + b,
        lambda x, b: b + x,
        lambda x, b: x * b,
        lambda x, b: b * x,
        lambda x, b: x.tanh() * b,
    ]
    inner = [lambda x: x, lambda x: x * 1.5, lambda x: x + 0.25, lambda x: (x + x * 0.5).tanh()]
    for shared in inner:
        for first in uses:
            for second in uses:

                def build(x, b, c, shared=shared, first=first, second=second):
                    node = shared(x)
                    return first(node, b) * second(node, c) + first(node, c)

                x, b, c = Value(0.3), Value(1.25), Value(-0.75)
                build(x, b, c).backward()
                should = slope_of(build, 0.3, (1.25, -0.75))
                assert abs(x.grad - should) < 1e-6, f"x.grad is {x.grad}, should be {should}"


# %% nbgrader={"grade_id": "descend", "solution": true}
def descend(loss, parameters, steps, rate):
    def step():
        out = loss(parameters)
        before = [p.grad for p in parameters]
        out.backward()
        for p, old in zip(parameters, before):
            p.data -= rate * (p.grad - old)
        return out.data

    return [step() for _ in range(steps)]


# %% nbgrader={"grade_id": "backward-again", "solution": true}
def accumulating_backward(root):
    flow = {node: 0.0 for node in topological_sort(root)}
    flow[root] = 1.0
    kept = {node: node.grad for node in flow}
    for node in reversed(list(flow)):
        for other in flow:
            other.grad = 0.0
        node.grad = flow[node]
        node._backward()
        node.grad = 0.0
        for operand in node._prev:
            flow[operand] += operand.grad
            operand.grad = 0.0
    for node in flow:
        node.grad = flow[node] + (0.0 if node._prev else kept[node])
