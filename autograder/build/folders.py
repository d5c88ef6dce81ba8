"""Reads and writes a folder of generated files as a mapping from names to bytes."""

from pathlib import Path

_NOT_OURS = ("__pycache__", "timestamp.txt")


def folder_contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their relative names, without hidden files and caches."""
    contents = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(p.startswith(".") or p in _NOT_OURS for p in parts):
            contents["/".join(parts)] = path.read_bytes()
    return contents


def write_folder(folder: Path, contents: dict[str, bytes], only: bool = False) -> list[str]:
    """Write the files that differ; with `only`, remove all others. The names that changed."""
    present = folder_contents(folder)
    changed = [name for name, content in contents.items() if present.get(name) != content]
    for name in changed:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[name])
    if only:
        for name in sorted(set(present) - set(contents)):
            (folder / name).unlink()
            changed.append(name)
    return changed
