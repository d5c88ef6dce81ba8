"""A student's module, imported in a room, to be asked like a notebook."""
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from autograder.channel import Conversation, Student
from autograder.manifest import Course, CourseError
from autograder.room.rooms import RoomBroken, RoomDied, warm_process
from autograder.verdict.self_check import walls_or_note

_INSIDE = Path(__file__).parent / "inside"
_CELL = """import {name} as module
globals().update({{name: value for name, value in vars(module).items() if not name.startswith("__")}})"""

Ask = Callable[[float], Student]


@contextmanager
def imported(course: Course, name: str, text: str, sandbox: bool, say: Callable[[str], None], seconds: float = 60) -> Iterator[Ask]:
    """The module `name` with that text, imported in a room. What is given asks it: `ask(seconds)` starts anew and ends the last.

    `seconds` is what importing and all else may take together. `say` gets a sentence where there is no sandbox.
    Raises CourseError if the module cannot be imported, or there is no room.
    """
    limits = course.limits.for_room() | {"notebook_seconds": seconds, "cpu_seconds": int(2 * seconds)}
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(_INSIDE.glob("[a-z]*.py"))} | {f"{name}.py": text}
    try:
        with (warm_process(limits, walls_or_note(sandbox, say), preload=()) as warm, closing(warm.open()) as room, ExitStack() as asked):
            room.run([{"name": "cell 1", "source": _CELL.format(name=name)}], files, False)
            if error := room.records[0]["error"]:
                raise CourseError(f"{name}.py cannot be imported: it raises {error['type']}: {error['message']}")

            def ask(seconds: float) -> Student:
                asked.close()  # a room has one fork at a time: the next begins when the last has ended
                conversation = Conversation(room.fork(), seconds)
                asked.callback(conversation.close)
                conversation.begin(seconds)
                return Student(conversation)

            yield ask
    except RoomDied as end:
        raise CourseError(f"{name}.py could not be run: it {end}.") from None
    except RoomBroken as problem:
        raise CourseError(str(problem)) from None
