"""Questions to one fork of the student's notebook, one answer each, all within one deadline."""
import socket
import time

from autograder.channel import values
from autograder.channel.handles import Handle
from autograder.room.inside import wire

CALLBACKS = 200_000  # in one test; a flood of them is not an honest answer


class StudentError(Exception):
    """The student's code raised. `kind` is the exception's type name, `kinds` those of its base classes too."""

    def __init__(self, kind: str, kinds: list[str], message: str, cell: str = "", line: int | None = None, text: str = ""):
        super().__init__(f"{kind}: {message}" if message else kind)
        self.kind, self.kinds, self.message, self.cell, self.line, self.text = kind, kinds, message, cell, line, text


class NotebookSilent(Exception):
    """No further answer will come. `timed_out` says whether the time limit was the reason."""

    def __init__(self, message: str, timed_out: bool = False):
        super().__init__(message)
        self.timed_out = timed_out


class Conversation:
    """Asks a fork of the notebook on `sock`, one test after the other. Once it has failed, every further question fails in the same way."""

    def __init__(self, sock: socket.socket, seconds: float):
        self.sock = sock
        self._asked = 0
        self._failure: NotebookSilent | None = None
        self._forget(seconds)

    def begin(self, seconds: float) -> None:
        """Begin a test that may take `seconds`: handles and output of the one before are forgotten, at its first question."""
        self._forget(seconds)
        self._begins = True

    def _forget(self, seconds: float) -> None:
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds
        self.handles: dict[int, object] = {}
        self._callbacks: list = []
        self._called = 0
        self._begins = False

    def question(self, op: str, *args, **fields) -> dict:
        """The question as it crosses. Raises TypeError for an argument that must not."""
        question = {"op": op, "args": [values.encode(arg, self._callbacks) for arg in args], **fields}
        if "named" in fields:
            question["named"] = {key: values.encode(value, self._callbacks) for key, value in fields["named"].items()}
        return question

    def ask(self, op: str, *args, **fields):
        """The answer to one question. Raises StudentError, or NotebookSilent when time is up or the channel is disturbed."""
        if self._failure:
            raise self._failure
        self._asked += 1
        question = {"n": self._asked, **self.question(op, *args, **fields)}
        if self._begins:
            question["begins"], self._begins = self.seconds, False
        try:
            wire.send(self.sock, question, self.deadline)
            return self._read_answer()
        except wire.Late:
            self._failure = NotebookSilent(f"no answer within {self.seconds:g} seconds", timed_out=True)
        except wire.Closed:
            late = time.monotonic() >= self.deadline - 0.05
            self._failure = NotebookSilent(f"no answer within {self.seconds:g} seconds" if late else
                                           "the notebook's process ended in the middle of the test", timed_out=late)
        except (wire.WireError, values.BadValue) as problem:
            self._failure = NotebookSilent(f"the notebook disturbed the connection to the grader ({problem})")
        raise self._failure

    def close(self) -> None:
        self.sock.close()

    def _read_answer(self):
        while True:
            reply = wire.receive(self.sock, self.deadline)
            if type(reply) is not dict:
                raise wire.WireError("not an answer")
            if "callback" in reply:
                self._serve_callback(reply)
                continue
            if type(reply.get("n")) is not int or reply["n"] != self._asked:
                raise wire.WireError("an answer to another question")
            if "error" in reply:
                raise _student_error(reply["error"])
            return values.decode(reply.get("value"), self._handle)

    def _serve_callback(self, request: dict) -> None:
        number, args = request["callback"], request.get("args")
        self._called += 1
        if type(number) is not int or not 0 <= number < len(self._callbacks) or type(args) is not list:
            raise wire.WireError("a call of something that is not there")
        if self._called > CALLBACKS:
            raise wire.WireError("too many calls")
        args = [values.decode(arg, self._handle) for arg in args]
        try:
            answer = {"return": values.encode(self._callbacks[number](*args), self._callbacks)}
        except (NotebookSilent, wire.WireError):
            raise
        except Exception as problem:  # the student's call was wrong; it surfaces where the student made it
            answer = {"raise": type(problem).__name__, "message": str(problem)[:500]}
        wire.send(self.sock, answer, self.deadline)

    def _handle(self, number: int, kind: str):
        if number not in self.handles:
            self.handles[number] = Handle(self, number, kind)
        return self.handles[number]


def _student_error(report) -> StudentError:
    if type(report) is not dict:
        raise wire.WireError("not an error report")

    def text(key, limit):
        value = report.get(key)
        return wire.writable(value[:limit]) if type(value) is str else ""

    bases = report.get("bases")
    bases = [base for base in bases if type(base) is str][:12] if type(bases) is list else []
    line = report.get("line")
    return StudentError(text("type", 100) or "Error", bases, text("message", 1000), text("cell", 60),
                        line if type(line) is int else None, text("text", 200))
