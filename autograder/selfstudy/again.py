"""Reference answers, and cells put back to the skeleton."""
import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from autograder.build.marks import WRITTEN_STUB, code_stub, with_stubs
from autograder.build.source import solution_file
from autograder.manifest import Course, CourseError, Exercise, Lesson, notebook_file, skeleton_path

from .cells import answer_id, read_cells, write_notebook
from .progress import key, read_progress, write_progress


def solution_text(root: Path, lesson: Lesson, exercise: Exercise) -> str:
    """The reference answer. Raises CourseError where this copy of the course has none."""
    from autograder.build.reference import reference_cells
    return reference_cells(root, lesson)[exercise.id]


def reset_exercise(root: Path, lesson: Lesson, exercise: Exercise) -> Path:
    """Put the exercise's cell back to the skeleton. Returns the backup file.

    Raises:
        CourseError: the notebook cannot be read or written, or the cell is not in it.
    """
    notebook = read_cells(root, lesson)
    cells = [cell for cell in notebook["cells"] if answer_id(cell) == exercise.id]
    if not cells:
        raise CourseError(f"The cell of {lesson.number}.{exercise.id} is not in the notebook any more; "
                          f"`course reset {lesson.number} --all` writes the whole notebook again.")
    backup = _backup(root, lesson)
    cell = cells[-1]
    cell["source"] = _blank(root, lesson, exercise)
    if cell["cell_type"] == "code":
        cell.update(outputs=[], execution_count=None)
    for one in notebook["cells"]:
        one["source"] = one["source"].splitlines(keepends=True)
    write_notebook(root, lesson, (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode())
    _forget(root, lesson, (exercise,))
    return backup


def reset_lesson(root: Path, course: Course, lesson: Lesson) -> Path | None:
    """Write the lesson's notebook as it was handed out. Returns the backup file, if there was a file.

    Raises:
        CourseError: the skeleton cannot be made, or not be written.
    """
    from autograder.build.release import release, source_contents
    with tempfile.TemporaryDirectory(prefix="course-reset-") as folder:
        released = release(root, course, lesson, source_contents(root, course, lesson), Path(folder).resolve(), record=False)
    backup = _backup(root, lesson) if skeleton_path(root, lesson).exists() else None
    write_notebook(root, lesson, released[notebook_file(lesson)])
    _forget(root, lesson, lesson.exercises)
    return backup


def _blank(root: Path, lesson: Lesson, exercise: Exercise) -> str:
    """The cell as students get it; the same as in the release, without the seconds that nbgrader takes for it."""
    source = next(cell.source for cell in solution_file(root, lesson) if cell.id == exercise.id)
    return with_stubs(source, WRITTEN_STUB if exercise.written else code_stub(lesson.id, exercise.id))


def _backup(root: Path, lesson: Lesson) -> Path:
    path = skeleton_path(root, lesson)
    backup = root / ".course" / "backups" / f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S-%f}.ipynb"
    try:
        backup.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, backup)
    except OSError as problem:
        raise CourseError(f"Nothing was reset, because no backup could be written ({backup}: {problem.strerror}).") from None
    return backup


def _forget(root: Path, lesson: Lesson, exercises: tuple[Exercise, ...]) -> None:
    """The exercises are not begun any more."""
    names = [key(lesson, exercise.id) for exercise in exercises]
    if any(name in read_progress(root).entries for name in names):
        write_progress(root, {}, forget=names)
