# %% [markdown]
# Numbers held as numpy floats; numpy does the arithmetic. The what-if puts the number in, computes in order, and puts all back.

# %% nbgrader={"grade_id": "value", "solution": true} tags=["engine"]
import numpy as np


class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = np.float64(data)
        self.grad = np.float64(0)
        self._prev = frozenset(_children)
        self._op = str(_op)
        self.label = label

    def _backward(self):
        return None

    def __repr__(self):
        return f"Value(data={float(self.data)}, grad={float(self.grad)})"


# %% nbgrader={"grade_id": "add", "solution": true} tags=["engine"]
def add(self, other):
    right = Value(other) if isinstance(other, (int, float, np.number)) else other
    return Value(np.add(self.data, right.data), {self, right}, "+")


Value.__add__ = add

# %% nbgrader={"grade_id": "mul", "solution": true} tags=["engine"]
def mul(self, other):
    right = Value(other) if isinstance(other, (int, float, np.number)) else other
    return Value(np.multiply(self.data, right.data), {self, right}, "*")


Value.__mul__ = mul

# %% nbgrader={"grade_id": "what-if", "solution": true}
def what_if(root, leaf, data):
    order = []

    def visit(node):
        if node in order:
            return
        for operand in node._prev:
            visit(operand)
        order.append(node)

    visit(root)
    before = [node.data for node in order]
    if leaf in order:
        leaf.data = np.float64(data)
    for node in order:
        if node._prev and node is not leaf:
            numbers = [operand.data for operand in node._prev]
            numbers = np.array(numbers * (2 // len(numbers)))
            node.data = numbers.sum() if node._op == "+" else numbers.prod()
    result = root.data
    for node, number in zip(order, before):
        node.data = number
    return result
