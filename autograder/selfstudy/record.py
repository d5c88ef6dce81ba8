"""Results of a check, written into the progress; and the sentences that a change is worth."""
from dataclasses import replace
from pathlib import Path

from autograder.manifest import Course, Lesson
from autograder.verdict.results import ExerciseResult, Results

from .lesson_end import lesson_end
from .progress import ANSWERED, DONE, NOT_YET, Entry, key, now, read_progress, write_progress


def record(root: Path, course: Course, lesson: Lesson, results: Results, filled: list[str]) -> list[str]:
    """Remember the results of the student's own notebook, in which the cells of `filled` are written.

    Returns sentences: what is done no more, and the end of a lesson. Raises CourseError if the progress cannot be written.
    """
    before = read_progress(root)
    changed: dict[str, Entry] = {}
    forget, sentences = [], []
    for result in results.exercises:
        name = key(lesson, result.id)
        old = before.entries.get(name)
        new = _entry(result, result.id in filled, old)
        if old and old.status == DONE and (new is None or new.status != DONE):
            new = new or Entry(NOT_YET, now(), hints=old.hints, begun=old.begun)
            sentences.append(f"{name} was done on {old.when[:10]} and is not right any more, so it counts as not done.")
        if new is None:
            forget += [name] if old and not old.hints else []
        elif new != old:
            changed[name] = new
    if changed or forget or before.damaged:
        write_progress(root, changed, forget)
    if before.damaged:
        sentences.append(f"{before.damaged} lines of .course/progress.txt could not be read and are gone; "
                         "`course check` without a name checks all you have written and fills them in again.")
    if changed and read_progress(root).complete(lesson) and not before.complete(lesson):
        sentences += lesson_end(root, course, lesson)
    return sentences


def _entry(result: ExerciseResult, filled: bool, old: Entry | None) -> Entry | None:
    """The new entry; None for an exercise that is not begun. The same entry where nothing has changed, so that its time stays."""
    old = old or Entry(NOT_YET, now())
    if result.status == "blank" or result.status == "written" and not filled:
        return None
    status = {"pass": DONE, "written": ANSWERED}.get(result.status, NOT_YET)
    mistake = result.mistakes[0].id if result.mistakes and status == NOT_YET else ""
    new = replace(old, status=status, score=result.score, mistake=mistake)
    if mistake and mistake != old.mistake:
        new = replace(new, hints=1)  # the report tells the first hint of it; those of another mistake have not been read
    return new if new == old else replace(new, when=now())
