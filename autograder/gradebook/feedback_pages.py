"""Feedback pages, through nbgrader's own converter."""
import logging
from pathlib import Path

from autograder.manifest import Lesson


def write_feedback(root: Path, folder: Path, lesson: Lesson) -> str | None:
    """Write the lesson's feedback for every student; returns a sentence if some could not be written."""
    from nbgrader.converters import GenerateFeedback
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    from autograder.nbgrader_settings import configure
    config = Config()
    configure(config, root, folder)
    config.CourseDirectory.assignment_id = lesson.id
    logger = logging.getLogger("course.feedback")
    logger.propagate = False
    logger.addHandler(logging.NullHandler())
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config, log=logger), config=config, log=logger)
    converter.force = True
    try:
        converter.start()
    except NbGraderException as problem:
        return f"{problem}"
    return None
