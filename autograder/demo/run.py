"""The demo class: set up in a folder of its own, and held against its written-down marks."""
import shutil
from pathlib import Path

import yaml

from autograder.build import build
from autograder.demo.students import write_class
from autograder.gradebook.marks import marks
from autograder.manifest import Course

EXPECTED = Path(__file__).parent / "expected_marks.yml"

_CONFIG = '''"""Makes nbgrader's commands work in this folder, which is a class of the course one folder up."""
from pathlib import Path

from autograder.nbgrader_settings import configure

here = Path(__file__).resolve().parent
configure(get_config(), here.parent, here)  # noqa: F821 (nbgrader defines get_config)
'''


def prepare(root: Path, course: Course, folder: Path) -> None:
    """An empty class folder with the released lessons, the gradebook, and a submission of every student for every lesson."""
    if folder.exists():
        for path in folder.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else 0o600)  # nbgrader leaves what it wrote read-only
        shutil.rmtree(folder)
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(_CONFIG, encoding="utf-8")
    build(root, course, course.lessons, course_folder=folder)
    for lesson in course.lessons:
        write_class(root, lesson, folder)


def record_marks(course: Course, folder: Path) -> None:
    """Write the gradebook's marks down as the expected ones."""
    found = marks(course, folder)
    table = {lesson.id: {student: found[student, id] for student, id in sorted(found) if id == lesson.id} for lesson in course.lessons}
    EXPECTED.write_text("# Written by `course demo --record`; every change of it is a change of somebody's mark.\n"
                        + yaml.safe_dump(table, sort_keys=False), encoding="utf-8")


def differences(course: Course, folder: Path) -> list[str]:
    """A sentence for each mark that is not the expected one."""
    expected = yaml.safe_load(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else {}
    wanted = {(student, lesson): score for lesson, row in expected.items() for student, score in row.items()}
    found = marks(course, folder)
    return [f"{', '.join(key)}: the mark is {found.get(key, 'missing')}, expected {wanted.get(key, 'none')}"
            for key in sorted({*found, *wanted}) if found.get(key) != wanted.get(key)]
