"""The statements of a student's notebooks that belong into their micrograd, and what is missing there."""

import ast
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from autograder.build.definitions import Piece, last_definitions, pieces
from autograder.build.engine_so_far import engine_cell_ids, module_body
from autograder.build.imports import import_lines, undefined_names
from autograder.manifest import CourseError, Lesson
from autograder.manifest.names import listed

from .notebooks import OwnCell, own_cells

# The training part has no engine cells, because no later lesson imports it: these names, and what they use.
TRAINING_LESSON, TRAINING_NAMES = "07-training", {"fit", "accuracy", "total_loss", "train"}
NETWORK_LESSON = "06-neural-nets"

_SHOWN = {"print", "display", "draw_graph"}


@dataclass(frozen=True)
class Gap:
    """Something that the student has not written, or that cannot be used. `exercise` is empty for a whole lesson."""

    lesson: Lesson
    exercise: str
    sentence: str


@dataclass
class OwnPieces:
    """What goes into the module, in order; the sources, for their imports; and the gaps."""

    kept: list[Piece] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def lessons(self) -> list[str]:
        """The lessons that have given something, in order."""
        return list(dict.fromkeys(piece.lesson.id for piece in self.kept))

    def complete(self, lesson: str) -> bool:
        """Whether that lesson has given something and lacks nothing."""
        return lesson in self.lessons and not any(gap.lesson.id == lesson for gap in self.gaps)


@dataclass(frozen=True)
class _Part:
    """A statement with the grade_id of its cell. `wanted`: whether the module needs it for its own sake;
    `given`: whether the course wrote it."""

    piece: Piece
    id: str | None
    wanted: bool
    given: bool

    @property
    def written(self) -> bool:
        return not (self.id and _stub(self.piece.lesson, self.id) in self.piece.text)


def own_pieces(root: Path, lessons: tuple[Lesson, ...], notebooks: dict[str, Path]) -> OwnPieces:
    """The student's statements from those lessons, later definitions in place of earlier ones.

    They are those of the engine cells, the training functions, and whatever else of the notebooks these use.
    A lesson of which nothing is written is left out. Where a part is written, the rest stays as it is: it says
    itself that it is not written yet when it is called.

    Raises:
        CourseError: a notebook cannot be read.
    """
    result = OwnPieces()
    parts: list[_Part] = []
    for lesson in lessons:
        wanted = _wanted_cells(root, lesson)
        if not wanted:
            continue
        if lesson.id not in notebooks:
            result.gaps.append(_whole(lesson, f"there is no notebook of lesson {lesson.id}"))
            continue
        cells = own_cells(notebooks[lesson.id])
        answers = [cell for cell in cells if wanted.get(cell.id) == "solution"]
        if all(_stub(lesson, cell.id) in cell.source for cell in answers):
            result.gaps.append(_whole(lesson, f"Lesson {lesson.id} is not begun"))
            continue
        result.sources += [cell.source for cell in cells]
        for cell in cells:
            parts += _parts(lesson, cell, wanted, notebooks[lesson.id], result.gaps)
        result.gaps += [
            Gap(lesson, id, f"{lesson.id}.{id}: its cell is not in {notebooks[lesson.id]}; copy it back from the released notebook.")
            for id in wanted.keys() - {cell.id for cell in cells}
            if wanted[id] == "solution"
        ]
    chosen = _with_what_they_use(parts, result.sources)
    result.kept = last_definitions([part.piece for part in chosen])
    known = {(gap.lesson.id, gap.exercise) for gap in result.gaps}
    unwritten = {(part.piece.lesson, part.id) for part in chosen if not part.written}
    result.gaps += [_blank(lesson, id) for lesson, id in unwritten if (lesson.id, id) not in known]
    result.gaps += _undefined(result)
    result.gaps.sort(key=lambda gap: (gap.lesson.id, gap.exercise))
    return result


def module_text(header: str, own: OwnPieces) -> str:
    """The module: header, imports, and a section for each lesson."""
    body = module_body(own.kept)
    return "\n\n".join(filter(None, [header, import_lines(own.sources, body), body])) + "\n"


def _wanted_cells(root: Path, lesson: Lesson) -> dict[str, str]:
    """grade_id to role of the cells that belong into the module; for the training lesson, of all its answers."""
    if lesson.id == TRAINING_LESSON:
        from autograder.build.source import solution_file

        return {
            cell.id: cell.role
            for cell in solution_file(root, lesson)
            if cell.id and cell.role == "solution" and any(f"def {name}(" in cell.source for name in TRAINING_NAMES)
        }
    return engine_cell_ids(root, lesson)


