"""`course assemble`: writes a student's micrograd.py, tries it, and trains the moons with it."""
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.manifest import Course, CourseError
from autograder.manifest.names import listed
from autograder.report.console import Line, show
from autograder.saving import save

from .micrograd_checks import Check, checks
from .moons import ENOUGH, STEPS, picture, train_on_moons
from .notebooks import own_notebooks
from .own_pieces import NETWORK_LESSON, TRAINING_LESSON, OwnPieces, module_text, own_pieces

WRITTEN_BY = "Written by `course assemble`"


@dataclass
class Assembled:
    """What was made of the notebooks, and every check of it."""

    own: OwnPieces
    notebooks: dict[str, Path]
    checks: list[Check] = field(default_factory=list)
    picture: tuple[bytes, str] | None = None  # of the trained network, as PNG, and in words


def write_module(root: Path, course: Course, folder: Path | None, out: Path) -> Assembled:
    """Write the student's module from their notebooks, and say what is not in it.

    Raises CourseError if nothing of the engine is written, a file cannot be read, or `out` holds something else.
    """
    notebooks = own_notebooks(root, course, folder)
    own = own_pieces(root, course.lessons, notebooks)
    if not own.lessons:
        raise CourseError(f"There is nothing to assemble yet: {own.gaps[0].sentence}")
    try:
        foreign = out.exists() and WRITTEN_BY not in out.read_text(encoding="utf-8", errors="replace")
    except OSError:
        foreign = True
    if foreign:
        raise CourseError(f"{out} is not from `course assemble`; name another file with --out.")
    text = module_text(_header(own, notebooks), own)
    save(out, text, "; name another file with --out")
    show([("", f"Wrote {out}: {len(text.splitlines())} lines from {', '.join(own.lessons)}.")])
    show([("yellow", gap.sentence) for gap in own.gaps])
    return Assembled(own, notebooks)


def try_module(course: Course, made: Assembled, out: Path, steps: int, sandbox: bool, say: Callable[[str], None]) -> None:
    """Run micrograd's checks on the module, then train the moons and draw what came of it. Each result is shown as soon as it is there.

    The accuracy is a check after enough steps, otherwise only told. Raises CourseError if the module cannot be imported, or the picture cannot be written.
    """
    module = out.read_text(encoding="utf-8")
    network = NETWORK_LESSON in made.own.lessons
    for check in checks(course, module, network, sandbox, say):
        _add(made, check)
    if not network:
        show([("", f"Not tried: the network and the moons, because lesson {NETWORK_LESSON} is not begun.")])
        return
    if not all(check.passed for check in made.checks):
        show([("", "Not tried: the moons. They wait until the checks above pass.")])
        return
    own_training = made.own.complete(TRAINING_LESSON)
    how = "your own train()" if own_training else f"a plain loop, because lesson {TRAINING_LESSON} is not complete"
    patience = "This takes a minute or two." if steps >= STEPS else ""
    show([("", f"Training MLP(2, [16, 16, 1]) on two half-moons of 128 points: {steps} steps of {how}. {patience}")])
    try:
        training = train_on_moons(course, module, steps, own_training, sandbox, say)
    except ValueError as problem:
        _add(made, Check("the moons", False, str(problem)))
        return
    show([("", f"The loss went from {training.losses[0]:.3f} to {training.losses[-1]:.3f}.")])
    says = f"accuracy is {100 * training.accuracy:.1f} %"
    if steps < STEPS:
        show([("", f"The {says} after {steps} of {STEPS} steps.")])
    else:
        _add(made, Check("the moons", training.accuracy >= ENOUGH, f"{says}, should be at least {100 * ENOUGH:g} %"))
    path = out.with_name(f"{out.stem}-moons.png")
    made.picture = png, words = picture(training)
    save(path, png, "; name another file with --out")
    show([("", f"Wrote {path}. {words}")])


def _add(made: Assembled, check: Check) -> None:
    """Keep the check and show it in one line; the colour repeats what the first word says."""
    made.checks.append(check)
    line: Line = ("green", f"passed: {check.name}: {check.says}") if check.passed else ("red", f"not right: {check.name}: {check.says}")
    show([line])


def _header(own: OwnPieces, notebooks: dict[str, Path]) -> str:
    sources = "\n".join(f"    {id}: {notebooks[id]}" for id in own.lessons)
    names = [name for lesson, name in ((NETWORK_LESSON, "MLP"), (TRAINING_LESSON, "train")) if lesson in own.lessons]
    gaps = [f"{gap.lesson.id}{'.' * bool(gap.exercise)}{gap.exercise}" for gap in own.gaps]
    missing = f"\nNot in it yet: {listed(gaps)}.\n" if gaps else ""
    library = ", and a neural network library on top of it" if NETWORK_LESSON in own.lessons else ""
    return (
        f'"""My own micrograd: an engine that computes gradients by backpropagation{library}.\n\n'
        f"    from micrograd import {', '.join([*names, 'Value'])}\n\n"
        f"{WRITTEN_BY} from my answers in these notebooks:\n\n{sources}\n{missing}\n"
        'Change the answers there and assemble again, or keep this file under another name and go on from here.\n"""'
    )
