"""The corpus of hostile and broken submissions, graded in one batch by stock `nbgrader autograde` and by `course grade`."""
import os
import stat
import subprocess

import pytest

from autograder.gradebook.marks import marks
from autograder.manifest import read_course
from autograder.tests.hostile.breaking import NAP
from autograder.tests.hostile.classroom import command, hand_in, scratch_course
from autograder.tests.hostile.corpus import CORPUS, GROUPS, HONEST, short_form
from autograder.tests.hostile.malformed import BESIDE
from autograder.tests.hostile.reading import FOUND
from autograder.tests.hostile.submission import FILE, LESSON, ROOT

COMMANDS = {"nbgrader autograde": ("nbgrader", "autograde", LESSON.id), "course grade": ("course", "grade", "02", "--class", ".")}


@pytest.fixture(scope="module", params=COMMANDS)
def graded(request, tmp_path_factory):
    """The class folder after one batch, its submissions, and the finished process."""
    submissions = HONEST + (CORPUS if request.config.getoption("--whole") else short_form())
    classroom = scratch_course(tmp_path_factory.mktemp("hostile") / "course")
    hand_in(classroom, submissions)
    yield classroom, submissions, command(classroom, *COMMANDS[request.param], seconds=1800)
    for path in classroom.rglob("*"):
        if stat.S_ISDIR(path.lstat().st_mode):
            path.chmod(0o700)  # nbgrader leaves folders read-only


def test_the_corpus_is_large_and_its_names_are_unique():
    assert len(CORPUS) >= 60 and len({submission.name for submission in CORPUS + HONEST}) == len(CORPUS + HONEST)
    assert {group for group, entries in GROUPS.items() if set(entries) & set(short_form())} == set(GROUPS)


def test_every_mark_is_exactly_the_expected_one_and_the_batch_ends_well(graded):
    classroom, submissions, process = graded
    assert process.returncode == 0, process.stdout + process.stderr
    assert "Traceback" not in process.stdout + process.stderr
    found = {student: score for (student, _), score in marks(read_course(ROOT, draft=True), classroom).items()}
    assert found == {submission.name: submission.mark for submission in submissions}


def test_the_graded_notebooks_say_why_and_show_nothing_that_was_sought(graded):
    classroom, submissions, _ = graded
    assert not list((classroom / "autograded").rglob(BESIDE))
    for submission in submissions:
        text = (classroom / "autograded" / submission.name / LESSON.id / FILE).read_text(encoding="utf-8")
        assert submission.says in text, submission.name
        assert FOUND not in text, submission.name
        assert "nbgrader" in text and "The instructor gave full marks by hand." not in text
        assert str(ROOT / "autograder") not in text and str(classroom) not in text, submission.name
        assert len(text) < 4_000_000, submission.name


def test_nothing_that_a_submission_started_is_left(graded):
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert "python" in listed and NAP not in listed
    if os.path.isdir("/proc"):
        assert not os.path.exists("/dev/shm/0")
