"""Names the mistake, or the two mistakes, that explain a failing exercise; otherwise none: a wrong name is worse than none."""
from itertools import combinations
from pathlib import Path

from autograder.diagnosis.answers import Answer, same, wrong_answer
from autograder.diagnosis.signatures import not_passing, read_signatures
from autograder.verdict.results import ExerciseResult, NamedMistake, Results

_MOST, _FAR = 0.7, 0.3  # a likeness that is enough for a name, and the distance to that of any other idea

Pattern = dict[str, Answer]  # test name: its wrong answer


def name_mistakes(results: Results, path: Path) -> None:
    """Write the names into the results: each failing test gets the id that explains it, each exercise the mistakes themselves."""
    failing = [exercise for exercise in results.exercises if exercise.status in ("partial", "fail", "timeout") and not exercise.message]
    signatures = read_signatures(path) if failing else {}
    for exercise in failing:
        own = {id: entry for id, entry in signatures.items() if entry["exercise"] == exercise.id}
        _name(exercise, own)


def _name(exercise: ExerciseResult, signatures: dict[str, dict]) -> None:
    found = pattern(not_passing(exercise.tests))
    recorded = {id: pattern(entry["tests"]) for id, entry in signatures.items()}
    ideas = {id: entry["idea"] for id, entry in signatures.items()}
    names = explain(found, recorded, ideas)
    exercise.mistakes = [NamedMistake(id=id, title=signatures[id]["title"], hints=signatures[id]["hints"], text=signatures[id]["text"]) for id in names]
    for test in exercise.tests:
        if test.status != "pass" and names:
            test.mistake = next((id for id in names if test.name in recorded[id] and same(
                wrong_answer(test.status, test.message), recorded[id][test.name])), names[0])


def pattern(tests: dict[str, list[str]]) -> Pattern:
    return {name: wrong_answer(*given) for name, given in tests.items()}


def explain(found: Pattern, recorded: dict[str, Pattern], ideas: dict[str, str]) -> list[str]:
    """The ids that explain the wrong answers: one, two, or none. Where mistakes of different ideas fit equally well, none is named.

    One mistake explains them when every test gives what it gives under the mistake. Failing that, two explain them when each test
    that only one of them fails gives that one's answer; failing that, one that agrees in most tests and far better than any other.
    """
    alike = {id: _likeness(found, each) for id, each in recorded.items()}
    exact = [id for id in alike if alike[id] == 1]
    if exact:
        return _one_idea(exact, ideas)
    pairs = [pair for pair in combinations(recorded, 2) if _together(found, recorded[pair[0]], recorded[pair[1]])]
    if pairs:
        return list(pairs[0]) if len({frozenset(ideas[id] for id in pair) for pair in pairs}) == 1 else []
    best = max(alike.values(), default=0)
    if best < _MOST:
        return []
    return _one_idea([id for id in alike if alike[id] > best - _FAR], ideas)


def _one_idea(ids: list[str], ideas: dict[str, str]) -> list[str]:
    """The name that fits all of these mistakes, if there is one."""
    if len({ideas[id] for id in ids}) > 1:
        return []
    return [ideas[ids[0]]] if ideas[ids[0]] in ids else ids[:1]


def _likeness(found: Pattern, each: Pattern) -> float:
    """The share of the tests failed here or under the mistake that give the same wrong answer in both."""
    if not found:
        return 0
    return sum(name in each and same(found[name], each[name]) for name in found) / len(found.keys() | each.keys())


def _together(found: Pattern, one: Pattern, other: Pattern) -> bool:
    if found.keys() != one.keys() | other.keys():
        return False
    only_one, only_other = one.keys() - other.keys(), other.keys() - one.keys()
    return bool(only_one and only_other) and all(same(found[name], one[name]) for name in only_one) and all(
        same(found[name], other[name]) for name in only_other)
