"""From saving a notebook to its report under `course watch`, lessons 01 to 06; and `course` alone.

Run with `make bench`. Each save breaks or mends the last exercise of a lesson whose other answers are right. The time
includes the pause in which `watch` waits for the end of the writing, so it is what the student waits.
"""
import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.build.reference import reference_notebook
from autograder.manifest import Course, Lesson, find_root, read_course, skeleton_path
from autograder.room.rooms import WarmProcess, warm_process
from autograder.selfstudy.waiting import new_saves
from autograder.selfstudy.watch import get_ready, open_watch, report_here, saved

LIMIT, LISTING_LIMIT = 1.5, 0.3
RUNS = 6


def main() -> None:
    root = find_root()
    course = read_course(root, draft=True)
    print(f"{'from save to report':<22} {'right':>7} {'wrong':>7}   seconds, medians of {RUNS // 2}; should be under {LIMIT}")
    with TemporaryDirectory(prefix="course-bench-") as name, warm_process(course.limits.for_room(), preload=()) as warm:
        copy = Path(name).resolve()
        for entry in ("course.yml", "solutions", "autograder", "lessons"):
            (copy / entry).symlink_to(root / entry)
        for lesson in course.lessons[:6]:
            right, wrong = save_to_report(root, copy, course, lesson, warm)
            print(f"{lesson.id:<22} {right:>7.2f} {wrong:>7.2f}")
        anew, again = [statistics.median(_listing(copy, anew) for _ in range(RUNS)) for anew in (True, False)]
    print(f"\n{'course':<22} {again:>7.2f}           seconds; should be under {LISTING_LIMIT}\n{'  course.yml changed':<22} {anew:>7.2f}")


def save_to_report(root: Path, copy: Path, course: Course, lesson: Lesson, warm: WarmProcess) -> tuple[float, float]:
    """Median seconds for a right and for a wrong answer."""
    exercise = next(exercise for exercise in reversed(lesson.exercises) if not exercise.written)
    path = skeleton_path(copy, lesson)
    path.parent.mkdir(parents=True)
    for file in skeleton_path(root, lesson).parent.glob("*.py"):
        (path.parent / file.name).write_bytes(file.read_bytes())
    good = reference_notebook(root, lesson)
    bad = reference_notebook(root, lesson, {exercise.id: "raise ValueError('not this way')"})
    path.write_text(json.dumps(bad), encoding="utf-8")
    watch = open_watch(copy, course, warm)
    watch.here = (lesson, exercise)
    taken: dict[bool, list[float]] = {True: [], False: []}
    with redirect_stdout(StringIO()) as said:
        report_here(watch)
        ready = get_ready(watch)
        for _ in range(500):
            next(ready)
        saves = new_saves(copy, course)
        next(saves)  # it watches now
        for run in range(RUNS):
            right = run % 2 == 0
            start = time.perf_counter()
            _save(path, good if right else bad)
            while path not in next(saves):
                pass
            saved(watch, path)
            taken[right].append(time.perf_counter() - start)
            if ("passed (" in said.getvalue()) != right:
                raise SystemExit(f"{lesson.id}: the report is not about this save: {said.getvalue()}")
            said.seek(0)
            said.truncate()
    return statistics.median(taken[True]), statistics.median(taken[False])


def _save(path: Path, notebook) -> None:
    half = path.with_suffix(".half")
    half.write_text(json.dumps(notebook), encoding="utf-8")
    os.replace(half, path)


def _listing(root: Path, anew: bool) -> float:
    """Seconds that `course` takes; `anew`: when it has to read course.yml."""
    if anew:
        (root / ".course" / "listing.json").unlink(missing_ok=True)
    start = time.perf_counter()
    subprocess.run([Path(sys.executable).with_name("course")], cwd=root, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
