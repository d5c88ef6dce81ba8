"""After the last exercise of a lesson: what you can do now, and what is next."""
from pathlib import Path

from autograder.manifest import Course, Lesson, skeleton_path, text_path

_OPENING = "after this lesson you can"


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
    if later:
        sentences.append(f"Next: {text_path(root, later[0]).relative_to(root)}, then {skeleton_path(root, later[0]).relative_to(root)} "
                         f"(about {later[0].minutes} minutes).")
    else:
        sentences.append("That was the last lesson. `course assemble` makes your own micrograd.py of what you have built, and trains it.")
    return sentences


def able_to(root: Path, lesson: Lesson) -> list[str]:
    """The list under "After this lesson you can" of the lesson's text; empty where there is none."""
    try:
        lines = text_path(root, lesson).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    found: list[str] = []
    inside = False
    for line in map(str.strip, lines):
        if _OPENING in line.lower():
            inside = True
        elif inside and line.startswith("- "):
            found.append(line[2:])
        elif inside and found and line and not line.startswith(("#", "*")):
            found[-1] += f" {line}"
        elif inside and (found and line or line.startswith("#")):
            break
    return found
