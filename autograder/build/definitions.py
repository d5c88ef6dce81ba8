"""The statements of engine cells, and which of them a later definition replaces."""
import ast
from dataclasses import dataclass

from autograder.manifest import CourseError, Lesson

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Piece:
    """One top-level statement with the comments above it. `place` is the file and line of its cell.

    In a student's notebook, `cell` is the exercise that it answers, if any, and `wanted` whether it belongs into the module.
    """
    lesson: Lesson
    place: str
    node: ast.stmt
    text: str
    cell: str = ""
    wanted: bool = True

    @property
    def is_block(self) -> bool:
        """Whether it is a function or a class."""
        return isinstance(self.node, (*_FUNCTIONS, ast.ClassDef))

    @property
    def target(self) -> str | None:
        """The one name that it defines: `mul`, `Value.__mul__`; None for any other statement."""
        if self.is_block:
            return self.node.name
        if isinstance(self.node, ast.Assign) and len(self.node.targets) == 1:
            return _dotted(self.node.targets[0])
        return None

    @property
    def names(self) -> set[str]:
        """All names that stand in it."""
        return {node.id for node in ast.walk(self.node) if isinstance(node, ast.Name)}


def pieces(source: str, lesson: Lesson, place: str) -> list[Piece]:
    """The statements of one cell, imports left out. Raises CourseError if the cell is not plain Python."""
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise CourseError(f"{place}: this engine cell is not plain Python ({error.msg}); correct it.") from None
    lines = source.split("\n")
    found: list[Piece] = []
    end = 0
    for node in body:
        if node.lineno <= end:  # a second statement on the line of the first: already in its text
            continue
        text = "\n".join(lines[end:node.end_lineno]).strip()
        end = node.end_lineno
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            found.append(Piece(lesson, place, node, text))
    return found


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
        parts = _running(piece.node)
        if any(isinstance(part, ast.Call) for part in parts):  # it can run any function written before
            replaced.clear()
        replaced -= {_dotted(part) for part in parts if isinstance(getattr(part, "ctx", None), ast.Load)}
        replaced -= {_dotted(part.target) for part in parts if isinstance(part, ast.AugAssign)}
    return kept[::-1]


def _running(node: ast.AST) -> list[ast.AST]:
    """The parts of a statement that run with it: all but the bodies of functions."""
    parts = [node]
    for part in parts:
        later = part.body if isinstance(part, _FUNCTIONS) else [part.body] if isinstance(part, ast.Lambda) else []
        parts += [child for child in ast.iter_child_nodes(part) if child not in later]
    return parts


def lost_methods(found: list[Piece]) -> str | None:
    """A sentence when a class is written again after methods were attached to it."""
    attached: dict[str, str] = {}
    for piece in found:
        name, dot, _ = (piece.target or "").partition(".")
        if isinstance(piece.node, ast.ClassDef) and name in attached:
            return (f"{piece.place}: class {name} is defined again after {attached[name]} was attached to it; "
                    f"add to the class with def and {name}.name = ... instead.")
        if dot:
            attached.setdefault(name, piece.target)
    return None


def _dotted(node: ast.AST) -> str | None:
    """`Value.__mul__` for such an expression of names and dots, else None."""
    if isinstance(node, ast.Name):
        return node.id
    owner = _dotted(node.value) if isinstance(node, ast.Attribute) else None
    return f"{owner}.{node.attr}" if owner else None
