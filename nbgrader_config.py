"""Makes nbgrader's commands work in this folder. All settings come from course.yml."""

import sys
from pathlib import Path

# nbgrader would report an exception and go on without any of the settings, so each ends it here.
try:
    from autograder.manifest import CourseError
    from autograder.nbgrader_settings import configure
except ImportError as error:
    sys.exit(f"nbgrader_config.py: {error}; run `pip install -e .` in the course folder.")

try:
    configure(get_config(), Path(__file__).resolve().parent)  # noqa: F821 (nbgrader defines get_config)
except CourseError as error:
    sys.exit(str(error))
