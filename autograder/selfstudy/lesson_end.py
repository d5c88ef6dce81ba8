"""After the last exercise of a lesson: what you can do now, and what is next."""
import re
from pathlib import Path

from autograder.manifest import Course, Lesson, skeleton_path, text_path


def lesson_end(root: Path, course: Course, lesson: Lesson) -> list[str]:
    """The sentences at the end of that lesson."""
    sentences = [f"Lesson {lesson.number}, {lesson.title}, is finished: well done."]
    able = able_to(root, lesson)
    if able:
        sentences.append("You can now")
        sentences += [f"- {line}" for line in able]
    written = [exercise.id for exercise in lesson.exercises if exercise.written]
    if written:
        sentences.append(f"Compare what you wrote with a model answer: `course solution {lesson.number}.{written[0]}`.")
    later = course.lessons[course.lessons.index(lesson) + 1:]
    sentences.append("How long did it take? `course progress --time` tells.")
    if later:
        sentences.append(f"Next: {text_path(root, later[0]).relative_to(root)}, then {skeleton_path(root, later[0]).relative_to(root)} "
                         f"(about {later[0].minutes} minutes).")
    else:
        sentences.append("That was the last lesson. `course assemble` makes your own micrograd.py of what you have built, "
                         "trains it, and writes a page about it.")
    return sentences


def able_to(root: Path, lesson: Lesson) -> list[str]:
    """What one can do after the lesson: the list in the opening of its text; empty where there is none."""
    try:
        text = text_path(root, lesson).read_text(encoding="utf-8")
    except OSError:
        return []
    opening = text.partition("\n# ")[2].partition("\n## ")[0]
    items = re.findall(r"^- (.+(?:\n +.+)*)", opening, re.MULTILINE)
    return [" ".join(re.sub(r"\*\*(\w.*?)\*\*", r"\1", item).split()).rstrip(";,.") for item in items]
