"""Grading one notebook: run it in a room, run the hidden suite against it, and look at each failure by itself."""
import time
from dataclasses import dataclass, field
from pathlib import Path

from autograder.diagnosis import name_mistakes
from autograder.room.rooms import Room, RoomDied, WarmProcess
from autograder.verdict.results import ExerciseResult, Results, TestResult
from autograder.verdict.submission import Cell, with_reference
from autograder.verdict.suite import Forks, Suite

_STOPPED = ("TimeLimit", "ProcessEnded")  # what ended the cell was no exception of Python's
_ROOMS = 4  # a notebook that keeps destroying its room is not run a fifth time


@dataclass(frozen=True)
class Assignment:
    """What the grader knows of a lesson. `exercises`: (id, title, points, written) in order; `reference`: the reference answer
    of each exercise; `files`: those beside the notebook; `signatures`: the file that says what each named mistake gives."""
    lesson: str
    notebook: str
    exercises: list[tuple[str, str, float, bool]]
    reference: dict[str, str]
    files: dict[str, str]
    suite: Suite
    signatures: Path | None = None
    all_tests_seconds: float = 300

    @property
    def order(self) -> list[str]:
        return [id for id, _, _, written in self.exercises if not written]


@dataclass
class Graded:
    """The results, and what each code cell of the notebook gave, by its index in the notebook."""
    results: Results
    records: dict[int, dict] = field(default_factory=dict)


def grade(assignment: Assignment, cells: list[Cell], warm: WarmProcess, figures: bool = False, only: str | None = None) -> Graded:
    """Grade one notebook. `only`: test just this exercise. Raises RoomBroken or SuiteError if the grader itself fails.

    The exercises are tested in order. Once one fails, the others are tested with the reference answer in its place: so a mistake,
    or a blank, costs the exercise it is in and no other. What fails even so is tried with the student's own answers, and with the
    reference answers of all others that failed.
    """
    until = time.monotonic() + assignment.all_tests_seconds
    wanted = [id for id in assignment.order if only in (None, id)]
    untouched = [id for id in wanted if any(cell.untouched for cell in cells if cell.exercise == id)]

    def tested(ids: list[str], replaced: list[str]) -> dict[str, list[TestResult]]:
        if not ids:
            return {}
        references = {id: assignment.reference[id] for id in replaced}
        return _run(assignment, with_reference(cells, references, assignment.order), warm, ids, until)[1]

    in_order = [*untouched, *(id for id in wanted if id not in untouched)]
    with_figures, tests = _run(assignment, cells, warm, in_order, until, figures, to_first_failure=True)
    replaced = [id for id in tests if not _passed(tests[id])]
    later = [id for id in wanted if id not in tests]
    tests |= tested(later, replaced)
    if time.monotonic() < until:
        own = tested([id for id in later if not _passed(tests[id])], [])
        tests |= {id: own[id] for id in own if _share(own[id]) > _share(tests[id])}
    failed = [id for id in wanted if not _passed(tests[id])]
    for id in failed:
        # What an exercise not asked for gives does not matter to its mark, only whether it holds this one up.
        others = [other for other in (failed if only is None else assignment.order) if other != id]
        is_known = not others or id in untouched or (id in later and set(others) == set(replaced))
        if not is_known and time.monotonic() < until:
            again = tested([id], others)
            tests |= {id: again[id] for id in again if _share(again[id]) >= _share(tests[id])}
    results = _results(assignment, cells, with_figures, tests, wanted)
    if assignment.signatures:
        name_mistakes(results, assignment.signatures)
    return Graded(results, with_figures)


