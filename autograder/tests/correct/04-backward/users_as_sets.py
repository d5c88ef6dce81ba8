# %% [markdown]
# Sets in place of the order of _prev: the way through the graph differs from run to run. Each node waits for a set of its users.

# %% nbgrader={"grade_id": "is-order", "solution": true}
def is_topological_order(nodes):
    left = list(nodes)
    while left:
        last = left.pop()
        if last in left or not set(last._prev) <= set(left):
            return False
    return True

# %% nbgrader={"grade_id": "sort", "solution": true}
def topological_sort(root, order=None):
    order = [] if order is None else order
    for operand in set(root._prev):
        if operand not in order:
            topological_sort(operand, order)
    order.append(root)
    return order

# %% nbgrader={"grade_id": "backward", "solution": true}
def backward(self):
    waiting = {node: set() for node in topological_sort(self)}
    for node in waiting:
        for operand in node._prev:
            waiting[operand].add(node)
    self.grad = 1.0
    while waiting:
        free = [node for node, users in waiting.items() if not users]
        for node in free:
            node._backward()
            del waiting[node]
        for users in waiting.values():
            users.difference_update(free)
    return self


Value.backward = backward

# %% nbgrader={"grade_id": "paths", "solution": true}
def count_paths(root, node):
    uses = []
    for result in topological_sort(root):
        uses += [(operand, result) for operand in result._prev]

    counts = {root: 1}
    for result in topological_sort(root)[::-1]:
        counts.setdefault(result, 0)
        for user in [user for operand, user in uses if operand is result]:
            counts[result] += counts[user]
    return counts[node] if node in counts else 0

# %% nbgrader={"grade_id": "deep-sort", "solution": true}
def iterative_topological_sort(root):
    stack, path, order, finished = [root], set(), [], set()
    while stack:
        node = stack[-1]
        if node in finished:
            stack.pop()
        elif node in path:
            finished.add(node)
            order.append(node)
            stack.pop()
        else:
            path.add(node)
            stack += [operand for operand in set(node._prev) if operand not in finished]
    return order
