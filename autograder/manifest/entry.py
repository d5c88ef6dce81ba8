"""What all parts of the manifest share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LESSON_ID = r"^[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*$"
NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
DATABASE = r"^[a-z0-9+]+://.+$"

Text = Annotated[str, Field(strict=True, min_length=1)]
Count = Annotated[int, Field(strict=True, gt=0)]
Quantity = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
LessonId = Annotated[str, Field(strict=True, pattern=LESSON_ID)]
Name = Annotated[str, Field(strict=True, pattern=NAME)]


class Entry(BaseModel):
    """What all parts of the manifest share: no unknown keys, and no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
