"""What course.yml says, as typed and frozen objects."""
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, computed_field

from .errors import CourseError
from .names import nearest, one_lesson

LESSON_ID = r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$"
NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
DATABASE = r"^[a-z0-9+]+://.+$"

Text = Annotated[str, Field(strict=True, min_length=1)]
Count = Annotated[int, Field(strict=True, gt=0)]
Quantity = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Percent = Annotated[float, Field(strict=True, gt=0, le=100)]
LessonId = Annotated[str, Field(strict=True, pattern=LESSON_ID)]
Name = Annotated[str, Field(strict=True, pattern=NAME)]


def _key(description: str, example: Any, **more: Any) -> Any:
    """A key of course.yml. Editors show the description, sentences about a mistake the example."""
    return Field(description=description, examples=[example], **more)


class Entry(BaseModel):
    """What all parts of the manifest share: no unknown keys, and no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(Entry):
    """What a notebook may use while it is graded."""
    cell_seconds: Quantity = _key("One code cell.", 10, default=10)
    test_seconds: Quantity = _key("One hidden test.", 5, default=5)
    all_tests_seconds: Quantity = _key("All hidden tests of a notebook, second tries included.", 300, default=300)
    notebook_seconds: Quantity = _key("All cells together.", 60, default=60)
    memory_mb: Count = _key("Memory of one process, and where a control group can be made of all together, in megabytes.", 1024, default=1024)
    output_kb: Count = _key("What one cell may print, in kilobytes.", 256, default=256)
    file_mb: Count = _key("The largest file it may write, in megabytes.", 16, default=16)
    tmp_mb: Count = _key("Its whole disk, a private /tmp, in megabytes.", 64, default=64)
    processes: Count = _key("Processes and threads at one time.", 32, default=32)

    def for_room(self) -> dict[str, float]:
        """The limits by name, as the room reads them; its CPU time is bounded by the notebook's."""
        return self.model_dump() | {"cpu_seconds": int(self.notebook_seconds * 2)}


class LatePolicy(Entry):
    """What a late submission loses."""
    grace_minutes: Annotated[int, Field(strict=True, ge=0)] = _key("Lateness that costs nothing.", 15, default=0)
    percent_per_day: Percent = _key("Share of the score lost for each day begun.", 10)
    at_most_percent: Percent = _key("The most that lateness can cost.", 50, default=100)


class Exercise(Entry):
    """One thing to complete, with its points."""
    id: Name = _key("The grade_id of the solution cell; unique in the lesson.", "mul")
    title: Text = _key("What is to be written, in a few words.", "the product")
    points: Count = _key("What a right answer is worth.", 3)
    teaches: Text = _key("The idea behind the exercise, in one sentence.", "Each factor's slope is the other factor.")
    written: bool = _key("Whether a person grades it, because the answer is prose.", True, default=False, strict=True)


class Lesson(Entry):
    """One lesson: a text, an assignment and its exercises."""
    id: LessonId = _key("NN-name: also the folder and the nbgrader assignment.", "03-operators")
    title: Text = _key("The heading.", "Operators")
    notebook: Name = _key("The notebook's name: solutions/ID/NOTEBOOK.py.", "operators")
    summary: Text = _key("One sentence.", "Every operation passes a gradient back.")
    requires: tuple[LessonId, ...] = _key("Earlier lessons that this one builds on.", ["02-value"])
    minutes: Count = _key("About how long it takes.", 80)
    due: AwareDatetime | None = _key("When it is to be handed in: date, time and zone.", "2026-03-01T23:59+01:00", default=None)
    exercises: tuple[Exercise, ...] = Field(description="The exercises in the order of the notebook.")

    @computed_field
    @property
    def number(self) -> str:
        """The two digits in front: "03"."""
        return self.id[:2]

    @computed_field
    @property
    def points(self) -> int:
        """The points of all its exercises together."""
        return sum(exercise.points for exercise in self.exercises)

    def exercise(self, id: str) -> Exercise:
        """Its exercise of that id. Raises CourseError if it has none; the sentence names the nearest."""
        known = {exercise.id: exercise for exercise in self.exercises}
        if id not in known:
            raise CourseError(f'{self.id} has no exercise "{id}"; {nearest(id, list(known))}')
        return known[id]


class Course(Entry):
    """The whole course."""
    title: Text = _key("The course's name.", "Build micrograd")
    database: Annotated[str, Field(strict=True, pattern=DATABASE)] = _key(
        "The gradebook's URL; a relative SQLite path is relative to the course folder.", "sqlite:///gradebook.db")
    limits: Limits = Field(default=Limits(), description="Seconds, memory and output that a notebook gets.")
    late: LatePolicy | None = Field(default=None, description="What a late submission loses; nothing when left out.")
    lessons: tuple[Lesson, ...] = Field(min_length=1, description="The lessons in order.")

    def lesson(self, text: str) -> Lesson:
        """The lesson meant by an id, a number or a beginning: "03", "3", "03-op", "op". Raises CourseError if none or several are."""
        known = {lesson.id: lesson for lesson in self.lessons}
        return known[one_lesson(text, list(known))]

    def select(self, text: str) -> tuple[Lesson, Exercise | None]:
        """The lesson, and the exercise if one is named: "03", "operators.mul". Raises CourseError if there is none."""
        name, dot, id = text.partition(".")
        lesson = self.lesson(name)
        return lesson, lesson.exercise(id) if dot else None

    def before(self, lesson: Lesson) -> tuple[Lesson, ...]:
        """The lessons in front of that one."""
        return self.lessons[: self.lessons.index(lesson)]
