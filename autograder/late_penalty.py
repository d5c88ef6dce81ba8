"""The late policy of course.yml as nbgrader's plugin. Importing this imports nbgrader."""

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float, Integer

_DAY = 24 * 60 * 60


class ByTheDay(LateSubmissionPlugin):
    """Takes a share of the score for each day begun, after a time of grace, up to a limit."""

    grace_minutes = Integer(0, help="Lateness that costs nothing").tag(config=True)
    percent_per_day = Float(0.0, help="Share of the score lost for each day begun").tag(config=True)
    at_most_percent = Float(100.0, help="The most that lateness can cost").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points to take off; None for none."""
        if total_seconds_late <= self.grace_minutes * 60:
            return None
        days = math.ceil(total_seconds_late / _DAY)
        return score * min(days * self.percent_per_day, self.at_most_percent) / 100
