"""Cells, and whole notebooks, put back to the skeleton."""
import tempfile
from datetime import datetime
from pathlib import Path

from autograder.build.marks import WRITTEN_STUB, code_stub, with_stubs
from autograder.build.source import solution_file
from autograder.manifest import Course, CourseError, Exercise, Lesson, notebook_file, skeleton_path
from autograder.report.console import Line
from autograder.saving import save

from .cells import answer_id, read_cells, write_cell
from .progress import key, write_progress


def reset(root: Path, course: Course, lesson: Lesson, exercise: Exercise | None) -> list[Line]:
    """Put the exercise back, or the whole lesson. Returns what to tell about it. Raises CourseError."""
    backup = reset_exercise(root, lesson, exercise) if exercise else reset_lesson(root, course, lesson)
    lines = [("", f"{f'The cell of {key(lesson, exercise.id)}' if exercise else f'The notebook of {lesson.id}'} is as it was handed out.")]
    if backup:
        lines.append(("", f"Your notebook before is kept: {backup.relative_to(root)}"))
    return [*lines, ("", "Is it open in JupyterLab? Then choose File, Reload Notebook from Disk.")]


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
    save(skeleton_path(root, lesson), released[notebook_file(lesson)])
    write_progress(root, {}, forget=[key(lesson, exercise.id) for exercise in lesson.exercises])
    return backup


def _backup(root: Path, lesson: Lesson) -> Path:
    path = skeleton_path(root, lesson)
    backup = root / ".course" / "backups" / f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S-%f}.ipynb"
    save(backup, path.read_bytes(), "; without that backup nothing is reset")
    return backup
