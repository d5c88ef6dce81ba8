"""All hostile and broken submissions, by group, and the honest neighbours that are graded in the same batch."""
from autograder.tests.hostile.breaking import BREAKING
from autograder.tests.hostile.forging import FORGING
from autograder.tests.hostile.malformed import MALFORMED
from autograder.tests.hostile.reading import READING
from autograder.tests.hostile.submission import FULL, Submission, changed

GROUPS: dict[str, list[Submission]] = {"forging": FORGING, "reading": READING, "breaking": BREAKING, "malformed": MALFORMED}

HONEST = [
    Submission("honest-1", "first in the alphabet of neighbours", FULL, changed(lambda notebook: None)),
    Submission("zoe-honest", "graded after all the others", FULL, changed(lambda notebook: None)),
    Submission("an-honest-blank", "has not begun", 0, changed(lambda notebook: None, blank=True)),
]
CORPUS = [submission for group in GROUPS.values() for submission in group]


def short_form() -> list[Submission]:
    """Every seventh, so that each group is represented."""
    return CORPUS[::7]
