"""Copies of what takes long to read, each made anew when one of its sources changes."""
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps({"state": state, "value": value}), encoding="utf-8")
        fresh.replace(path)
    except OSError:
        pass  # then it is made each time
    return value
