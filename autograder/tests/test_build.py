"""From solutions/ to skeletons, engine.py and the gradebook."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.build import (
    answer_cells,
    assemble_notebook,
    build,
    engine_so_far,
    reference_cells,
    reference_notebook,
    skeleton,
    source_notebook,
    stale_files,
)
from autograder.build.folders import folder_contents
from autograder.commands import application
from autograder.manifest import CourseError, read_course
from autograder.manifest.schema import SCHEMA_PATH

from .leaks import solution_lines_in_skeleton
from .small_course import edit, line_with, write_small_course

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPTS = Path(sys.executable).parent
NUMBERS, BOXES, ADDING = (
    "solutions/01-numbers/numbers.py",
    "solutions/02-boxes/boxes.py",
    "solutions/03-adding/adding.py",
)

# nbgrader's own way of adding a submission.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type")


@pytest.fixture
def root(tmp_path):
    return write_small_course(tmp_path / "course")


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    root = write_small_course(tmp_path_factory.mktemp("built"))
    build_all(root)
    return root


@pytest.fixture
def built(built_once, tmp_path):
    """A copy of a built course, because nbgrader is slow to build it each time."""
    return Path(shutil.copytree(built_once, tmp_path / "built"))


def build_all(root: Path, **options) -> list[str]:
    course = read_course(root, draft=True)
    told: list[str] = []
    build(root, course, course.lessons, tell=told.append, **options)
    return told


def build_one(root: Path, number: str, **options) -> list[str]:
    course = read_course(root, draft=True)
    told: list[str] = []
    build(root, course, (course.lesson(number),), tell=told.append, **options)
    return told


def course_command(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [SCRIPTS / "course", *arguments],
        cwd=root, capture_output=True, text=True, env={**os.environ, **environment},
    )


def cells_by_id(notebook) -> dict:
    return {cell["metadata"].get("nbgrader", {}).get("grade_id", cell["id"]): cell for cell in notebook["cells"]}


def read_json(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def text_of(cell) -> str:
    return "".join(cell["source"])


def author_error(root: Path, number: str) -> str:
    with pytest.raises(CourseError) as caught:
        source_notebook(root, read_course(root, draft=True).lesson(number))
    return str(caught.value)


# The skeleton.


def test_a_skeleton_says_which_exercise_is_not_written(built):
    cells = cells_by_id(read_json(built / "exercises/01-numbers/numbers.ipynb"))
    assert text_of(cells["double"]) == (
        'def double(number):\n    """Twice the number."""\n    # YOUR CODE HERE\n'
        '    raise NotImplementedError("01-numbers.double: not written yet")'
    )
    assert text_of(cells["why-even"]) == "YOUR ANSWER HERE"
    assert text_of(cells["double-checks"]).startswith("assert double(4) == 8")


def test_the_metadata_are_complete(built):
    cells = cells_by_id(read_json(built / "exercises/01-numbers/numbers.ipynb"))
    wanted = {
        "imports": dict(grade=False, solution=False, locked=True),
        "double": dict(grade=False, solution=True, locked=False),
        "double-checks": dict(grade=True, solution=False, locked=True, points=30),
        "why-even": dict(grade=True, solution=True, locked=False, points=10),
    }
    for id, flags in wanted.items():
        metadata = dict(cells[id]["metadata"]["nbgrader"])
        assert len(metadata.pop("checksum")) == 32, id
        assert metadata == dict(
            schema_version=3, task=False, grade_id=id, cell_type=cells[id]["cell_type"], **flags
        )
        assert cells[id]["id"] == id
    assert cells["double-checks"]["metadata"]["editable"] is False
    assert "editable" not in cells["double"]["metadata"]
    assert all("tags" not in cell["metadata"] for cell in cells.values())


def test_notebook_metadata_do_not_depend_on_the_machine(built):
    notebook = read_json(built / "exercises/02-boxes/boxes.ipynb")
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert [cell["id"] for cell in notebook["cells"]][0] == "02-boxes-01"


def test_what_lies_beside_the_skeleton(built):
    names = {lesson: sorted(folder_contents(built / "exercises" / lesson)) for lesson in os.listdir(built / "exercises")}
    assert names == {
        "01-numbers": ["numbers.ipynb"],
        "02-boxes": ["boxes.ipynb", "engine.py", "graph_picture.py"],
        "03-adding": ["adding.ipynb", "engine.py", "graph_picture.py"],
    }
    assert sorted(folder_contents(built / "source/02-boxes")) == names["02-boxes"]
    picture = (built / "exercises/02-boxes/graph_picture.py").read_text()
    header, rest = picture.split("\n", 1)
    assert header.startswith("# Copied by `course build`")
    assert rest == (built / "solutions/graph_picture.py").read_text()


def test_building_twice_changes_not_one_byte(built):
    before = folder_contents(built / "exercises")
    times = {path: path.stat().st_mtime_ns for path in (built / "exercises").rglob("*")}
    assert build_all(built) == ["01-numbers: unchanged", "02-boxes: unchanged", "03-adding: unchanged"]
    assert folder_contents(built / "exercises") == before
    assert {path: path.stat().st_mtime_ns for path in (built / "exercises").rglob("*")} == times


def test_the_command_in_another_folder_writes_the_same_bytes(built, root):
    done = course_command(root, "build", PYTHONHASHSEED="7")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "01-numbers: wrote numbers.ipynb\n"
        "02-boxes: wrote boxes.ipynb, engine.py, graph_picture.py\n"
        "03-adding: wrote adding.ipynb, engine.py, graph_picture.py\n"
    )
    assert folder_contents(root / "exercises") == folder_contents(built / "exercises")


def test_no_answer_lies_in_source_folders_as_python(built):
    for path in built.glob("source/*/*.py"):
        assert path.name in ("engine.py", "graph_picture.py")


def test_a_file_left_in_the_source_folder_is_not_released(built):
    (built / "source/01-numbers/numbers.py").write_text("def double(n): return 2 * n\n")
    build_one(built, "01")
    assert sorted(folder_contents(built / "release/01-numbers")) == ["numbers.ipynb"]


def test_every_skeleton_cell_outside_answers_runs(built):
    """Each exercise fails with its own words, and nothing else fails."""
    for lesson in read_course(built).lessons:
        folder = built / "exercises" / lesson.id
        notebook = read_json(folder / f"{lesson.notebook}.ipynb")
        namespace: dict = {}
        sys.path.insert(0, str(folder))
        try:
            for cell in notebook["cells"]:
                metadata = cell["metadata"].get("nbgrader", {})
                if cell["cell_type"] != "code":
                    continue
                if metadata.get("grade"):
                    id = metadata["grade_id"].removesuffix("-checks")
                    with pytest.raises(NotImplementedError, match=f"^{lesson.id}.{id}: not written yet$"):
                        exec(text_of(cell), namespace)
                    exec(reference_cells(built, lesson)[id], namespace)
                else:
                    exec(text_of(cell), namespace)
        finally:
            sys.path.remove(str(folder))
            sys.modules.pop("engine", None)


# No answers for students.


def test_no_solution_line_in_a_skeleton(built):
    for lesson in read_course(built).lessons:
        assert solution_lines_in_skeleton(built, lesson) == []


def test_a_leaked_line_is_found(built):
    lesson = read_course(built).lessons[0]
    path = built / "exercises/01-numbers/numbers.ipynb"
    notebook = read_json(path)
    notebook["cells"][0]["source"] = ["# Numbers\n", "    return number + number"]
    path.write_text(json.dumps(notebook))
    assert solution_lines_in_skeleton(built, lesson) == ["return number + number"]


# The mistakes of an author: file, what is replaced, by what, a piece of the line meant, the sentence.
AUTHOR_MISTAKES = {
    "solution without exercise": (
        BOXES, '"show", "solution"', '"shown", "solution"', '"shown"',
        'the solution cell "shown" has no exercise under 02-boxes in course.yml; add one, or rename the cell.',
    ),
    "exercise without cell": (
        BOXES, '"show", "solution"', '"shown", "solution"', '"show-checks"',
        'the exercise "show" of course.yml has no cell here; write one: '
        '# %% nbgrader={"grade_id": "show", "solution": true}',
    ),
    "exercise without checks": (
        BOXES, '# %% nbgrader={"grade_id": "show-checks", "grade": true}\n', "# %%\n", '"show"',
        'the exercise "show" has no checks; write under it: '
        '# %% nbgrader={"grade_id": "show-checks", "grade": true}',
    ),
    "checks of nothing": (
        BOXES, '"show-checks"', '"shaw-checks"', '"shaw-checks"',
        'the grade cell "shaw-checks" should be called after its exercise, as "mul-checks"; did you mean "show"?',
    ),
    "written in course.yml only": (
        "course.yml", "points: 10\n        teaches: repr", "points: 10\n        written: true\n        teaches: repr", None,
        '"show" is `written: true` in course.yml, but this is a code cell; make it Markdown with '
        "grade and solution, or remove `written`.",
    ),
    "written in the notebook only": (
        "course.yml", "        written: true\n", "", None,
        '"why-even" is a written answer here, but not in course.yml; add `written: true`.',
    ),
    "no end": (
        BOXES, "    ### END SOLUTION\n\n\nBox.", "Box.", '"show", "solution"',
        'the cell "show" has a BEGIN SOLUTION without END SOLUTION; write the line that closes it.',
    ),
    "no begin": (
        BOXES, "    ### BEGIN SOLUTION\n    return f", "    return f", '"show", "solution"',
        'the cell "show" has an END SOLUTION without BEGIN SOLUTION; write the line that opens it.',
    ),
    "nested": (
        BOXES, "    ### BEGIN SOLUTION\n    return f", "    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION\n    return f",
        '"show", "solution"',
        'the cell "show" has a second BEGIN SOLUTION before END SOLUTION; close the first region.',
    ),
    "no marks": (
        NUMBERS, "    ### BEGIN SOLUTION\n    return number + number\n    ### END SOLUTION\n",
        "    return number + number\n", '"double", "solution"',
        'the cell "double" has no ### BEGIN SOLUTION, so nbgrader would wipe all of it; put the marks '
        "around the answer.",
    ),
    "marks in a plain cell": (
        NUMBERS, "# # Numbers", "# # Numbers\n# BEGIN SOLUTION\n# END SOLUTION", "# %% [markdown]",
        "this cell has solution marks but is no solution cell; add "
        'nbgrader={"grade_id": ..., "solution": true} or remove the marks.',
    ),
    "marks in checks": (
        NUMBERS, "assert double(4)", "### BEGIN SOLUTION\n### END SOLUTION\nassert double(4)", '"double-checks"',
        'the cell "double-checks" is no solution cell; remove its solution marks.',
    ),
    "an id twice": (
        BOXES, '"imports", "locked"', '"box-checks", "locked"', '"box-checks", "grade"',
        'the grade_id "box-checks" is used twice; rename one of the two cells.',
    ),
    "no id": (
        NUMBERS, '{"grade_id": "imports", "locked": true}', '{"locked": true}', '{"locked"',
        "this nbgrader cell has no grade_id; give it one.",
    ),
    "points by hand": (
        NUMBERS, '"grade": true}\nassert', '"grade": true, "points": 3}\nassert', '"points"',
        '"points" of the cell "double-checks" is filled in by the build; remove it.',
    ),
    "neither this nor that": (
        NUMBERS, '"double", "solution": true', '"double", "solution": true, "grade": true', '"double", "solution"',
        'the code cell "double" is neither a solution, nor checks, nor a written answer, nor locked; '
        "set solution, grade, both (Markdown only) or locked.",
    ),
    "metadata that are not JSON": (
        NUMBERS, '{"grade_id": "double", "solution": true}', '{"grade_id": "double", "solution": tru}', '"double", "solution"',
        "the metadata of this cell are not JSON; write for example "
        'nbgrader={"grade_id": "mul", "solution": true}.',
    ),
    "an answer that is not Python": (
        NUMBERS, "return number + number", "return number +", '"double", "solution"',
        'the answer of "double" is not valid Python (invalid syntax, line 4 of the cell); correct it.',
    ),
    "a skeleton that is not Python": (
        NUMBERS, "    ### BEGIN SOLUTION\n    return number + number\n    ### END SOLUTION\n",
        "    return (\n    ### BEGIN SOLUTION\n    number + number\n    ### END SOLUTION\n    )\n", '"double", "solution"',
        'the skeleton of "double" is not valid Python once the answer is taken out; put the marks around '
        "whole statements.",
    ),
    "checks with a magic": (
        NUMBERS, "assert double(4)", "%time double(4)\nassert double(4)", '"double-checks"',
        'the checks "double-checks" are not plain Python (invalid syntax, line 1 of the cell); correct that.',
    ),
}


@pytest.mark.parametrize("name, old, new, part, sentence", AUTHOR_MISTAKES.values(), ids=AUTHOR_MISTAKES)
def test_each_mistake_of_an_author_is_one_sentence(root, name, old, new, part, sentence):
    edit(root, name, old, new)
    notebook = BOXES if name == "course.yml" and '"show"' in sentence else NUMBERS if name == "course.yml" else name
    part = part or ('"show", "solution"' if notebook == BOXES else '"why-even"')
    sentences = author_error(root, notebook[10:12]).split("\n")
    assert f"{notebook}, line {line_with(root, notebook, part)}: {sentence}" in sentences


def test_an_order_unlike_course_yml(root):
    text = (root / BOXES).read_text()
    first, second = text.index("# %% nbgrader={\"grade_id\": \"box\""), text.index("# %% nbgrader={\"grade_id\": \"show\"")
    (root / BOXES).write_text(text[:first] + text[second:] + "\n" + text[first:second])
    line = line_with(root, BOXES, '"show", "solution"')
    assert author_error(root, "02") == (
        f'{BOXES}, line {line}: "show" stands where course.yml has "box"; put both in the same order.'
    )


def test_checks_away_from_their_exercise(root):
    text = (root / BOXES).read_text()
    start, end = text.index('# %% nbgrader={"grade_id": "box-checks"'), text.index('# %% nbgrader={"grade_id": "show", ')
    (root / BOXES).write_text(text[:start] + text[end:] + "\n" + text[start:end])
    line = line_with(root, BOXES, '"box-checks"')
    assert author_error(root, "02") == (
        f'{BOXES}, line {line}: "box-checks" does not stand under its own solution cell; move it there.'
    )


def test_a_missing_solution_file(root):
    (root / BOXES).unlink()
    assert author_error(root, "02") == f"{BOXES} cannot be read (No such file or directory); write it."


def test_comments_that_look_like_shell_commands_stay_comments(root):
    edit(root, NUMBERS, "import math", "# copy the numbers\n# ls\nimport math")
    notebook = source_notebook(root, read_course(root).lessons[0])
    assert notebook.cells[1].source == "# copy the numbers\n# ls\nimport math"


def test_a_lesson_with_mistakes_does_not_keep_others_from_being_built(root):
    edit(root, BOXES, "    ### END SOLUTION\n\n\nBox.", "Box.")
    with pytest.raises(CourseError) as caught:
        build_all(root)
    assert len(caught.value.sentences) == 1
    assert (root / "exercises/01-numbers/numbers.ipynb").is_file()
    assert not (root / "exercises/02-boxes").exists()


# The engine so far.


def engine(root: Path, number: str) -> str:
    course = read_course(root, draft=True)
    return engine_so_far(root, course, course.lesson(number)) or ""


def run_engine(text: str) -> dict:
    namespace: dict = {"__name__": "engine"}
    exec(compile(text, "engine.py", "exec"), namespace)
    return namespace


def test_the_engine_is_what_earlier_lessons_built(root):
    assert engine(root, "01") == ""
    second = run_engine(engine(root, "02"))
    assert second["double"](4) == 8 and "Box" not in second
    third = run_engine(engine(root, "03"))
    assert repr(third["Box"](3.5)) == "Box(3)" and third["double"](4) == 8
    assert not hasattr(third["Box"], "__add__")


def test_the_engine_reads_well(root):
    assert engine(root, "03") == '''\
"""The engine so far: what the earlier lessons have built (01-numbers, 02-boxes).

