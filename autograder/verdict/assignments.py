"""What the grader needs to know of a lesson, gathered from the manifest and the solution."""
import functools
from pathlib import Path

from autograder.assembly.carried import is_carried
from autograder.diagnosis.signatures import signatures_path
from autograder.kept import kept
from autograder.manifest import Course, Lesson, exercise_folder, source_path, suite_path
from autograder.manifest.paths import ENGINE
from autograder.verdict.grade import Assignment
from autograder.verdict.suite import load_suite

_MARKS = Path(__file__).parents[1] / "build" / "marks.py"  # what of a solution is its answer

CHECKS = "-checks"  # the grade cell of exercise "mul" is "mul-checks"


@functools.cache
def assignment(root: Path, course: Course, lesson: Lesson) -> Assignment:
    """The lesson as the grader sees it; read once in a process. Raises SuiteError or OSError."""
    folder = exercise_folder(root, lesson)
    return Assignment(
        lesson=lesson.id, notebook=lesson.notebook,
        exercises=[(exercise.id, exercise.title, exercise.points, exercise.written) for exercise in lesson.exercises],
        reference=_Reference(root, lesson),
        files=_files(root, course, lesson, folder),
        suite=load_suite(suite_path(root, lesson), course.limits.test_seconds),
        signatures=signatures_path(root, lesson), all_tests_seconds=course.limits.all_tests_seconds)


def _files(root: Path, course: Course, lesson: Lesson, folder: Path) -> dict[str, str]:
    """The modules beside the notebook. A student's own engine, carried there, is no part of grading: the course's takes its place."""
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))}
    if is_carried(folder / ENGINE):
        from autograder.build import engine_so_far
        files[ENGINE] = engine_so_far(root, course, lesson) or ""
    return files


class _Reference(dict):
    """The reference answers by exercise, read when the first one is asked for: most self-checks never need them."""

    def __init__(self, root: Path, lesson: Lesson):
        super().__init__()
        self._source = (root, lesson)

    def __missing__(self, id: str) -> str:
        root, lesson = self._source

        def read() -> dict[str, str]:
            from autograder.build import reference_cells  # imports jupytext, which takes longer than grading
            return reference_cells(root, lesson)

        self.update(kept(root / ".course" / "reference" / f"{lesson.id}.json", (source_path(root, lesson), _MARKS), read))
        return dict.__getitem__(self, id)

