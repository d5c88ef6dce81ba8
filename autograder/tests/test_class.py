"""A class graded through nbgrader: by `course demo`, by the stock commands, killed in the middle, and taken up again."""
import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
import yaml

from autograder.build import build, reference_notebook
from autograder.demo.run import _CONFIG, EXPECTED
from autograder.demo.students import STUDENTS, write_class
from autograder.gradebook.marks import marks
from autograder.manifest import find_root, notebook_file, read_course

ROOT = find_root(Path(__file__))
BIN = Path(sys.executable).parent
LESSON = "02-value"


@pytest.fixture(scope="module")
def course():
    return read_course(ROOT)


@pytest.fixture
def class_folder(tmp_path, course):
    """A class folder with lesson 02 released and handed in by every demo student."""
    lesson = course.lesson(LESSON)
    (tmp_path / "nbgrader_config.py").write_text(_CONFIG.replace("here.parent, here", f"Path({str(ROOT)!r}), here"))
    build(ROOT, course, (lesson,), course_folder=tmp_path)
    write_class(ROOT, lesson, tmp_path)
    return tmp_path


def command(*parts, cwd=ROOT, ok=(0,)):
    result = subprocess.run([str(BIN / parts[0]), *map(str, parts[1:])], cwd=cwd, capture_output=True, text=True, timeout=600)
    assert result.returncode in ok, result.stdout + result.stderr
    return result.stdout + result.stderr


def expected(lesson: str) -> dict[str, float]:
    return yaml.safe_load(EXPECTED.read_text())[lesson]


def marks_in(course, folder) -> dict[str, float]:
    return {student: score for (student, _), score in marks(course, folder).items()}


def test_the_demo_class_gets_exactly_its_marks():
    output = command("course", "demo")
    assert "Every mark is as expected." in output
    table = yaml.safe_load(EXPECTED.read_text())
    assert len(table) == 7 and all(len(row) >= 12 for row in table.values())
    for row in table.values():
        assert row["ada-perfect"] == row["ben-another-way"] == row["lea-deleted-checks"] == row["oli-renamed"] == max(row.values())
        assert row["cem-blank"] == row["moe-edited-checks"] == row["nia-not-json"] == 0
        assert row["june-syntax-error"] < row["ada-perfect"]
    pages = sorted((ROOT / "demo" / "feedback").glob("*/*/*.html"))
    assert len(pages) == 7 * len(STUDENTS)
    for page in pages:  # neither a hidden test nor a path of this machine is in what students get
        text = page.read_text()
        assert "autograder/suites" not in text and str(ROOT) not in text and "Traceback (most recent" not in text
    reports = (ROOT / "demo/feedback/gus-two-mistakes/03-operators/operators.html").read_text()
    assert "should be" in reports and "not yet:" in reports and "Node by node:" in reports and "data:image/png;base64" in reports
    assert "data:image/png;base64" in (ROOT / "demo/feedback/ben-another-way/07-training/training.html").read_text()


def test_stock_nbgrader_gives_the_same_marks(class_folder, course):
    command("nbgrader", "autograde", LESSON, cwd=class_folder)
    assert marks_in(course, class_folder) == expected(LESSON)
    command("nbgrader", "generate_feedback", LESSON, cwd=class_folder)
    assert len(list((class_folder / "feedback").glob("*/*/*.html"))) == len(STUDENTS)
    command("nbgrader", "export", cwd=class_folder)
    rows = {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader((class_folder / "grades.csv").open())}
    assert rows == expected(LESSON)


def test_written_answers_wait_for_a_person_unless_left_blank(class_folder, course):
    from nbgrader.api import Gradebook

    from autograder.nbgrader_settings import course_id, database_url
    command("course", "grade", "02", "--class", class_folder)
    written = next(exercise.id for exercise in course.lesson(LESSON).exercises if exercise.written)
    with Gradebook(database_url(course, class_folder), course_id(course)) as gradebook:
        def grade(student):
            return gradebook.find_grade(written, notebook_file(course.lesson(LESSON)).removesuffix(".ipynb"), LESSON, student)
        assert grade("ada-perfect").needs_manual_grade
        assert not grade("cem-blank").needs_manual_grade and grade("cem-blank").auto_score == 0


def test_a_killed_grading_is_taken_up_where_it_was(class_folder, course):
    process = subprocess.Popen([BIN / "course", "grade", "02", "--class", class_folder], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    records = class_folder / ".course/graded" / LESSON
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and len(list(records.glob("*.json"))) < 3:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    done = len(list(records.glob("*.json")))
    assert done >= 3
    output = command("course", "grade", "02", "--class", class_folder)
    if done < len(STUDENTS):
        assert re.search(rf"{len(STUDENTS) - done} submissions graded .*{done} were graded before", output), output
    assert marks_in(course, class_folder) == expected(LESSON)


def test_a_new_submission_is_graded_again_and_the_others_are_not(class_folder, course):
    command("course", "grade", "02", "--class", class_folder)
    lesson = course.lesson(LESSON)
    nbformat.write(reference_notebook(ROOT, lesson), class_folder / "submitted/cem-blank" / LESSON / notebook_file(lesson))
    assert "1 submissions graded" in command("course", "grade", "02", "--class", class_folder)
    assert marks_in(course, class_folder)["cem-blank"] == expected(LESSON)["ada-perfect"]


def test_what_cannot_be_graded_is_one_line_and_the_rest_goes_on(class_folder, course):
    shutil.rmtree(class_folder / "submitted/ben-another-way" / LESSON)
    (class_folder / "submitted/ben-another-way" / LESSON).mkdir()
    output = command("course", "grade", "02", "--class", class_folder, ok=(1,))
    assert "Not graded: ben-another-way, 02-value: there is no notebook in the submitted folder." in output
    assert "Traceback" not in output
    found = marks_in(course, class_folder)
    assert {student: found[student] for student in STUDENTS if student != "ben-another-way"} == {
        student: score for student, score in expected(LESSON).items() if student != "ben-another-way"}


def test_an_empty_class_is_one_sentence(tmp_path):
    output = command("course", "grade", "--class", tmp_path, ok=(2,))
    assert output.startswith("There is nothing in ") and output.count("\n") == 1


def test_course_check_reports_a_mistake_and_exits_with_1(tmp_path, course):
    lesson = course.lesson("03")
    right = tmp_path / "right.ipynb"
    nbformat.write(reference_notebook(ROOT, lesson), right)
    results = json.loads(command("course", "check", "03", "--notebook", right, "--json"))
    assert results["score"] == sum(exercise.points for exercise in lesson.exercises if not exercise.written)
    wrong = tmp_path / "wrong.ipynb"
    source = reference_notebook(ROOT, lesson)
    cell = next(cell for cell in source.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "mul")
    cell.source = cell.source.replace("self.grad += other.data", "self.grad += self.data")
    assert "self.grad += self.data" in cell.source
    nbformat.write(source, wrong)
    output = command("course", "check", "03.mul", "--notebook", wrong, ok=(1,))
    assert re.search(r"a\.grad is [-\d.]+, should be [-\d.]+", output), output
    (tmp_path / "broken.ipynb").write_text("{")
    assert command("course", "check", "03", "--notebook", tmp_path / "broken.ipynb", ok=(2,)).count("\n") == 1
