"""`course grade` killed at random moments, before a locked gradebook and on a full disk: no mark is lost, and none is half written."""
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from autograder.gradebook.marks import marks
from autograder.manifest import read_course
from autograder.tests.hostile.classroom import BIN, command, scratch_course
from autograder.tests.hostile.submission import FULL, LESSON, ROOT, honest, save
from autograder.build import reference_notebook, skeleton

# What students hand in, and the marks that belong to it.
CLASS = {"ada": (honest, FULL), "ben": (lambda: skeleton(ROOT, LESSON), 0.0), "cem": (honest, FULL),
         "dina": (lambda: reference_notebook(ROOT, LESSON, {"trace": "def trace(root): return [], []"}), FULL - 1.8),  # that it changes nothing is true
         "emil": (lambda: reference_notebook(ROOT, LESSON, {"add": "1 / 0", "what-if": "import os\nos._exit(0)"}), FULL - 3), "fay": (honest, FULL)}
MARKS = {student: mark for student, (_, mark) in CLASS.items()}
GRADE = ("course", "grade", "02", "--class", ".", "-j", "2")


@pytest.fixture
def classroom(tmp_path):
    folder = scratch_course(tmp_path / "course")
    write_class(folder)
    return folder


def write_class(folder):
    for student, (make, _) in CLASS.items():
        target = folder / "submitted" / student / LESSON.id
        target.mkdir(parents=True, exist_ok=True)
        save(make(), target)


def marks_in(folder) -> dict[str, float]:
    return {student: score for (student, _), score in marks(read_course(ROOT, draft=True), folder).items()}


def finished(folder) -> set[str]:
    return {path.stem for path in (folder / ".course/graded" / LESSON.id).glob("*.json")}


def marks_written(folder) -> set[tuple[int, int]]:
    """For each submission in the gradebook: how many grade cells it has that the grader marks, and how many marks."""
    with sqlite3.connect(folder / "gradebook.db") as gradebook:
        return set(gradebook.execute("SELECT count(*), count(grade.auto_score) FROM grade JOIN grade_cells ON grade.cell_id = grade_cells.id "
                                     "WHERE grade_cells.cell_type = 'code' GROUP BY grade.notebook_id"))


def test_killed_at_random_moments_it_finishes_the_rest_and_every_mark_is_right(classroom, pytestconfig):
    moments = random.Random(4)
    clean = (classroom / "gradebook.db").read_bytes()
    rounds = 50 if pytestconfig.getoption("--whole") else 12
    killed = unfinished_kills = 0
    for _ in range(rounds):
        process = subprocess.Popen([BIN / GRADE[0], *GRADE[1:]], cwd=classroom, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        marks_first = moments.randrange(len(CLASS))  # counted from there, so that a slow machine is killed in the middle, too
        while process.poll() is None and len(finished(classroom)) < marks_first:
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 0.5 if marks_first else 4))
        killed += process.poll() is None
        process.kill()  # only the one process: its workers must end by themselves
        process.wait()
        done = finished(classroom)
        found = marks_in(classroom)
        assert {student: found.get(student) for student in done} == {student: MARKS[student] for student in done}
        assert all(count in (0, cells) for cells, count in marks_written(classroom))
        unfinished_kills += 0 < len(done) < len(CLASS)
        if len(done) == len(CLASS):  # a class that is finished begins anew
            shutil.rmtree(classroom / ".course")
            for name in ("gradebook.db-wal", "gradebook.db-shm"):
                (classroom / name).unlink(missing_ok=True)
            (classroom / "gradebook.db").write_bytes(clean)
    assert killed >= rounds // 2 and unfinished_kills
    last = command(classroom, *GRADE)
    assert last.returncode == 0 and "Traceback" not in last.stdout + last.stderr, last.stdout + last.stderr
    assert finished(classroom) == set(CLASS) and marks_in(classroom) == MARKS


def test_where_one_mark_cannot_be_written_none_of_the_notebook_is(classroom):
    with sqlite3.connect(classroom / "gradebook.db") as gradebook:
        gradebook.execute("CREATE TRIGGER refused BEFORE UPDATE OF auto_score ON grade WHEN NEW.cell_id IN "
                          "(SELECT id FROM base_cell WHERE name = 'trace-checks') BEGIN SELECT RAISE(ABORT, 'no more marks'); END")
    refused = command(classroom, *GRADE)
    assert refused.returncode == 1 and refused.stdout.count("no more marks") == len(CLASS) and "Traceback" not in refused.stdout + refused.stderr
    assert finished(classroom) == set() and [count for _, count in marks_written(classroom)] == [0]
    with sqlite3.connect(classroom / "gradebook.db") as gradebook:
        gradebook.execute("DROP TRIGGER refused")
    assert command(classroom, *GRADE).returncode == 0 and marks_in(classroom) == MARKS


def test_judges_that_are_killed_cost_no_mark(classroom):
    process = subprocess.Popen([BIN / GRADE[0], *GRADE[1:]], cwd=classroom, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    judges = []
    while process.poll() is None and len(judges) < 2:
        judges = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split() if _is_fork(pid, process.pid)]
        time.sleep(0.01)
    for judge in judges:
        os.kill(judge, signal.SIGKILL)
    said = process.communicate(timeout=120)[0]
    assert len(judges) == 2 and process.returncode == 0 and "Traceback" not in said, said
    assert finished(classroom) == set(CLASS) and marks_in(classroom) == MARKS


def _is_fork(pid: str, parent: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() == Path(f"/proc/{parent}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_gradebook_locked_for_some_seconds_is_waited_for(classroom):
    holder = sqlite3.connect(classroom / "gradebook.db", check_same_thread=False, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(8, holder.rollback)
    release.start()
    done = command(classroom, *GRADE)
    release.join()
    assert done.returncode == 0 and "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    assert marks_in(classroom) == MARKS


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="Only root on Linux can make a small disk.")
def test_a_full_disk_costs_no_mark(classroom, tmp_path):
    disk = tmp_path / "course" / "small"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk], check=True)
    try:
        shutil.copytree(classroom, disk, dirs_exist_ok=True)
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file, pytest.raises(OSError):
            while True:
                file.write(bytes(1 << 12))
        full = command(disk, *GRADE)
        said = full.stdout + full.stderr
        assert full.returncode in (1, 2) and "Traceback" not in said, said
        assert re.search("disk is full|No space left", said), said
        filler.unlink()
        done = command(disk, *GRADE)
        assert done.returncode == 0, done.stdout + done.stderr
        assert marks_in(disk) == MARKS
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
