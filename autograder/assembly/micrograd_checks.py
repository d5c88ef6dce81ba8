"""What micrograd's own README and tests ask of it, asked of a student's module."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from autograder.channel import NotebookSilent, Student, StudentError
from autograder.judge import Wrong, expect
from autograder.judge.expect import show

README_POINT = (-4, 2)
NEURON_INPUTS = {"x1": 2.0, "w1": -3.0, "x2": 0.0, "w2": 1.0}
NEURON_BIAS = 6.8813735870195432  # the lecture's choice: the weighted sum is log(1 + √2), so tanh is √½ and its slope ½
NEURON_GRADS = {"x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0}


@dataclass(frozen=True)
class Check:
    """One number compared. `says` names the call, what came out and what should have."""

    name: str
    passed: bool
    says: str


def readme_expression(a, b, relu: Callable):
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


def sanity_expression(x, relu: Callable):
    """The expression of micrograd's test_sanity_check."""
    z = 2 * x + 2 + x
    q = relu(z) + z * x
    h = relu(z * z)
    return h + q + q * x


def exact(expression: Callable, *point: int) -> tuple[float, list[float]]:
    """Value and gradient of an expression, computed in fractions and so without rounding.

    The gradient is a central difference with a step so small that its error is far below that of a float.
    """
    def at(*numbers: Fraction) -> Fraction:
        return expression(*numbers, lambda number: max(number, Fraction(0)))

    numbers = [Fraction(number) for number in point]
    step = Fraction(1, 10**12)
    grads = []
    for place in range(len(numbers)):
        ahead, behind = list(numbers), list(numbers)
        ahead[place] += step
        behind[place] -= step
        grads.append(float((at(*ahead) - at(*behind)) / (2 * step)))
    return float(at(*numbers)), grads


def engine_checks(student: Student) -> Iterator[Check]:
    """The checks that need no network."""
    yield from _attempt("micrograd's README", lambda: _readme(student))
    yield from _attempt("test_sanity_check", lambda: _sanity_check(student))
    yield from _attempt("test_more_ops", lambda: _more_ops(student))
    yield from _attempt("the lecture's neuron", lambda: _neuron(student, lambda n: n.tanh(), "tanh"))
    yield from _attempt("the lecture's neuron, by exp", lambda: _neuron(student, _tanh_by_exp, "(e - 1) / (e + 1)"))


def network_checks(student: Student) -> Iterator[Check]:
    """The checks of the neural network library."""
    yield from _attempt("the network", lambda: _network(student))


Comparison = tuple[str, object, object, float]  # call, actual, expected, tolerance


def _readme(student: Student) -> Iterator[Comparison]:
    a, b = (student.Value(float(number)) for number in README_POINT)
    g = readme_expression(a, b, _relu)
    yield "g.data", round(float(g.data), 4), 24.7041, 0.0
    g.backward()
    yield "a.grad", round(float(a.grad), 4), 138.8338, 0.0
    yield "b.grad", round(float(b.grad), 4), 645.5773, 0.0


def _sanity_check(student: Student) -> Iterator[Comparison]:
    x = student.Value(-4.0)
    y = sanity_expression(x, _relu)
    value, grads = exact(sanity_expression, -4)
    yield "y.data at x = -4", y.data, value, 1e-9
    y.backward()
    yield "x.grad", x.grad, grads[0], 1e-9


def _more_ops(student: Student) -> Iterator[Comparison]:
    a, b = (student.Value(float(number)) for number in README_POINT)
    g = readme_expression(a, b, _relu)
    value, grads = exact(readme_expression, *README_POINT)
    yield "g.data at a = -4, b = 2", g.data, value, 1e-9
    g.backward()
    yield "a.grad", a.grad, grads[0], 1e-9
    yield "b.grad", b.grad, grads[1], 1e-9


def _neuron(student: Student, activation: Callable, name: str) -> Iterator[Comparison]:
    values = {label: student.Value(number) for label, number in NEURON_INPUTS.items()}
    o = activation(values["x1"] * values["w1"] + values["x2"] * values["w2"] + student.Value(NEURON_BIAS))
    yield f"o = {name}: o.data", o.data, 0.5**0.5, 1e-9
    o.backward()
    for label, grad in NEURON_GRADS.items():
        yield f"{label}.grad", values[label].grad, grad, 1e-9


def _tanh_by_exp(n):
    e = (2 * n).exp()
    return (e - 1) / (e + 1)


def _network(student: Student) -> Iterator[Comparison]:
    model = student.MLP(2, [16, 16, 1])
    yield "len(MLP(2, [16, 16, 1]).parameters())", len(model.parameters()), 337, 0.0
    model([1.0, -2.0]).backward()
    model.zero_grad()
    grads = student.get_each(model.parameters(), "grad")  # one question, not 337
    yield "gradients other than 0 after zero_grad()", sum(grad != 0 for grad in grads), 0, 0.0


def _relu(handle):
    return handle.relu()


def _attempt(name: str, comparisons: Callable[[], Iterator[Comparison]]) -> Iterator[Check]:
    """A check for each comparison; what the student's code raises ends them with one that failed."""
    try:
        for call, actual, expected, tolerance in comparisons():
            try:
                expect(call, actual, expected, tol=tolerance)
            except Wrong as wrong:
                yield Check(name, False, wrong.message)
            else:
                yield Check(name, True, f"{call} is {show(actual)}, should be {show(expected)}")
    except StudentError as problem:
        where = f" (at: {problem.text})" if problem.text else ""
        yield Check(name, False, f"raised {problem}{where}")
    except NotebookSilent as problem:
        yield Check(name, False, f"no answer: {problem}")
    except (TypeError, ValueError, AttributeError) as problem:
        yield Check(name, False, f"the answer is not a number: {problem}")
