"""The student's saved notebook: its cells, and one of them written anew. Everything else in the file stays as it is."""
import ast
import json
from pathlib import Path

from autograder.build.marks import is_blank
from autograder.manifest import CourseError, Lesson, skeleton_path
from autograder.saving import save


def read_cells(root: Path, lesson: Lesson) -> list[dict]:
    """The cells of the lesson's notebook. Raises CourseError if the file is missing or not a notebook."""
    from autograder.gradebook.reading import Unreadable, read_notebook
    path = skeleton_path(root, lesson)
    try:
        return read_notebook(path).cells
    except FileNotFoundError:
        raise CourseError(f"{path.relative_to(root)} is not there; `course reset {lesson.number} --all` writes it again.") from None
    except (OSError, Unreadable) as problem:
        raise CourseError(f"{problem} `course reset {lesson.number} --all` writes a fresh one (and keeps this file beside).") from None


def write_cell(root: Path, lesson: Lesson, place: int, source: str) -> None:
    """Give one cell of a notebook that can be read that source, and no outputs. Raises CourseError if the file cannot be written."""
    notebook = json.loads(skeleton_path(root, lesson).read_text(encoding="utf-8-sig"))
    cell = notebook["cells"][place]
    cell["source"] = source.splitlines(keepends=True)
    if cell["cell_type"] == "code":
        cell.update(outputs=[], execution_count=None)
    save(skeleton_path(root, lesson), json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def answer_id(cell: dict) -> str | None:
    """The exercise that the cell answers, if it is an answer cell."""
    settings = cell["metadata"].get("nbgrader", {})
    return settings.get("grade_id") if settings.get("solution") else None


def answers(cells: list[dict]) -> dict[str, str]:
    """Exercise id to the source of its answer cell; of two cells with one id the last counts, as for nbgrader."""
    return {id: cell["source"] for cell in cells if (id := answer_id(cell))}


def filled(lesson: Lesson, cells: list[dict]) -> list[str]:
    """The exercises in whose cell something stands."""
    return [id for id, source in answers(cells).items() if not is_blank(lesson, id, source)]


def other_code(cells: list[dict]) -> list[str]:
    """The code cells that are no answers and no checks: a change there can change every exercise."""
    return [cell["source"] for cell in cells
            if cell["cell_type"] == "code" and not answer_id(cell) and not cell["metadata"].get("nbgrader", {}).get("grade")]


def syntax_errors(cells: list[dict]) -> list[str]:
    """A sentence for each code cell that Python cannot read: which cell, which line, what is there."""
    found = []
    for number, cell in enumerate(cells, 1):
        lines = cell["source"].splitlines()
        if cell["cell_type"] != "code" or any(line.lstrip().startswith(("%", "!", "?")) for line in lines):
            continue  # IPython's own syntax is no mistake
        try:
            compile(cell["source"], "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except (SyntaxError, ValueError) as problem:
            line = getattr(problem, "lineno", None) or 1
            name = f" ({id})" if (id := answer_id(cell)) else ""
            found.append(f"Cell {number}{name}, line {line} is not Python: {getattr(problem, 'msg', problem)}. "
                         f"It reads: {lines[min(line, len(lines)) - 1].strip()}")
    return found
