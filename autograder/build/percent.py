"""Reads a py:percent notebook into cells that know their line."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.manifest import CourseError
from autograder.quick_import import skip_iri_grammar

# Comments stay comments: jupytext would take `# copy the list` for a shell command.
_FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}


@dataclass(frozen=True)
class Cell:
    """One cell of a py:percent notebook. `line` is that of its `# %%`."""

    kind: str
    source: str
    line: int
    nbgrader: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()

    @property
    def id(self) -> str | None:
        """The grade_id."""
        return self.nbgrader.get("grade_id")

    @property
    def role(self) -> str:
        """What nbgrader does with it: solution, checks, written, locked, plain or unclear."""
        flags = frozenset(name for name in ("solution", "grade", "locked") if self.nbgrader.get(name))
        if not self.nbgrader:
            return "plain"
        return {
            ("code", frozenset({"solution"})): "solution",
            ("code", frozenset({"grade"})): "checks",
            ("code", frozenset({"grade", "locked"})): "checks",
            ("markdown", frozenset({"grade", "solution"})): "written",
            ("code", frozenset({"locked"})): "locked",
            ("markdown", frozenset({"locked"})): "locked",
        }.get((self.kind, flags), "unclear")


def read_percent(path: Path, name: str | None = None) -> tuple[Cell, ...]:
    """The cells of the file.

    `name` is what messages call the file.

    Raises:
        CourseError: the file cannot be read, or the metadata of a cell are not JSON.
    """
    name = name or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{name} cannot be read ({error.strerror}); write it.") from None
    except UnicodeDecodeError:
        raise CourseError(f"{name} is not UTF-8; save it as UTF-8.") from None
    return _cells(text, name)


# A build reads each file once for its own lesson and once for the engine of each later one.
@lru_cache(maxsize=64)
def _cells(text: str, name: str) -> tuple[Cell, ...]:
    skip_iri_grammar()
    import jupytext

    nodes = jupytext.reads(text, fmt=dict(_FORMAT)).cells
    marks = [(i, line) for i, line in enumerate(text.split("\n"), 1) if line.startswith("# %%")]
    # What stands above the first mark is a cell of its own, without a line of `# %%`.
    marks = [(1, "")] * (len(nodes) - len(marks)) + marks
    cells = []
    for node, (line, mark) in zip(nodes, marks):
        metadata = node.metadata
        nbgrader = metadata.get("nbgrader", {})
        if not isinstance(nbgrader, dict) or ("grade_id" in mark and "grade_id" not in nbgrader):
            raise CourseError(
                f"{name}, line {line}: the metadata of this cell are not JSON; write for example "
                'nbgrader={"grade_id": "mul", "solution": true}.'
            )
        cells.append(
            Cell(node.cell_type, node.source, line, dict(nbgrader), tuple(metadata.get("tags", ())))
        )
    return tuple(cells)
