"""Finds answers that a student can read."""
from pathlib import Path

from autograder.build import skeleton
from autograder.build.marks import BEGIN, END, code_stub, with_stubs
from autograder.build.source import solution_file
from autograder.manifest import Lesson


def solution_lines_in_skeleton(root: Path, lesson: Lesson) -> list[str]:
    """Lines of answers that stand in the skeleton. Those that also stand outside the answers in the source are no secret."""
    cells = solution_file(root, lesson)
    public = {line.strip() for cell in cells for line in with_stubs(cell.source, code_stub(lesson.id, cell.id)).split("\n")}
    regions = [part.partition(END)[0] for cell in cells for part in cell.source.split(BEGIN)[1:]]
    secret = {line.strip() for region in regions for line in region.split("\n")} - public - {"", "###"}
    shown = {line.strip() for cell in skeleton(root, lesson).cells for line in cell.source.split("\n")}
    return sorted(secret & shown)