def _parts(lesson: Lesson, cell: OwnCell, wanted: dict[str, str], path: Path, gaps: list[Gap]) -> list[_Part]:
    """The definitions of one cell. A cell that cannot be used, or is not written, becomes a gap."""
    belongs = cell.id in wanted
    try:
        found = pieces(cell.source, lesson, f"{path}, {cell.id or 'a cell of your own'}")
    except CourseError as problem:
        if belongs:
            gaps.append(Gap(lesson, cell.id or "", f"{lesson.id}.{cell.id} is left out. {problem}"))
        return []
    if belongs and _stub(lesson, cell.id) in cell.source:
        gaps.append(_blank(lesson, cell.id))
    found = [inner for piece in found if not _only_shows(piece.node) for inner in _unwrapped(piece)]
    training = lesson.id == TRAINING_LESSON
    given = wanted.get(cell.id) == "locked"
    return [_Part(piece, cell.id, belongs and (not training or piece.target in TRAINING_NAMES), given) for piece in found]


def _with_what_they_use(parts: list[_Part], sources: list[str]) -> list[_Part]:
    """The wanted parts, and from anywhere in the notebooks the definitions of the names that they lack."""
    parts = [part for part in parts if not (part.given and _spoils(part.piece, parts))]
    chosen = {place for place, part in enumerate(parts) if part.wanted}
    while True:
        kept = last_definitions([parts[place].piece for place in sorted(chosen)])
        body = module_body(kept)
        missing = undefined_names("\n".join([import_lines(sources, body), body]))
        more = {place for name in missing for place in _definitions(name, parts, kept)} - chosen
        if not more:
            return [parts[place] for place in sorted(chosen)]
        chosen |= more


def _spoils(piece: Piece, parts: list[_Part]) -> bool:
    """Whether a statement `name = other` would put something in the place of `name` that is not written, or that calls `name` itself."""
    node = piece.node
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and isinstance(node.targets[0], ast.Name)):
        return False
    others = [part for part in parts if part.piece.target == node.value.id]
    return not others or not others[-1].written or node.targets[0].id in others[-1].piece.names


def _definitions(name: str, parts: list[_Part], kept: list[Piece]) -> list[int]:
    """Places of the parts that define a name, from the lesson that uses it, or else from the last one that has it."""
    users = {piece.lesson.id for piece in kept if name in piece.names}
    places = [place for place, part in enumerate(parts) if name in _bound(part.piece)]
    return (
        [place for place in places if parts[place].piece.lesson.id in users]
        or [place for place in places if parts[place].piece.lesson.id == parts[places[-1]].piece.lesson.id]
    )


def _bound(piece: Piece) -> set[str]:
    """Names that a statement gives a meaning to, or hangs something on (`Node` for `Node.grad = ...`)."""
    if piece.is_block:
        return {piece.target or ""}
    targets = [part for part in ast.walk(piece.node) if isinstance(part, (ast.Name, ast.Attribute)) and isinstance(part.ctx, ast.Store)]
    return {ast.unparse(target).split(".")[0] for target in targets}


def _unwrapped(piece: Piece) -> list[Piece]:
    """The statements under `if __name__ == "engine":`, which are meant for the finished module."""
    node = piece.node
    if not (isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == 'engine'"):
        return [piece]
    lines = piece.text.split("\n")
    inner = textwrap.dedent("\n".join(lines[len(lines) - (node.end_lineno - node.body[0].lineno + 1):]))
    return pieces(inner, piece.lesson, piece.place)


def _only_shows(node: ast.stmt) -> bool:
    """Whether the statement only looks at something: an assert, a print, a bare name."""
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Expr):
        return False
    call = node.value
    return not isinstance(call, ast.Call) or (isinstance(call.func, ast.Name) and call.func.id in _SHOWN)


def _stub(lesson: Lesson, id: str | None) -> str:
    return f'NotImplementedError("{lesson.id}.{id}:'


def _blank(lesson: Lesson, id: str) -> Gap:
    return Gap(lesson, id, f"{lesson.id}.{id} is not written yet; write it, and see `course check {lesson.number}.{id}`.")


def _undefined(own: OwnPieces) -> list[Gap]:
    """Names that the module would lack, one gap a lesson that uses some."""
    missing = undefined_names(module_text("", own))
    lacking: dict[Lesson, set[str]] = {}
    for piece in own.kept:
        if missing & piece.names:
            lacking.setdefault(piece.lesson, set()).update(missing & piece.names)
    return [
        Gap(lesson, "", f"Lesson {lesson.id} uses {listed(sorted(names))}, which no cell of your notebooks defines; define or import it there.")
        for lesson, names in lacking.items()
    ]


def _whole(lesson: Lesson, sentence: str) -> Gap:
    return Gap(lesson, "", f"{sentence}; write it, and see `course check {lesson.number}`.")
