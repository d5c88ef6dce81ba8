"""The page about what a learner has built: made by the real command, and shown in a real browser where there is one."""
import re

import pytest

from autograder.selfstudy.lesson_end import able_to
from autograder.tests.test_browser import CHROMIUM, page
from autograder.tests.test_selfstudy import COURSE, ROOT, course, reference_cells, run, write  # noqa: F401

NAME = "Ada <script>document.title = 'ran'</script>"


def test_every_lesson_says_what_one_can_do_after_it():
    for lesson in COURSE.lessons:
        able = able_to(ROOT, lesson)
        assert len(able) >= 3 and not any("\n" in line or line.endswith((";", ".", ",")) for line in able), lesson.id


@pytest.fixture
def summary(course):  # noqa: F811
    """The page of somebody who has done everything, and has checked lesson 03 alone here."""
    for lesson in COURSE.lessons:
        write(course, reference_cells(ROOT, lesson) | {exercise.id: "In words." for exercise in lesson.exercises if exercise.written}, lesson)
    assert run(course, "check", "03")[0] == 0
    status, said = run(course, "assemble", "--steps", "1", "--name", NAME)
    assert status == 0 and "Wrote micrograd-summary.html" in said, said
    return course / "micrograd-summary.html"


def test_the_page_tells_what_was_built_and_needs_no_other_file(summary, tmp_path):
    text = summary.read_text(encoding="utf-8")
    image = re.search(r'<img alt="([^"]{80,})" src="data:image/png;base64,iVBOR[^"]+">', text)
    assert "two half-moons" in image[1] and "loss over 1 steps" in image[1]
    assert not re.search(r'(src|href)="(?!data:)', text) and "<script" not in text
    first, done = COURSE.lesson("01"), COURSE.lesson("03")
    assert able_to(ROOT, done)[3] in text and able_to(ROOT, first)[0] not in text, "only what was checked is claimed"
    assert f"0 of {len(first.exercises)} exercises" in text and "138.8338" in text
    if CHROMIUM is None:
        pytest.skip("No Chromium is installed, so the page is not looked at in one.")
    shown = summary.with_name("shown.html")
    shown.write_text(text.replace("</body>", "<script>document.title += document.images[0].naturalWidth</script></body>"), encoding="utf-8")
    assert "<title>My own micrograd1200</title>" in page(shown.as_uri(), tmp_path / "profile")


def test_no_page_while_something_is_missing(course):  # noqa: F811
    for lesson in COURSE.lessons[1:3]:
        write(course, reference_cells(ROOT, lesson), lesson)
    status, said = run(course, "assemble")
    assert status == 1 and not list(course.glob("*.html")), said
