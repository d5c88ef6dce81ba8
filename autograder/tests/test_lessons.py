"""The texts run and their figures are described; the notebooks run in a real kernel, as a student runs them."""
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient

from autograder.build import reference_notebook, skeleton
from autograder.lesson_pages.execute import executed_text
from autograder.lesson_pages.pages import page_of
from autograder.manifest import CourseError, exercise_folder, find_root, read_course, text_path
from autograder.mistakes import mistakes_of

from .leaks import solution_lines_in_skeleton

ROOT = find_root(Path(__file__))
COURSE = read_course(ROOT)
LESSONS = pytest.mark.parametrize("lesson", COURSE.lessons, ids=lambda lesson: lesson.id)


@LESSONS
def test_the_text_runs_and_every_figure_has_alt_text(lesson):
    notebook = executed_text(ROOT, lesson)
    figures = sum("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
    assert figures >= 4
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert text.count("**Predict") >= 3 or text.count("<details>") >= 3
    for heading in ("sual mistakes", "ummary", "next"):
        assert re.search(rf"^(#+ |\*\*).*{heading}", text, re.MULTILINE | re.IGNORECASE), heading
    page = BeautifulSoup(page_of(notebook, lesson), "html.parser")
    assert len(page.select('img[alt^="data:"], img:not([alt]), script, [src^="http"], link[href^="http"]')) == 0
    assert len(page.select("img")) == figures and len(page.select("math")) >= 1
    for written in page.select("pre, code, style, annotation"):
        written.decompose()
    assert "$" not in page.get_text() and "\\frac" not in page.get_text()


@LESSONS
def test_the_mistakes_point_at_headings_of_the_text(lesson):
    headings = re.findall(r"^#+ (.*)$", text_path(ROOT, lesson).read_text(encoding="utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert {mistake.text for mistake in mistakes_of(ROOT, lesson)} <= anchors


def run(notebook, lesson, allow_errors=False):
    NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=allow_errors,
                   resources={"metadata": {"path": str(exercise_folder(ROOT, lesson))}}).execute()
    return notebook


@LESSONS
def test_the_solution_passes_its_visible_checks_in_a_real_kernel(lesson):
    run(reference_notebook(ROOT, lesson), lesson)


@LESSONS
def test_the_skeleton_stops_only_in_its_checks_and_names_the_exercise(lesson):
    for cell in run(skeleton(ROOT, lesson), lesson, allow_errors=True).cells:
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if id.endswith("-checks"):
            assert errors, f"the checks of {id} pass in the skeleton"
        else:
            assert not errors, (cell.source, errors)


@LESSONS
def test_no_skeleton_holds_a_line_of_the_solution(lesson):
    assert not solution_lines_in_skeleton(ROOT, lesson)
    for cell in skeleton(ROOT, lesson).cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            assert f'NotImplementedError("{lesson.id}.{cell.metadata.nbgrader.grade_id}: not written yet")' in cell.source


def test_points_are_those_of_the_syllabus():
    assert [lesson.points for lesson in COURSE.lessons] == [10, 10, 20, 15, 15, 15, 15]
    for lesson in COURSE.lessons:
        assert sum(exercise.written for exercise in lesson.exercises) == 1 and 5 <= len(lesson.exercises) <= 8


def test_a_failing_text_is_one_sentence(tmp_path):
    lesson = COURSE.lessons[0]
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / f"{lesson.id}.md").write_text(
        text_path(ROOT, lesson).read_text(encoding="utf-8").split("# Derivatives")[0] + "\n```{code-cell} ipython3\n1 / 0\n```\n")
    with pytest.raises(CourseError, match=r"lessons/01-derivatives.md: a cell stops with ZeroDivisionError: division by zero. It begins: 1 / 0"):
        executed_text(tmp_path, lesson)


def test_formats_are_valid():
    for lesson in COURSE.lessons:
        nbformat.validate(skeleton(ROOT, lesson))
