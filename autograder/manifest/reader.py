"""Reads course.yml and says what is wrong with it."""
import functools
from pathlib import Path

from pydantic import ValidationError

from .consistency import mistakes_inside, suite_mistakes, unfinished_parts
from .errors import CourseError
from .models import Course
from .paths import MANIFEST
from .sentences import sentences_for
from .yaml_file import load_yaml, with_lines


def read_course(root: Path, draft: bool = False) -> Course:
    """The course in that folder, checked. Raises CourseError with one sentence for each mistake: file, line and remedy.

    A draft is a course in the making: what only a finished course can satisfy is not asked of it
    (points that sum to 100, exercises in each lesson, a suite for each exercise, its files).
    """
    data = load_yaml(root / MANIFEST)
    try:
        course = Course.model_validate(data)
    except ValidationError as error:
        raise CourseError(*with_lines(sentences_for(error, data), data)) from None
    mistakes = with_lines(mistakes_inside(course), data)
    if not draft:
        untested, strange = suite_mistakes(root, course)
        mistakes += with_lines([*unfinished_parts(root, course), *untested], data) + strange
    if mistakes:
        raise CourseError(*mistakes)
    return course


@functools.cache
def course_at(root: Path) -> Course:
    """The course in that folder, as a draft, read once in a process. Raises CourseError."""
    return read_course(root, draft=True)
