"""Length-prefixed JSON messages on a stream socket, with an optional deadline. Used on both sides of the wall."""
import json
import socket
import struct
import time

MESSAGE_LIMIT = 1 << 20  # bytes; a bigger message ends the conversation
_HEADER = struct.Struct(">I")
_to_json = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class WireError(Exception):
    """The other side sent something that is not a message of this protocol."""


class Closed(WireError):
    """The other side is gone."""


class Late(WireError):
    """The deadline passed before a whole message had gone through."""


def send(sock: socket.socket, message, deadline: float | None = None, fds=()) -> None:
    """Send one JSON-serialisable message, and file descriptors beside it.

    `deadline` is a time.monotonic() value. Raises Late, Closed, or WireError for a message over the limit.
    """
    body = _to_json(message).encode()
    if len(body) > 16 * MESSAGE_LIMIT:
        raise WireError("message too large to send")
    frame = _HEADER.pack(len(body)) + body
    try:
        _arm(sock, deadline)
        if fds:
            sent = socket.send_fds(sock, [frame], list(fds))
            frame = frame[sent:]
        sock.sendall(frame)
    except TimeoutError:
        raise Late("the answer was not read in time") from None
    except OSError as error:
        raise Closed(str(error)) from None


def receive(sock: socket.socket, deadline: float | None = None, limit: int = MESSAGE_LIMIT):
    """The next message. Raises Late, Closed, or WireError for bytes that are not a message."""
    return receive_with_fds(sock, deadline, limit)[0]


def receive_with_fds(sock: socket.socket, deadline: float | None = None, limit: int = MESSAGE_LIMIT, maxfds: int = 0):
    """The next message and the file descriptors that came with it: (message, [int])."""
    try:
        fds: list[int] = []
        header = b""
        while len(header) < _HEADER.size:
            _arm(sock, deadline)
            if maxfds:
                part, new, _, _ = socket.recv_fds(sock, _HEADER.size - len(header), maxfds)
                fds += new
            else:
                part = sock.recv(_HEADER.size - len(header))
            if not part:
                raise Closed("the connection was closed")
            header += part
        (length,) = _HEADER.unpack(header)
        if length > limit:
            raise WireError(f"a message of {length} bytes; at most {limit} are allowed")
        body = bytearray()
        while len(body) < length:
            _arm(sock, deadline)
            part = sock.recv(min(length - len(body), 1 << 16))
            if not part:
                raise Closed("the connection was closed in the middle of a message")
            body += part
    except TimeoutError:
        raise Late("no answer in time") from None
    except OSError as error:
        raise Closed(str(error)) from None
    try:
        return json.loads(bytes(body)), fds
    except (ValueError, RecursionError) as error:
        raise WireError(f"not a message: {type(error).__name__}") from None


def writable(text: str) -> str:
    """The text without lone surrogates, which JSON carries and no file or database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _arm(sock: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        sock.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise Late("no answer in time")
    sock.settimeout(left)
