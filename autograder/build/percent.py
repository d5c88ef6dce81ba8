"""Reads a py:percent notebook into cells that know their line."""
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.manifest import CourseError

# Comments stay comments: jupytext would take `# copy the list` for a shell command.
_FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
_ROLES = {  # by the kind of cell and what is set in its metadata
    "code solution": "solution", "code grade": "checks", "code grade locked": "checks", "code locked": "locked",
    "markdown grade solution": "written", "markdown locked": "locked"}


@dataclass(frozen=True)
class Cell:
    """One cell of a py:percent notebook. `line` is that of its `# %%`."""
    kind: str
    source: str
    line: int
    nbgrader: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The grade_id; empty when it has none."""
        return str(self.nbgrader.get("grade_id") or "")

    @property
    def role(self) -> str:
        """What nbgrader does with it: solution, checks, written, locked, plain or unclear."""
        flags = [name for name in ("grade", "locked", "solution") if self.nbgrader.get(name)]
        return _ROLES.get(" ".join([self.kind, *flags]), "unclear") if self.nbgrader else "plain"

    @property
    def answers(self) -> bool:
        """Whether an exercise is answered here, in code or in prose."""
        return self.role in ("solution", "written")


def read_percent(path: Path, name: str | None = None) -> tuple[Cell, ...]:
    """The cells of the file, which messages call `name`. Raises CourseError if it cannot be read or metadata of a cell are not JSON."""
    name = name or str(path)
    try:
        return _cells(path.read_text(encoding="utf-8"), name)
    except OSError as error:
        raise CourseError(f"{name} cannot be read ({error.strerror}); write it.") from None
    except UnicodeDecodeError:
        raise CourseError(f"{name} is not UTF-8; save it as UTF-8.") from None


# A build reads each file once for its own lesson and once for the engine of each later one.
@lru_cache(maxsize=64)
def _cells(text: str, name: str) -> tuple[Cell, ...]:
    import jupytext
    nodes = jupytext.reads(text, fmt=dict(_FORMAT)).cells
    marks = [(i, line) for i, line in enumerate(text.split("\n"), 1) if line.startswith("# %%")]
    # What stands above the first mark is a cell of its own, without a line of `# %%`.
    marks = [(1, "")] * (len(nodes) - len(marks)) + marks
    cells = []
    for node, (line, mark) in zip(nodes, marks):
        nbgrader = node.metadata.get("nbgrader", {})
        if not isinstance(nbgrader, dict) or ("grade_id" in mark and "grade_id" not in nbgrader):
            raise CourseError(f"{name}, line {line}: the metadata of this cell are not JSON; write for example "
                              'nbgrader={"grade_id": "mul", "solution": true}.')
        cells.append(Cell(node.cell_type, node.source, line, dict(nbgrader), tuple(node.metadata.get("tags", ()))))
    return tuple(cells)
