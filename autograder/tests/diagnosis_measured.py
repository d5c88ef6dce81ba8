"""How often the diagnosis names the right mistake: measured on held-back variants, the same mistakes in other words and other styles.

    python -m autograder.tests.diagnosis_measured [LESSON ...]
"""
import sys
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from autograder.build import answer_cells, reference_cells, reference_notebook
from autograder.manifest import Course, CourseError, Lesson, correct_folder, find_root, read_course
from autograder.mistakes import mistakes_of
from autograder.room.rooms import WarmProcess, warm_process
from autograder.verdict.assignments import assignment
from autograder.verdict.grade import grade
from autograder.verdict.submission import code_cells


@dataclass(frozen=True)
class Variant:
    """A wrong notebook: `names` are the mistakes that its `exercise` makes, `answers` the cells that differ from the reference."""
    lesson: Lesson
    exercise: str
    names: tuple[str, ...]
    answers: dict[str, str]
    place: int


def variants(root: Path, lesson: Lesson) -> list[Variant]:
    """The held-back variants of a lesson. An entry names its mistake, or two, and gives a whole cell (`source`), or a `change` to a
    right answer of another kind (`in`); two mistakes without either are both made in the reference answer.

    Raises CourseError where a text to change is not there.
    """
    known = {mistake.id: mistake for mistake in mistakes_of(root, lesson)}
    path = root / "autograder" / "tests" / "held_back" / f"{lesson.id}.yml"
    found = []
    for place, entry in enumerate(YAML(typ="safe").load(path.read_text(encoding="utf-8"))):
        names = tuple([entry["mistake"]] if isinstance(entry["mistake"], str) else entry["mistake"])
        exercise = known[names[0]].exercise
        others = answer_cells(correct_folder(root, lesson) / f"{entry['in']}.py") if "in" in entry else {}
        cell = entry.get("source") or {**reference_cells(root, lesson), **others}[exercise]
        changes = [(change["replace"], change["by"]) for change in entry.get("change", [])]
        if not changes and "source" not in entry:
            changes = [(change.replace, change.by) for name in names for change in known[name].change]
        for replace, by in changes:
            if replace not in cell:
                raise CourseError(f"{path.name}, entry {place + 1} ({', '.join(names)}): {replace!r} is not in the answer to {exercise}.")
            cell = cell.replace(replace, by)
        found.append(Variant(lesson, exercise, names, {**others, exercise: cell}, place + 1))
    return found


def named(root: Path, course: Course, variant: Variant, warm: WarmProcess) -> tuple[str, list[str]]:
    """The status of the variant's exercise, and the names that it is given."""
    task = assignment(root, course, variant.lesson)
    notebook = reference_notebook(root, variant.lesson, variant.answers)
    result = grade(task, code_cells(notebook, task.order), warm, only=variant.exercise).results.exercise(variant.exercise)
    return result.status, [mistake.id for mistake in result.mistakes]


@dataclass
class Count:
    """Over some variants: mistakes made, names given, names that are right."""
    made: int = 0
    given: int = 0
    right: int = 0

    def add(self, variant: Variant, names: list[str], ideas: dict[str, str]) -> None:
        made = {ideas[name] for name in variant.names}
        self.made += len(made)
        self.given += len(names)
        self.right += sum(ideas[name] in made for name in names)

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.made if self.made else 1.0


def ideas_of(root: Path, lesson: Lesson) -> dict[str, str]:
    return {mistake.id: mistake.same_idea_as or mistake.id for mistake in mistakes_of(root, lesson)}


def main(wanted: list[str]) -> None:
    root = find_root()
    course = read_course(root, draft=True)
    total = Count()
    rows = ["| lesson | mistakes made | named | right | precision | recall |", "|---|---|---|---|---|---|"]
    with warm_process(course.limits.for_room()) as warm:
        for lesson in [course.lesson(text) for text in wanted] or course.lessons:
            count, ideas = Count(), ideas_of(root, lesson)
            for variant in variants(root, lesson):
                status, names = named(root, course, variant, warm)
                for each in (count, total):
                    each.add(variant, names, ideas)
                if {ideas[name] for name in names} != {ideas[name] for name in variant.names}:
                    print(f"{lesson.id} entry {variant.place}: {status}, {', '.join(variant.names)} is called {', '.join(names) or 'nothing'}", flush=True)
            rows.append(_row(lesson.id, count))
    print("\n".join([*rows, _row("all", total)]))


def _row(name: str, count: Count) -> str:
    return f"| {name} | {count.made} | {count.given} | {count.right} | {count.precision:.0%} | {count.recall:.0%} |"


if __name__ == "__main__":
    main(sys.argv[1:])
