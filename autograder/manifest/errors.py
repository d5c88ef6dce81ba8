"""The one exception for mistakes that a person can mend."""


class CourseError(Exception):
    """A mistake in the course's files: where it is, what it is, what to do. One sentence each in `sentences`, and a line each in `str`."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))
