"""Makes nbgrader's commands work in this folder. All settings come from course.yml."""

import sys
from pathlib import Path

from autograder.manifest import CourseError
from autograder.nbgrader_settings import configure

try:
    configure(get_config(), Path(__file__).resolve().parent)  # noqa: F821 (nbgrader defines get_config)
except CourseError as error:
    # Without this, nbgrader would print a traceback and go on without any of the settings.
    sys.exit(str(error))
