"""Studying alone, with the real commands: a beginner's way through lesson 01, watch in a pseudo-terminal, and the files it leaves."""

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.build.reference import reference_cells
from autograder.manifest import find_root, read_course, skeleton_path
from autograder.mistakes import answer_with, mistakes_of
from autograder.selfstudy.again import reset_exercise, reset_lesson
from autograder.selfstudy.cells import answer_id, answers, is_blank, read_cells
from autograder.selfstudy.hints import general_hints
from autograder.selfstudy.lesson_end import able_to
from autograder.selfstudy.progress import DONE, Entry, progress_path, read_progress, write_progress

ROOT = find_root(Path(__file__).parent)
COURSE = read_course(ROOT, draft=True)
LESSON = COURSE.lesson("01")
COMMAND = [sys.executable, "-m", "autograder.commands"]
RIGHT = reference_cells(ROOT, LESSON)
WRONG_RATE = "def average_rate(f, x0, x1):\n    return f(x1) - f(x0)"
UNREADABLE = "def average_rate(f, x0, x1)\n    return f(x1) - f(x0)"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "TERM": "xterm"}


@pytest.fixture
def course(tmp_path):
    """A copy of the course in which nobody has written anything."""
    root = tmp_path / "course"
    root.mkdir()
    shutil.copy(ROOT / "course.yml", root)
    shutil.copytree(ROOT / "solutions", root / "solutions")
    shutil.copytree(ROOT / "lessons", root / "lessons", ignore=shutil.ignore_patterns(".*"))
    for folder in ("suites", "mistakes"):
        shutil.copytree(ROOT / "autograder" / folder, root / "autograder" / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "exercises", root / "exercises", ignore=shutil.ignore_patterns(".*"))
    for lesson in COURSE.lessons:  # the exercises of this copy may be half done
        for exercise in lesson.exercises:
            reset_exercise(root, lesson, exercise)
    shutil.rmtree(root / ".course")
    return root


def run(root: Path, *arguments: str) -> tuple[int, str]:
    """A real command: its exit status and all that it printed."""
    done = subprocess.run([*COMMAND, *arguments], cwd=root, env=ENVIRONMENT, capture_output=True, text=True, timeout=100)
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def write(root: Path, answers: dict[str, str], lesson=LESSON) -> None:
    """Save the student's notebook with these answers, as an editor does: into a new file that takes the place of the old."""
    path = skeleton_path(root, lesson)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if answer_id(cell) in answers:
            cell["source"] = answers[answer_id(cell)].splitlines(keepends=True)
    half = path.with_suffix(".half")
    half.write_text(json.dumps(notebook), encoding="utf-8")
    os.replace(half, path)


def test_a_beginner_gets_the_first_exercise_right(course):
    status, said = run(course)
    assert status == 0 and "0 of 100 points" in said and "Next: 01.average-rate" in said
    assert all(len(line) <= 80 for line in said.splitlines() if not line.startswith(("Next", "      `")))

    write(course, {"average-rate": UNREADABLE})
    status, said = run(course, "check", "1.average-rate")
    assert status == 1
    assert re.match(r"Cell \d+ \(average-rate\), line 1 is not Python: expected ':'", said), "the syntax error comes first"

    write(course, {"average-rate": WRONG_RATE})
    status, said = run(course, "check", "01.average-rate")
    assert status == 1 and "average-rate: passed" not in said and "should be" in said
    assert "01.average-rate not-yet" in progress_path(course).read_text()

    write(course, {"average-rate": RIGHT["average-rate"]})
    status, said = run(course, "check", "derivatives.average-rate")
    assert status == 0 and "average-rate: passed (1 of 1 points)" in said
    status, said = run(course, "next")
    assert "Next: 01.derivative," in said
    assert "1 of 100 points" in run(course, "list")[1]

    write(course, {"average-rate": WRONG_RATE})
    status, said = run(course, "check", "01.average-rate")
    assert status == 1 and "01.average-rate was done on" in said and "not right any more" in said
    assert "Next: 01.average-rate" in run(course, "next")[1]


