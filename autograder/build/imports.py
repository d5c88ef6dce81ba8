"""The imports that a generated module needs, and the names that it would lack."""

import ast
import builtins
import symtable

_OURS = {"engine", "graph_picture"}
_MODULE_NAMES = {"__name__", "__file__", "__doc__"}

Import = tuple[str, str | None, str]


def import_lines(sources: list[str], body: str) -> str:
    """Import statements for the names of `body` that the cells in `sources` import.

    `import math` before `from math import exp`, each in the order of the alphabet; what the body
    does not use is left out, and so are the modules that the build writes.
    """
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    plain: set[str] = set()
    by_module: dict[str, set[str]] = {}
    for module, name, bound in _imports(sources):
        if bound not in used or module.split(".")[0] in _OURS:
            continue
        if name is None:
            plain.add(f"import {module}" + ("" if bound == module.split(".")[0] else f" as {bound}"))
        else:
            by_module.setdefault(module, set()).add(name if name == bound else f"{name} as {bound}")
    froms = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(by_module.items())]
    return "\n".join(sorted(plain) + froms)


def _imports(sources: list[str]) -> list[Import]:
    """Module, name (None for `import module`) and bound name of each top-level import."""
    found: list[Import] = []
    for source in sources:
        try:
            body = ast.parse(source).body
        except SyntaxError:  # a cell with a magic; engine cells are checked elsewhere
            continue
        for node in body:
            if isinstance(node, ast.Import):
                found += [(a.name, None, a.asname or a.name.split(".")[0]) for a in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found += [(node.module, a.name, a.asname or a.name) for a in node.names]
    return found


def undefined_names(text: str) -> set[str]:
    """Global names that a module uses and neither defines nor imports."""
    top = symtable.symtable(text, "engine", "exec")
    defined = {
        symbol.get_name()
        for symbol in top.get_symbols()
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
    }
    used: set[str] = set()
    tables = [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        used |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (table is top or symbol.is_global())
        }
    return used - defined - set(dir(builtins)) - _MODULE_NAMES
