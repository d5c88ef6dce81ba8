# %% [markdown]
# As in the sources: operands in a set, so that `a + a` has one. The representation shows the data alone.

# %% nbgrader={"grade_id": "value", "solution": true} tags=["engine"]
class Value:
    def __init__(self, data, _children=(), _op="", label=""):
        self.data = data
        self.grad = 0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op
        self.label = label

    def __repr__(self):
        return f"Value(data={self.data})"


# %% nbgrader={"grade_id": "trace", "solution": true}
def trace(root):
    nodes, edges = set(), set()

    def build_graph(v):
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build_graph(child)

    build_graph(root)
    return (frozenset(nodes), frozenset(edges))


# %% nbgrader={"grade_id": "what-if", "solution": true}
def what_if(root, leaf, data, known=None):
    known = {} if known is None else known
    if root is leaf:
        return data
    if root not in known:
        if not root._prev:
            return root.data
        numbers = [what_if(operand, leaf, data, known) for operand in root._prev]
        if len(numbers) == 1:
            numbers = numbers + numbers
        known[root] = numbers[0] + numbers[1] if root._op == "+" else numbers[0] * numbers[1]
    return known[root]
