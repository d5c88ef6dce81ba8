"""course.yml and its reader: the one list of lessons, exercises, points and limits."""
from importlib import import_module
from typing import TYPE_CHECKING

from .errors import CourseError
from .paths import (correct_folder, exercise_folder, find_root, graph_picture_path, mistakes_path, notebook_file, skeleton_path,
                    source_path, suite_path, text_path)

if TYPE_CHECKING:
    from .models import Course, Exercise, LatePolicy, Lesson, Limits
    from .reader import course_at, read_course

__all__ = ["Course", "CourseError", "Exercise", "LatePolicy", "Lesson", "Limits", "correct_folder", "course_at", "exercise_folder", "find_root",
           "graph_picture_path", "mistakes_path", "notebook_file", "read_course", "skeleton_path", "source_path", "suite_path", "text_path"]


def __getattr__(name: str):
    """What needs pydantic and YAML is imported when it is asked for: `course` alone does without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{'reader' if name in ('course_at', 'read_course') else 'models'}"), name)