def test_a_check_of_one_exercise_is_about_it_alone(course, tmp_path):
    write(course, {"average-rate": RIGHT["average-rate"], "smaller-and-smaller": "The step gets lost in rounding."})
    elsewhere = shutil.copy(skeleton_path(course, LESSON), tmp_path / "mine.ipynb")
    for words in ((), ("--notebook", str(elsewhere))):
        status, said = run(course, "check", "01.average-rate", *words)
        assert status == 0 and said.startswith("average-rate: passed (1 of 1 points)") and "smaller" not in said and said.count("points") == 1, said
        results = json.loads(run(course, "check", "01.average-rate", "--json", *words)[1])
        assert ([one["id"] for one in results["exercises"]], results["score"], results["max_score"]) == (["average-rate"], 1, 1)
    assert "01.smaller-and-smaller answered" in progress_path(course).read_text(), "the whole notebook was looked at all the same"


def test_the_overview_is_quick_and_follows_course_yml(course):
    script = "import sys; sys.argv = ['course']; from autograder.commands import main; main(); print(sorted({'pydantic', 'ruamel.yaml', 'typer'} & {*sys.modules}))"
    first, again = (subprocess.run([sys.executable, "-c", script], cwd=course, env=ENVIRONMENT, capture_output=True, text=True).stdout for _ in range(2))
    assert "pydantic" in first.splitlines()[-1] and again.splitlines()[-1] == "[]" and again.splitlines()[:-1] == first.splitlines()[:-1]
    (course / ".course" / "listing.json").write_text('{"state": 1}')
    assert "Build micrograd: " in run(course)[1]
    manifest = course / "course.yml"
    manifest.write_text(manifest.read_text().replace("title: Build micrograd", "title: Build another one"))
    assert "Build another one: " in run(course)[1]


def test_the_end_of_a_lesson_says_what_you_can_do_and_what_is_next(course):
    write(course, {**RIGHT, "smaller-and-smaller": "The step gets lost in rounding."})
    write_progress(course, {}, ())
    status, said = run(course, "check")
    assert status == 0, said
    assert "Lesson 01, Derivatives and gradients, is finished" in said
    assert able_to(ROOT, LESSON)[0] in said and "Next: lessons/02-value.md" in said
    assert "01.smaller-and-smaller answered" in progress_path(course).read_text(), "nobody has read it, so it is not done"
    assert "is finished" not in run(course, "check", "01.gradient")[1], "said once"
    assert "9 of 100 points" in run(course)[1]


def test_hints_go_on_from_level_to_level(course):
    said = [run(course, "hint", "01.gradient")[1] for _ in range(2)]
    assert ["Hint 1 of 3" in said[0], "Hint 2 of 3" in said[1]] == [True, True]
    assert LESSON.exercise("gradient").teaches in said[0] and said[0] != said[1]
    assert "Hint 1 of 3" in run(course, "hint", "01.gradient", "--level", "1")[1]
    assert run(course, "hint", "01")[0] == 2 and run(course, "hint", "01.gradeint")[1].count("did you mean") == 1


def test_hints_are_those_of_the_mistake_that_was_named(course):
    write_progress(course, {"01.average-rate": Entry("not-yet", "2026-01-01T00:00:00", hints=1, mistake="average-rate-rise-only")})
    heading, hint, _ = run(course, "hint", "01.average-rate")[1].splitlines()
    assert "Hint 2 of 3" in heading and "where the last check found" in heading and "whenever the step is exactly 1" in hint
    assert "#rate-of-change" in run(course, "hint", "01.average-rate")[1].splitlines()[-1]


