"""Copies of what takes long to read, each made anew when one of its sources changes."""
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from autograder.manifest import CourseError
from autograder.saving import save


def kept(path: Path, sources: Iterable[Path], make: Callable[[], Any]) -> Any:
    """What `make()` gives, a JSON value; or its copy in `path`, if the sources have not been written since. Raises what `make` raises."""
    state = [number for source in sources for number in (source.stat().st_mtime_ns, source.stat().st_size)]
    try:
        copy = json.loads(path.read_text(encoding="utf-8"))
        if copy["state"] == state:
            return copy["value"]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    value = make()
    with suppress(CourseError):  # then it is made each time
        save(path, json.dumps({"state": state, "value": value}))
    return value
