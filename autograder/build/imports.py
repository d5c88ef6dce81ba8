"""The imports that a generated module needs, and the names that it would lack."""
import ast
import builtins
import symtable
from collections import defaultdict
from collections.abc import Iterator

_OURS = {"engine", "graph_picture"}


def import_lines(sources: list[str], body: str) -> str:
    """Import statements for the names of `body` that the cells in `sources` import.

    `import math` before `from math import exp`, each in the order of the alphabet; what the body
    does not use is left out, and so are the modules that the build writes.
    """
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    plain: set[str] = set()
    froms: dict[str, set[str]] = defaultdict(set)
    for module, alias in _imports(sources):
        if (alias.asname or alias.name.split(".")[0]) not in used or (module or alias.name).split(".")[0] in _OURS:
            continue
        if module:
            froms[module].add(ast.unparse(alias))
        else:
            plain.add(f"import {ast.unparse(alias)}")
    return "\n".join(sorted(plain) + [f"from {module} import {', '.join(sorted(froms[module]))}" for module in sorted(froms)])


def _imports(sources: list[str]) -> Iterator[tuple[str, ast.alias]]:
    """What each top-level import names, with the module that it is from; no module for `import math`."""
    for source in sources:
        try:
            body = ast.parse(source).body
        except SyntaxError:  # a cell with a magic; engine cells are checked elsewhere
            continue
        for node in body:
            if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level):
                yield from ((getattr(node, "module", ""), alias) for alias in node.names)


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
