"""`course suites`: the proof that the hidden suites catch what they should and nothing else."""

import json
from typing import Annotated, Optional

import typer

from autograder.manifest import find_root, read_course


def suites(
    lessons: Annotated[Optional[list[str]], typer.Argument(help="Lessons; all when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Only grade the mistakes that changed, and record what they give.")] = False,
    mutants: Annotated[bool, typer.Option("--mutants", help="Also change the reference answers one operator, constant or statement at a time; takes minutes a lesson.")] = False,
) -> None:
    """Grade the reference, the skeleton, other right answers and every named mistake of each lesson.

    Exit status: 0 every suite is proved, 1 a suite lets something through or punishes the wrong exercise.
    """
    root = find_root()
    course = read_course(root, draft=True)
    chosen = [course.lesson(text) for text in lessons] if lessons else list(course.lessons)

    from rich.console import Console

    from autograder.diagnosis.signatures import ungraded_mistakes
    from autograder.room.rooms import warm_process
    from autograder.verdict import proof as proofs

    rows, problems = [], []
    counts = {"killed": 0, "survived": 0, "equivalent": 0}
    console = Console(stderr=True)
    with console.status("") as status, warm_process(course.limits.for_room()) as warm:
        for lesson in chosen:
            def progress(name, id=lesson.id):
                status.update(f"{id}: {name}")

            if record:
                proof = proofs.record(root, course, lesson, ungraded_mistakes(root, lesson), warm, progress)
            else:
                proof = proofs.prove(root, course, lesson, warm, progress)
            rows += proof.mistakes
            problems += proof.problems
            if mutants:
                problems += _mutants(root, course, lesson, warm, progress, counts)
    if as_json:
        print(json.dumps({"mistakes": rows, "problems": problems} | ({"mutants": counts} if mutants else {}), indent=2))
    else:
        for row in rows:
            caught = "caught" if row["caught"] else "NOT CAUGHT"
            also = f", also costs {', '.join(row['elsewhere'])}" if row["elsewhere"] else ""
            print(f"{row['lesson']:<16} {row['exercise']:<24} {row['id']:<36} {caught}{also}")
        for problem in problems:
            print(problem)
        print(f"{len(rows)} named mistakes, {sum(row['caught'] for row in rows)} caught; {len(problems)} problems")
        if mutants:
            print(f"Mutants: {counts['killed']} killed, {counts['survived']} survived, {counts['equivalent']} are no mistakes")
    if problems:
        raise typer.Exit(1)


def _mutants(root, course, lesson, warm, progress, counts: dict[str, int]) -> list[str]:
    """Add the lesson's mutants to the counts; a sentence for each that passes and is not known to be no mistake."""
    from autograder.verdict.mutants import equivalent, survivors
    killed, alive = survivors(root, course, lesson, warm, progress)
    harmless = equivalent(root)
    survived = [(id, words) for id, words in alive if (lesson.id, id, words) not in harmless]
    counts["killed"] += killed
    counts["survived"] += len(survived)
    counts["equivalent"] += len(alive) - len(survived)
    return [f"{lesson.id}: a mutant of {id} passes: {words}." for id, words in survived]
