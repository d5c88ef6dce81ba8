# %% [markdown]
# Counts for each node how often it is used, and lets it go when nothing waits for it any more. No sort looks at depth-first order,
# and backward() does without the sort.

# %% nbgrader={"grade_id": "is-order", "solution": true}
def is_topological_order(nodes):
    position = {}
    for index, node in enumerate(nodes):
        position.setdefault(node, index)
    return len(position) == len(nodes) and all(
        position.get(operand, len(nodes)) < position[node] for node in nodes for operand in node._prev
    )

# %% nbgrader={"grade_id": "sort", "solution": true}
from collections import Counter, deque


def uses_in(root):
    uses, to_do, known = Counter(), [root], {root}
    while to_do:
        for operand in to_do.pop()._prev:
            uses[operand] += 1
            if operand not in known:
                known.add(operand)
                to_do.append(operand)
    return uses


def results_first(root):
    uses, ready = uses_in(root), deque([root])
    while ready:
        node = ready.popleft()
        yield node
        for operand in node._prev:
            uses[operand] -= 1
            if not uses[operand]:
                ready.append(operand)


def topological_sort(root):
    order = deque()
    order.extendleft(results_first(root))
    return order

# %% nbgrader={"grade_id": "backward", "solution": true}
def backward(self):
    self.grad = 1.0
    uses, ready = {}, [self]
    known = [self]
    for node in known:
        for operand in node._prev:
            if operand not in uses:
                uses[operand] = 0
                known.append(operand)
            uses[operand] += 1
    while ready:
        node = ready.pop()
        node._backward()
        for operand in node._prev:
            uses[operand] -= 1
            if uses[operand] == 0:
                ready.append(operand)


Value.backward = backward

# %% nbgrader={"grade_id": "paths", "solution": true}
def count_paths(root, node):
    known = {}

    def paths_from(start):
        if start not in known:
            known[start] = 1 if start is node else sum(paths_from(operand) for operand in start._prev)
        return known[start]

    return paths_from(root)

# %% nbgrader={"grade_id": "deep-sort", "solution": true}
def iterative_topological_sort(root):
    from collections import deque

    uses = {root: 0}
    known = [root]
    for node in known:
        for operand in node._prev:
            if operand not in uses:
                uses[operand] = 0
                known.append(operand)
            uses[operand] += 1
    order, ready = deque(), [root]
    while ready:
        node = ready.pop()
        order.appendleft(node)
        for operand in node._prev:
            uses[operand] -= 1
            if uses[operand] == 0:
                ready.append(operand)
    return tuple(order)
