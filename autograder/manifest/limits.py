"""What a notebook may use while it is graded, and what lateness costs."""

from typing import Annotated

from pydantic import Field

from .entry import Count, Entry, Quantity


class Limits(Entry):
    """What a notebook may use while it is graded."""

    cell_seconds: Quantity = Field(default=10, description="One code cell.", examples=[10])
    test_seconds: Quantity = Field(default=5, description="One hidden test.", examples=[5])
    all_tests_seconds: Quantity = Field(
        default=300, description="All hidden tests of a notebook, second tries included.", examples=[300]
    )
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
