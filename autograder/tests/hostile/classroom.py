"""A scratch course with short limits, whose class has handed in the corpus."""
import os
import re
import subprocess
import sys
from pathlib import Path

from autograder.build import build
from autograder.demo.run import _CONFIG
from autograder.manifest import read_course
from autograder.tests.hostile.submission import LESSON, ROOT, Submission

BIN = Path(sys.executable).parent
LIMITS = "limits:\n  cell_seconds: 1\n  test_seconds: 2\n  notebook_seconds: 20\n  memory_mb: 512\n  output_kb: 32\n"


def scratch_course(folder: Path) -> Path:
    """A course like this one, with short limits, in `folder`; its class is in `folder`/demo, where lesson 02 is released."""
    manifest = re.sub(r"^limits:\n(  .*\n)+", LIMITS, (ROOT / "course.yml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert LIMITS in manifest
    folder.mkdir(exist_ok=True)
    (folder / "course.yml").write_text(manifest, encoding="utf-8")
    for name in ("solutions", "exercises", "autograder"):
        (folder / name).symlink_to(ROOT / name)
    classroom = folder / "demo"
    classroom.mkdir()
    (classroom / "nbgrader_config.py").write_text(_CONFIG, encoding="utf-8")
    build(ROOT, read_course(ROOT, draft=True), (LESSON,), course_folder=classroom)
    return classroom


def hand_in(classroom: Path, submissions: list[Submission]) -> None:
    for submission in submissions:
        folder = classroom / "submitted" / submission.name / LESSON.id
        folder.mkdir(parents=True)
        submission.write(folder)


def command(classroom: Path, *parts: str, seconds: float = 600) -> subprocess.CompletedProcess:
    """Run `course ...` or `nbgrader ...` in the class folder."""
    return subprocess.run([str(BIN / parts[0]), *parts[1:]], cwd=classroom, capture_output=True, text=True, timeout=seconds,
                          env={**os.environ, "COLUMNS": "200"})
