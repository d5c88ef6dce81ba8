"""Calls made in a room, where a student's module can be imported."""
import ast
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from autograder.manifest import Course, CourseError
from autograder.room.rooms import RoomBroken, RoomDied, warm_process
from autograder.verdict.self_check import walls_or_note

_TRIES = Path(__file__).parent / "inside" / "tries.py"


def tried(course: Course, name: str, text: str, calls: list[str], sandbox: bool, say: Callable[[str], None],
          seconds: float = 60) -> list[tuple[list, str]]:
    """What each call gives, which is a list, and "", or what went wrong. A call that ends the room is the last.

    They can use `tries` and the module `name`, which has that text; `seconds` is what one of them, or the import, may take.
    `say` gets a sentence where there is no sandbox. Raises CourseError if the module cannot be imported, or there is no room.
    """
    limits = course.limits.for_room() | {"cell_seconds": seconds, "notebook_seconds": 2 * seconds, "cpu_seconds": int(4 * seconds), "output_kb": 1024}
    sources = [f"import json, tries, {name}", *(f"json.dumps({call}, default=tries.plain)" for call in calls)]
    died = None
    try:
        with warm_process(limits, walls_or_note(sandbox, say), preload=()) as warm, closing(warm.open()) as room:
            room.run([{"name": f"cell {place}", "source": source} for place, source in enumerate(sources)],
                     {f"{name}.py": text, _TRIES.name: _TRIES.read_text(encoding="utf-8")}, False)
    except RoomDied as end:
        died = end
    except RoomBroken as problem:
        raise CourseError(str(problem)) from None
    first, *others = [room.records[place] for place in sorted(room.records)] or [None]
    if first is None:
        raise CourseError(f"{name}.py could not be run: it {died}.")
    if first["error"]:
        raise CourseError(f"{name}.py cannot be imported: it raises {first['error']['type']}: {first['error']['message']}")
    return [_answer(record) for record in others] + ([([], f"no answer: it {died}")] if died else [])


def _answer(record: dict) -> tuple[list, str]:
    if record["error"]:
        return [], f"raised {record['error']['type']}: {record['error']['message']}"
    try:
        return list(json.loads(ast.literal_eval(record["result"]))), ""
    except (ValueError, TypeError, SyntaxError):
        return [], "the answer cannot be read"