Written by `course build` from the solutions of those lessons. Do not edit it.
"""

import math

# 01-numbers: Numbers

def double(number):
    """Twice the number."""
    return number + number


# 02-boxes: Boxes

class Box:
    """A number in a box."""

    def __init__(self, number):
        self.number = math.floor(number)


# The text of a box.
def show(self):
    return f"Box({self.number})"


Box.__repr__ = show
'''


REDEFINED = """

# %% tags=["engine"]
# The better text.
@staticmethod_free
def show(self):
    return f"Box of {self.number}"


Box.__repr__ = show
"""


def test_only_the_last_definition_is_kept(root):
    edit(root, BOXES, "# %% nbgrader={\"grade_id\": \"show-checks\"", REDEFINED.replace("@staticmethod_free\n", "").lstrip()
         + '\n# %% nbgrader={"grade_id": "show-checks"')
    text = engine(root, "03")
    assert text.count("def show") == 1 and text.count("Box.__repr__ = show") == 1
    assert "# The better text.\ndef show" in text and "# The text of a box." not in text
    assert repr(run_engine(text)["Box"](3)) == "Box of 3"


def test_a_definition_needed_in_between_is_kept(root):
    edit(root, ADDING, "Box.__add__ = add", "Box.__add__ = add\n\n\ndef add(numbers):\n    return sum(numbers)")
    edit(root, "course.yml", "  - id: 03-adding", "  - id: 03-adding")
    course_text = (root / "course.yml").read_text()
    (root / "course.yml").write_text(
        course_text + "  - {id: 04-end, title: End, notebook: end, summary: End., requires: [], minutes: 1, exercises: []}\n"
    )
    namespace = run_engine(engine(root, "04"))
    assert (namespace["Box"](1) + namespace["Box"](2)).number == 3
    assert namespace["add"]([1, 2, 3]) == 6


def test_decorators_and_imports_come_along(root):
    edit(root, NUMBERS, "def double(number):", "@functools.cache\ndef double(number):")
    edit(root, NUMBERS, "import math", "import math\nimport functools\nfrom random import uniform, seed")
    text = engine(root, "02")
    assert "import functools\n\n# 01-numbers" in text and "uniform" not in text and "import math" not in text
    assert run_engine(text)["double"](4) == 8


def test_an_engine_that_would_lack_a_name(root):
    edit(root, NUMBERS, "return number + number", "return twice * number")
    line = line_with(root, NUMBERS, '"double", "solution"')
    with pytest.raises(CourseError) as caught:
        engine(root, "02")
    assert str(caught.value) == (
        f"{NUMBERS}, line {line}: this engine cell uses twice, which no engine cell defines; tag the cell "
        "that defines it with engine."
    )


def test_a_class_written_again_over_its_methods(root):
    edit(root, BOXES, "Box.__repr__ = show", 'Box.__repr__ = show\n\n\nclass Box:\n    """Empty."""')
    with pytest.raises(CourseError, match="class Box is defined again after Box.__repr__ was attached"):
        engine(root, "03")


def test_an_engine_cell_with_a_magic(root):
    edit(root, NUMBERS, "Twice the number.", "Twice the number.")
    edit(root, BOXES, "# The text of a box.", "%time 1")
    with pytest.raises(CourseError, match="this engine cell is not plain Python"):
        engine(root, "03")


# Stale files.


def stale(root: Path) -> list[str]:
    course = read_course(root, draft=True)
    return stale_files(root, course, course.lessons)


def test_nothing_is_stale_after_a_build(built):
    gradebook = (built / "gradebook.db").read_bytes()
    assert stale(built) == []
    assert (built / "gradebook.db").read_bytes() == gradebook


def test_each_stale_missing_and_extra_file_has_a_line(built):
    edit(built, NUMBERS, "Twice the number.", "Two times the number.")
    (built / "exercises/02-boxes/boxes.ipynb").unlink()
    (built / "exercises/02-boxes/notes.txt").write_text("x")
    (built / "exercises/02-boxes/.ipynb_checkpoints").mkdir()
    (built / "exercises/02-boxes/.ipynb_checkpoints/x.ipynb").write_text("x")
    (built / "exercises/09-old").mkdir()
    (built / "exercises/09-old/old.ipynb").write_text("{}")
    (built / SCHEMA_PATH).parent.mkdir()
    (built / SCHEMA_PATH).write_text("{}")
    assert stale(built) == [
        "stale: exercises/01-numbers/numbers.ipynb",
        "missing: exercises/02-boxes/boxes.ipynb",
        "stale: exercises/02-boxes/engine.py",
        "extra: exercises/02-boxes/notes.txt",
        "stale: exercises/03-adding/engine.py",
        "extra: exercises/09-old/ belongs to no lesson",
        f"stale: {SCHEMA_PATH.as_posix()}",
    ]


def test_points_are_part_of_the_skeleton(built):
    edit(built, "course.yml", "points: 20", "points: 21")
    assert stale(built) == ["stale: exercises/02-boxes/boxes.ipynb"]


# The command.


def test_the_command_says_what_is_stale(built, monkeypatch):
    monkeypatch.chdir(built / "solutions")
    current = CliRunner().invoke(application(), ["build", "--check", "1"])
    assert (current.exit_code, current.output) == (0, "Everything generated is up to date.\n")
    edit(built, NUMBERS, "# # Numbers", "# # More numbers")
    old = CliRunner().invoke(application(), ["build", "--check", "numbers"])
    assert old.exit_code == 1
    assert old.output == (
        "stale: exercises/01-numbers/numbers.ipynb\nRun `course build` and commit what it writes.\n"
    )


def test_a_lesson_without_exercises_is_skipped_with_a_notice(built, monkeypatch):
    text = (built / "course.yml").read_text()
    (built / "course.yml").write_text(text[: text.index("    exercises:\n      - id: add")] + "    exercises: []\n")
    monkeypatch.chdir(built)
    done = CliRunner().invoke(application(), ["build", "--check", "3"])
    assert done.output.split("\n")[0] == "03-adding: skipped, because course.yml lists no exercises for it yet"


def test_a_mistake_ends_the_command_with_its_sentence_and_status_2(root):
    edit(root, "course.yml", "points: 30", "points: 0")
    done = course_command(root, "build")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("course.yml, line 15: ")


def test_without_a_command_the_lessons_are_listed(root):
    done = course_command(root / "solutions")
    assert done.returncode == 0
    assert "0/30  02-boxes         Boxes\n" in done.stdout


# Work and grades that must not be lost.


def submit(root: Path, lesson_id: str, student: str) -> None:
    """Record an autograded submission with a mark given by hand, as nbgrader would."""
    from nbgrader.api import Gradebook

    lesson = read_course(root).lesson(lesson_id)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.add_student(student)
        gradebook.add_submission(lesson.id, student)
        written = [e for e in lesson.exercises if e.written]
        for exercise in lesson.exercises:
            id = exercise.id if exercise in written else f"{exercise.id}-checks"
            grade = gradebook.find_grade(id, lesson.notebook, lesson.id, student)
            grade.auto_score, grade.manual_score = 1.0, 2.5
        gradebook.db.commit()


def scores(root: Path, lesson_id: str, student: str) -> dict[str, float]:
    from nbgrader.api import Gradebook

    lesson = read_course(root, draft=True).lesson(lesson_id)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(lesson.notebook, lesson.id, student)
        return {grade.name: (grade.manual_score, grade.max_score) for grade in submission.grades}


def test_a_build_keeps_the_grades(built):
    submit(built, "01", "ada")
    edit(built, NUMBERS, "Twice the number.", "Two times the number.")
    edit(built, "course.yml", "points: 30", "points: 31")
    assert build_one(built, "01")[0] == "01-numbers: wrote numbers.ipynb"
    assert scores(built, "01", "ada") == {"double-checks": (2.5, 31.0), "why-even": (2.5, 10.0)}


def test_a_build_that_would_lose_grades_is_refused(built):
    submit(built, "02", "ada")
    edit(built, BOXES, '"imports", "locked"', '"start", "locked"')
    with pytest.raises(CourseError) as caught:
        build_one(built, "02")
    assert str(caught.value) == (
        "02-boxes: the gradebook holds submissions (1), and this build adds start and removes imports, "
        "for which nbgrader would have to drop grades; keep the cells and their grade_ids, or move the "
        "gradebook away and grade again."
    )
    assert scores(built, "02", "ada") == {"box-checks": (2.5, 20.0), "show-checks": (2.5, 10.0)}


def test_answers_written_into_a_skeleton_are_not_thrown_away(built):
    path = built / "exercises/01-numbers/numbers.ipynb"
    original = path.read_bytes()
    notebook = read_json(path)
    cells_by_id(notebook)["double"]["source"] = ["def double(n):\n", "    return 2 * n"]
    path.write_text(json.dumps(notebook))
    with pytest.raises(CourseError) as caught:
        build_one(built, "01")
    assert str(caught.value) == (
        "exercises/01-numbers/numbers.ipynb holds answers (double), which the build would replace; move "
        "the file elsewhere, or build with --overwrite."
    )
    assert b"2 * n" in path.read_bytes()
    build_one(built, "01", overwrite=True)
    assert path.read_bytes() == original


def test_a_broken_skeleton_is_not_replaced_unasked(built):
    path = built / "exercises/01-numbers/numbers.ipynb"
    path.write_text("<<<<<<< mine")
    with pytest.raises(CourseError, match="is not a notebook any more; remove it, or build with --overwrite."):
        build_one(built, "01")


def test_due_dates_reach_the_gradebook_and_leave_it(built):
    from nbgrader.api import Gradebook

    def due():
        with Gradebook(f"sqlite:///{built / 'gradebook.db'}") as gradebook:
            return gradebook.find_assignment("01-numbers").duedate

    line = "    due: 2026-03-01T23:59+01:00\n"
    edit(built, "course.yml", "    minutes: 5\n", "    minutes: 5\n" + line)
    build_one(built, "01")
    assert due().isoformat() == "2026-03-01T22:59:00"
    edit(built, "course.yml", line, "")
    build_one(built, "01")
    assert due() is None


def test_a_gradebook_that_is_none(built):
    (built / "gradebook.db").write_text("this is a shopping list, and a long one at that\n" * 30)
    with pytest.raises(CourseError, match=r"^The gradebook .* cannot be used \(.*file is not a database"):
        build_one(built, "01")


def test_another_course_folder_gets_the_gradebook_and_sources(root, tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    build_all(root, course_folder=folder)
    assert (folder / "gradebook.db").is_file() and (folder / "source/03-adding/engine.py").is_file()
    assert (root / "exercises/03-adding/adding.ipynb").is_file()
    assert not (root / "gradebook.db").exists() and not (root / "source").exists()


# nbgrader's own command.


def test_stock_generate_assignment_writes_the_same_bytes(built):
    shutil.copy(REPOSITORY / "nbgrader_config.py", built)
    before = folder_contents(built / "release/02-boxes")
    done = subprocess.run(
        [SCRIPTS / "nbgrader", "generate_assignment", "02-boxes", "--force"],
        cwd=built, capture_output=True, text=True,
    )
    assert done.returncode == 0, done.stderr
    assert folder_contents(built / "release/02-boxes") == before
    assert before == folder_contents(built / "exercises/02-boxes")


def test_a_mistake_in_course_yml_stops_nbgrader_with_its_sentence(root):
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    edit(root, "course.yml", "points: 30", "points: 0")
    loader = PyFileConfigLoader("nbgrader_config.py", path=str(root))
    with pytest.raises(SystemExit, match='^course.yml, line 15: "points" of the exercise double'):
        loader.load_config()
    edit(root, "course.yml", "points: 0", "points: 30")
    config: Config = loader.load_config()
    assert config.CourseDirectory.root == str(root)
    assert config.CourseDirectory.course_id == "a-small-course"
    assert config.CourseDirectory.db_url == f"sqlite:///{root / 'gradebook.db'}?timeout=60"


# What the grader and the tests of lessons use.


def test_reference_notebook_is_a_right_submission(built):
    course = read_course(built)
    notebook = reference_notebook(built, course.lessons[0])
    cells = cells_by_id(notebook)
    assert cells["double"].source == 'def double(number):\n    """Twice the number."""\n    return number + number'
    assert cells["why-even"].source == "Because it has the factor two."
    namespace: dict = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None
            exec(cell.source, namespace)


def test_answers_are_replaced_by_their_id(built):
    lesson = read_course(built).lessons[0]
    notebook = reference_notebook(built, lesson, {"double": "double = lambda n: n * 2"})
    assert cells_by_id(notebook)["double"].source == "double = lambda n: n * 2"
    assert "raise NotImplementedError" in cells_by_id(skeleton(built, lesson))["double"].source
    with pytest.raises(CourseError, match='The notebook has no cell "duble"; did you mean "double"?'):
        assemble_notebook(skeleton(built, lesson), {"duble": ""})


def test_answer_cells_of_any_percent_notebook(tmp_path):
    path = tmp_path / "other.py"
    path.write_text('# %% nbgrader={"grade_id": "double", "solution": true}\ndef double(n):\n    return n * 2\n')
    assert answer_cells(path) == {"double": "def double(n):\n    return n * 2"}


def test_a_skeleton_that_is_not_built(root):
    with pytest.raises(CourseError, match="numbers.ipynb is missing or not a notebook; run `course build 01`."):
        skeleton(root, read_course(root).lessons[0])


# The late policy.


@pytest.mark.parametrize(
    "seconds, penalty", [(60, None), (600, None), (601, 2.0), (24 * 3600 + 1, 4.0), (30 * 24 * 3600, 10.0)]
)
def test_lateness_costs_what_course_yml_says(built, seconds, penalty):
    from traitlets.config import Config

    from autograder.late_penalty import ByTheDay
    from autograder.nbgrader_settings import configure

    edit(
        built, "course.yml", "lessons:\n",
        "late:\n  grace_minutes: 10\n  percent_per_day: 10\n  at_most_percent: 50\nlessons:\n",
    )
    config = Config()
    configure(config, built)
    assert config.AssignLatePenalties.plugin_class == "autograder.late_penalty.ByTheDay"
    plugin = ByTheDay(config=config)
    assert plugin.late_submission_penalty("ada", 20.0, seconds) == penalty


# The course of this repository.


def test_the_skeletons_of_this_repository_are_current():
    course = read_course(REPOSITORY)
    assert stale_files(REPOSITORY, course, course.lessons) == []


def test_no_skeleton_of_this_repository_shows_an_answer():
    for lesson in read_course(REPOSITORY).lessons:
        assert solution_lines_in_skeleton(REPOSITORY, lesson) == [], lesson.id


def test_the_engines_of_this_repository_run():
    course = read_course(REPOSITORY, draft=True)
    for lesson in course.lessons:
        text = engine_so_far(REPOSITORY, course, lesson)
        if text:
            names = [node.name for node in ast.parse(text).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
            assert len(names) == len(set(names)), lesson.id
            run_engine(text)
