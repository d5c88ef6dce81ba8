# %% [markdown]
# One loop for both sorts: a stack whose entries say whether the operands are done. The sort is iterative from the start.

# %% nbgrader={"grade_id": "by-hand", "solution": true}
def backward_by_hand(x, y):
    p = x + y
    q = p * x
    r = p * q
    steps = {"r": r, "q": q, "p": p}
    steps["r"].grad = 1
    for name in "rqp":
        steps[name]._backward()
    return r

# %% nbgrader={"grade_id": "sort", "solution": true}
def topological_sort(root):
    order, begun, stack = [], set(), [(False, root)]
    while stack:
        operands_done, node = stack.pop()
        if operands_done:
            order += [node]
        elif node not in begun:
            begun.add(node)
            stack.append((True, node))
            for operand in node._prev:
                stack.append((False, operand))
    return order

# %% nbgrader={"grade_id": "backward", "solution": true}
def backward(self):
    order = topological_sort(self)
    order[-1].grad = 1.0
    for index in range(len(order) - 1, -1, -1):
        order[index]._backward()


setattr(Value, "backward", backward)

# %% nbgrader={"grade_id": "paths", "solution": true}
def count_paths(root, node):
    nodes = list(topological_sort(root))
    counts = [0] * len(nodes)
    counts[-1] = 1
    for index in reversed(range(len(nodes))):
        for operand in nodes[index]._prev:
            counts[nodes.index(operand)] += counts[index]
    return float(counts[nodes.index(node)]) if node in nodes else 0.0

# %% nbgrader={"grade_id": "deep-sort", "solution": true}
def iterative_topological_sort(root):
    return topological_sort(root)
