"""A course of three small lessons, written into a folder, for tests of the manifest and the build."""

from pathlib import Path

MANIFEST = """\
title: A small course
database: sqlite:///gradebook.db
limits:
  cell_seconds: 10
lessons:
  - id: 01-numbers
    title: Numbers
    notebook: numbers
    summary: About numbers.
    requires: []
    minutes: 5
    exercises:
      - id: double
        title: twice a number
        points: 30
        teaches: Doubling is adding to itself.
      - id: why-even
        title: why the result is even
        points: 10
        teaches: Two is a factor.
        written: true
  - id: 02-boxes
    title: Boxes
    notebook: boxes
    summary: A number in a box.
    requires: [01-numbers]
    minutes: 5
    exercises:
      - id: box
        title: the box
        points: 20
        teaches: A class holds a number.
      - id: show
        title: its text
        points: 10
        teaches: repr is for readers.
  - id: 03-adding
    title: Adding boxes
    notebook: adding
    summary: Boxes that add.
    requires: [02-boxes]
    minutes: 5
    exercises:
      - id: add
        title: the sum
        points: 30
        teaches: A sum is a box again.
"""

NUMBERS = '''\
# %% [markdown]
# # Numbers

# %% nbgrader={"grade_id": "imports", "locked": true}
import math

# %% nbgrader={"grade_id": "double", "solution": true} tags=["engine"]
def double(number):
    """Twice the number."""
    ### BEGIN SOLUTION
    return number + number
    ### END SOLUTION


# %% nbgrader={"grade_id": "double-checks", "grade": true}
assert double(4) == 8, f"double(4) is {double(4)}, should be 8"

# %% [markdown]
# Why is `double(n)` even for every whole number n?

# %% [markdown] nbgrader={"grade_id": "why-even", "grade": true, "solution": true}
# ### BEGIN SOLUTION
# Because it has the factor two.
# ### END SOLUTION
'''

BOXES = '''\
# %% [markdown]
# # Boxes

# %% nbgrader={"grade_id": "imports", "locked": true}
import math
from engine import double

# %% nbgrader={"grade_id": "box", "solution": true} tags=["engine"]
class Box:
    """A number in a box."""

    def __init__(self, number):
        ### BEGIN SOLUTION
        self.number = math.floor(number)
        ### END SOLUTION


# %% nbgrader={"grade_id": "box-checks", "grade": true}
assert Box(3).number == 3, f"Box(3).number is {Box(3).number}, should be 3"

# %% nbgrader={"grade_id": "show", "solution": true} tags=["engine"]
# The text of a box.
def show(self):
    ### BEGIN SOLUTION
    return f"Box({self.number})"
    ### END SOLUTION


Box.__repr__ = show

# %% nbgrader={"grade_id": "show-checks", "grade": true}
assert repr(Box(3)) == "Box(3)", f"repr(Box(3)) is {Box(3)}, should be Box(3)"
'''

ADDING = '''\
# %% [markdown]
# # Adding boxes

# %% nbgrader={"grade_id": "imports", "locked": true}
from engine import Box, double

# %% nbgrader={"grade_id": "add", "solution": true} tags=["engine"]
def add(self, other):
    ### BEGIN SOLUTION
    return Box(self.number + other.number)
    ### END SOLUTION


Box.__add__ = add

# %% nbgrader={"grade_id": "add-checks", "grade": true}
assert (Box(1) + Box(2)).number == 3, "1 + 2 should be 3"
'''

GRAPH_PICTURE = '"""Draws a graph."""\n\n\ndef draw_graph(root):\n    return None\n'


def _suite(*ids: str) -> str:
    tests = [
        f'@pytest.mark.exercise("{id}")\ndef test_{id.replace("-", "_")}(student):\n    pass\n'
        for id in ids
    ]
    return "import pytest\n\n\n" + "\n\n".join(tests)


FILES = {
    "course.yml": MANIFEST,
    "solutions/graph_picture.py": GRAPH_PICTURE,
    "solutions/01-numbers/numbers.py": NUMBERS,
    "solutions/02-boxes/boxes.py": BOXES,
    "solutions/03-adding/adding.py": ADDING,
    "autograder/suites/test_01_numbers.py": _suite("double"),
    "autograder/suites/test_02_boxes.py": _suite("box", "show"),
    "autograder/suites/test_03_adding.py": _suite("add"),
}


def write_small_course(root: Path) -> Path:
    """Write the course into that folder and return the folder."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def edit(root: Path, name: str, old: str, new: str, count: int = 1) -> None:
    """Replace a piece of a file that must be there."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old!r}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def line_with(root: Path, name: str, part: str) -> int:
    """The number, from 1, of the first line that holds `part`."""
    lines = (root / name).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if part in line)
