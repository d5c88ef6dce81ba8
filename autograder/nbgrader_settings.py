"""nbgrader's configuration, derived from course.yml."""

import functools
import os
import re
import sysconfig
from pathlib import Path
from typing import Any

from autograder.manifest import Course, course_at

# What runs a submitted notebook, in place of nbgrader's Execute: that would start a Jupyter kernel without walls.
RUN_NOTEBOOK = "autograder.gradebook.preprocessor.GradeInRoom"

# Class names as text: nbgrader imports them when it needs them, and `nbgrader --version` stays quick.
_STOCK = "nbgrader.preprocessors."
_RELEASE = [
    _STOCK + "IncludeHeaderFooter",
    _STOCK + "InstantiateTests",
    _STOCK + "LockCells",
    "autograder.build.clear_solutions.ClearSolutionsByName",
    _STOCK + "ClearOutput",
    _STOCK + "CheckCellMetadata",
    _STOCK + "ComputeChecksums",
    _STOCK + "SaveCells",
    _STOCK + "ClearHiddenTests",
    _STOCK + "ClearMarkScheme",
    _STOCK + "ComputeChecksums",
    _STOCK + "CheckCellMetadata",
]
# Nothing to sanitise: taking a submission in has cleared its outputs and laid the released cells over it.
_SANITIZE: list[str] = []
_AUTOGRADE = [
    RUN_NOTEBOOK,
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    _STOCK + "SaveAutoGrades",
    _STOCK + "AssignLatePenalties",
]
_FEEDBACK = [
    _STOCK + "GetGrades",
    "autograder.gradebook.pictures.DrawGraphs",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
SAVE_CELLS = _STOCK + "SaveCells"


def configure(
    config: Any, root: Path, course_folder: Path | None = None, course: Course | None = None
) -> None:
    """Set on `config` (a traitlets Config) what nbgrader needs for this course.

    `root` holds course.yml; `course_folder` (by default the same) holds source/, submitted/, the
    gradebook and the rest of nbgrader's folders. `course` saves reading course.yml again.

    Raises:
        CourseError: course.yml has mistakes.
    """
    put_commands_on_path()
    course = course or course_at(root)
    folder = (course_folder or root).resolve()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.course_id = course_id(course)
    config.CourseDirectory.db_url = database_url(course, folder)
    config.GenerateAssignment.preprocessors = list(_RELEASE)
    config.Autograde.sanitize_preprocessors = list(_SANITIZE)
    config.Autograde.autograde_preprocessors = list(_AUTOGRADE)
    config.GenerateFeedback.preprocessors = list(_FEEDBACK)
    config.Autograde.exporter_class = "autograder.gradebook.intake.SubmissionExporter"
    config.Autograde.pre_convert_hook = functools.partial(_expect_names, course)
    for ours in (config.SubmissionExporter, config.GradeInRoom, config.DrawGraphs):
        ours.course_root = str(root.resolve())
    if course.late:
        config.AssignLatePenalties.plugin_class = "autograder.late_penalty.ByTheDay"
        config.ByTheDay.grace_minutes = course.late.grace_minutes
        config.ByTheDay.percent_per_day = float(course.late.percent_per_day)
        config.ByTheDay.at_most_percent = float(course.late.at_most_percent)


def put_commands_on_path() -> None:
    """Let nbgrader find the `alembic` command beside this Python.

    It runs it to make a new gradebook, and without an activated environment it would leave behind a
    gradebook that has no version.
    """
    scripts = sysconfig.get_path("scripts")
    path = os.environ.get("PATH", "")
    if scripts not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, [scripts, path]))


def _expect_names(course: Course, **what: Any) -> None:
    from autograder.gradebook.intake import expect_names

    expect_names(course, **what)


def course_id(course: Course) -> str:
    """The title as nbgrader's course id: "Build micrograd" is build-micrograd."""
    return re.sub(r"[^a-z0-9]+", "-", course.title.lower()).strip("-") or "course"


def database_url(course: Course, folder: Path) -> str:
    """The gradebook's URL, a relative SQLite path made absolute in that folder.

    A minute's patience with locks is added: formgrader, or a second grader, may write at the same time.
    """
    scheme, _, path = course.database.partition(":///")
    if scheme != "sqlite" or not path:
        return course.database
    file, _, options = path.partition("?")
    if "timeout=" not in options:
        options = f"{options}&timeout=60".lstrip("&")
    return f"sqlite:///{(folder / file).as_posix()}?{options}"
