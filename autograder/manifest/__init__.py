"""course.yml and its reader: the one list of lessons, exercises, points and limits."""
from .errors import CourseError
from .models import Course, Exercise, LatePolicy, Lesson, Limits
from .paths import (correct_folder, exercise_folder, find_root, graph_picture_path, mistakes_path, notebook_file, skeleton_path,
                    source_path, suite_path, text_path)
from .reader import read_course

__all__ = ["Course", "CourseError", "Exercise", "LatePolicy", "Lesson", "Limits", "correct_folder", "exercise_folder", "find_root",
           "graph_picture_path", "mistakes_path", "notebook_file", "read_course", "skeleton_path", "source_path", "suite_path", "text_path"]
