"""Compares what is committed with what the sources would give."""
import tempfile
from pathlib import Path

from autograder.assembly.carried import is_carried
from autograder.manifest import Course, Lesson, exercise_folder
from autograder.manifest.paths import ENGINE
from autograder.manifest.schema import SCHEMA_PATH, schema_state

from .folders import folder_contents
from .release import release


def stale_files(root: Path, course: Course, lessons: tuple[Lesson, ...]) -> list[str]:
    """One line for each generated file that is stale, missing or not generated at all. Raises CourseError for mistakes in the sources.

    Everything is generated again in a temporary folder; no gradebook is touched.
    """
    found = []
    for lesson in lessons:
        with tempfile.TemporaryDirectory(prefix="course-check-") as name:
            wanted = release(root, course, lesson, Path(name).resolve())
        present = folder_contents(exercise_folder(root, lesson))
        for name in sorted({*present, *wanted}):
            path = f"exercises/{lesson.id}/{name}"
            if name not in present:
                found.append(f"missing: {path}")
            elif name not in wanted:
                found.append(f"extra: {path}")
            elif name == ENGINE and is_carried(present[name]):
                found.append(f"carried: {path} is a student's own; put the course's back with `course carry {lesson.number} --back`")
            elif present[name] != wanted[name]:
                found.append(f"stale: {path}")
    known = {lesson.id for lesson in course.lessons}
    for stray in sorted((root / "exercises").glob("*")):
        if stray.is_dir() and stray.name not in known and folder_contents(stray):
            found.append(f"extra: exercises/{stray.name}/ belongs to no lesson")
    if state := schema_state(root):
        found.append(f"{state}: {SCHEMA_PATH.as_posix()}")
    return found
