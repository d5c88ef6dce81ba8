"""The imports that a generated module needs, and the names that it would lack."""
import ast
import builtins
import symtable

_OURS = {"engine", "graph_picture"}


def import_lines(sources: list[str], body: str) -> str:
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
