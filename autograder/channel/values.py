"""The grader's side of the value encoding. Everything that arrives is distrusted: exact built-in values or an error."""
import math

from autograder.channel.handles import Handle, Later, handle_number
from autograder.room.inside.wire import writable

DEPTH = 60


class BadValue(Exception):
    """The room sent something that is not a value."""


def encode(value, callbacks: list, depth: int = DEPTH):
    """JSON for an argument of a test. Functions of the test are appended to `callbacks` and cross as their number.

    Raises TypeError for anything that must not cross.
    """
    if isinstance(value, Handle):
        return {"r" if isinstance(value, Later) else "h": handle_number(value)}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"f": repr(float(value))}
    if isinstance(value, int):
        return value if -(1 << 63) <= value < 1 << 63 else {"i": hex(value)}
    if isinstance(value, (list, tuple)) and depth:
        return {"l" if isinstance(value, list) else "t": [encode(item, callbacks, depth - 1) for item in value]}
    if isinstance(value, dict) and depth:
        return {"d": [[encode(key, callbacks, depth - 1), encode(item, callbacks, depth - 1)] for key, item in value.items()]}
    if callable(value):
        callbacks.append(value)
        return {"c": len(callbacks) - 1}
    raise TypeError(f"a test handed over a {type(value).__name__}: only numbers, strings, lists, handles and functions cross")


def decode(message, make_handle, depth: int = DEPTH):
    """The value that the room meant. `make_handle(number, kind)` makes a handle. Raises BadValue."""
    if type(message) is str:
        return writable(message)
    if message is None or type(message) in (bool, int, float):
        return message
    if type(message) is not dict or not depth:
        raise BadValue("not a value")
    match message:
        case {"h": int(number), "k": str(kind), **rest} if not rest and type(number) is int and 0 <= number < 1 << 32:
            return make_handle(number, kind[:100])
        case {"f": "nan" | "inf" | "-inf" as text, **rest} if not rest:
            return float(text)
        case {"i": str(text), **rest} if not rest and len(text) < 4000:
            try:
                return int(text, 16)
            except ValueError:
                raise BadValue("not an integer") from None
        case {"l": list(items), **rest} if not rest:
            return [decode(item, make_handle, depth - 1) for item in items]
        case {"t": list(items), **rest} if not rest:
            return tuple(decode(item, make_handle, depth - 1) for item in items)
        case {"d": list(pairs), **rest} if not rest and all(type(pair) is list and len(pair) == 2 for pair in pairs):
            decoded = [(decode(key, make_handle, depth - 1), decode(value, make_handle, depth - 1)) for key, value in pairs]
            if any(isinstance(key, (list, dict, tuple)) for key, _ in decoded):
                raise BadValue("a dict key that is not a plain value")
            return dict(decoded)
    raise BadValue("not a value")
