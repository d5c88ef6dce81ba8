"""What each named mistake gives in the hidden tests of its exercise: recorded once, in one JSON file a lesson."""
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from autograder.manifest import Lesson, suite_path
from autograder.mistakes import Mistake, answer_with, mistakes_of
from autograder.verdict.results import TestResult


def signatures_path(root: Path, lesson: Lesson) -> Path:
    """The lesson's recorded signatures; generated, committed."""
    return root / "autograder" / "mistakes" / "signatures" / f"{lesson.id}.json"


def read_signatures(path: Path) -> dict[str, dict]:
    """Mistake id to {exercise, idea, title, hints, text, key, tests}; empty when nothing is recorded."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write_signatures(root: Path, lesson: Lesson, given: dict[str, list[TestResult]], keys: dict[str, str]) -> None:
    """Record what the mistakes gave: `given` is mistake id to the tests of its exercise, `keys` what keys_of said before they were
    graded. Mistakes not in `given` keep what they have."""
    path = signatures_path(root, lesson)
    before = read_signatures(path)
    after = {}
    for mistake in mistakes_of(root, lesson):
        if mistake.id in given:
            after[mistake.id] = {**_told(mistake), "key": keys[mistake.id], "tests": not_passing(given[mistake.id])}
        elif mistake.id in before:
            after[mistake.id] = {**before[mistake.id], **_told(mistake)}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(after, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def ungraded_mistakes(root: Path, lesson: Lesson) -> list[str]:
    """The ids whose signature is missing, or older than the suite, the reference answers or the mistake itself."""
    recorded = read_signatures(signatures_path(root, lesson))
    return [id for id, key in keys_of(root, lesson).items() if recorded.get(id, {}).get("key") != key]


def stale_mistakes(root: Path, lesson: Lesson) -> list[str]:
    """The ids that a recording would change: ungraded ones, those that are no more, and those that are told in other words now."""
    recorded, told = read_signatures(signatures_path(root, lesson)), {mistake.id: _told(mistake) for mistake in mistakes_of(root, lesson)}
    return sorted({*ungraded_mistakes(root, lesson), *(recorded.keys() - told.keys()),
                   *(id for id in told.keys() & recorded.keys() if not told[id].items() <= recorded[id].items())})


def keys_of(root: Path, lesson: Lesson) -> dict[str, str]:
    """For each mistake a hash of all that its signature depends on."""
    from autograder.build import reference_cells
    package = Path(__file__).parent.parent
    judging = (package / "oracle" / "programs.py", package / "verdict" / "random_inputs.py", package / "judge" / "expect.py")
    same_for_all = "".join(file.read_text(encoding="utf-8") for file in (suite_path(root, lesson), *judging))
    same_for_all += repr(sorted(reference_cells(root, lesson).items()))
    return {mistake.id: hashlib.sha256((same_for_all + answer_with(root, lesson, mistake)).encode()).hexdigest()[:12]
            for mistake in mistakes_of(root, lesson)}


def not_passing(tests: Iterable[TestResult]) -> dict[str, list[str]]:
    """Test name to [status, message]; a name that comes again gets a number."""
    found: dict[str, list[str]] = {}
    times: dict[str, int] = {}
    for test in tests:
        times[test.name] = times.get(test.name, 0) + 1
        if test.status != "pass":
            name = test.name if times[test.name] == 1 else f"{test.name} ({times[test.name]})"
            found[name] = [test.status, test.message]
    return found


def _told(mistake: Mistake) -> dict:
    return {"exercise": mistake.exercise, "idea": mistake.same_idea_as or mistake.id, "title": mistake.title, "hints": mistake.hints,
            "text": mistake.text}
