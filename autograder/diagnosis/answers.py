"""What a test that did not pass says, without what belongs to one student's way of writing."""
import math
import re
from typing import NamedTuple

_NUMBER = re.compile(r"(?<![\w.])-?(?:\d+(?:\.\d*)?(?:e[+-]?\d+)?|inf|nan)(?![\w])")
_OWN_WORDS = [
    (re.compile(r" \(line \d+ of its cell: .*\)", re.S), ""),                          # where the student's code raised
    (re.compile(r" raised (\w+):.*?(, should raise \w+)?$", re.S), r" raised \1\2"),  # what its exception said
    (re.compile(r"not of the kind that belongs here \(.*\)\.$", re.S), "of another kind"),
    (re.compile(r"\ban? \w+ object"), "an object"),                                      # the name of a class
    (re.compile(r"all local steps from (\w+) back"), r"\1._backward()"),               # a result made of several nodes
]
_NEAR = {"rel_tol": 1e-6, "abs_tol": 1e-8}


class Answer(NamedTuple):
    """A wrong answer: the sentence with a # for each number, and the numbers."""
    status: str
    text: str
    numbers: tuple[float, ...]


def wrong_answer(status: str, message: str) -> Answer:
    """The answer that a test's status and message tell of. A time that ran out tells nothing more."""
    if status == "timeout":
        return Answer(status, "", ())
    for own, instead in _OWN_WORDS:
        message = own.sub(instead, message)
    numbers = tuple(float(number) for number in _NUMBER.findall(message))
    return Answer(status, _NUMBER.sub("#", message), numbers)


def same(one: Answer, other: Answer) -> bool:
    """Whether two wrong answers are the same up to rounding."""
    return one.status == other.status and one.text == other.text and len(one.numbers) == len(other.numbers) and all(
        math.isclose(a, b, **_NEAR) or (math.isnan(a) and math.isnan(b)) for a, b in zip(one.numbers, other.numbers))
