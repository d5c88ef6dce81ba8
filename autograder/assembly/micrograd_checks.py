"""What micrograd's own README and tests ask of it, asked of a student's module."""
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograder.judge import Wrong, expect
from autograder.judge.expect import show
from autograder.manifest import Course

from .own_room import tried


@dataclass(frozen=True)
class Check:
    """One number compared. `says` names the call, what came out and what should have."""
    name: str
    passed: bool
    says: str


@dataclass(frozen=True)
class Example:
    """A call into inside/tries.py, and the numbers that it should give, each with what it is; to so many `digits` where that is set."""
    name: str
    call: str
    expected: dict[str, float]
    digits: int | None = None


# The lecture's choice of a bias: the weighted sum is log(1 + √2), so tanh is √½ and its slope ½.
_NEURON = "2.0, -3.0, 0.0, 1.0, 6.8813735870195432"
_SLOPES = {"x1.grad": -1.5, "w1.grad": 1.0, "x2.grad": 0.5, "w2.grad": 0.0}
EXAMPLES = (
    Example("micrograd's README", "tries.value_and_slopes(tries.readme_expression, -4.0, 2.0)",
            {"g.data": 24.7041, "a.grad": 138.8338, "b.grad": 645.5773}, digits=4),
    Example("test_sanity_check", "tries.value_and_slopes(tries.sanity_expression, -4.0)", {"y.data at x = -4": -20.0, "x.grad": 46.0}),
    Example("test_more_ops", "tries.value_and_slopes(tries.readme_expression, -4.0, 2.0)",
            {"g.data at a = -4, b = 2": 24.70408163265306, "a.grad": 138.8338192419825, "b.grad": 645.5772594752186}),
    Example("the lecture's neuron", f"tries.value_and_slopes(tries.neuron, {_NEURON})", {"o = tanh: o.data": 0.5**0.5, **_SLOPES}),
    Example("the lecture's neuron, by exp", f"tries.value_and_slopes(tries.neuron_by_exp, {_NEURON})",
            {"o = (e - 1) / (e + 1): o.data": 0.5**0.5, **_SLOPES}),
    Example("the network", "tries.network()", {"len(MLP(2, [16, 16, 1]).parameters())": 337, "gradients other than 0 after zero_grad()": 0}),
)


def checks(course: Course, module: str, network: bool, sandbox: bool, say: Callable[[str], None]) -> Iterator[Check]:
    """A check for each number, those of the network only where there is one; what stops an example is a check that failed. Raises CourseError."""
    examples = EXAMPLES if network else EXAMPLES[:-1]
    answers = tried(course, "micrograd", module, [example.call for example in examples], sandbox, say)
    for example, (numbers, problem) in zip(examples, answers):
        if problem:
            yield Check(example.name, False, problem)
            continue
        for (what, expected), actual in zip(example.expected.items(), numbers):
            if example.digits and isinstance(actual, float):
                actual = round(actual, example.digits)
            try:
                expect(what, actual, expected)
            except Wrong as wrong:
                yield Check(example.name, False, wrong.message)
            else:
                yield Check(example.name, True, f"{what} is {show(actual)}, should be {show(expected)}")