def _run(assignment: Assignment, cells: list[Cell], warm: WarmProcess, wanted, until: float, figures=False,
         to_first_failure=False) -> tuple[dict, dict]:
    """Run the notebook and, as long as it is not past `until`, the wanted tests: ({cell index: record}, {exercise: test results}).

    `to_first_failure`: end with the first exercise that fails, unless its cell is as it was released.

    A cell that ends the room, or will not be stopped, is left out of the next attempt; so is a test.
    """
    records: dict[int, dict] = {}
    tests: dict[str, list[TestResult]] = {}
    skipped: set[int] = set()
    untouched = {cell.exercise for cell in cells if cell.untouched}

    def is_enough() -> bool:
        return len(tests) == len(wanted) or to_first_failure and any(not _passed(tests[id]) for id in tests if id not in untouched)

    for _ in range(_ROOMS):
        room = warm.open()
        try:
            running = [cell for cell in cells if cell.index not in skipped]
            try:
                room.run([{"name": cell.name, "source": cell.source} for cell in running], assignment.files, figures)
            except RoomDied as end:
                _keep_records(records, running, room)
                if len(room.records) >= len(running):
                    break
                culprit = running[len(room.records)]
                skipped.add(culprit.index)
                records[culprit.index] = _stopped(culprit, end)
                continue
            _keep_records(records, running, room)
            _test(assignment, Forks(room, until), wanted, untouched, tests, is_enough)
        finally:
            room.close()
        if is_enough():
            return records, tests
    for id in wanted:
        tests.setdefault(id, [TestResult(name="the notebook runs", status="error", weight=1, message=_reason(records))])
    return records, tests


def _test(assignment: Assignment, forks: Forks, wanted, untouched, tests, is_enough) -> None:
    try:
        for id in wanted:
            if id not in tests and not is_enough():
                tests[id] = assignment.suite.run(id, forks, id in untouched)
    except RoomDied as end:
        tests[id] = [TestResult(name="the notebook answers", status="error", weight=1, message=f"The notebook's process {end}.")]
    finally:
        forks.close()


def _keep_records(records, running, room: Room) -> None:
    for place, record in room.records.items():
        records[running[place].index] = record


def _stopped(cell: Cell, end: RoomDied) -> dict:
    kind = "TimeLimit" if end.timed_out else "ProcessEnded"
    return {"printed": "", "result": None, "figures": [], "error": {"type": kind, "message": f"the cell {end}", "line": None, "text": ""}}


def _reason(records) -> str:
    errors = [record["error"] for record in records.values() if record["error"]]
    return f"The notebook could not be run to its end: {errors[-1]['message']}." if errors else "The notebook could not be run to its end."


def _passed(tests: list[TestResult]) -> bool:
    return all(test.status == "pass" for test in tests)


def _share(tests: list[TestResult]) -> float:
    total = sum(test.weight for test in tests)
    return sum(test.weight for test in tests if test.status == "pass") / total if total else 0.0


def _results(assignment: Assignment, cells, records, tests, wanted) -> Results:
    exercises = []
    for id, title, points, written in assignment.exercises:
        if written:
            exercises.append(ExerciseResult(id=id, title=title, score=0, max_score=points, status="written"))
        elif id in wanted:
            exercises.append(_exercise(assignment, id, title, points, cells, records, tests[id]))
    return Results(lesson=assignment.lesson, notebook=assignment.notebook, exercises=exercises,
                   score=round(sum(exercise.score for exercise in exercises), 6),
                   max_score=sum(exercise.max_score for exercise in exercises))


def _exercise(assignment, id, title, points, cells, records, tests) -> ExerciseResult:
    share = _share(tests)
    score = points if share == 1 else round(points * share, 2)
    cell = next((cell for cell in cells if cell.exercise == id), None)
    error = records.get(cell.index, {}).get("error") if cell else None
    message = ""
    if share == 1:
        status = "pass"
    elif score > 0:
        status = "partial"
    elif cell and (f'NotImplementedError("{assignment.lesson}.{id}:' in cell.source or _says_blank(tests, assignment.lesson, id)):
        status, message = "blank", "Not written yet."
    elif cell is None:
        status, message = "missing", "Its cell is not in the notebook; copy it back from the released one."
    elif error:
        status = "timeout" if error["type"] == "TimeLimit" else "error"
    else:
        statuses = {test.status for test in tests}
        status = "timeout" if statuses == {"timeout"} else "error" if statuses == {"error"} else "fail"
    if error and error["type"] in _STOPPED and not message and status != "pass":
        message = f"{error['message'][:1].upper()}{error['message'][1:]}."
    elif error and not message and status != "pass":
        line = f", line {error['line']}: {error['text']}" if error["line"] and error["text"] else ""
        message = f"The cell stopped with {error['type']}{line}. {error['message']}".strip()
    return ExerciseResult(id=id, title=title, score=score, max_score=points, status=status, message=message, tests=tests)


def _says_blank(tests: list[TestResult], lesson: str, id: str) -> bool:
    return any(test.status == "blank" and test.message.startswith(f"{lesson}.{id}:") for test in tests)
