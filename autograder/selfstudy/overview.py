"""Where you are: lessons, exercises, points, and the one thing to do next. Light to import, because `course` alone prints it."""
from pathlib import Path

from autograder.manifest import Course, Exercise, Lesson, skeleton_path, text_path

from .progress import Progress

Line = tuple[str, str]


def next_exercise(course: Course, progress: Progress) -> tuple[Lesson, Exercise] | None:
    """The first exercise that is not finished; None when all are."""
    for lesson in course.lessons:
        for exercise in lesson.exercises:
            if not progress.of(lesson, exercise).finished:
                return lesson, exercise
    return None


def overview_lines(course: Course, progress: Progress, whole: bool = False) -> list[Line]:
    """The lessons with their points. The exercises of the lesson you are in; with `whole`, those of all lessons."""
    ahead = next_exercise(course, progress)
    here = ahead[0] if ahead else None
    total = sum(lesson.points for lesson in course.lessons)
    lines: list[Line] = [("bold", f"{course.title}: {_points(course.lessons, progress):g} of {total} points")]
    width = max(len(exercise.id) for lesson in course.lessons for exercise in lesson.exercises)
    for lesson in course.lessons:
        states = [progress.of(lesson, exercise) for exercise in lesson.exercises]
        word = "done" if all(state.finished for state in states) else "here" if lesson is here else "begun" if any(
            state.finished for state in states) else ""
        points = f"{_points([lesson], progress):g}/{lesson.points}"
        lines.append((_STYLES.get(word, ""), f"  {word:<5} {points:>7}  {lesson.id:<16} {lesson.title}"[:79]))
        if not whole and lesson is not here:
            continue
        for exercise in lesson.exercises:
            state = progress.of(lesson, exercise)
            mark = state.status if state.finished else "next" if ahead == (lesson, exercise) else "not yet"
            lines.append((_STYLES.get(mark, ""), f"      {mark:<8}  {exercise.id:<{width}}  {exercise.title}"[:79]))
    if progress.damaged:
        lines.append(("yellow", f"{progress.damaged} lines of .course/progress.txt cannot be read. `course check` makes the file anew."))
    return lines


def next_lines(root: Path, course: Course, progress: Progress) -> list[Line]:
    """The one thing to do next."""
    ahead = next_exercise(course, progress)
    if ahead is None:
        return [("green", "Everything is done. `course assemble` makes your own micrograd.py of it, and trains it.")]
    lesson, exercise = ahead
    lines = [("bold", f"Next: {lesson.number}.{exercise.id}, {exercise.title}, in {skeleton_path(root, lesson).relative_to(root)}")]
    if exercise is lesson.exercises[0]:
        lines.append(("", f"      Read {text_path(root, lesson).relative_to(root)} beside it."))
    entry = progress.of(lesson, exercise)
    if exercise.written:
        lines.append(("", "      It is a question: write your answer into its cell, save, and check."))
    elif entry.status:
        lines.append(("", f"      `course hint {lesson.number}.{exercise.id}` gives a hint."))
    lines.append(("", f"      `course start` opens it; `course watch` follows it; `course check {lesson.number}.{exercise.id}` checks it."))
    return lines


def _points(lessons, progress: Progress) -> float:
    return sum(progress.of(lesson, exercise).score for lesson in lessons for exercise in lesson.exercises)


_STYLES = {"done": "green", "answered": "green", "here": "bold", "next": "bold", "begun": "yellow"}
