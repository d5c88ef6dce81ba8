"""Answers a test's questions about the notebook's objects. Only plain values and numbered handles cross."""
import builtins
import importlib
import math
import operator
import signal
import types

from cells import describe
from wire import Closed, WireError, receive, send

DEPTH = 40
ITEMS = 200_000

_OPERATORS = {name: getattr(operator, name) for name in (
    "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "neg", "pos", "getitem", "abs")}
_FUNCTIONS = {"len": len, "float": float, "int": int, "repr": repr, "str": str, "bool": bool, "type": lambda o: type(o).__name__}


class Objects:
    """The objects that a test has seen, by number. The same object always gets the same number."""

    def __init__(self):
        self._by_number: list = []
        self._numbers: dict[int, int] = {}

    def number(self, thing) -> int:
        if id(thing) not in self._numbers:
            self._numbers[id(thing)] = len(self._by_number)
            self._by_number.append(thing)  # keeps it alive, so that its id stays its own
        return self._numbers[id(thing)]

    def encode(self, thing, depth: int = DEPTH, whole: bool = False):
        """JSON for a value; objects become handles. `whole`: sets and other iterables are spelled out one level deep."""
        if thing is None or isinstance(thing, bool):
            return thing
        if type(thing).__module__ == "numpy" and hasattr(thing, "item") and getattr(thing, "ndim", 1) == 0:
            thing = thing.item()
        if isinstance(thing, bool):
            return thing
        if isinstance(thing, float):
            thing = float.__float__(thing)
            return thing if math.isfinite(thing) else {"f": repr(thing)}
        if isinstance(thing, int):
            thing = int.__int__(thing)
            return thing if -(1 << 63) <= thing < 1 << 63 else {"i": hex(thing)}
        if isinstance(thing, str):
            return str.__str__(thing)[:100_000]
        for kind, tag in ((list, "l"), (tuple, "t")):
            if isinstance(thing, kind) and depth and (type(thing) is kind or whole):
                return {tag: [self.encode(item, depth - 1) for item in thing]}
        if type(thing) is dict and depth:
            return {"d": [[self.encode(key, depth - 1), self.encode(value, depth - 1)] for key, value in thing.items()]}
        if whole:
            return {"l": [self.encode(item, depth - 1) for item in _first(thing)]}
        return {"h": self.number(thing), "k": type(thing).__name__[:100]}

    def decode(self, message, call_back, results=()):
        """The value that `encode` of the grader's side meant. `call_back(number, args)` reaches a function of the test;
        `results` are those of the questions before it in its batch."""
        if not isinstance(message, dict):
            return message
        (tag, body), = ((tag, body) for tag, body in message.items() if tag != "k")
        if tag == "h":
            return self._by_number[body]
        if tag == "r":
            return results[body]
        if tag == "c":
            return lambda *args: call_back(body, args)
        if tag == "f":
            return float(body)
        if tag == "i":
            return int(body, 16)
        if tag == "d":
            return {self.decode(key, call_back, results): self.decode(value, call_back, results) for key, value in body}
        items = [self.decode(item, call_back, results) for item in body]
        return items if tag == "l" else tuple(items)


def answer_questions(sock, notebook) -> None:
    """Answer test after test, each announced by "begin" with its time limit, until the grader closes its end of the socket."""
    objects = Objects()

    def call_back(number, args):
        send(sock, {"callback": number, "args": [objects.encode(arg) for arg in args]})
        reply = receive(sock)
        if "raise" in reply:
            raise getattr(builtins, reply["raise"], RuntimeError)(reply["message"])
        return objects.decode(reply["return"], call_back)

    while True:
        try:
            question = receive(sock)
        except (Closed, WireError):
            return
        if "begins" in question:
            objects.__init__()
            notebook.printed.take()
            signal.setitimer(signal.ITIMER_REAL, question["begins"])
        try:
            reply = {"n": question["n"], "value": _answer(question, objects, notebook, call_back)}
        except (Closed, WireError):
            return
        except BaseException as problem:
            reply = {"n": question["n"], "error": describe(problem)}
        try:
            send(sock, reply)
        except ValueError:
            send(sock, {"n": question["n"], "error": {"type": "ValueError", "bases": [], "message": "the value cannot be sent", "line": None}})


def _answer(question: dict, objects: Objects, notebook, call_back):
    """The answer as it crosses."""
    if question["op"] != "batch":
        return _encoded(question["op"], _result(question, objects, notebook, call_back, ()), objects)
    results: list = []
    for step in question["steps"]:
        results.append(_result(step, objects, notebook, call_back, results))
    return {"l": [_encoded(question["steps"][index]["op"], results[index], objects) for index in question["wanted"]]}


def _encoded(operation: str, result, objects: Objects):
    if operation == "inside":
        return {"h": objects.number(result), "k": type(result).__name__}
    return objects.encode(result, whole=operation == "value")


def _result(question: dict, objects: Objects, notebook, call_back, results):
    """What the question gives. `results` are those of the questions before it in its batch."""
    operation = question["op"]
    if operation == "name":
        name = question["name"]
        if name not in notebook.space:
            raise NameError(f"{name} is not defined in the notebook")
        return notebook.space[name]
    if operation == "output":
        return notebook.printed.take()
    if operation == "module":
        return importlib.import_module(question["name"])
    if operation == "load":
        module = types.ModuleType("loaded")
        exec(compile(question["source"], "<given>", "exec"), module.__dict__)
        return module.__dict__[question["name"]]
    args = [objects.decode(arg, call_back, results) for arg in question["args"]]
    if operation in _OPERATORS:
        return _OPERATORS[operation](*args)
    target, *args = args
    if operation == "getattr":
        return getattr(target, question["name"])
    if operation == "call":
        return target(*args, **{key: objects.decode(value, call_back, results) for key, value in question["named"].items()})
    if operation == "setattr":
        return setattr(target, question["name"], args[0])
    if operation in ("same", "inside", "value"):
        return target
    if operation == "items":
        return _first(target)
    if operation == "graph":
        return _graph(target)
    if operation == "get each":
        return [getattr(thing, question["name"]) for thing in (target, *args)]
    if operation == "call each":
        for thing in (target, *args):
            getattr(thing, question["name"])()
        return None
    if operation == "local steps":
        gradient, nodes, read = args
        return _local_steps(target, gradient, nodes, read)
    if operation == "step back":
        gradient, read = args
        return _local_steps(target, gradient, [node for node, _ in reversed(_graph(target))], read)
    if operation == "hasattr":
        return hasattr(target, question["name"])
    if operation == "setitem":
        return operator.setitem(target, *args)
    return _FUNCTIONS[operation](target)


def _local_steps(root, gradient: float, nodes: list, read: list) -> list:
    root.grad = gradient
    for node in nodes:
        node._backward()
    return [node.grad for node in read]


def _graph(root) -> list[tuple]:
    """(node, operands) of every node behind `root`, operands before results."""
    order: list[tuple] = []
    opened: set[int] = set()
    stack = [(root, None)]
    while stack:
        node, operands = stack.pop()
        if operands is not None:
            order.append((node, operands))
        elif id(node) not in opened:
            opened.add(id(node))
            operands = list(node._prev)
            stack.append((node, operands))
            stack += [(operand, None) for operand in operands if hasattr(operand, "_prev")]
    return order


def _first(iterable) -> list:
    items = []
    for item in iterable:
        items.append(item)
        if len(items) > ITEMS:
            raise ValueError(f"more than {ITEMS} items")
    return items
