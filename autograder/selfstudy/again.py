"""Cells, and whole notebooks, put back to the skeleton."""
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from autograder.build.marks import WRITTEN_STUB, code_stub, with_stubs
from autograder.build.source import solution_file
from autograder.manifest import Course, CourseError, Exercise, Lesson, notebook_file, skeleton_path

from .cells import answer_id, read_cells, write_cell, write_notebook
from .progress import key, write_progress


def reset_exercise(root: Path, lesson: Lesson, exercise: Exercise) -> Path:
    """Put the exercise's cell back to the skeleton. Returns the backup file.

    Raises CourseError if the notebook cannot be read or written, or the cell is not in it.
    """
    places = [place for place, cell in enumerate(read_cells(root, lesson)) if answer_id(cell) == exercise.id]
    if not places:
        raise CourseError(f"The cell of {lesson.number}.{exercise.id} is not in the notebook any more; "
                          f"`course reset {lesson.number} --all` writes the whole notebook again.")
    # The same as in the release, without the seconds that nbgrader takes for it.
    answer = next(cell.source for cell in solution_file(root, lesson) if cell.id == exercise.id)
    backup = _backup(root, lesson)
    write_cell(root, lesson, places[-1], with_stubs(answer, WRITTEN_STUB if exercise.written else code_stub(lesson.id, exercise.id)))
    write_progress(root, {}, forget=[key(lesson, exercise.id)])
    return backup


def reset_lesson(root: Path, course: Course, lesson: Lesson) -> Path | None:
    """Write the lesson's notebook as it was handed out. Returns the backup file, if there was a file.

    Raises CourseError if the skeleton cannot be made, or not be written.
    """
    from autograder.build.release import release
    with tempfile.TemporaryDirectory(prefix="course-reset-") as folder:
        released = release(root, course, lesson, Path(folder).resolve())
    backup = _backup(root, lesson) if skeleton_path(root, lesson).exists() else None
    write_notebook(root, lesson, released[notebook_file(lesson)])
    write_progress(root, {}, forget=[key(lesson, exercise.id) for exercise in lesson.exercises])
    return backup


def _backup(root: Path, lesson: Lesson) -> Path:
    path = skeleton_path(root, lesson)
    backup = root / ".course" / "backups" / f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S-%f}.ipynb"
    try:
        backup.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, backup)
    except OSError as problem:
        raise CourseError(f"Nothing was reset, because no backup could be written ({backup}: {problem.strerror}).") from None
    return backup
