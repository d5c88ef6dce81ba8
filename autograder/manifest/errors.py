"""The one exception for mistakes that a person can mend."""


class CourseError(Exception):
    """A mistake in the course's files, said in one sentence: where it is, what it is, what to do.

    `sentences` holds one sentence a mistake; `str` puts each on a line of its own.
    """

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))
