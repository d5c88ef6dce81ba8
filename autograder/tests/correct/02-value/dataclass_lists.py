# %% [markdown]
# A dataclass compared by identity, operands in a list; lists of nodes searched with `is`.

# %% nbgrader={"grade_id": "value", "solution": true} tags=["engine"]
from dataclasses import InitVar, dataclass, field
from typing import Callable


@dataclass(eq=False, repr=False)
class Value:
    data: float
    _children: InitVar[tuple] = ()
    _op: str = ""
    label: str = ""
    grad: float = field(default=0.0, init=False)
    _prev: list = field(init=False)
    _backward: Callable = field(default_factory=lambda: lambda: None, init=False)

    def __post_init__(self, _children):
        self._prev = [*_children]

    def __repr__(self):
        return f"{type(self).__name__}(data={self.data!r}, grad={self.grad!r})"


# %% nbgrader={"grade_id": "mul", "solution": true} tags=["engine"]
def mul(self, other):
    try:
        number = other.data
    except AttributeError:
        return self * Value(other)
    return Value(self.data * number, [self, other], "*")


Value.__mul__ = mul

# %% nbgrader={"grade_id": "build", "solution": true}
def build(a, b):
    product = a * b
    total = b + product
    for node, name in [(product, "tmp"), (total, "c")]:
        node.label = name
    return [product, total]


# %% nbgrader={"grade_id": "trace", "solution": true}
def trace(root):
    nodes = [root]
    for node in nodes:
        for operand in node._prev:
            if not any(operand is known for known in nodes):
                nodes.append(operand)
    return nodes, [(operand, node) for node in nodes for operand in node._prev]


# %% nbgrader={"grade_id": "what-if", "solution": true}
def what_if(root, leaf, data):
    nodes, _ = trace(root)
    numbers = {leaf: data}
    while root not in numbers:
        for node in nodes:
            if node in numbers:
                continue
            if not node._prev:
                numbers[node] = node.data
            elif all(operand in numbers for operand in node._prev):
                a, b = [numbers[operand] for operand in node._prev]
                numbers[node] = {"+": a + b, "*": a * b}[node._op]
    return numbers[root]
