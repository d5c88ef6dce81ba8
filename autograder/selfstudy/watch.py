"""`course watch`: follows the saved notebooks, checks what changed, and reports on the exercise you are on."""
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from autograder.build import reference_cells
from autograder.manifest import Course, CourseError, Exercise, Lesson, skeleton_path
from autograder.report.console import show
from autograder.room.rooms import WarmProcess, warm_process
from autograder.verdict.assignments import assignment
from autograder.verdict.random_inputs import drawn_inputs
from autograder.verdict.self_check import walls_or_note

from .again import reset
from .cells import answers, filled, other_code, read_cells
from .checking import begun, checked
from .hints import next_hint
from .overview import exercise_ahead, next_lines, overview_lines
from .progress import key, read_progress
from .waiting import new_saves, pressed_keys

KEYS = "h hint  l list  n next  c check all  s solution  r reset  q quit"


@dataclass
class Watch:
    """What is being watched: the exercise you are on, and each notebook's cells as they were last checked."""
    root: Path
    course: Course
    warm: WarmProcess
    here: tuple[Lesson, Exercise]
    seen: dict[str, list[dict]] = field(default_factory=dict)
    pressed: Callable[[], str] | None = None  # the key pressed since it was last asked; None where there are no keys


def follow(root: Path, course: Course, once: bool, sandbox: bool, say: Callable[[str], None]) -> bool:
    """Check the exercise you are on; if not only `once`, then follow what is saved until q is pressed.

    Returns whether, with `once`, it is right. Raises CourseError.
    """
    with warm_process(course.limits.for_room(), walls_or_note(sandbox, say), preload=()) as warm, pressed_keys() as pressed:
        watch = open_watch(root, course, warm, None if once else pressed)
        saves = new_saves(root, course)
        first = next(saves)  # from here on no save is missed, not even one during the first report
        right = report_here(watch)
        if once:
            return right
        ready = get_ready(watch)
        for changed in chain([first], saves):
            for path in sorted(changed):
                saved(watch, path)
            found = pressed().lower() if pressed else ""
            if found == "q":
                return True
            if found:
                press(watch, found)
            elif not changed:
                next(ready)


def open_watch(root: Path, course: Course, warm: WarmProcess, pressed: Callable[[], str] | None = None) -> Watch:
    """The watch over the notebooks as they are now, on the next exercise. Raises CourseError."""
    ahead = exercise_ahead(course, read_progress(root)) or (course.lessons[-1], course.lessons[-1].exercises[-1])
    watch = Watch(root, course, warm, ahead, pressed=pressed)
    for lesson in course.lessons:
        try:
            watch.seen[lesson.id] = read_cells(root, lesson)
        except CourseError:
            continue  # said when it is saved, or checked
    return watch


def report_here(watch: Watch) -> bool:
    """Check the exercise you are on, and show the report. Returns whether it is right."""
    lesson, exercise = watch.here
    return _check(watch, lesson, [exercise.id])


def saved(watch: Watch, path: Path) -> None:
    """A notebook was saved: check what changed in it. Another exercise than the one you are on becomes it only when you wrote there."""
    lesson = next(lesson for lesson in watch.course.lessons if skeleton_path(watch.root, lesson) == path)
    try:
        cells = read_cells(watch.root, lesson)
    except CourseError as problem:
        _say(str(problem))
        return
    changed = _changed(lesson, watch.seen.get(lesson.id), cells)
    watch.seen[lesson.id] = cells
    here, exercise = watch.here
    if changed and (here != lesson or exercise.id not in changed):
        watch.here = (lesson, lesson.exercise(changed[-1]))
    if changed or here == lesson:
        _check(watch, lesson, [*(id for id in changed if id != watch.here[1].id), watch.here[1].id])


def _changed(lesson: Lesson, before: list[dict] | None, after: list[dict]) -> list[str]:
    """The exercises to check again. What the student wrote outside the answers can change each of them that is written."""
    ids = [exercise.id for exercise in lesson.exercises]
    if before is None or other_code(before) != other_code(after):
        return [id for id in ids if id in filled(lesson, after)]
    return [id for id in ids if answers(before).get(id) != answers(after).get(id)]


def _check(watch: Watch, lesson: Lesson, ids: list[str]) -> bool:
    """Check these exercises; show the whole report of the last, and of the others what has changed."""
    path = skeleton_path(watch.root, lesson)
    for id in ids:
        if id == ids[-1]:
            # Shown at once, because a loop without end takes its time.
            show([("", ""), ("bold", f"--- {key(lesson, id)}  {datetime.now():%H:%M:%S} ".ljust(79, "-"))])
        try:
            results, lines = checked(watch.root, watch.course, lesson, lesson.exercise(id), path, True, _say, watch.warm, "press h", True)
            blank = id not in filled(lesson, read_cells(watch.root, lesson))
        except CourseError as problem:
            _say(str(problem))
            return False
        show(lines if id == ids[-1] else [line for line in lines if line[0] == "bold"] or lines[:1])
    right = not blank and results.exercise(id).status in ("pass", "written")
    if watch.pressed:
        todo = ("Press n for the next exercise." if right else
                f"Write it in {path.relative_to(watch.root)} and save. Press h for a hint." if blank else
                "Change it, save, and it is checked again. Press h for a hint.")
        show([("", todo), ("dim", KEYS)])
    return right


def press(watch: Watch, pressed: str) -> None:
    """Do what the key says."""
    root, course, (lesson, exercise) = watch.root, watch.course, watch.here
    name, progress = key(lesson, exercise.id), read_progress(root)
    try:
        match pressed:
            case "h":
                show([("", ""), *next_hint(root, lesson, exercise, ask="press h", see="press s")])
            case "l":
                show(overview_lines(course, progress))
            case "n":
                ahead = exercise_ahead(course, progress)
                watch.here = ahead or watch.here
                show([("", ""), *(line for line in next_lines(root, course, progress) if "`course " not in line[1] or not ahead)])
            case "c":
                for one in begun(root, course):
                    _, lines = checked(root, course, one, None, skeleton_path(root, one), True, _say, watch.warm)
                    show([line for line in lines if not line[1].startswith("  ")])
            case "s":
                if progress.of(lesson, exercise).finished or _sure(watch, f"{name} is not done yet. Show the solution all the same?"):
                    print(f"\n{reference_cells(root, lesson)[exercise.id]}\n")  # code is not broken
            case "r":
                if _sure(watch, f"Put the cell of {name} back as it was handed out?"):
                    show(reset(root, course, lesson, exercise))
                    watch.seen[lesson.id] = read_cells(root, lesson)
            case _:
                show([("dim", KEYS)])
    except CourseError as problem:
        _say(str(problem))


def _sure(watch: Watch, question: str) -> bool:
    """Whether the next key is a y."""
    _say(f"{question} y or n")
    while not (pressed := watch.pressed()):
        time.sleep(0.05)
    if pressed.lower() != "y":
        _say("Left as it is.")
    return pressed.lower() == "y"


def get_ready(watch: Watch) -> Iterator[None]:
    """Work for idle moments: the random inputs of the lesson's tests are drawn before they are needed, a test at each step."""
    ready = set()
    while True:
        lesson = watch.here[0]
        if lesson.id not in ready:
            ready.add(lesson.id)
            for item in assignment(watch.root, watch.course, lesson).suite.items:
                drawn_inputs(item.obj)
                yield
        yield


def _say(sentence: str) -> None:
    show([("yellow", sentence)])
