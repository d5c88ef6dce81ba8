"""Reads course.yml and says what is wrong with it."""

from pathlib import Path

from pydantic import ValidationError

from .consistency import mistakes_inside, unfinished_parts
from .errors import CourseError
from .models import Course
from .paths import MANIFEST
from .sentences import sentences_for
from .suites import suite_mistakes
from .yaml_file import load_yaml


def read_course(root: Path, draft: bool = False) -> Course:
    """The course in that folder, checked.

    A draft is a course in the making: what only a finished course can satisfy is not asked of it
    (points that sum to 100, exercises in each lesson, a suite for each exercise, its files).

    Raises:
        CourseError: one sentence for each mistake, with file, line and remedy.
    """
    data = load_yaml(root / MANIFEST)
    try:
        course = Course.model_validate(data)
    except ValidationError as error:
        raise CourseError(*sentences_for(error, data)) from None
    mistakes = mistakes_inside(course, data)
    if not draft:
        mistakes += unfinished_parts(root, course, data) + suite_mistakes(root, course, data)
    if mistakes:
        raise CourseError(*mistakes)
    return course
