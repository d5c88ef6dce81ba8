"""Compares what is committed with what the sources would give."""
import tempfile
from pathlib import Path

from autograder.assembly.carried import is_carried
from autograder.manifest import Course, Lesson, exercise_folder
from autograder.manifest.paths import ENGINE

from .folders import folder_contents
from .release import release


def stale_files(root: Path, course: Course, lessons: tuple[Lesson, ...]) -> list[str]:
    """One line for each generated file that is stale, missing or not generated at all. Raises CourseError for mistakes in the sources.

    Everything is generated again in a temporary folder; no gradebook is touched.
    """
    found = []
    with tempfile.TemporaryDirectory(prefix="course-check-") as name:
        for lesson in lessons:
            wanted = release(root, course, lesson, Path(name).resolve())
            folder = exercise_folder(root, lesson)
            found += _differences(folder.relative_to(root), folder_contents(folder), wanted)
    known = {lesson.id for lesson in course.lessons}
    for stray in sorted((root / "exercises").glob("*")):
        if stray.is_dir() and stray.name not in known and folder_contents(stray):
            found.append(f"extra: exercises/{stray.name}/ belongs to no lesson")
    return found


def _differences(folder: Path, present: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    lines = []
    for name in sorted({*present, *wanted}):
        path = (folder / name).as_posix()
        if name not in present:
            lines.append(f"missing: {path}")
        elif name not in wanted:
            lines.append(f"extra: {path}")
        elif name == ENGINE and is_carried(present[name]):
            lines.append(f"carried: {path} is a student's own; put the course's back with `course carry {folder.name[:2]} --back`")
        elif present[name] != wanted[name]:
            lines.append(f"stale: {path}")
    return lines
