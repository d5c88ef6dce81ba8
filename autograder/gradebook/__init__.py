"""Where our grading meets nbgrader: taking submissions in, grading them in its pipeline, and a class in parallel."""

