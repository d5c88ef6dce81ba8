"""What course.yml says, as typed and frozen objects."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from .entry import DATABASE, Count, Entry, LessonId, Name, Text
from .errors import CourseError
from .limits import LatePolicy, Limits
from .names import nearest, one_lesson


class Exercise(Entry):
    """One thing to complete, with its points."""

    id: Name = Field(
        description="The grade_id of the solution cell; unique in the lesson.", examples=["mul"]
    )
    title: Text = Field(
        description="What is to be written, in a few words.", examples=["the product"]
    )
    points: Count = Field(description="What a right answer is worth.", examples=[3])
    teaches: Text = Field(
        description="The idea behind the exercise, in one sentence.",
        examples=["Each factor's slope is the other factor."],
    )
    written: bool = Field(
        default=False,
        strict=True,
        description="Whether a person grades it, because the answer is prose.",
        examples=[True],
    )


class Lesson(Entry):
    """One lesson: a text, an assignment and its exercises."""

    id: LessonId = Field(
        description="NN-name: also the folder and the nbgrader assignment.",
        examples=["03-operators"],
    )
    title: Text = Field(description="The heading.", examples=["Operators"])
    notebook: Name = Field(
        description="The notebook's name: solutions/ID/NOTEBOOK.py.", examples=["operators"]
    )
    summary: Text = Field(
        description="One sentence.", examples=["Every operation passes a gradient back."]
    )
    requires: tuple[LessonId, ...] = Field(
        description="Earlier lessons that this one builds on.", examples=[["02-value"]]
    )
    minutes: Count = Field(description="About how long it takes.", examples=[80])
    due: AwareDatetime | None = Field(
        default=None,
        description="When it is to be handed in: date, time and zone.",
        examples=["2026-03-01T23:59+01:00"],
    )
    exercises: tuple[Exercise, ...] = Field(
        description="The exercises in the order of the notebook."
    )

    @property
    def number(self) -> str:
        """The two digits in front: "03"."""
        return self.id[:2]

    @property
    def points(self) -> int:
        """The points of all its exercises together."""
        return sum(exercise.points for exercise in self.exercises)

    def exercise(self, id: str) -> Exercise:
        """Its exercise of that id.

        Raises:
            CourseError: it has none; the sentence names the nearest.
        """
        for exercise in self.exercises:
            if exercise.id == id:
                return exercise
        raise CourseError(
            f'{self.id} has no exercise "{id}"; {nearest(id, [e.id for e in self.exercises])}'
        )


class Course(Entry):
    """The whole course."""

    title: Text = Field(description="The course's name.", examples=["Build micrograd"])
    database: Annotated[str, Field(strict=True, pattern=DATABASE)] = Field(
        description="The gradebook's URL; a relative SQLite path is relative to the course folder.",
        examples=["sqlite:///gradebook.db"],
    )
    limits: Limits = Field(
        default=Limits(), description="Seconds, memory and output that a notebook gets."
    )
    late: LatePolicy | None = Field(
        default=None, description="What a late submission loses; nothing when left out."
    )
    lessons: tuple[Lesson, ...] = Field(
        min_length=1, description="The lessons in order."
    )

    def lesson(self, text: str) -> Lesson:
        """The lesson meant by an id, a number or the beginning of either: "03", "3", "03-op", "op".

        Raises:
            CourseError: no lesson or several are meant.
        """
        id = one_lesson(text, [lesson.id for lesson in self.lessons])
        return next(lesson for lesson in self.lessons if lesson.id == id)

    def select(self, text: str) -> tuple[Lesson, Exercise | None]:
        """The lesson, and the exercise if one is named: "03", "operators.mul".

        Raises:
            CourseError: there is no such lesson or exercise.
        """
        name, dot, id = text.partition(".")
        lesson = self.lesson(name)
        return lesson, lesson.exercise(id) if dot else None

    def before(self, lesson: Lesson) -> tuple[Lesson, ...]:
        """The lessons in front of that one."""
        return self.lessons[: self.lessons.index(lesson)]
