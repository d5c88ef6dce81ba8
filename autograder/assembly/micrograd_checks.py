"""What micrograd's own README and tests ask of it, asked of a student's module."""
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograder.channel import NotebookSilent, Student, StudentError
from autograder.judge import Wrong, expect
from autograder.judge.expect import show


@dataclass(frozen=True)
class Check:
    """One number compared. `says` names the call, what came out and what should have."""
    name: str
    passed: bool
    says: str


@dataclass(frozen=True)
class Example:
    """An expression at a point. `value` and `grads`: what should come out, to so many `digits` where it is rounded first."""
    name: str
    expression: Callable
    point: dict[str, float]
    call: str
    value: float
    grads: tuple[float, ...]
    digits: int | None = None


def readme_expression(a, b, relu: Callable = lambda handle: handle.relu()):
    """The expression of micrograd's README, on Values or on plain numbers; `relu` is that of the numbers."""
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + relu(b + a)
    d += 3 * d + relu(b - a)
    e = c - d
    f = e**2
    return f / 2 + 10 / f


def sanity_expression(x, relu: Callable = lambda handle: handle.relu()):
    """The expression of micrograd's test_sanity_check."""
    z = 2 * x + 2 + x
    q = relu(z) + z * x
    h = relu(z * z)
    return h + q + q * x


def _by_tanh(x1, w1, x2, w2, bias):
    return (x1 * w1 + x2 * w2 + bias).tanh()


def _by_exp(x1, w1, x2, w2, bias):
    e = (2 * (x1 * w1 + x2 * w2 + bias)).exp()
    return (e - 1) / (e + 1)


_README_POINT = {"a": -4.0, "b": 2.0}
# The lecture's choice of a bias: the weighted sum is log(1 + √2), so tanh is √½ and its slope ½.
_NEURON = {"x1": 2.0, "w1": -3.0, "x2": 0.0, "w2": 1.0, "bias": 6.8813735870195432}
_NEURON_GRADS = (-1.5, 1.0, 0.5, 0.0)
EXAMPLES = (
    Example("micrograd's README", readme_expression, _README_POINT, "g.data", 24.7041, (138.8338, 645.5773), digits=4),
    Example("test_sanity_check", sanity_expression, {"x": -4.0}, "y.data at x = -4", -20.0, (46.0,)),
    Example("test_more_ops", readme_expression, _README_POINT, "g.data at a = -4, b = 2",
            24.70408163265306, (138.8338192419825, 645.5772594752186)),
    Example("the lecture's neuron", _by_tanh, _NEURON, "o = tanh: o.data", 0.5**0.5, _NEURON_GRADS),
    Example("the lecture's neuron, by exp", _by_exp, _NEURON, "o = (e - 1) / (e + 1): o.data", 0.5**0.5, _NEURON_GRADS),
)


def engine_checks(student: Student) -> Iterator[Check]:
    """The checks that need no network."""
    for example in EXAMPLES:
        yield from _checked(example.name, _comparisons(student, example))


def network_checks(student: Student) -> Iterator[Check]:
    """The checks of the neural network library."""
    yield from _checked("the network", _network(student))


def _comparisons(student: Student, example: Example) -> Iterator[tuple]:
    """Call, actual and expected, of each number."""
    def seen(number):
        return number if example.digits is None else round(float(number), example.digits)

    values = [student.Value(number) for number in example.point.values()]
    root = example.expression(*values)
    yield example.call, seen(root.data), example.value
    root.backward()
    for name, value, grad in zip(example.point, values, example.grads):
        yield f"{name}.grad", seen(value.grad), grad


def _network(student: Student) -> Iterator[tuple]:
    model = student.MLP(2, [16, 16, 1])
    yield "len(MLP(2, [16, 16, 1]).parameters())", len(model.parameters()), 337
    model([1.0, -2.0]).backward()
    model.zero_grad()
    grads = student.get_each(model.parameters(), "grad")  # one question, not 337
    yield "gradients other than 0 after zero_grad()", sum(grad != 0 for grad in grads), 0


def _checked(name: str, comparisons: Iterator[tuple]) -> Iterator[Check]:
    """A check for each comparison; what the student's code raises ends them with one that failed."""
    try:
        for call, actual, expected in comparisons:
            try:
                expect(call, actual, expected)
            except Wrong as wrong:
                yield Check(name, False, wrong.message)
            else:
                yield Check(name, True, f"{call} is {show(actual)}, should be {show(expected)}")
    except StudentError as problem:
        yield Check(name, False, f"raised {problem}" + (f" (at: {problem.text})" if problem.text else ""))
    except NotebookSilent as problem:
        yield Check(name, False, f"no answer: {problem}")
    except (TypeError, ValueError, AttributeError) as problem:
        yield Check(name, False, f"the answer is not a number: {problem}")