def test_every_exercise_has_three_different_hints():
    for lesson in COURSE.lessons:
        for exercise in lesson.exercises:
            assert len(set(general_hints(ROOT, lesson, exercise))) == 3, f"{lesson.id}.{exercise.id}"


def test_solutions_are_asked_for_twice(course):
    status, said = run(course, "solution", "01.derivative")
    assert status == 2 and "(2 * h)" not in said
    status, said = run(course, "solution", "01.derivative", "--yes")
    assert status == 0 and said.strip() == RIGHT["derivative"].strip()
    write_progress(course, {"01.derivative": Entry(DONE, "2026-01-01T00:00:00", 1)})
    assert run(course, "solution", "01.derivative")[0] == 0


def test_reset_puts_back_one_cell_and_keeps_a_backup(course):
    blank = read_cells(course, LESSON)
    write(course, {"derivative": RIGHT["derivative"], "gradient": RIGHT["gradient"]})
    write_progress(course, {"01.derivative": Entry(DONE, "2026-01-01T00:00:00", 1)})
    mine = skeleton_path(course, LESSON).read_bytes()
    status, said = run(course, "reset", "01.derivative")
    assert status == 0
    assert (course / re.search(r"is kept: (\S+\.ipynb)", said).group(1)).read_bytes() == mine
    after = answers(read_cells(course, LESSON))
    assert after["derivative"] == answers(blank)["derivative"] and after["gradient"] == RIGHT["gradient"]
    assert "01.derivative" not in read_progress(course).entries
    assert run(course, "reset", "01")[0] == 2, "a whole lesson only with --all"


def test_a_reset_cell_is_the_released_cell(course):
    for lesson in COURSE.lessons[:1]:
        by_hand = read_cells(course, lesson)
        reset_lesson(course, COURSE, lesson)
        assert answers(read_cells(course, lesson)) == answers(by_hand)
    skeleton_path(course, LESSON).write_text("{ not a notebook", encoding="utf-8")
    status, said = run(course, "check", "01")
    assert status == 2 and "not a notebook" in said
    assert run(course, "reset", "01", "--all")[0] == 0
    assert answers(read_cells(course, LESSON)) == answers(by_hand)


def test_two_machines_and_damage(course):
    path = progress_path(course)
    path.parent.mkdir()
    path.write_text("<<<<<<< mine\n01.gradient done 2026-01-02T10:00:00 score=1\n=======\n"
                    "01.gradient not-yet 2026-01-01T10:00:00\n01.derivative done 2026-01-01T10:00:00 score=1\n>>>>>>> theirs\n", encoding="utf-8")
    progress = read_progress(course)
    assert progress.damaged == 0 and {name: entry.status for name, entry in progress.entries.items()} == {
        "01.gradient": DONE, "01.derivative": DONE}
    path.write_bytes(b"01.gradient done\n\xff\xfe\x00\n01.derivative done 2026-01-01T10:00:00 score=much\n"
                     b"01.average-rate done 2026-01-01T10:00:00 score=1\n")
    progress = read_progress(course)
    assert progress.damaged == 3 and list(progress.entries) == ["01.average-rate"]
    assert "3 lines of .course/progress.txt cannot be read" in run(course)[1]
    write(course, {"average-rate": RIGHT["average-rate"], "derivative": RIGHT["derivative"]})
    run(course, "check")
    assert read_progress(course).damaged == 0
    assert {name for name, entry in read_progress(course).entries.items() if entry.status == DONE} == {"01.average-rate", "01.derivative"}


def test_the_time_a_lesson_took_is_told_when_asked_for(course):
    path = progress_path(course)
    path.parent.mkdir()
    lines = [f"01.{exercise.id} done 2026-01-02T10:00:00 begun=2026-01-02T09:15:00 score=1\n" for exercise in LESSON.exercises]
    path.write_text("".join(lines) + lines[0].replace("T10:", "T08:").replace("T09:15", "T08:05"), encoding="utf-8")  # from another machine, first begun there
    assert "breaks" not in run(course, "progress")[1]
    said = run(course, "progress", "--time")[1]
    assert said.count("breaks included") == 1 and "115 minutes from your first check" in said
    write_progress(course, {"01.gradient": Entry("not-yet", "2026-01-03T00:00:00")})
    assert "breaks" not in run(course, "progress", "--time")[1]


