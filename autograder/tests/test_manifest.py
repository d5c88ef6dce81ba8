"""course.yml and the sentence for each mistake in it."""

import json
import subprocess
import sys
from datetime import timezone
from pathlib import Path

import pytest
from pydantic import ValidationError

from autograder.manifest import CourseError, find_root, read_course, suite_path
from autograder.manifest.consistency import exercises_tested
from autograder.manifest.schema import SCHEMA_PATH, schema_text

from .small_course import FILES, edit, line_with, write_small_course

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path):
    return write_small_course(tmp_path)


def said(root: Path, draft: bool = False) -> str:
    with pytest.raises(CourseError) as caught:
        read_course(root, draft=draft)
    return str(caught.value)


def test_reads_what_the_file_says(root):
    course = read_course(root)
    assert course.title == "A small course"
    assert [lesson.id for lesson in course.lessons] == ["01-numbers", "02-boxes", "03-adding"]
    numbers = course.lessons[0]
    assert (numbers.number, numbers.points, numbers.minutes) == ("01", 40, 5)
    assert [(e.id, e.points, e.written) for e in numbers.exercises] == [
        ("double", 30, False),
        ("why-even", 10, True),
    ]
    assert course.limits.cell_seconds == 10
    assert course.limits.memory_mb > 0
    assert course.late is None
    assert [lesson.id for lesson in course.before(course.lessons[2])] == ["01-numbers", "02-boxes"]


def test_nothing_can_be_changed_after_reading(root):
    course = read_course(root)
    with pytest.raises(ValidationError):
        course.lessons[0].title = "x"


