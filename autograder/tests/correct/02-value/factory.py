# %% [markdown]
# Both operators come from one factory; a base class; the graph as a dictionary of edges; what-if builds the graph a second time.

# %% nbgrader={"grade_id": "value", "solution": true} tags=["engine"]
class Node(object):
    def __init__(self, operands, operation):
        self._prev = list(operands)
        self._op = operation

    def __iter__(self):
        return iter(self._prev)


class Value(Node):
    def __init__(self, data, _children=(), _op="", label=""):
        super().__init__(_children, _op)
        self.data = float(data)
        self.grad = 0.0
        self.label = label

        def _backward():
            ...

        self._backward = _backward

    def __repr__(self):
        return "Value(data={}, grad={})".format(self.data, self.grad)


# %% nbgrader={"grade_id": "add", "solution": true} tags=["engine"]
import operator


def recorded(symbol, compute):
    def method(self, other):
        pair = [self, other if isinstance(other, Value) else Value(other)]
        return Value(compute(*[side.data for side in pair]), pair, symbol)

    return method


Value.__add__ = recorded("+", operator.add)

# %% nbgrader={"grade_id": "mul", "solution": true} tags=["engine"]
Value.__mul__ = lambda self, other: (
    Value(self.data * other.data, (self, other), "*") if isinstance(other, Value) else self * Value(other)
)

# %% nbgrader={"grade_id": "trace", "solution": true}
def trace(root):
    edges = {}

    def operands_of(node):
        if node in edges:
            return
        edges[node] = [(operand, node) for operand in node._prev]
        for operand in node._prev:
            operands_of(operand)

    operands_of(root)
    return tuple(edges), tuple(edge for some in edges.values() for edge in some)


# %% nbgrader={"grade_id": "what-if", "solution": true}
def what_if(root, leaf, data):
    copies = {id(leaf): Value(data)}

    def copy(node):
        if id(node) not in copies:
            operands = [copy(operand) for operand in node._prev]
            if not operands:
                copies[id(node)] = Value(node.data)
            else:
                left, right = operands if len(operands) == 2 else operands * 2
                copies[id(node)] = left + right if node._op == "+" else left * right
        return copies[id(node)]

    return copy(root).data
