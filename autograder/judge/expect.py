"""Assertions whose messages are written for the student."""
import math
from collections.abc import Sequence
from contextlib import contextmanager

from autograder.channel import Handle, StudentError
from autograder.channel.handles import handle_kind


_NO_RETURN = " (is a `return` missing?)"


class Wrong(AssertionError):
    """A wrong answer. `str` is the sentence for the student; `hint` a nudge, `graph` the nodes of the expression, or both empty."""

    def __init__(self, message: str, hint: str = "", graph: Sequence[dict] = ()):
        super().__init__(message)
        self.message, self.hint, self.graph = message, hint, graph


def expect(call: str, actual, expected, hint: str = "", tol: float = 1e-9, graph: Sequence[dict] = ()) -> None:
    """Fail with "call is ACTUAL, should be EXPECTED" unless they agree.

    `expected` is a number, string, bool, None, or nested lists and tuples of those. Numbers agree within a relative and
    absolute tolerance `tol`; a bool, string, None, NaN or object in place of a number does not. `graph` is shown beside the
    sentence: see Program.graph. Raises Wrong.
    """
    problem = _difference(actual, expected, tol)
    if problem:
        # An attribute that is None was not returned by anything.
        raise Wrong(f"{call} {problem}".replace(_NO_RETURN, _NO_RETURN if call.endswith(")") else ""), hint, graph)


def agree(actual, expected, tol: float = 1e-9) -> bool:
    """Whether `expect` would be content."""
    return _difference(actual, expected, tol) is None


def require(condition: bool, message: str, hint: str = "") -> None:
    """Fail with `message` unless `condition`. For what is not an equality. Raises Wrong."""
    if not condition:
        raise Wrong(message, hint)


@contextmanager
def expect_error(kind: str, call: str, mentions: str = "", hint: str = ""):
    """The block must raise the student-side exception `kind` (or a subclass), with `mentions` in its message. Raises Wrong."""
    try:
        yield
    except StudentError as error:
        if error.kind != kind and kind not in error.kinds:
            if error.kind == "NotImplementedError":
                raise
            raise Wrong(f"{call} raised {error}, should raise {kind}", hint) from None
        if mentions not in error.message:
            raise Wrong(f'{call} raised {error}: the message should name "{mentions}"', hint) from None
        return
    raise Wrong(f"{call} raised nothing, should raise {kind}", hint)


@contextmanager
def doing(call: str):
    """Names the step in the message when student code raises inside the block."""
    try:
        yield
    except StudentError as error:
        error.call = getattr(error, "call", None) or call
        raise


def show(value) -> str:
    """A value as a student would write it: floats without noise, objects by their kind."""
    if isinstance(value, Handle):
        return f"{_article(handle_kind(value))} {handle_kind(value)} object"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e16:
            return f"{value:.1f}"
        return f"{value:.12g}"
    if isinstance(value, list):
        return "[" + ", ".join(show(item) for item in value) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(show(item) for item in value) + ("," if len(value) == 1 else "") + ")"
    text = repr(value)
    return text if len(text) <= 200 else text[:200] + "..."


def _difference(actual, expected, tol: float) -> str | None:
    """None where they agree, otherwise the end of the sentence."""
    if isinstance(expected, (list, tuple)):
        if not isinstance(actual, (list, tuple)):
            return f"is {_describe(actual)}, should be {show(list(expected))}"
        if len(actual) != len(expected):
            return f"has {len(actual)} {'entry' if len(actual) == 1 else 'entries'}, {show(list(actual))}, should have {len(expected)}: {show(list(expected))}"
        if any(_difference(one, other, tol) for one, other in zip(actual, expected)):
            return f"is {show(list(actual))}, should be {show(list(expected))}"
        return None
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        agree = type(actual) is type(expected) and actual == expected
        return None if agree else f"is {_describe(actual, bare=isinstance(expected, bool))}, should be {show(expected)}"
    if isinstance(actual, bool) or not isinstance(actual, (int, float)):
        return f"is {_describe(actual)}, should be the number {show(float(expected))}"
    if agrees(actual, expected, tol):
        return None
    if type(actual) is type(expected) is int:  # a count
        return f"is {str(actual)[:40]}, should be {expected}"
    shown, wanted = show(float(actual)) if abs(actual) < 1e300 else str(actual)[:40], show(float(expected))
    if shown == wanted:  # they differ beyond the digits that are shown
        shown, wanted = repr(float(actual)), repr(float(expected))
    return f"is {shown}, should be {wanted}"


def agrees(actual: float, expected: float, tol: float) -> bool:
    """Whether two numbers agree within a relative and absolute tolerance; NaN agrees with nothing, infinity with itself."""
    try:
        return math.isclose(actual, expected, rel_tol=tol, abs_tol=tol)
    except OverflowError:
        return False


def _describe(value, bare: bool = False) -> str:
    if value is None:
        return "None" + _NO_RETURN
    if isinstance(value, bool):
        return str(value) if bare else f"the bool {value}"
    if isinstance(value, str):
        return f"the string {show(value)}"
    return show(value)


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"
