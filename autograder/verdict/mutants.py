"""Generic mutants: a reference answer with one operator, constant or comparison changed, or one statement left out."""
import ast
import copy
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder.build import reference_notebook
from autograder.manifest import Course, Lesson, suite_path
from autograder.room.rooms import RoomDied, WarmProcess
from autograder.verdict.assignments import assignment
from autograder.verdict.submission import Cell, code_cells
from autograder.verdict.suite import Forks, Suite, SuiteError, load_suite

_SECONDS = 2.0  # for one test: many mutants loop for ever
_SWAPS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult, ast.FloorDiv: ast.Div, ast.Mod: ast.Mult,
          ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
          ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And}


def mutants(source: str) -> Iterator[tuple[str, str]]:
    """(what was changed, the changed source) for each single change of a cell."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    for place, node in enumerate(ast.walk(tree)):
        for words, change in _changes(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[place])
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text not in seen:
                seen.add(text)
                yield words, text


def _changes(node: ast.AST) -> Iterator[tuple]:
    """(words, function that makes the change in a copy of the node) for all changes of this one node."""
    match node:
        case ast.BinOp() | ast.BoolOp() if type(node.op) in _SWAPS:
            yield _words(node, f"{type(node.op).__name__} to {_SWAPS[type(node.op)].__name__}"), lambda it: setattr(it, "op", _SWAPS[type(it.op)]())
        case ast.Compare():
            yield _words(node, f"{type(node.ops[0]).__name__} to {_SWAPS[type(node.ops[0])].__name__}"), lambda it: it.ops.__setitem__(0, _SWAPS[type(it.ops[0])]())
        case ast.Constant() if isinstance(node.value, (bool, int, float)):
            yield _words(node, "another constant"), lambda it: setattr(it, "value", not it.value if isinstance(it.value, bool) else it.value + 1)
        case ast.UnaryOp(op=ast.USub()):
            yield _words(node, "sign lost"), lambda it: setattr(it, "op", ast.UAdd())
        case ast.IfExp():
            yield _words(node, "condition turned round"), lambda it: setattr(it, "test", ast.UnaryOp(ast.Not(), it.test))
    for name in ("body", "orelse"):
        statements = getattr(node, name, None)
        for index, statement in enumerate(statements if isinstance(statements, list) else []):
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                continue  # a docstring
            if not isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Pass)):
                yield _words(statement, "left out"), lambda it, name=name, index=index: getattr(it, name).__setitem__(index, ast.Pass())
            if isinstance(statement, ast.AugAssign):
                yield _words(statement, "= for the operation"), lambda it, name=name, index=index: getattr(it, name).__setitem__(
                    index, ast.Assign([getattr(it, name)[index].target], getattr(it, name)[index].value))
            if isinstance(statement, (ast.If, ast.While)):
                yield _words(statement, "condition turned round"), lambda it, name=name, index=index: setattr(
                    getattr(it, name)[index], "test", ast.UnaryOp(ast.Not(), getattr(it, name)[index].test))


def _words(node: ast.AST, what: str) -> str:
    return f"line {node.lineno}, {' '.join(ast.unparse(node).split())[:60]}: {what}"


def survivors(root: Path, course: Course, lesson: Lesson, warm: WarmProcess, progress=lambda text: None) -> tuple[int, list[tuple[str, str]]]:
    """How many mutants of the lesson's reference answers its suite kills, and (exercise, words) of those that pass.

    Raises SuiteError if an unchanged answer does not pass: then nothing would be known of its mutants.
    """
    task, suite = assignment(root, course, lesson), load_suite(suite_path(root, lesson), _SECONDS)
    cells = code_cells(reference_notebook(root, lesson), task.order)
    killed, alive = 0, []
    for id in task.order:
        tests = _quickest_first(suite, id)
        if not _passes(tests, id, cells, task.files, warm):
            raise SuiteError(f"{lesson.id}: the reference answer to {id} does not pass with {_SECONDS:g} seconds a test, so its mutants say nothing.")
        for words, source in mutants(task.reference[id]):
            progress(f"{id}: {words}")
            if _passes(tests, id, [replace(cell, source=source) if cell.exercise == id else cell for cell in cells], task.files, warm):
                alive.append((id, words))
            else:
                killed += 1
    return killed, alive


def _quickest_first(suite: Suite, id: str) -> list[Suite]:
    """The exercise's tests, each a suite of its own. One that is allowed more time comes last: most mutants never meet it."""
    def seconds(item) -> float:
        limit = item.get_closest_marker("limit")
        return limit.kwargs["seconds"] if limit else _SECONDS

    tests = []
    for item in sorted(suite.items, key=seconds):
        if item.get_closest_marker("exercise").args[0] == id:
            test = copy.copy(suite)
            test.items = [item]
            tests.append(test)
    return tests


def _passes(tests: list[Suite], id: str, cells: list[Cell], files: dict[str, str], warm: WarmProcess) -> bool:
    """Whether the notebook passes the tests; those after the first that it fails are not run."""
    room = warm.open()
    try:
        room.run([{"name": cell.name, "source": cell.source} for cell in cells], files, figures=False)
        forks = Forks(room, end=math.inf)
        try:
            return all(result.status == "pass" for test in tests for result in test.run(id, forks))
        finally:
            forks.close()
    except RoomDied:
        return False
    finally:
        room.close()


def equivalent(root: Path) -> set[tuple[str, str, str]]:
    """(lesson, exercise, words) of the mutants that are no mistakes, from mistakes/equivalent_mutants.yml."""
    from ruamel.yaml import YAML
    path = root / "autograder" / "mistakes" / "equivalent_mutants.yml"
    entries = YAML(typ="safe").load(path.read_text(encoding="utf-8")) if path.exists() else []
    return {(entry["lesson"], entry["exercise"], entry["mutant"]) for entry in entries or []}
