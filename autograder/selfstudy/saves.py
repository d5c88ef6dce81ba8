"""Which notebooks were saved: by the system's events, or, on network folders, by looking."""
import time
from collections.abc import Iterator
from pathlib import Path

from autograder.manifest import Course, skeleton_path

_PAUSE = 0.1  # seconds; between two of them the caller answers keys


def save_events(folder: Path) -> Iterator[set[Path]]:
    """The notebooks saved below the folder since the last step; an empty set after a pause without any."""
    import watchfiles
    for changes in watchfiles.watch(folder, watch_filter=lambda _, path: path.endswith(".ipynb") and ".ipynb_checkpoints" not in path,
                                    step=50, rust_timeout=int(_PAUSE * 1000), yield_on_timeout=True):
        yield {Path(path) for _, path in changes}


def save_polls(root: Path, course: Course) -> Iterator[set[Path]]:
    """The same by looking at the course's notebooks. watchfiles' own polling counts whole seconds, and misses a second save in one."""
    paths = [skeleton_path(root, lesson) for lesson in course.lessons]
    seen = {path: _state(path) for path in paths}
    yield set()
    while True:
        time.sleep(_PAUSE)
        states = {path: _state(path) for path in paths}
        yield {path for path in paths if states[path] != seen[path] and states[path]}
        seen = states


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None  # for a moment, while an editor replaces it
    return found.st_mtime_ns, found.st_size, found.st_ino
