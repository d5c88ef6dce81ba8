"""Handles: what a test holds instead of an object of the student's. Every operation happens in the room."""


class Handle:
    """Stands for one object in the room; the same object is always the same handle."""

    __slots__ = ("_conversation", "_number", "_kind")

    def __init__(self, conversation, number: int, kind: str):
        object.__setattr__(self, "_conversation", conversation)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_kind", kind)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)  # so that pytest, copy and the like leave handles alone
        return self._conversation.ask("getattr", self, name=name)

    def __setattr__(self, name, value):
        self._conversation.ask("setattr", self, value, name=name)

    def __call__(self, *args, **named):
        return _asks(self, args).ask("call", self, *args, named=named)

    def __setitem__(self, key, value):
        self._conversation.ask("setitem", self, key, value)

    def __iter__(self):
        return iter(self._conversation.ask("items", self))

    def __bool__(self):
        raise TypeError("a handle has no truth value in a test: compare numbers that have crossed")

    def _no_comparison(self, _other):
        raise TypeError("handles are not compared in a test: compare numbers that have crossed, or use `is`")

    __lt__ = __le__ = __gt__ = __ge__ = _no_comparison

    def __eq__(self, other):
        if isinstance(other, Handle):
            return self is other
        self._no_comparison(other)

    __hash__ = object.__hash__

    def __repr__(self):
        return self._conversation.ask("repr", self)

    def __str__(self):
        return self._conversation.ask("str", self)

    def __float__(self):
        return self._conversation.ask("float", self)

    def __int__(self):
        return self._conversation.ask("int", self)

    def __len__(self):
        return self._conversation.ask("len", self)


def _asks(handle: Handle, others: tuple):
    """Who asks about these: the batch that one of the others belongs to, otherwise the handle's own conversation."""
    return next((_conversation(other) for other in others if isinstance(other, Later)), _conversation(handle))


def _add_operators() -> None:
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"):
        def forward(self, other, name=name):
            return _asks(self, (other,)).ask(name, self, other)

        def reflected(self, other, name=name):
            return _asks(self, (other,)).ask(name, other, self)

        setattr(Handle, f"__{name}__", forward)
        setattr(Handle, f"__r{name}__", reflected)
    for name in ("neg", "pos", "abs"):
        setattr(Handle, f"__{name}__", lambda self, name=name: self._conversation.ask(name, self))
    Handle.__getitem__ = lambda self, key: self._conversation.ask("getitem", self, key)


_add_operators()


def _conversation(handle: Handle):
    return object.__getattribute__(handle, "_conversation")


def handle_number(handle: Handle) -> int:
    return object.__getattribute__(handle, "_number")


def handle_kind(handle: Handle) -> str:
    """The type name of the object in the room, as the room gives it."""
    return object.__getattribute__(handle, "_kind")


# Names that Hypothesis looks for on the first argument of a test, in case it is a unittest.TestCase or a mock.
_HYPOTHESIS = {"hypothesis_internal_is_this_a_mock_check", "execute_example", "setup_example", "teardown_example"}


def graph(root: Handle) -> list[tuple[Handle, list]]:
    """(node, operands) of every node reached from `root` through `_prev`, operands before results, in one question."""
    return _conversation(root).ask("graph", root)


def get_each(handles: list[Handle], name: str) -> list:
    """The attribute of each object, in one question."""
    return _conversation(handles[0]).ask("get each", *handles, name=name) if handles else []


def call_each(handles: list[Handle], name: str) -> None:
    """Call that method of each object, in order, without arguments, in one question."""
    if handles:
        _conversation(handles[0]).ask("call each", *handles, name=name)


def local_steps(root: Handle, gradient: float, nodes: list[Handle], read: list[Handle]) -> list:
    """Set root.grad, call `_backward` of each of `nodes` in order, and give the grad of each of `read`, in one question."""
    return _conversation(root).ask("local steps", root, gradient, nodes, read)


def step_back(root: Handle, gradient: float, read: list[Handle]) -> list:
    """Set root.grad, call `_backward` of every node behind `root`, results before operands, and give the grad of each of `read`."""
    return _conversation(root).ask("step back", root, gradient, read)


class Later(Handle):
    """In a batch: what a question that is not asked yet will give. It is handled like any other handle."""

    __slots__ = ()


class Batch:
    """Questions that are noted down and then asked in one message, where each on its own would wait for its answer."""

    def __init__(self, of: "Handle | Student"):
        """`of`: whom the questions go to, or any object of theirs. `student` has the names of the notebook, in this batch."""
        self._asks, self._steps = object.__getattribute__(of, "_conversation"), []
        self.student = Student(self)

    def ask(self, op: str, *args, **fields) -> Later:
        self._steps.append(self._asks.question(op, *args, **fields))
        return Later(self, len(self._steps) - 1, "")

    def later(self, handle: Handle) -> Later:
        """The object, as one that questions of this batch can be put to."""
        return self.ask("same", handle)

    def answers(self, *wanted: Later) -> list:
        """The answers to these questions, after all have been asked in order. Raises the StudentError of the first that fails."""
        return self._asks.ask("batch", steps=self._steps, wanted=[handle_number(later) for later in wanted])


class Student:
    """The fixture `student`: attributes are the names of the notebook. Raises StudentError (NameError) for one that is missing."""

    def __init__(self, conversation):
        self._conversation = conversation
        self._names = {}

    def __getattr__(self, name):
        if name.startswith("__") or name in _HYPOTHESIS:
            raise AttributeError(name)
        if name not in self._names:
            self._names[name] = self._conversation.ask("name", name=name)
        return self._names[name]

    graph, get_each, call_each = staticmethod(graph), staticmethod(get_each), staticmethod(call_each)

    def inside(self, value) -> Handle:
        """A handle of a copy of `value` in the room, so that a change made to it there can be seen."""
        return self._conversation.ask("inside", value)

    def value_of(self, handle: Handle):
        """What the object is now: a plain value; any other iterable as a list."""
        return self._conversation.ask("value", handle)

    def has(self, handle: Handle, name: str) -> bool:
        """Whether the object has the attribute."""
        return self._conversation.ask("hasattr", handle, name=name)

    def load(self, source: str, name: str):
        """Execute source text in the room, outside the notebook's namespace, and give one name of it."""
        return self._conversation.ask("load", source=source, name=name)

    def module(self, name: str) -> Handle:
        """A module imported in the room."""
        return self._conversation.ask("module", name=name)

    def output(self) -> str:
        """What has been printed in this test since the last call."""
        return self._conversation.ask("output")
