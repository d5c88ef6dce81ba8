"""Random expression graphs, with exact numbers, and smaller ones of the same kind to shrink a failure to."""
import math
import random
import string
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from autograder.channel.handles import Batch, Handle, Later

# name: (value, partial derivatives) of numbers
_BINARY = {
    "+": lambda a, b: (a + b, (1.0, 1.0)),
    "-": lambda a, b: (a - b, (1.0, -1.0)),
    "*": lambda a, b: (a * b, (b, a)),
    "/": lambda a, b: (a / b, (1 / b, -a / (b * b))),
}
_UNARY = {
    "neg": lambda a: (-a, (-1.0,)),
    "tanh": lambda a: (math.tanh(a), (1 - math.tanh(a) ** 2,)),
    "exp": lambda a: (math.exp(a), (math.exp(a),)),
    "relu": lambda a: (max(a, 0.0), (1.0 if a > 0 else 0.0,)),
}
_EXPONENTS = (2, 3, -1, 0.5)
_LARGEST = 1e6   # beyond it, rounding errors say more than the student's formula
_SMALLEST = 0.1  # the least distance from a division by zero and from ReLU's corner


@dataclass(frozen=True)
class Step:
    """One node: a leaf with a `value`, or an operation on earlier nodes and perhaps a plain number `constant`."""
    op: str
    operands: tuple[int, ...] = ()
    value: float = 0.0
    constant: float | None = None
    reflected: bool = False  # the constant stands on the left


@dataclass(frozen=True)
class Program:
    """An expression graph, node by node; the root is the last node.

    `data`: the exact value of each node. `grads`: the derivative of the root with respect to each node. `text`: the same as code.
    """
    steps: tuple[Step, ...]
    data: list[float] = field(compare=False)
    grads: list[float] = field(compare=False)

    @property
    def leaves(self) -> list[int]:
        """Indices of the leaves."""
        return [index for index, step in enumerate(self.steps) if step.op == "leaf"]

    @property
    def text(self) -> str:
        return "; ".join(f"{_name(index)} = {_code(step)}" for index, step in enumerate(self.steps))

    def name(self, index: int) -> str:
        """The name of a node in `text`."""
        return _name(index)

    def graph(self, grads: dict[int, object]) -> list[dict]:
        """The nodes behind the root for a report, each as the fields of a GraphNode. `grads`: what came out, by node."""
        used = _used(self.steps)
        return [{"made": f"{_name(index)} = {_code(step)}", "op": "" if step.op == "leaf" else step.op,
                 "operands": [used.index(operand) for operand in step.operands], "data": self.data[index],
                 "grad": grads.get(index), "should_be": self.grads[index]}
                for index, step in enumerate(self.steps) if index in used]

    def build(self, Value) -> list:
        """The nodes, made with the class or handle `Value`, one for each step."""
        if isinstance(Value, Handle) and not isinstance(Value, Later):
            batch = Batch(Value)
            return batch.answers(*self.build(batch.later(Value)))
        nodes = []
        for step in self.steps:
            nodes.append(Value(step.value) if step.op == "leaf" else _apply(step, [nodes[i] for i in step.operands]))
        return nodes

    def __repr__(self) -> str:
        return self.text


def evaluate(steps: tuple[Step, ...]) -> Program:
    """The program with its numbers. Raises ArithmeticError or ValueError where the expression is not defined."""
    data, slopes = [], []
    for step in steps:
        value, partials = (step.value, ()) if step.op == "leaf" else _local(step, [data[i] for i in step.operands])
        data.append(value)
        slopes.append(partials)
    root = len(steps) - 1
    grads = [_derivative(steps, slopes, node, root) for node in range(len(steps))]
    return Program(steps, data, grads)


def _derivative(steps, slopes, node: int, root: int) -> float:
    """d root / d node, carried forward through the graph: a derivation that shares nothing with backpropagation."""
    dots = [0.0] * len(steps)
    dots[node] = 1.0
    for index in range(node + 1, root + 1):
        dots[index] = sum(slope * dots[operand] for slope, operand in zip(slopes[index], steps[index].operands))
    return dots[root]


def _local(step: Step, operands: list[float]) -> tuple[float, tuple[float, ...]]:
    if step.op == "**":
        (a,), n = operands, step.constant
        return a**n, (n * a ** (n - 1),)
    if step.op in _UNARY:
        return _UNARY[step.op](*operands)
    if step.constant is None:
        return _BINARY[step.op](*operands)
    if step.reflected:
        value, (_, slope) = _BINARY[step.op](step.constant, operands[0])
    else:
        value, (slope, _) = _BINARY[step.op](operands[0], step.constant)
    return value, (slope,)


def _apply(step: Step, operands: list):
    if step.op == "neg":
        return -operands[0]
    if step.op in _UNARY:
        return getattr(operands[0], step.op)()
    if step.op == "**":
        return operands[0] ** step.constant
    if step.constant is not None:
        operands = [step.constant, *operands] if step.reflected else [*operands, step.constant]
    a, b = operands
    match step.op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b


