# %% nbgrader={"grade_id": "predict", "solution": true}
def predictions():
    return [1, 1, 3, 2, 3, 6]


# %% nbgrader={"grade_id": "pieces", "solution": true}
import itertools


def right_gradient(pieces):
    return list(itertools.accumulate(pieces, initial=0.0))[-1]


def broken_gradient(pieces):
    return [0.0, *pieces].pop()


# %% nbgrader={"grade_id": "expose", "solution": true}
def exposing_expression(Value):
    a = Value(3.0)
    b = a + a
    return b + b, (a,)


# %% nbgrader={"grade_id": "mend", "solution": true}
class MendedValue(BrokenValue):
    """A gradient that cannot be overwritten: writing to it adds, except through reset."""

    @property
    def grad(self):
        return sum(self.__dict__.get("ledger", ()), 0.0)

    @grad.setter
    def grad(self, number):
        # `x.grad += piece` reads the sum first, so only the difference is new.
        self.__dict__["ledger"] = [number]


def _adds(operation):
    def mended(self, *others):
        out = operation(self, *others)
        overwrite = out._backward
        operands = list(dict.fromkeys(out._prev))

        def _backward():
            before = [operand.grad for operand in operands]
            overwrite()
            if len(operands) < len(out._prev):  # the same node on both sides: both pieces are equal
                operands[0].grad = 2 * operands[0].grad
            for operand, old in zip(operands, before):
                operand.grad = operand.grad + old

        out._backward = _backward
        return out

    return mended


MendedValue.__add__ = _adds(BrokenValue.__add__)
MendedValue.__mul__ = _adds(BrokenValue.__mul__)
MendedValue.tanh = _adds(BrokenValue.tanh)


# %% nbgrader={"grade_id": "check-engine", "solution": true}
def check_engine(Value):
    def leaf_grads(build, *numbers):
        leaves = list(map(Value, numbers))
        build(*leaves).backward()
        return [round(leaf.grad, 6) for leaf in leaves]

    def through_inner(build):
        def whole(a, b):
            return build(a * b, b)

        return whole

    t = 1 - math.tanh(0.5) ** 2
    cases = [
        (lambda a, b: a + b, (2.0, 3.0), [1, 1]),
        (lambda a: a + a, (3.0,), [2]),
        (lambda a: a * a, (3.0,), [6]),
        (lambda a, b: (a + b) + (a + 1.0), (2.0, 3.0), [2, 1]),
        (lambda a, b: (b + a) + (b * 1.0 + a), (2.0, 3.0), [2, 2]),
        (lambda a, b: a * b + a, (2.0, 3.0), [4, 2]),
        (lambda a, b: b * a + a, (2.0, 3.0), [4, 2]),
        (lambda a, b: a + a * b, (2.0, 3.0), [4, 2]),
        (lambda a, b: b * a * a + a * b * b, (2.0, 3.0), [21, 16]),
        (lambda a, b: a * (a + b), (2.0, 3.0), [7, 2]),
        (lambda a, b: (a + b) * a, (2.0, 3.0), [7, 2]),
        (lambda x: x.tanh() + x, (0.5,), [round(1 + t, 6)]),
        (lambda x: x + x.tanh(), (0.5,), [round(1 + t, 6)]),
        (lambda x: x.tanh() * x + x.tanh(), (0.5,), [round(1.5 * t + math.tanh(0.5), 6)]),
        (through_inner(lambda d, b: d * d), (2.0, 3.0), [36, 24]),
        (through_inner(lambda d, b: d + d), (2.0, 3.0), [6, 4]),
        (through_inner(lambda d, b: d * b + d), (2.0, 3.0), [12, 14]),
    ]
    for number, (build, numbers, should) in enumerate(cases):
        came = leaf_grads(build, *numbers)
        for one, other in zip(came, should):
            assert abs(one - other) < 1e-5, f"case {number}: {came}, should be {should}"


# %% nbgrader={"grade_id": "descend", "solution": true}
def descend(loss, parameters, steps, rate, losses=None):
    losses = [] if losses is None else losses
    if steps == 0:
        return losses
    for p in parameters:
        p.grad = 0.0
    out = loss(parameters)
    out.backward()
    losses.append(float(out.data))
    for p in parameters:
        p.data -= rate * p.grad
    return descend(loss, parameters, steps - 1, rate, losses)


# %% nbgrader={"grade_id": "backward-again", "solution": true}
def accumulating_backward(root):
    root.backward()
    for node in topological_sort(root):
        node.grad *= not node._prev
