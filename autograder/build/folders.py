"""Reads and writes a folder of generated files as a mapping from names to bytes."""
from pathlib import Path

_NOT_OURS = ("__pycache__", "timestamp.txt")


def folder_contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their relative names, without hidden files and caches."""
    files = {path.relative_to(folder): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name.as_posix(): path.read_bytes() for name, path in files.items()
            if not any(part.startswith(".") or part in _NOT_OURS for part in name.parts)}


def write_folder(folder: Path, contents: dict[str, bytes], only: bool = False) -> list[str]:
    """Write the files that differ; with `only`, remove all others. The names of those written."""
    present = folder_contents(folder)
    changed = [name for name, content in contents.items() if present.get(name) != content]
    for name in changed:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(contents[name])
    for name in set(present) - set(contents) if only else ():
        (folder / name).unlink()
    return changed
