"""The student's saved notebook as plain JSON: its cells, and one of them written anew. Everything else in the file stays as it is."""
import ast
import json
import os
from pathlib import Path

from autograder.build.marks import WRITTEN_STUB
from autograder.manifest import CourseError, Lesson, skeleton_path


def read_cells(root: Path, lesson: Lesson) -> dict:
    """The whole notebook of the lesson, each cell's source as one text.

    Raises:
        CourseError: the file is missing or not a notebook.
    """
    path = skeleton_path(root, lesson)
    try:
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            cell["cell_type"] = str(cell.get("cell_type"))
    except FileNotFoundError:
        raise CourseError(f"{path.relative_to(root)} is not there; `course reset {lesson.number} --all` writes it again.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(f"{path.relative_to(root)} is not a notebook any more; `course reset {lesson.number} --all` writes a fresh one "
                          "(and keeps this file beside).") from None
    return notebook


def write_notebook(root: Path, lesson: Lesson, content: bytes) -> None:
    """Raises CourseError if the file cannot be written."""
    path = skeleton_path(root, lesson)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content)
        os.replace(half, path)
    except OSError as problem:
        raise CourseError(f"{path.relative_to(root)} cannot be written ({problem.strerror}).") from None


def answer_id(cell: dict) -> str | None:
    """The exercise that the cell answers, if it is an answer cell."""
    settings = _settings(cell)
    return settings.get("grade_id") if settings.get("solution") else None


def answers(notebook: dict) -> dict[str, str]:
    """Exercise id to the source of its answer cell; of two cells with one id the last counts, as for nbgrader."""
    return {id: cell["source"] for cell in notebook["cells"] if (id := answer_id(cell))}


def is_blank(lesson: Lesson, exercise: str, source: str) -> bool:
    """Whether nobody has written there: the line of the skeleton that says so is still in it."""
    return f"{lesson.id}.{exercise}: not written yet" in source or WRITTEN_STUB in source or not source.strip()


def other_code(notebook: dict) -> list[str]:
    """The code cells that are no answers and no checks: a change there can change every exercise."""
    return [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code" and not answer_id(cell) and not _settings(cell).get("grade")]


def _settings(cell: dict) -> dict:
    """What nbgrader notes about the cell; nothing where an editor has spoilt it."""
    metadata = cell.get("metadata")
    settings = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return settings if isinstance(settings, dict) else {}


def syntax_errors(notebook: dict) -> list[str]:
    """A sentence for each code cell that Python cannot read: which cell, which line, what is there."""
    found = []
    for number, cell in enumerate(notebook["cells"], 1):
        source = cell["source"]
        if cell["cell_type"] != "code" or any(line.lstrip().startswith(("%", "!", "?")) for line in source.splitlines()):
            continue  # IPython's own syntax is no mistake
        try:
            compile(source, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except (SyntaxError, ValueError) as problem:
            line = getattr(problem, "lineno", None) or 1
            text = (source.splitlines() or [""])[min(line, len(source.splitlines())) - 1].strip()
            name = f" ({id})" if (id := answer_id(cell)) else ""
            found.append(f"Cell {number}{name}, line {line} is not Python: {getattr(problem, 'msg', problem)}. It reads: {text}")
    return found