# What is replaced in course.yml, by what, a piece of the line that is meant, the whole sentence after the line.
MISTAKES = {
    "unknown key": (
        "points: 30", "points: 30\n        pionts: 3", "pionts",
        '"pionts" is not a key of an exercise; did you mean "points"?',
    ),
    "misspelt key": (
        "summary: About", "sumary: About", "sumary",
        '"sumary" is not a key of a lesson; did you mean "summary"?',
    ),
    "strange key": (
        "lessons:\n", "late:\n  percent_per_day: 10\n  xyz: 1\nlessons:\n", "xyz",
        '"xyz" is not a key of late; the keys are grace_minutes, percent_per_day and at_most_percent.',
    ),
    "missing key of an exercise": (
        "        points: 30\n", "", "id: double",
        'the exercise double of 01-numbers has no "points"; add `points: 3`.',
    ),
    "missing key of a lesson": (
        "    minutes: 5\n", "", "id: 01-numbers",
        '01-numbers has no "minutes"; add `minutes: 80`.',
    ),
    "missing key of the course": (
        "title: A small course\n", "", "database",
        'the course has no "title"; add `title: Build micrograd`.',
    ),
    "text for a number": (
        "points: 30", 'points: "30"', 'points: "30"',
        '"points" of the exercise double of 01-numbers is "30" and should be a whole number; '
        "write for example `points: 3`.",
    ),
    "half a point": (
        "points: 30", "points: 2.5", "points: 2.5",
        '"points" of the exercise double of 01-numbers is 2.5 and should be a whole number; '
        "write for example `points: 3`.",
    ),
    "no points": (
        "points: 30", "points: 0", "points: 0",
        '"points" of the exercise double of 01-numbers is 0 and should be greater than 0; '
        "write for example `points: 3`.",
    ),
    "negative points": (
        "points: 30", "points: -3", "points: -3",
        '"points" of the exercise double of 01-numbers is -3 and should be greater than 0; '
        "write for example `points: 3`.",
    ),
    "a limit that is not positive": (
        "cell_seconds: 10", "cell_seconds: 0", "cell_seconds",
        '"cell_seconds" of limits is 0 and should be greater than 0; write for example `cell_seconds: 10`.',
    ),
    "a limit without end": (
        "cell_seconds: 10", "cell_seconds: .inf", "cell_seconds",
        '"cell_seconds" of limits is inf and should be a finite number; write for example `cell_seconds: 10`.',
    ),
    "number for text": (
        "title: Numbers", "title: 12", "title: 12",
        '"title" of 01-numbers is 12 and should be text; write for example `title: Operators`.',
    ),
    "empty text": (
        "title: Numbers", "title:", "    title:",
        '"title" of 01-numbers is empty and should be text; write for example `title: Operators`.',
    ),
    "yes for true": (
        "written: true", "written: yes", "written: yes",
        '"written" of the exercise why-even of 01-numbers is "yes" and should be true or false; '
        "write for example `written: true`.",
    ),
    "text for a list": (
        "requires: [01-numbers]", "requires: 01-numbers", "requires: 01-numbers",
        '"requires" of 02-boxes is "01-numbers" and should be a list; '
        "write for example `requires: [02-value]`.",
    ),
    "an odd lesson id": (
        "id: 01-numbers", "id: Numbers", "id: Numbers",
        '"id" of Numbers is "Numbers" and should be two digits, a hyphen and a name in small letters; '
        "write for example `id: 03-operators`.",
    ),
    "an odd exercise id": (
        "id: double", "id: Double It", "id: Double It",
        '"id" of the exercise Double It of 01-numbers is "Double It" and should be small letters and '
        "digits, with hyphens between words; write for example `id: mul`.",
    ),
    "text for an exercise": (
        "      - id: box\n        title: the box\n        points: 20\n        teaches: A class holds a number.\n",
        "      - box\n", "- box",
        'entry 1 of "exercises" of 02-boxes is "box" and should be keys with values; '
        "write for example `exercises:` and under it `- id: mul`.",
    ),
    "a date without a zone": (
        "minutes: 5", "minutes: 5\n    due: 2026-03-01 23:59", "due:",
        '"due" of 01-numbers is "2026-03-01 23:59" and should be a date with time and zone; '
        "write for example `due: 2026-03-01T23:59+01:00`.",
    ),
    "a date that does not exist": (
        "minutes: 5", "minutes: 5\n    due: 2026-02-30T23:59+01:00", "due:",
        '"due" of 01-numbers is "2026-02-30T23:59+01:00" and should be a date with time and zone; '
        "write for example `due: 2026-03-01T23:59+01:00`.",
    ),
    "a database that is no URL": (
        "sqlite:///gradebook.db", "gradebook.db", "database",
        '"database" of the course is "gradebook.db" and should be a database URL; '
        "write for example `database: sqlite:///gradebook.db`.",
    ),
    "a late policy over the top": (
        "lessons:\n", "late:\n  percent_per_day: 150\nlessons:\n", "percent_per_day",
        '"percent_per_day" of late is 150 and should be at most 100; '
        "write for example `percent_per_day: 10`.",
    ),
    "an exercise id used twice": (
        "id: show", "id: box  # again", "# again",
        'the exercise id "box" is used twice in 02-boxes; rename one of them.',
    ),
    "an exercise called like checks": (
        "id: show", "id: box-checks", "box-checks",
        'the exercise id "box-checks" is also the id of the checks of "box"; rename it.',
    ),
    "a lesson number used twice": (
        "id: 02-boxes", "id: 01-boxes", "01-boxes",
        "the lesson number 01 is used twice; renumber one of the two.",
    ),
    "lessons out of order": (
        "id: 01-numbers", "id: 05-numbers", "02-boxes",
        "02-boxes stands after 05-numbers; put the lessons in the order of their numbers.",
    ),
    "a later lesson required": (
        "requires: []", "requires: [02-boxes]", "requires: [02-boxes]",
        "01-numbers requires 02-boxes, which comes later; require only earlier lessons.",
    ),
    "an unknown lesson required": (
        "requires: [02-boxes]", "requires: [02-boxs]", "requires: [02-boxs]",
        '03-adding requires 02-boxs, which is not a lesson; did you mean "02-boxes"?',
    ),
    "itself required": (
        "requires: [02-boxes]", "requires: [03-adding]", "requires: [03-adding]",
        "03-adding requires itself; remove 03-adding from its list.",
    ),
    "a lesson required by its number": (
        "requires: [02-boxes]", "requires: [2]", "requires: [2]",
        'entry 1 of "requires" of 03-adding is 2 and should be text; '
        "write for example `requires: [02-value]`.",
    ),
    "a key written twice": (
        "    minutes: 5\n", "    minutes: 5\n    minutes: 6\n", "minutes: 6",
        'the key "minutes" is written twice; remove one of the two.',
    ),
    "no lessons": (
        FILES["course.yml"].split("lessons:\n")[1], "  []\n", "lessons:",
        '"lessons" of the course is an empty list and should be a list of at least one entry; '
        "write for example `lessons:` and under it `- id: 03-operators`.",
    ),
}