def _code(step: Step) -> str:
    names = [_name(index) for index in step.operands]
    if step.op == "leaf":
        return f"Value({step.value})"
    if step.op == "neg":
        return f"-{names[0]}"
    if step.op in _UNARY:
        return f"{names[0]}.{step.op}()"
    if step.constant is not None:
        names = [str(step.constant), *names] if step.reflected else [*names, str(step.constant)]
    return f" {step.op} ".join(names)


def _name(index: int) -> str:
    letters = string.ascii_lowercase
    return letters[index] if index < 26 else f"{letters[index % 26]}{index // 26}"


def programs(ops: str = "+ *", leaves: int = 3, steps: int = 8, constants: bool = False) -> st.SearchStrategy[Program]:
    """A Hypothesis strategy for expression graphs over `ops` (any of + - * / ** neg tanh exp relu) that reuse their nodes.

    leaves: at most so many inputs. steps: at most so many operations. constants: plain numbers on either side, too.
    Values stay away from overflow, from division by zero and from ReLU's corner.
    """
    return st.integers(0, 2**32).map(lambda seed: random_program(random.Random(seed), ops.split(), leaves, steps, constants))


def random_program(rng: random.Random, kinds: list[str], leaves: int, steps: int, constants: bool) -> Program:
    """One expression graph drawn with `rng`; see `programs`."""
    nodes = [Step("leaf", value=_quarter(rng)) for _ in range(rng.randint(1, leaves))]
    data = [step.value for step in nodes]
    for _ in range(rng.randint(1, steps)):
        step = _random_step(rng, rng.choice(kinds), len(nodes), constants)
        if _is_tame(step, data):
            nodes.append(step)
            data.append(_local(step, [data[i] for i in step.operands])[0])
    if nodes[-1].op == "leaf":  # nothing tame was drawn
        nodes.append(Step(kinds[0], (0, 0)) if kinds[0] in _BINARY else Step(kinds[0], (0,), constant=2 if kinds[0] == "**" else None))
    return evaluate(tuple(nodes))


def _random_step(rng: random.Random, op: str, size: int, constants: bool) -> Step:
    def pick():
        return size - 1 - min(int(rng.expovariate(0.7)), size - 1)  # mostly recent nodes: deep graphs, much reuse

    if op == "**":
        return Step(op, (pick(),), constant=rng.choice(_EXPONENTS))
    if op in _UNARY:
        return Step(op, (pick(),))
    if constants and rng.random() < 0.5:
        return Step(op, (pick(),), constant=_quarter(rng), reflected=rng.random() < 0.5)
    return Step(op, (pick(), pick()))


def _quarter(rng: random.Random) -> float:
    return rng.choice((-1, 1)) * rng.randint(1, 12) / 4  # exact in binary, short in a message


def smaller(program: Program):
    """Simpler programs, one change each: a node made the root, a node made a leaf. For shrinking a failing one."""
    for root in range(len(program.steps) - 1, 0, -1):
        if program.steps[root].op != "leaf":
            yield from _if_smaller(program, program.steps[: root + 1])
    for index, step in enumerate(program.steps):
        if step.op != "leaf":
            yield from _if_smaller(program, (*program.steps[:index], Step("leaf", value=program.data[index]), *program.steps[index + 1:]))


def _if_smaller(program: Program, steps: tuple[Step, ...]):
    steps = _without_unused(steps)
    if len(steps) < len(program.steps) and steps[-1].op != "leaf":
        yield evaluate(steps)


def _used(steps: tuple[Step, ...]) -> list[int]:
    """The nodes that the last one is made from, and it."""
    used = {len(steps) - 1}
    for index in range(len(steps) - 1, -1, -1):
        if index in used:
            used.update(steps[index].operands)
    return sorted(used)


def _without_unused(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    kept = _used(steps)
    place = {old: new for new, old in enumerate(kept)}
    return tuple(replace(steps[old], operands=tuple(place[i] for i in steps[old].operands)) for old in kept)


def _is_tame(step: Step, data: list[float]) -> bool:
    operands = [data[index] for index in step.operands]
    try:
        value, partials = _local(step, operands)
    except (ArithmeticError, ValueError):
        return False
    if any(isinstance(number, complex) for number in (value, *partials)):
        return False
    if not all(abs(number) < _LARGEST for number in (value, *partials)):
        return False
    if step.op == "relu" or (step.op == "**" and step.constant < 1):
        return abs(operands[0]) > _SMALLEST and (step.op == "relu" or step.constant == -1 or operands[0] > 0)
    if step.op == "/":
        divisor = operands[0] if step.reflected else (step.constant if step.constant is not None else operands[1])
        return abs(divisor) > _SMALLEST
    return True
