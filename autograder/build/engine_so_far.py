"""The engine so far: one module made of the cells tagged `engine` in the earlier lessons."""
import ast
import builtins
import symtable
from pathlib import Path

from autograder.manifest import Course, CourseError, Lesson

from .definitions import Piece, last_definitions, lost_methods, pieces
from .marks import without_marks
from .source import solution_file, source_name

_OURS = {"engine", "graph_picture"}


def engine_so_far(root: Path, course: Course, lesson: Lesson) -> str | None:
    """The text of engine.py for a lesson; None when the earlier lessons have nothing for it.

    Of a name that is defined again, only the last definition is kept. Raises CourseError if an
    engine cell is not Python, or the engine would lack a name that it uses.
    """
    cells = [(one, cell, without_marks(cell.source)) for one in course.before(lesson)
             for cell in solution_file(root, one) if cell.kind == "code"]
    found = [piece for one, cell, source in cells if "engine" in cell.tags
             for piece in pieces(source, one, f"{source_name(root, one)}, line {cell.line}")]
    if not found:
        return None
    if lost := lost_methods(found):
        raise CourseError(lost)
    kept = last_definitions(found)
    lessons = ", ".join(dict.fromkeys(piece.lesson.id for piece in kept))
    header = (f'"""The engine so far: what the earlier lessons have built ({lessons}).\n\n'
              'Written by `course build` from the solutions of those lessons. Do not edit it.\n"""')
    text = module(header, kept, [source for _, _, source in cells])
    missing = undefined_names(text)
    for piece in kept:
        for name in missing & piece.names:
            raise CourseError(f"{piece.place}: this engine cell uses {name}, which no engine cell defines; "
                              "tag the cell that defines it with engine.")
    return text


def module(header: str, kept: list[Piece], sources: list[str]) -> str:
    """The text of a module: the header, the imports in `sources` that the pieces need, and the pieces under a heading for each lesson."""
    parts: list[str] = []
    before: Piece | None = None
    for piece in kept:
        if before is None or before.lesson.id != piece.lesson.id:
            parts.append(("\n\n" if before else "") + f"# {piece.lesson.id}: {piece.lesson.title}\n")
        elif before.is_block or piece.is_block:  # two empty lines around functions and classes
            parts.append("\n")
        parts.append(piece.text)
        before = piece
    body = "\n".join(parts)
    return "\n\n".join(filter(None, [header, _import_lines(sources, body), body])) + "\n"


def _import_lines(sources: list[str], body: str) -> str:
    """Import statements for the names of `body` that the cells in `sources` import, one a line, each kind in the order of the alphabet.

    What the body does not use is left out, and so are the modules that the build writes.
    """
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    lines = set()
    for source in sources:
        try:
            statements = ast.parse(source).body
        except SyntaxError:  # a cell with a magic; engine cells are checked elsewhere
            continue
        for node in statements:
            for alias in list(node.names) if isinstance(node, (ast.Import, ast.ImportFrom)) else []:
                node.names = [alias]
                line = ast.unparse(node)
                if (alias.asname or alias.name.split(".")[0]) in used and line.split()[1].split(".")[0] not in _OURS:
                    lines.add(line)
    return "\n".join(sorted(lines, key=lambda line: (line.startswith("from"), line)))


def undefined_names(text: str) -> set[str]:
    """Global names that a module uses and neither defines nor imports."""
    top = symtable.symtable(text, "engine", "exec")
    defined = {one.get_name() for one in top.get_symbols() if one.is_assigned() or one.is_imported() or one.is_namespace()}
    used: set[str] = set()
    tables = [top]
    for table in tables:
        tables += table.get_children()
        used |= {one.get_name() for one in table.get_symbols() if one.is_referenced() and (table is top or one.is_global())}
    return used - defined - set(dir(builtins)) - {"__file__"}
