# %% [markdown]
# graphlib, which has been in Python since 3.9, sorts; a generator walks; everything goes by id().

# %% nbgrader={"grade_id": "is-order", "solution": true}
def is_topological_order(nodes):
    passed = []
    answer = True
    for node in nodes:
        ids = [id(other) for other in passed]
        answer = answer and id(node) not in ids and all(id(operand) in ids for operand in node._prev)
        passed.append(node)
    return bool(answer)

# %% nbgrader={"grade_id": "sort", "solution": true}
from graphlib import TopologicalSorter


def topological_sort(root):
    def walk(node, seen):
        if id(node) in seen:
            return
        seen.add(id(node))
        for operand in node._prev:
            yield from walk(operand, seen)
        yield node

    return tuple(walk(root, set()))

# %% nbgrader={"grade_id": "backward", "solution": true}
def backward(self):
    self.grad = 1.0
    [node._backward() for node in list(topological_sort(self))[::-1]]


Value.backward = backward

# %% nbgrader={"grade_id": "paths", "solution": true}
from functools import lru_cache


def count_paths(root, node):
    @lru_cache(maxsize=None)
    def count(start):
        if start is node:
            return 1
        total = 0
        for operand in start._prev:
            total += count(operand)
        return total

    return count(root)

# %% nbgrader={"grade_id": "deep-sort", "solution": true}
def iterative_topological_sort(root):
    graph, to_do = {}, {root}
    while to_do:
        node = to_do.pop()
        graph[node] = node._prev
        to_do |= {operand for operand in node._prev if operand not in graph}
    from graphlib import TopologicalSorter

    return list(TopologicalSorter(graph).static_order())
