"""A student's module, imported in a room, to be asked like a notebook."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.channel import Conversation, Student
from autograder.manifest import Course, CourseError
from autograder.room.rooms import RoomBroken, RoomDied, warm_process
from autograder.verdict.self_check import walls_or_note

_INSIDE = Path(__file__).parent / "inside"
_CELL = 'import importlib\nmodule = importlib.import_module("{name}")\nglobals().update({{k: v for k, v in vars(module).items() if not k.startswith("__")}})'

Ask = Callable[[float], Student]


@contextmanager
def imported(course: Course, name: str, text: str, sandbox: bool, say: Callable[[str], None], seconds: float = 60) -> Iterator[Ask]:
    """The module `name` with that text, imported in a room. What is given asks it: `ask(seconds)` starts anew,
    and ends what was asked before.

    `seconds` is what importing and all else may take together. `say` gets a sentence where there is no sandbox.

    Raises:
        CourseError: the module cannot be imported, or there is no room.
    """
    walls = walls_or_note(sandbox, say)
    limits = course.limits.for_room() | {"notebook_seconds": seconds, "cpu_seconds": int(2 * seconds)}
    files = {f"{name}.py": text} | {path.name: path.read_text(encoding="utf-8") for path in sorted(_INSIDE.glob("*.py")) if path.stem != "__init__"}
    conversations: list[Conversation] = []
    try:
        with warm_process(limits, walls, preload=()) as warm:
            room = warm.open()
            try:
                room.run([{"name": "cell 1", "source": _CELL.format(name=name)}], files, False)
                error = room.records[0]["error"]
                if error:
                    raise CourseError(f"{name}.py cannot be imported: it raises {error['type']}: {error['message']}")

                def ask(seconds: float) -> Student:
                    while conversations:  # a room has one fork at a time: the next begins when the last has ended
                        conversations.pop().close()
                    conversations.append(Conversation(room.fork(), seconds))
                    conversations[-1].begin(seconds)
                    return Student(conversations[-1])

                yield ask
            finally:
                for conversation in conversations:
                    conversation.close()
                room.close()
    except RoomDied as end:
        raise CourseError(f"{name}.py could not be run: it {end}.") from None
    except RoomBroken as problem:
        raise CourseError(str(problem)) from None
