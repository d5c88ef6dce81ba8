# %% [markdown]
# A node's height is the longest way down to a leaf. Sorted by height, operands stand before results.

# %% nbgrader={"grade_id": "by-hand", "solution": true}
def backward_by_hand(x, y):
    p = x + y
    q = p * x
    r = p * q
    r.grad = 1.0
    for node in (r, q, p, x, y):
        node._backward()
    return r

# %% nbgrader={"grade_id": "is-order", "solution": true}
def is_topological_order(nodes):
    for place in range(len(nodes)):
        before = nodes[:place]
        if any(other is nodes[place] for other in before):
            return False
        for operand in nodes[place]._prev:
            if not any(other is operand for other in before):
                return False
    return True

# %% nbgrader={"grade_id": "sort", "solution": true}
def topological_sort(root):
    heights = {}

    def height(node):
        if node not in heights:
            heights[node] = 1 + max((height(operand) for operand in node._prev), default=0)
        return heights[node]

    height(root)
    return sorted(heights, key=heights.get)

# %% nbgrader={"grade_id": "backward", "solution": true}
class BackwardPass:
    def __init__(self, root):
        self.order = topological_sort(root)
        for node in self.order:
            node.grad = 0.0
        root.grad = 1.0

    def run(self):
        while self.order:
            self.order.pop()._backward()


def backward(self):
    BackwardPass(self).run()


Value.backward = backward

# %% nbgrader={"grade_id": "paths", "solution": true}
def count_paths(root, node):
    paths = {}
    for current in topological_sort(root):
        paths[current] = 1 if current is node else sum(paths[operand] for operand in current._prev)
    return paths[root]

# %% nbgrader={"grade_id": "deep-sort", "solution": true}
def iterative_topological_sort(root):
    heights = {}
    stack = [root]
    while stack:
        node = stack[-1]
        waiting = [operand for operand in node._prev if operand not in heights]
        if waiting:
            stack.extend(waiting)
        else:
            stack.pop()
            if node not in heights:
                heights[node] = 1 + max([heights[operand] for operand in node._prev], default=0)
    return sorted(heights, key=lambda node: heights[node])