@pytest.mark.parametrize("old, new, part, sentence", MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_is_one_sentence_with_its_line(root, old, new, part, sentence):
    edit(root, "course.yml", old, new)
    start = f"course.yml, line {line_with(root, 'course.yml', part)}: "
    sentences = said(root, draft=True).split("\n")
    assert start + sentence in sentences
    related = {"a lesson number used twice", "lessons out of order", "an odd lesson id", "a later lesson required"}
    assert len(sentences) == 1 or sentence in {MISTAKES[name][3] for name in related}


def test_two_mistakes_are_two_sentences_in_the_order_of_the_file(root):
    edit(root, "course.yml", "points: 20", "points: 0")
    edit(root, "course.yml", "title: Numbers", "title: 3")
    first, second = said(root).split("\n")
    assert '"title" of 01-numbers' in first and '"points" of the exercise box' in second


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"title: A\n  lessons: 1\n", "course.yml, line 2: this is not valid YAML (mapping values are not allowed"),
        (b"title: A\n\tdatabase: x\n", "course.yml, line 2: this is not valid YAML (found character"),
        (b'title: "A\n', "this is not valid YAML (found unexpected end of stream)"),
        (b"title: A\nx: caf\xe9\n", "course.yml, line 2: a character is not UTF-8; save the file as UTF-8."),
        (b"", "course.yml, line 1: there should be keys with values; begin with `title: Build micrograd`."),
        (b"- a\n- b\n", "course.yml, line 1: there should be keys with values"),
        (b"a: *nobody\n", "course.yml, line 1: this is not valid YAML (found undefined alias"),
    ],
)
def test_a_file_that_cannot_be_read(root, content, sentence):
    (root / "course.yml").write_bytes(content)
    text = said(root)
    assert sentence in text and "\n" not in text


def test_a_missing_file(tmp_path):
    text = said(tmp_path)
    assert text == (
        f"{tmp_path / 'course.yml'} cannot be read (No such file or directory); run this in the course folder."
    )


def test_a_byte_order_mark_does_no_harm(root):
    path = root / "course.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_course(root).title == "A small course"


# What only a finished course has.


def test_points_must_sum_to_100(root):
    edit(root, "course.yml", "points: 20", "points: 21")
    line = line_with(root, "course.yml", "- id: 01-numbers")
    assert said(root) == (
        f"course.yml, line {line - 1}: the points of all exercises sum to 101 and should sum to 100; "
        "change some of them (now 01-numbers 40, 02-boxes 31, 03-adding 30)."
    )
    assert read_course(root, draft=True).lessons[1].points == 31


def test_a_missing_notebook(root):
    edit(root, "course.yml", "notebook: boxes", "notebook: boxs")
    line = line_with(root, "course.yml", "notebook: boxs")
    assert said(root) == (
        f"course.yml, line {line}: there is no solutions/02-boxes/boxs.py; write it, or correct the name."
    )
    assert read_course(root, draft=True)


def test_a_lesson_without_exercises(root):
    text = FILES["course.yml"]
    start = text.index("    exercises:\n      - id: add")
    (root / "course.yml").write_text(text[:start] + "    exercises: []\n")
    line = line_with(root, "course.yml", "exercises: []")
    assert f"course.yml, line {line}: 03-adding has no exercises; list those of its notebook." in said(root)
    assert read_course(root, draft=True).lessons[2].exercises == ()


def test_an_exercise_without_a_test(root):
    edit(root, "autograder/suites/test_02_boxes.py", '@pytest.mark.exercise("show")', "")
    line = line_with(root, "course.yml", "id: show")
    assert said(root) == (
        f'course.yml, line {line}: the exercise "show" of 02-boxes has no test; mark one in '
        'autograder/suites/test_02_boxes.py with @pytest.mark.exercise("show").'
    )


def test_a_test_without_an_exercise(root):
    name = "autograder/suites/test_02_boxes.py"
    edit(root, name, 'exercise("show")', 'exercise("shwo")')
    first, second = said(root).split("\n")
    assert 'the exercise "show" of 02-boxes has no test' in first
    assert second == f'{name}, line {line_with(root, name, "shwo")}: 02-boxes has no exercise "shwo"; did you mean "show"?'


def test_a_test_of_a_written_exercise(root):
    name = "autograder/suites/test_01_numbers.py"
    edit(root, name, 'exercise("double")', 'exercise("double")\n@pytest.mark.exercise("why-even")')
    assert said(root) == (
        f'{name}, line {line_with(root, name, "why-even")}: "why-even" is written and graded by a person; '
        "remove its test, or `written: true` from course.yml."
    )


def test_a_missing_suite_and_a_stray_one(root):
    suites = root / "autograder" / "suites"
    (suites / "test_03_adding.py").rename(suites / "test_04_adding.py")
    line = line_with(root, "course.yml", "id: 03-adding")
    assert said(root).split("\n") == [
        f"course.yml, line {line}: 03-adding has no suite; write autograder/suites/test_03_adding.py.",
        "autograder/suites/test_04_adding.py belongs to no lesson of course.yml; rename it or remove it.",
    ]


