"""The engine so far: one module made of the cells tagged `engine` in the earlier lessons."""

from pathlib import Path

from autograder.manifest import Course, CourseError, Lesson, source_path

from .definitions import Piece, last_definitions, lost_methods, pieces
from .imports import import_lines, undefined_names
from .marks import without_marks
from .source import solution_file

_HEADER = '''"""The engine so far: what the earlier lessons have built{names}.

Written by `course build` from the solutions of those lessons. Do not edit it.
"""
'''


def engine_so_far(root: Path, course: Course, lesson: Lesson) -> str | None:
    """The text of engine.py for a lesson; None when the earlier lessons have nothing for it.

    Of a name that is defined again, only the last definition is kept.

    Raises:
        CourseError: an engine cell is not Python, or the engine would lack a name it uses.
    """
    found: list[Piece] = []
    sources: list[str] = []
    for earlier in course.before(lesson):
        found += engine_pieces(root, earlier)
        sources += code_sources(root, earlier)
    if not found:
        return None
    lost = lost_methods(found)
    if lost:
        raise CourseError(lost)
    kept = last_definitions(found)
    body = module_body(kept)
    imports = import_lines(sources, body)
    text = "\n\n".join(filter(None, [_header(kept), imports, body])) + "\n"
    missing = undefined_names(text)
    for piece in kept:
        for name in missing & piece.names:
            raise CourseError(
                f"{piece.place}: this engine cell uses {name}, which no engine cell defines; tag "
                "the cell that defines it with engine."
            )
    return text


def engine_pieces(root: Path, lesson: Lesson) -> list[Piece]:
    """The statements of the lesson's engine cells, reference answers in place.

    Raises:
        CourseError: the solution file cannot be read, or an engine cell is not Python.
    """
    name = source_path(root, lesson).relative_to(root).as_posix()
    return [
        piece
        for cell in solution_file(root, lesson)
        if cell.kind == "code" and "engine" in cell.tags
        for piece in pieces(without_marks(cell.source), lesson, f"{name}, line {cell.line}")
    ]


def code_sources(root: Path, lesson: Lesson) -> list[str]:
    """The code cells of the lesson's assignment, reference answers in place; for their imports.

    Raises:
        CourseError: the solution file cannot be read.
    """
    return [without_marks(cell.source) for cell in solution_file(root, lesson) if cell.kind == "code"]


def engine_cell_ids(root: Path, lesson: Lesson) -> dict[str, str]:
    """The grade_ids of the lesson's engine cells, each with its role: solution or locked.

    Raises:
        CourseError: the solution file cannot be read.
    """
    return {
        cell.id: cell.role
        for cell in solution_file(root, lesson)
        if cell.id and cell.kind == "code" and "engine" in cell.tags
    }


def _header(kept: list[Piece]) -> str:
    lessons = list(dict.fromkeys(piece.lesson.id for piece in kept))
    return _HEADER.format(names=f" ({', '.join(lessons)})").rstrip("\n")


def module_body(kept: list[Piece]) -> str:
    """The pieces under a heading for each lesson, two empty lines around functions and classes."""
    parts: list[str] = []
    before: Piece | None = None
    for piece in kept:
        new_lesson = before is None or before.lesson.id != piece.lesson.id
        if new_lesson:
            heading = f"# {piece.lesson.id}: {piece.lesson.title}"
            parts.append(("\n\n" if before else "") + heading + "\n")
        elif before.is_block or piece.is_block:
            parts.append("\n")
        parts.append(piece.text)
        before = piece
    return "\n".join(parts)
