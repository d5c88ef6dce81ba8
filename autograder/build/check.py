"""Compares what is committed with what the sources would give."""

import tempfile
from pathlib import Path

from autograder.assembly.carried import is_carried
from autograder.manifest import Course, Lesson, exercise_folder
from autograder.manifest.paths import ENGINE
from autograder.manifest.schema import SCHEMA_PATH, schema_text

from .folders import folder_contents
from .marks import answer_lines, code_stub, with_stubs
from .release import release, source_contents
from .source import solution_file


def stale_files(root: Path, course: Course, lessons: tuple[Lesson, ...]) -> list[str]:
    """One line for each generated file that is stale, missing or not generated at all.

    Everything is generated again in a temporary folder; no gradebook is touched.

    Raises:
        CourseError: the sources have mistakes.
    """
    found = []
    with tempfile.TemporaryDirectory(prefix="course-check-") as name:
        folder = Path(name).resolve()
        for lesson in lessons:
            contents = source_contents(root, course, lesson)
            wanted = release(root, course, lesson, contents, folder, record=False)
            place = exercise_folder(root, lesson)
            found += _differences(place.relative_to(root).as_posix(), folder_contents(place), wanted)
    known = {lesson.id for lesson in course.lessons}
    for stray in sorted((root / "exercises").glob("*")):
        if stray.is_dir() and stray.name not in known and folder_contents(stray):
            found.append(f"extra: exercises/{stray.name}/ belongs to no lesson")
    return found + _stale_schema(root / SCHEMA_PATH)


def _stale_schema(path: Path) -> list[str]:
    """The schema's line. A course that only uses the installed package has no copy of it."""
    if not path.parent.is_dir():
        return []
    if not path.is_file():
        return [f"missing: {SCHEMA_PATH.as_posix()}"]
    current = path.read_text(encoding="utf-8") == schema_text()
    return [] if current else [f"stale: {SCHEMA_PATH.as_posix()}"]


def _differences(folder: str, present: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    lines = []
    for name in sorted({*present, *wanted}):
        if name not in present:
            lines.append(f"missing: {folder}/{name}")
        elif name not in wanted:
            lines.append(f"extra: {folder}/{name}")
        elif name == ENGINE and is_carried(present[name]):
            lines.append(f"carried: {folder}/{name} is a student's own; put the course's back with `course carry {Path(folder).name[:2]} --back`")
        elif present[name] != wanted[name]:
            lines.append(f"stale: {folder}/{name}")
    return lines


def solution_lines_in_skeleton(root: Path, lesson: Lesson) -> list[str]:
    """Lines of answers that a student can read in the skeleton notebook.

    Lines that also stand outside the answers in the source are no secret.

    Raises:
        CourseError: the solution file or the skeleton cannot be read.
    """
    from .reference import skeleton

    cells = solution_file(root, lesson)
    open_text = "\n".join(with_stubs(cell.source, code_stub(lesson.id, cell.id or "")) for cell in cells)
    public = {line.strip() for line in open_text.split("\n")}
    secret = {line for cell in cells for line in answer_lines(cell.source)} - public
    shown = {line.strip() for cell in skeleton(root, lesson).cells for line in cell.source.split("\n")}
    return sorted(secret & shown)
