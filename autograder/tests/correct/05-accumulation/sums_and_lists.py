# %% nbgrader={"grade_id": "predict", "solution": true}
def predictions():
    def run(build):
        a, b = BrokenValue(3), BrokenValue(2)
        build(a, b).backward()
        return a.grad

    def squared_double(a, b):
        d = a + a
        return d * d

    return tuple(
        run(build)
        for build in (
            lambda a, b: a + b,
            lambda a, b: a + a,
            lambda a, b: a * a,
            lambda a, b: a * b + a,
            lambda a, b: (a + b) * a,
            squared_double,
        )
    )


# %% nbgrader={"grade_id": "pieces", "solution": true}
def right_gradient(pieces):
    return sum(pieces)


def broken_gradient(pieces):
    return pieces[-1] if pieces else 0


# %% nbgrader={"grade_id": "expose", "solution": true}
def exposing_expression(Value):
    x = Value(0.5)
    return x.tanh() + x, [x]


# %% nbgrader={"grade_id": "mend", "solution": true}
class MendedValue(BrokenValue):
    """Keeps the broken local steps, and looks at what each of them wrote."""

    def _remember(self, out):
        """Wrap out's broken local step: run it on operands that hold 0, one operand at a time, and add."""
        operands = out._prev
        slopes = self._slopes(out)

        def _backward():
            for operand, slope in zip(operands, slopes):
                operand.grad = operand.grad + slope * out.grad

        out._backward = _backward
        return out

    @staticmethod
    def _slopes(out):
        if out._op == "+":
            return 1.0, 1.0
        if out._op == "*":
            left, right = out._prev
            return right.data, left.data
        return (1 - out.data**2,)

    def __add__(self, other):
        return self._remember(super().__add__(other))

    def __mul__(self, other):
        return self._remember(super().__mul__(other))

    def tanh(self):
        return self._remember(super().tanh())


# %% nbgrader={"grade_id": "check-engine", "solution": true}
def check_engine(Value):
    """Random expressions against central differences, node by node."""
    import random

    rng = random.Random(5)

    def grow(engine, plan, numbers):
        nodes = [engine(number) for number in numbers]
        for op, i, j in plan:
            if op == "+":
                nodes.append(nodes[i] + nodes[j])
            elif op == "*":
                nodes.append(nodes[i] * nodes[j])
            else:
                nodes.append(nodes[i].tanh())
        return nodes

    class Number:
        def __init__(self, data):
            self.data = data

        def __add__(self, other):
            return Number(self.data + other.data)

        def __mul__(self, other):
            return Number(self.data * other.data)

        def tanh(self):
            return Number(math.tanh(self.data))

    for _ in range(60):
        numbers = [rng.uniform(-1, 1) for _ in range(2)]
        plan = [(rng.choice(["+", "*", "tanh"]), rng.randrange(2 + k), rng.randrange(2 + k)) for k in range(7)]
        nodes = grow(Value, plan, numbers)
        nodes[-1].backward()
        for place in range(2):
            up, down = list(numbers), list(numbers)
            up[place] += 1e-5
            down[place] -= 1e-5
            slope = (grow(Number, plan, up)[-1].data - grow(Number, plan, down)[-1].data) / 2e-5
            assert abs(nodes[place].grad - slope) < 1e-6 * max(1, abs(slope)), f"{plan}: {nodes[place].grad}, should be {slope}"


# %% nbgrader={"grade_id": "descend", "solution": true}
def descend(loss, parameters, steps, rate):
    losses, k = [], 0
    while k < steps:
        for p in parameters:
            p.grad = 0
        root = loss(parameters)
        root.backward()
        losses += [root.data]
        for p in parameters:
            p.data = p.data - rate * p.grad
        k += 1
    return losses


# %% nbgrader={"grade_id": "backward-again", "solution": true}
def accumulating_backward(root):
    order = topological_sort(root)
    leaves = [node for node in order if len(node._prev) == 0]
    kept = [leaf.grad for leaf in leaves]
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in order[::-1]:
        node._backward()
    for leaf, grad in zip(leaves, kept):
        leaf.grad += grad
