"""The library of named mistakes: one YAML file a lesson, and its reader."""
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from autograder.manifest import CourseError, Lesson, mistakes_path


class Change(BaseModel):
    """Text of the reference answer, and what the mistake writes instead."""
    model_config = ConfigDict(extra="forbid", frozen=True)
    replace: str
    by: str


class Mistake(BaseModel):
    """A mistake that learners make. `hints` go from a nudge to nearly the answer; `text` is a heading's anchor in the lesson.

    `same_idea_as`: the id of an earlier mistake whose name fits this one too, should the tests not tell them apart.
    """
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    exercise: str
    title: str
    thinks: str
    hints: list[str] = Field(min_length=3, max_length=3)
    text: str
    change: list[Change] = Field(min_length=1)
    same_idea_as: str = ""


def mistakes_of(root: Path, lesson: Lesson) -> list[Mistake]:
    """The lesson's named mistakes, in order. Raises CourseError for a file that is not of this form."""
    from ruamel.yaml import YAML
    path = mistakes_path(root, lesson)
    if not path.exists():
        return []
    try:
        return TypeAdapter(list[Mistake]).validate_python(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except ValidationError as problem:
        first = problem.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CourseError(f"{path.relative_to(root)}, entry {place}: {first['msg']}.") from None


def answer_with(root: Path, lesson: Lesson, mistake: Mistake) -> str:
    """The reference answer of the mistake's exercise, with the mistake made. Raises CourseError where the text to change is not there."""
    from autograder.build import reference_cells
    answer = reference_cells(root, lesson)[mistake.exercise]
    for change in mistake.change:
        if change.replace not in answer:
            raise CourseError(f'{mistakes_path(root, lesson).relative_to(root)}: the mistake "{mistake.id}" replaces text that is not in the '
                              f'answer to {mistake.exercise}: {change.replace.strip()!r}.')
        answer = answer.replace(change.replace, change.by)
    return answer