def test_progress_as_text_and_chart(course):
    write_progress(course, {"01.gradient": Entry(DONE, "2026-01-01T00:00:00", 1)})
    status, said = run(course, "progress", "--out", "chart.svg")
    assert status == 0 and "1 of 8 exercises" in said and "<svg" in (course / "chart.svg").read_text()
    assert run(course, "progress", "--out", "chart.jpg")[0] == 2


def test_doctor_reports_and_says_how_to_mend(course, tmp_path, monkeypatch):
    monkeypatch.setitem(ENVIRONMENT, "JUPYTER_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "kernel-gone.json").touch()
    os.utime(tmp_path / "kernel-gone.json", (0, 0))
    shutil.copy(ROOT / "requirements.txt", course)
    with (course / "requirements.txt").open("a") as file:
        file.write("no-such-package-here==1.0\n")
    status, said = run(course, "doctor")
    assert status == 1 and "no-such-package-here is missing" in said and "make install" in said
    assert "JupyterLab 4" in said and "Kernels: 1 of kernels that are gone left a file behind" in said and f"remove kernel-*.json in {tmp_path}" in said
    assert "Sandbox: bubblewrap works" in said and "Kernel: python3" in said and "Memory: limited for each process" in said
    assert str(Path.home()) + "/" not in run(course, "doctor", "--report")[1]


def test_the_magics_in_a_kernel(course):
    write(course, {"average-rate": WRONG_RATE})
    script = "%load_ext autograder\n%check average-rate\n%hint average-rate\n%check averge-rate\n"
    done = subprocess.run([sys.executable, "-m", "IPython", "--colors=NoColor", "-c", script], cwd=skeleton_path(course, LESSON).parent,
                          env={**ENVIRONMENT, "IPYTHONDIR": str(course / "ipython")}, capture_output=True, text=True, timeout=100)
    assert "average-rate: not right yet" in done.stdout and "Hint 2 of 3" in done.stdout and 'did you mean "average-rate"?' in done.stdout


def test_the_magic_draws_the_graph_with_wrong_gradients(course):
    lesson = COURSE.lesson("03")
    mistake = next(mistake for mistake in mistakes_of(ROOT, lesson) if mistake.exercise == "mul")
    write(course, {"mul": answer_with(ROOT, lesson, mistake)}, lesson)
    script = ("from IPython.utils.capture import capture_output\n%load_ext autograder\nwith capture_output() as shown: get_ipython().run_line_magic('check', 'mul')\n"
              "print([one.metadata['image/png']['alt'] for one in shown.outputs if len(one.data.get('image/png', '')) > 5000])")
    done = subprocess.run([sys.executable, "-m", "IPython", "--colors=NoColor", "-c", script], cwd=skeleton_path(course, lesson).parent,
                          env={**ENVIRONMENT, "IPYTHONDIR": str(course / "ipython")}, capture_output=True, text=True, timeout=100)
    assert re.search(r"The graph of a = Value\(.*should be", done.stdout), done.stdout + done.stderr


def test_watch_once_needs_no_terminal(course):
    write(course, {"average-rate": WRONG_RATE})
    status, said = run(course, "watch", "--once")
    assert status == 1 and "01.average-rate" in said and "not right yet" in said and "\x1b" not in said


@contextmanager
def watching(root: Path, *options: str):
    """`course watch` in a pseudo-terminal of 80 columns. What is given presses a key, and returns what stands there when `until` does."""
    pexpect = pytest.importorskip("pexpect", reason="pexpect makes the pseudo-terminal.")
    if not hasattr(pexpect, "spawn"):
        pytest.skip("Windows has no pseudo-terminal for this.")
    terminal = pexpect.spawn(COMMAND[0], [*COMMAND[1:], "watch", *options], cwd=str(root), env={**ENVIRONMENT, "NO_COLOR": "1"},
                             dimensions=(24, 80), encoding="utf-8", timeout=100)

    def screen(pressed: str = "", until: str = "q quit") -> str:
        terminal.send(pressed)
        terminal.expect(until)
        shown = terminal.before + terminal.after
        assert "\x1b" not in shown and ("def " in shown or all(len(line) <= 80 for line in shown.splitlines())), shown  # code is not broken
        return " ".join(shown.split())

    try:
        yield screen
        terminal.send("q")
        terminal.expect(pexpect.EOF)
        terminal.close()
        assert terminal.exitstatus == 0
    finally:
        terminal.close(force=True)


@pytest.mark.parametrize("number", ["01", "03"])
def test_a_whole_lesson_in_a_terminal(course, number):
    lesson = COURSE.lesson(number)
    right = reference_cells(ROOT, lesson)
    mistakes = {mistake.exercise: mistake for mistake in reversed(mistakes_of(ROOT, lesson))}
    write_progress(course, {f"{before.number}.{exercise.id}": Entry(DONE, "2026-01-01T00:00:00", exercise.points)
                            for before in COURSE.before(lesson) for exercise in before.exercises})
    first, last = lesson.exercises[0].id, lesson.exercises[-1].id
    with watching(course) as screen:
        assert f"{first}: not written yet" in screen()
        for exercise in lesson.exercises:
            if exercise.written:
                write(course, {exercise.id: "The digits cancel."}, lesson)
                assert "You have answered" in screen()
            else:
                mistake = mistakes[exercise.id]
                write(course, {exercise.id: answer_with(ROOT, lesson, mistake)}, lesson)
                shown = screen()
                assert f"{exercise.id}: passed" not in shown and mistake.title in shown and mistake.hints[0] in shown and "should" in shown
                assert "Hint 2 of 3" in (shown := screen("h", "press h")) and mistake.hints[1] in shown
                assert "Hint 3 of 3" in (shown := screen("h", "press s")) and mistake.hints[2] in shown
                write(course, {exercise.id: right[exercise.id]}, lesson)
                shown = screen()
                assert f"{exercise.id}: passed" in shown and "not yet: " not in shown
            assert ("is finished" in shown) == (exercise.id == last)
            following = COURSE.lessons[COURSE.lessons.index(lesson) + 1]
            ahead = (following, following.exercises[0]) if exercise.id == last else (lesson, lesson.exercises[lesson.exercises.index(exercise) + 1])
            screen("n", f"Next: {ahead[0].number}.{ahead[1].id},")
        write(course, {first: answer_with(ROOT, lesson, mistakes[first])}, lesson)
        assert f"{number}.{first} was done on" in screen()
        assert f"next {first} " in screen("l", last)
        screen("s", "y or n")
        assert "Left as it is" in screen("n", "Left as it is")
        screen("r", "y or n")
        screen("y", "as it was handed out")
        assert "not written yet" in screen() and is_blank(lesson, first, answers(read_cells(course, lesson))[first])
        write(course, {first: right[first]}, lesson)
        assert "is finished" in screen()
        assert f"{last}: passed" in screen("c", f"{lesson.id}: [0-9]+ of {lesson.points} points")
        screen("x")
        assert right[first].split("(")[0] in screen("s", "return")


def test_watch_says_what_is_not_python(course):
    with watching(course) as screen:
        assert "average-rate: not written yet" in screen()
        write(course, {"average-rate": UNREADABLE})
        assert "average-rate), line 1 is not Python" in screen()
        write(course, {"average-rate": WRONG_RATE})
        assert "average-rate: not right yet" in screen()
