"""Where the parts of a lesson lie. Every tool asks here, so that a folder is named once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .errors import CourseError

if TYPE_CHECKING:
    from .models import Lesson

MANIFEST = "course.yml"
GRAPH_PICTURE = "graph_picture.py"
ENGINE = "engine.py"


def find_root(start: Path | None = None) -> Path:
    """The course folder that `start` (the working folder) lies in. Raises CourseError if no folder upwards holds a course.yml."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / MANIFEST).is_file():
            return folder
    raise CourseError(f"There is no {MANIFEST} in {start} or above it; go into the course folder and try again.")


def source_path(root: Path, lesson: Lesson) -> Path:
    """The assignment with its answers, a py:percent notebook."""
    return root / "solutions" / lesson.id / f"{lesson.notebook}.py"


def text_path(root: Path, lesson: Lesson) -> Path:
    """The text that the learner reads."""
    return root / "lessons" / f"{lesson.id}.md"


def exercise_folder(root: Path, lesson: Lesson) -> Path:
    """The folder of the skeleton and the modules beside it."""
    return root / "exercises" / lesson.id


def skeleton_path(root: Path, lesson: Lesson) -> Path:
    """The skeleton notebook."""
    return exercise_folder(root, lesson) / notebook_file(lesson)


def notebook_file(lesson: Lesson) -> str:
    """The file name of the notebook, in each of nbgrader's folders."""
    return f"{lesson.notebook}.ipynb"


def suite_path(root: Path, lesson: Lesson) -> Path:
    """The hidden suite."""
    return root / "autograder" / "suites" / f"test_{lesson.id.replace('-', '_')}.py"


def mistakes_path(root: Path, lesson: Lesson) -> Path:
    """The named mistakes."""
    return root / "autograder" / "mistakes" / f"{lesson.id}.yml"


def correct_folder(root: Path, lesson: Lesson) -> Path:
    """The right answers of other kinds, which tests grade."""
    return root / "autograder" / "tests" / "correct" / lesson.id


def graph_picture_path(root: Path) -> Path:
    """The module that draws graphs."""
    return root / "solutions" / GRAPH_PICTURE
