"""The statements of a student's notebooks that belong into their micrograd, and what is missing there."""
import ast
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.build.definitions import Piece, last_definitions, pieces
from autograder.build.engine_so_far import module, undefined_names
from autograder.build.marks import is_blank
from autograder.build.source import solution_file
from autograder.manifest import CourseError, Lesson
from autograder.manifest.names import listed
from autograder.verdict.submission import Cell, code_cells

from .notebooks import own_notebook

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


def own_pieces(root: Path, lessons: tuple[Lesson, ...], notebooks: dict[str, Path]) -> OwnPieces:
    """The student's statements from those lessons, later ones in place of earlier. Raises CourseError if a notebook cannot be read.

    They are those of the engine cells, the training functions, and whatever else of the notebooks these use.
    A lesson of which nothing is written is left out. Where a part is written, the rest stays as it is: it says
    itself that it is not written yet when it is called.
    """
    own = OwnPieces()
    found: list[Piece] = []
    for lesson in lessons:
        exercises = [cell for cell in solution_file(root, lesson) if cell.role == "solution"]
        wanted = [cell.id for cell in exercises if _belongs(lesson, cell)]
        if not wanted:
            continue
        path = notebooks.get(lesson.id)
        if not path:
            own.gaps.append(_unwritten(lesson, "", f"there is no notebook of lesson {lesson.id}"))
            continue
        cells = code_cells(own_notebook(path), [cell.id for cell in exercises])
        answers = {cell.exercise: cell.source for cell in cells if cell.exercise in wanted}
        if all(is_blank(lesson, id, source) for id, source in answers.items()):
            own.gaps.append(_unwritten(lesson, "", f"Lesson {lesson.id} is not begun"))
            continue
        for cell in cells:
            own.sources.append(cell.source)
            found += _cell_pieces(lesson, cell, wanted, path, own.gaps)
        own.gaps += [Gap(lesson, id, f"{lesson.id}.{id}: its cell is not in {path}; copy it back from the released notebook.")
                     for id in wanted if id not in answers]
    chosen = _with_what_they_use(_unwrapped(found), own.sources)
    own.kept = last_definitions(chosen)
    known = {(gap.lesson, gap.exercise) for gap in own.gaps}
    blank = {(piece.lesson, piece.cell) for piece in chosen if is_blank(piece.lesson, piece.cell, piece.text)}
    own.gaps += [_unwritten(lesson, id) for lesson, id in blank - known]
    own.gaps += _undefined(own)
    own.gaps.sort(key=lambda gap: (gap.lesson.id, gap.exercise))
    return own


def module_text(header: str, own: OwnPieces) -> str:
    """The module: header, imports, and a section for each lesson."""
    return module(header, own.kept, own.sources)


def _belongs(lesson: Lesson, cell) -> bool:
    """Whether that cell of the assignment belongs into the module."""
    return "engine" in cell.tags or lesson.id == TRAINING_LESSON and any(f"def {name}(" in cell.source for name in TRAINING_NAMES)


def _cell_pieces(lesson: Lesson, cell: Cell, wanted: list[str], path: Path, gaps: list[Gap]) -> list[Piece]:
    """The definitions of one cell. A wanted cell that cannot be used, or is not written, becomes a gap."""
    id = cell.exercise or ""
    try:
        found = pieces(cell.source, lesson, f"{path}, {id or 'a cell of your own'}")
    except CourseError as problem:
        gaps += [Gap(lesson, id, f"{lesson.id}.{id} is left out. {problem}")] if id in wanted else []
        return []
    if id in wanted and is_blank(lesson, id, cell.source):
        gaps.append(_unwritten(lesson, id))
    return [replace(piece, cell=id, wanted=id in wanted and (lesson.id != TRAINING_LESSON or piece.target in TRAINING_NAMES))
            for piece in found if not _only_shows(piece.node)]


def _unwrapped(found: list[Piece]) -> list[Piece]:
    """The pieces, those under `if __name__ == "engine":` without it: they are meant for the finished module."""
    result: list[Piece] = []
    for piece in found:
        if isinstance(piece.node, ast.If) and ast.unparse(piece.node.test) == "__name__ == 'engine'":
            inner = [replace(piece, node=node, text=ast.unparse(node), wanted=True) for node in piece.node.body]
            result += [one for one in inner if not _spoils(one, found)]
        else:
            result.append(piece)
    return result


def _spoils(piece: Piece, found: list[Piece]) -> bool:
    """Whether a statement `name = other` would put something in the place of `name` that is not written, or that calls `name` itself."""
    match piece.node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)):
            last = next((one for one in reversed(found) if one.target == other), None)
            return not last or is_blank(last.lesson, last.cell, last.text) or name in last.names
    return False


def _with_what_they_use(found: list[Piece], sources: list[str]) -> list[Piece]:
    """The pieces that are wanted, and from anywhere in the notebooks the definitions of the names that they lack."""
    chosen = {place for place, piece in enumerate(found) if piece.wanted}
    while True:
        kept = last_definitions([found[place] for place in sorted(chosen)])
        more = {place for name in undefined_names(module("", kept, sources)) for place in _definitions(name, found, kept)} - chosen
        if not more:
            return [found[place] for place in sorted(chosen)]
        chosen |= more


def _definitions(name: str, found: list[Piece], kept: list[Piece]) -> list[int]:
    """Places of the pieces that define a name, from the lessons that use it, or else from the last one that has it."""
    places = [place for place, piece in enumerate(found) if name in _bound(piece)]
    users = {piece.lesson for piece in kept if name in piece.names}
    lessons = users & {found[place].lesson for place in places} or {found[place].lesson for place in places[-1:]}
    return [place for place in places if found[place].lesson in lessons]


def _bound(piece: Piece) -> set[str]:
    """Names that a statement gives a meaning to, or hangs something on (`Node` for `Node.grad = ...`)."""
    if piece.is_block:
        return {piece.target}
    return {ast.unparse(node).split(".")[0] for node in ast.walk(piece.node)
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Store)}


def _only_shows(node: ast.stmt) -> bool:
    """Whether the statement only looks at something: an assert, a print, a bare name."""
    match node:
        case ast.Expr(value=ast.Call(func=function)):
            return isinstance(function, ast.Name) and function.id in _SHOWN
    return isinstance(node, (ast.Assert, ast.Expr))


def _unwritten(lesson: Lesson, id: str, what: str = "") -> Gap:
    name = f"{lesson.number}.{id}" if id else lesson.number
    return Gap(lesson, id, f"{what or f'{lesson.id}.{id} is not written yet'}; write it, and see `course check {name}`.")


def _undefined(own: OwnPieces) -> list[Gap]:
    """Names that the module would lack, one gap a lesson that uses some."""
    missing = undefined_names(module_text("", own))
    lacking: dict[Lesson, set[str]] = {}
    for piece in own.kept:
        if missing & piece.names:
            lacking.setdefault(piece.lesson, set()).update(missing & piece.names)
    return [Gap(lesson, "", f"Lesson {lesson.id} uses {listed(sorted(names))}, which no cell of your notebooks defines; "
                            "define or import it there.") for lesson, names in lacking.items()]
