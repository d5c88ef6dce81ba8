"""Tests with random inputs: Hypothesis draws them once in a process, and each submission gets the same ones, smallest first."""
import functools
import inspect
import zlib
from unittest import mock

import hypothesis
from hypothesis.internal.conjecture import providers

from autograder.channel import NotebookSilent, StudentError
from autograder.judge import Wrong
from autograder.oracle import Program, smaller

EXAMPLES = 10
_SHRINKS = 60  # attempts to find a smaller failing program

_SETTINGS = hypothesis.settings(
    database=None, deadline=None, max_examples=EXAMPLES, print_blob=False, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck))

# Hypothesis also draws constants that it finds in the source of the modules loaded so far. `course check` and nbgrader load different
# ones, and would give one submission different inputs.
_NO_CONSTANTS = providers.Constants


def is_random(test) -> bool:
    """Whether a test function is decorated with Hypothesis's `given`."""
    return getattr(test, "is_hypothesis_test", False)


def replayed(test):
    """The test as a plain function of its fixtures, which tries the drawn inputs in order of size.

    The first failure is the one reported; if a Program is among the inputs it is made smaller as long as it still fails,
    unless `shrinks` is set to False on the function.
    """
    inner = test.hypothesis.inner_test

    @functools.cache
    def drawn() -> list[dict]:
        return sorted(_draw(test), key=lambda inputs: len(repr(inputs)))

    def run(**fixtures):
        for inputs in drawn():
            try:
                inner(**fixtures, **inputs)
            except (Wrong, StudentError) as problem:
                raise _smallest(inner, fixtures, inputs, problem) if run.shrinks else problem from None

    run.__signature__ = inspect.signature(test)
    run.drawn, run.shrinks = drawn, True
    return run


def drawn_inputs(test) -> list[dict]:
    """The inputs that a replayed test gets, smallest first; none for a test without random inputs."""
    return test.drawn() if hasattr(test, "drawn") else []


def _draw(test) -> list[dict]:
    examples: list[dict] = []
    given = test.hypothesis._given_kwargs

    # The seed is the test's own name: adding a test to a suite does not change what the others draw.
    @hypothesis.seed(zlib.crc32(test.__name__.encode()))
    @_SETTINGS
    @hypothesis.given(**given)
    def record(**inputs):
        examples.append(inputs)

    with mock.patch.object(providers, "_get_local_constants", _NO_CONSTANTS):
        providers.CONSTANTS_CACHE.cache.clear()
        record()
    providers.CONSTANTS_CACHE.cache.clear()
    return examples


def _smallest(inner, fixtures: dict, inputs: dict, problem: Exception) -> Exception:
    attempts = 0
    name = next((name for name, value in inputs.items() if isinstance(value, Program)), None)
    improved = name is not None
    while improved and attempts < _SHRINKS:
        improved = False
        for candidate in smaller(inputs[name]):
            attempts += 1
            try:
                inner(**fixtures, **{**inputs, name: candidate})
            except (Wrong, StudentError) as again:
                if type(again) is type(problem):
                    inputs, problem, improved = {**inputs, name: candidate}, again, True
                    break
            except NotebookSilent:
                return problem
            if attempts >= _SHRINKS:
                break
    return problem
