"""What a room says that a cell gave, made harmless."""
import base64
import binascii

from autograder.room.inside import wire

_PNG = b"\x89PNG\r\n\x1a\n"


def clean_record(message: dict) -> dict:
    """A cell's record with every field of the type it should have, whatever the room sent."""
    def text(value, limit=2_000):
        return wire.writable(value[:limit]) if isinstance(value, str) else ""

    error = message.get("error")
    if isinstance(error, dict):
        error = {"type": text(error.get("type"), 100) or "Error", "message": text(error.get("message")),
                 "line": error.get("line") if type(error.get("line")) is int else None, "text": text(error.get("text"))}
    else:
        error = None
    figures = message.get("figures")
    figures = [figure for figure in figures[:8] if _is_png(figure)] if isinstance(figures, list) else []
    result = message.get("result")
    return {"printed": text(message.get("printed"), 1 << 20), "result": text(result, 1 << 20) if isinstance(result, str) else None,
            "figures": figures, "error": error}


def _is_png(figure) -> bool:
    """Whether it is what it should be: a picture in base64. Pages put it into an attribute as it is."""
    try:
        return isinstance(figure, str) and len(figure) < 1 << 20 and base64.b64decode(figure, validate=True).startswith(_PNG)
    except (binascii.Error, ValueError):
        return False


def size(record: dict) -> int:
    """Characters that it would put into the graded notebook."""
    return len(record["printed"]) + len(record["result"] or "") + sum(map(len, record["figures"]))
