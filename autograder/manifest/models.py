"""What course.yml says, as typed and frozen objects."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from .errors import CourseError
from .names import nearest, one_lesson

LESSON_ID = r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$"
NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
DATABASE = r"^[a-z0-9+]+://.+$"

Text = Annotated[str, Field(strict=True, min_length=1)]
Count = Annotated[int, Field(strict=True, gt=0)]
Quantity = Annotated[float, Field(strict=True, gt=0)]
LessonId = Annotated[str, Field(strict=True, pattern=LESSON_ID)]
Name = Annotated[str, Field(strict=True, pattern=NAME)]


class Entry(BaseModel):
    """What all parts of the manifest share: no unknown keys, and no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


class Limits(Entry):
    """What a notebook may use while it is graded."""

    cell_seconds: Quantity = Field(default=10, description="One code cell.", examples=[10])
    test_seconds: Quantity = Field(default=5, description="One hidden test.", examples=[5])
    notebook_seconds: Quantity = Field(
        default=60, description="All cells together.", examples=[60]
    )
    memory_mb: Count = Field(
        default=1024, description="Memory of one process, in megabytes.", examples=[1024]
    )
    output_kb: Count = Field(
        default=256, description="What one cell may print, in kilobytes.", examples=[256]
    )
    file_mb: Count = Field(
        default=16, description="The largest file it may write, in megabytes.", examples=[16]
    )
    tmp_mb: Count = Field(
        default=64, description="Its whole disk, a private /tmp, in megabytes.", examples=[64]
    )
    processes: Count = Field(
        default=32, description="Processes and threads at one time.", examples=[32]
    )

    def for_room(self) -> dict[str, float]:
        """The limits by name, as the room reads them; its CPU time is bounded by the notebook's."""
        return self.model_dump() | {"cpu_seconds": int(self.notebook_seconds * 2)}


class LatePolicy(Entry):
    """What a late submission loses."""

    grace_minutes: Annotated[int, Field(strict=True, ge=0)] = Field(
        default=0, description="Lateness that costs nothing.", examples=[15]
    )
    percent_per_day: Annotated[float, Field(strict=True, gt=0, le=100)] = Field(
        description="Share of the score lost for each day begun.", examples=[10]
    )
    at_most_percent: Annotated[float, Field(strict=True, gt=0, le=100)] = Field(
        default=100, description="The most that lateness can cost.", examples=[50]
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
