"""Writes a file whole or not at all."""
import os
from pathlib import Path

from autograder.manifest import CourseError


def save(path: Path, content: str | bytes, remedy: str = "") -> None:
    """Put the content into the file; its folder is made. Raises CourseError, which ends with the remedy, if that cannot be done."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(half, path)  # a reader, or a crash, never meets half a file
    except OSError as problem:
        raise CourseError(f"{path} cannot be written ({problem.strerror}){remedy}.") from None
