"""Source notebooks -> skeletons, through nbgrader's own generate_assignment."""
import logging
from collections.abc import Callable
from pathlib import Path

import nbformat

from autograder.assembly.carried import is_carried
from autograder.manifest import Course, CourseError, Lesson, exercise_folder, graph_picture_path, notebook_file
from autograder.manifest.paths import ENGINE, GRAPH_PICTURE
from autograder.nbgrader_settings import SAVE_CELLS, configure, database_url, put_commands_on_path

from .engine_so_far import engine_so_far
from .folders import folder_contents, write_folder
from .nothing_lost import prepare_gradebook, refuse_to_lose_answers
from .source import source_name, source_notebook


def build(root: Path, course: Course, lessons: tuple[Lesson, ...], course_folder: Path | None = None, overwrite: bool = False,
          tell: Callable[[str], None] = lambda line: None) -> None:
    """Write source/, release/ and the gradebook's entries in the course folder, and exercises/ in `root`.

    A lesson with mistakes does not keep the others from being built. `overwrite` replaces skeletons
    in which somebody has written answers, and engines that somebody has carried there. `tell` receives one line a lesson.
    Raises CourseError with a sentence for each thing that could not be built.
    """
    put_commands_on_path()
    mistakes: dict[str, None] = {}
    for lesson in lessons:
        folder = exercise_folder(root, lesson)
        try:
            if not overwrite:
                refuse_to_lose_answers(root, lesson)
            released = release(root, course, lesson, (course_folder or root).resolve(), record=True)
            if not overwrite and is_carried(folder / ENGINE):
                released.pop(ENGINE, None)
            changed = write_folder(folder, released)
        except CourseError as error:
            mistakes |= dict.fromkeys(error.sentences)
        else:
            tell(f"{lesson.id}: " + (f"wrote {', '.join(changed)}" if changed else "unchanged"))
    if mistakes:
        raise CourseError(*mistakes)


def release(root: Path, course: Course, lesson: Lesson, folder: Path, record: bool = False) -> dict[str, bytes]:
    """Write the source folder, run nbgrader over it, and return the files for students.

    With `record`, the gradebook learns the cells and their points. Raises CourseError for an author's mistakes, or if nbgrader refused.
    """
    contents = _source_contents(root, course, lesson)
    if record:
        prepare_gradebook(database_url(course, folder), lesson, contents[notebook_file(lesson)])
    write_folder(folder / "source" / lesson.id, contents, only=True)
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config
    config = Config()
    configure(config, root, folder, course)
    config.CourseDirectory.assignment_id = lesson.id
    if not record:
        config.GenerateAssignment.no_database = True
        config.GenerateAssignment.preprocessors.remove(SAVE_CELLS)
    generator = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    generator.force = True
    said = _Said()
    generator.log.addHandler(said)
    try:
        generator.start()
    except NbGraderException as error:
        raise CourseError(f"{source_name(root, lesson)}: nbgrader made no skeleton of it ({said.last or error}); "
                          "mend that and build again.") from None
    finally:
        generator.log.removeHandler(said)
    return folder_contents(folder / "release" / lesson.id)


def _source_contents(root: Path, course: Course, lesson: Lesson) -> dict[str, bytes]:
    """The files of nbgrader's source folder: the notebook and the modules beside it."""
    contents = {notebook_file(lesson): (nbformat.writes(source_notebook(root, lesson)) + "\n").encode()}
    if engine := engine_so_far(root, course, lesson):
        contents[ENGINE] = engine.encode()
    picture = graph_picture_path(root)
    if course.before(lesson) and picture.is_file():
        header = f"# Copied by `course build` from solutions/{GRAPH_PICTURE}. Do not edit it.\n"
        contents[GRAPH_PICTURE] = header.encode() + picture.read_bytes()
    return contents


class _Said(logging.Handler):
    """Keeps the error at the end of the first traceback that nbgrader logs."""
    last = ""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.levelno >= logging.ERROR and "Traceback" in message and not self.last:
            # Below the error's own line, SQLAlchemy writes its statement and a link in brackets.
            self.last = [line for line in message.split("\n") if line and line[0] not in " [("][-1]
