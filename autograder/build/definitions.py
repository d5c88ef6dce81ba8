"""The statements of engine cells, and which of them a later definition replaces."""

import ast
from dataclasses import dataclass

from autograder.manifest import CourseError, Lesson

_BLOCKS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Piece:
    """One top-level statement with the comments above it. `place` is the file and line of its cell."""

    lesson: Lesson
    place: str
    node: ast.stmt
    text: str

    @property
    def is_block(self) -> bool:
        """Whether it is a function or a class."""
        return isinstance(self.node, _BLOCKS)

    @property
    def target(self) -> str | None:
        """The one name that it defines: `mul`, `Value.__mul__`; None for any other statement."""
        if isinstance(self.node, _BLOCKS):
            return self.node.name
        if isinstance(self.node, ast.Assign) and len(self.node.targets) == 1:
            return _dotted(self.node.targets[0])
        return None

    @property
    def names(self) -> set[str]:
        """All names that stand in it."""
        return {node.id for node in ast.walk(self.node) if isinstance(node, ast.Name)}


def pieces(source: str, lesson: Lesson, place: str) -> list[Piece]:
    """The statements of one cell, imports left out.

    Raises:
        CourseError: the cell is not plain Python.
    """
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise CourseError(
            f"{place}: this engine cell is not plain Python ({error.msg}); correct it."
        ) from None
    lines = source.split("\n")
    found: list[Piece] = []
    end = 0
    for node in body:
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        if start <= end:  # a second statement on the line of the first: already in its text
            continue
        last = node.end_lineno or start
        text = "\n".join(_trimmed(lines[end:start - 1]) + lines[start - 1:last])
        end = last
        if not isinstance(node, _IMPORTS):
            found.append(Piece(lesson, place, node, text))
    return found


def _trimmed(lines: list[str]) -> list[str]:
    """Without the empty lines at both ends."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def last_definitions(found: list[Piece]) -> list[Piece]:
    """Without the definitions that are replaced before anything needs them.

    Read from the end, as a compiler finds dead stores: a definition goes when its name is defined
    again later and no statement between runs with the earlier meaning. The body of a function runs
    later, so what it names does not count.
    """
    kept: list[Piece] = []
    replaced: set[str] = set()
    for piece in reversed(found):
        if piece.target in replaced:
            continue
        kept.append(piece)
        if piece.target:
            replaced.add(piece.target)
        needed = _needed_at_once(piece.node)
        replaced = set() if needed is None else replaced - needed
    return kept[::-1]


def lost_methods(found: list[Piece]) -> str | None:
    """A sentence when a class is written again after methods were attached to it."""
    attached: dict[str, str] = {}
    for piece in found:
        if isinstance(piece.node, ast.ClassDef) and piece.node.name in attached:
            name = piece.node.name
            return (
                f"{piece.place}: class {name} is defined again after {attached[name]} was attached to "
                f"it; add to the class with def and {name}.name = ... instead."
            )
        if piece.target and "." in piece.target:
            attached.setdefault(piece.target.split(".")[0], piece.target)
    return None


def _needed_at_once(node: ast.AST) -> set[str] | None:
    """Names, plain and dotted, that a statement uses while it runs; None when it calls something.

    A call can run any function written before, so that all earlier definitions are needed.
    """
    needed: set[str] = set()
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting += [*part.decorator_list, part.args]
            waiting += [part.returns] if part.returns else []
            continue
        if isinstance(part, ast.Lambda):
            waiting.append(part.args)
            continue
        if isinstance(part, ast.Call):
            return None
        if isinstance(part, (ast.Name, ast.Attribute)) and isinstance(part.ctx, ast.Load):
            needed.add(_dotted(part) or "")
        if isinstance(part, ast.AugAssign):
            needed.add(_dotted(part.target) or "")
        waiting += ast.iter_child_nodes(part)
    return needed


def _dotted(node: ast.AST) -> str | None:
    """`Value.__mul__` for such an expression of names and dots, else None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = _dotted(node.value)
        return f"{owner}.{node.attr}" if owner else None
    return None