def test_a_suite_that_is_not_python(root):
    (root / "autograder/suites/test_01_numbers.py").write_text("import pytest\ndef (:\n")
    assert said(root) == "autograder/suites/test_01_numbers.py, line 2: this is not valid Python; correct it."


def test_suites_are_read_and_never_imported(root):
    path = root / "autograder/suites/test_01_numbers.py"
    path.write_text("raise SystemExit\n" + path.read_text())
    assert read_course(root)
    path.write_text(
        "import pytest\n"
        'pytestmark = [pytest.mark.exercise("a")]\n'
        "class TestB:\n"
        '    @pytest.mark.exercise("b", weight=2)\n'
        "    def test_b(self): pass\n"
        '@pytest.mark.parametrize("exercise", ["c"])\n'
        "def test_c(exercise): pass\n"
    )
    assert exercises_tested(path) == {"a": 2, "b": 4}


# Finding things.


@pytest.mark.parametrize("text", ["02", "2", "02-boxes", "02-b", "boxes", "bo", "Boxes", "02-boxes/"])
def test_a_lesson_by_any_clear_name(root, text):
    assert read_course(root).lesson(text).id == "02-boxes"


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("boxs", 'There is no lesson "boxs"; did you mean 02-boxes?'),
        ("9", 'There is no lesson "9"; the lessons are 01-numbers, 02-boxes and 03-adding.'),
        ("0", '"0" could be'),
        ("", 'There is no lesson ""; the lessons are'),
        ("02.sow", '02-boxes has no exercise "sow"; did you mean "show"?'),
        ("02.zzz", '02-boxes has no exercise "zzz"; the known ones are box and show.'),
    ],
)
def test_what_is_meant_by_an_unclear_name(root, text, sentence):
    with pytest.raises(CourseError) as caught:
        read_course(root).select(text)
    assert str(caught.value).startswith(sentence)


def test_select_gives_lesson_and_exercise(root):
    course = read_course(root)
    assert course.select("boxes") == (course.lessons[1], None)
    assert course.select("2.show") == (course.lessons[1], course.lessons[1].exercises[1])


def test_the_root_is_found_from_inside(root):
    assert find_root(root / "solutions" / "01-numbers") == root.resolve()
    with pytest.raises(CourseError, match="There is no course.yml in"):
        find_root(root.parent)


def test_paths_of_a_lesson_with_hyphens_in_its_name(root):
    lesson = read_course(root).lessons[0].model_copy(update={"id": "06-neural-nets"})
    assert suite_path(root, lesson).name == "test_06_neural_nets.py"


def test_a_due_date_keeps_its_zone(root):
    edit(root, "course.yml", "minutes: 5", "minutes: 5\n    due: 2026-03-01T23:59+01:00")
    due = read_course(root).lessons[0].due
    assert due.astimezone(timezone.utc).isoformat() == "2026-03-01T22:59:00+00:00"


# The schema and the course of this repository.


def test_the_schema_knows_every_key():
    schema = json.loads(schema_text())
    exercise = schema["$defs"]["Exercise"]
    assert set(exercise["properties"]) == {"id", "title", "points", "teaches", "written"}
    assert exercise["additionalProperties"] is False
    for definition in [schema, *schema["$defs"].values()]:
        for key, entry in definition["properties"].items():
            assert entry.get("description"), f"{key} has no description"


def test_the_schema_accepts_the_small_course_and_refuses_a_mistake(root):
    import jsonschema
    from ruamel.yaml import YAML

    data = YAML(typ="safe").load((root / "course.yml").read_text())
    jsonschema.validate(data, json.loads(schema_text()))
    data["lessons"][0]["exercises"][0]["points"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json.loads(schema_text()))


def test_the_committed_schema_is_current():
    assert (REPOSITORY / SCHEMA_PATH).read_text(encoding="utf-8") == schema_text()


def test_the_course_of_this_repository_is_complete():
    course = read_course(REPOSITORY)
    assert [lesson.points for lesson in course.lessons] == [10, 10, 20, 15, 15, 15, 15]
    for lesson in course.lessons:
        assert sum(exercise.written for exercise in lesson.exercises) == 1, lesson.id


def test_reading_needs_neither_nbgrader_nor_jupytext():
    code = (
        "import sys; from pathlib import Path; from autograder.manifest import read_course; "
        f"read_course(Path({str(REPOSITORY)!r}), draft=True); "
        "print([m for m in ('nbgrader', 'jupytext', 'nbformat', 'jsonschema', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
