"""Commands of somebody who runs the course."""
import os
from collections import Counter
from typing import Annotated

import typer

from autograder.manifest import CourseError, find_root, read_course

from .arguments import ClassFolder, Lessons, app, chosen, here

Processes = Annotated[int, typer.Option("-j", min=1, help="Processes at a time.")]


@app.command()
def build(
    lessons: Lessons = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail when a generated file is stale.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace skeletons that hold answers.")] = False,
) -> None:
    """Write the skeletons in exercises/ from solutions/, and register them in the gradebook.

    Exit status: 0 done, 1 something is stale (--check), 2 the sources have mistakes.
    """
    root, course = here()
    from autograder import build as building
    from autograder.manifest.schema import SCHEMA_PATH, schema_state, schema_text

    ready = tuple(lesson for lesson in chosen(course, lessons) if lesson.exercises)
    for lesson in chosen(course, lessons):
        if lesson not in ready:
            print(f"{lesson.id}: skipped, because course.yml lists no exercises for it yet")
    if not check:
        if schema_state(root):
            (root / SCHEMA_PATH).write_text(schema_text(), encoding="utf-8")
            print(f"wrote {SCHEMA_PATH.as_posix()}")
        building.build(root, course, ready, overwrite=overwrite, tell=print)
    elif stale := building.stale_files(root, course, ready):
        print(*stale, "Run `course build` and commit what it writes.", sep="\n")
        raise typer.Exit(1)
    else:
        print("Everything generated is up to date.")


@app.command()
def grade(
    lessons: Lessons = None,
    class_folder: ClassFolder = None,
    processes: Processes = os.cpu_count() or 1,
    again: Annotated[bool, typer.Option("--again", help="Grade what is finished once more.")] = False,
    sandbox: Annotated[bool, typer.Option(
        help="--no-sandbox runs students' code with your own rights: it can read and change all that you can.")] = True,
) -> None:
    """Grade every submitted notebook that is not graded yet. Stopped at any moment, it goes on where it was.

    Exit status: 0 every submission has its mark, 1 some could not be graded, 2 nothing could be.
    """
    root, course = here()
    from autograder.gradebook.finished import submissions, unfinished
    from autograder.gradebook.progress import grade_with_progress
    from autograder.report.class_table import print_table
    from autograder.room.sandbox import NoSandbox

    folder = (class_folder or root).resolve()
    tasks = submissions(folder, list(chosen(course, lessons)))
    if not tasks:
        raise CourseError(f"There is nothing in {folder / 'submitted'}: put each notebook in submitted/STUDENT/LESSON/.")
    open_tasks = tasks if again else unfinished(folder, tasks)
    try:
        failures = grade_with_progress(root, folder, open_tasks, len(tasks) - len(open_tasks), processes, sandbox)
    except NoSandbox as problem:
        raise CourseError(
            f"Nothing was graded: {problem}. With --no-sandbox, students' code runs with your own rights and can read and change "
            "all that you can, the gradebook too.") from None
    print_table(course, folder, tasks)
    _end_with([f"Not graded: {outcome.task.student}, {outcome.task.lesson}: {outcome.failure}" for outcome in failures])


@app.command()
def feedback(lessons: Lessons = None, class_folder: ClassFolder = None) -> None:
    """Write feedback/STUDENT/LESSON/NAME.html, through nbgrader, for everything that is graded.

    Exit status: 0 done, 1 some pages could not be written.
    """
    root, course = here()
    from autograder.gradebook.feedback_pages import write_feedback

    folder = (class_folder or root).resolve()
    graded = [lesson for lesson in chosen(course, lessons) if any((folder / "autograded").glob(f"*/{lesson.id}"))]
    problems = [f"{lesson.id}: {problem}" for lesson in graded if (problem := write_feedback(root, folder, lesson))]
    print(f"{len(list((folder / 'feedback').glob('*/*/*.html')))} feedback pages in {folder / 'feedback'}")
    _end_with(problems)


@app.command()
def suites(
    lessons: Lessons = None,
    record: Annotated[bool, typer.Option("--record", help="Only grade the mistakes that changed, and record what they give.")] = False,
    mutants: Annotated[bool, typer.Option(
        "--mutants", help="Also change the answers one operator, constant or statement at a time; takes minutes a lesson.")] = False,
) -> None:
    """Grade the reference, the skeleton, other right answers and every named mistake of each lesson.

    Exit status: 0 every suite is proved, 1 a suite lets something through or punishes the wrong exercise.
    """
    root, course = here()
    from rich.console import Console

    from autograder.diagnosis.signatures import ungraded_mistakes
    from autograder.room.rooms import warm_process
    from autograder.verdict import proof as proofs
    from autograder.verdict.mutants import equivalent, survivors

    rows, problems, counts = [], [], Counter(killed=0, survived=0, equivalent=0)
    harmless = equivalent(root)
    with Console(stderr=True).status("") as status, warm_process(course.limits.for_room()) as warm:
        for lesson in chosen(course, lessons):
            def progress(name, id=lesson.id):
                status.update(f"{id}: {name}")

            if record:
                proof = proofs.record(root, course, lesson, ungraded_mistakes(root, lesson), warm, progress)
            else:
                proof = proofs.prove(root, course, lesson, warm, progress)
            rows += proof.mistakes
            problems += proof.problems
            if mutants:
                killed, alive = survivors(root, course, lesson, warm, progress)
                survived = [(id, words) for id, words in alive if (lesson.id, id, words) not in harmless]
                counts.update(killed=killed, survived=len(survived), equivalent=len(alive) - len(survived))
                problems += [f"{lesson.id}: a mutant of {id} passes: {words}." for id, words in survived]
    for row in rows:
        caught = "caught" if row["caught"] else "NOT CAUGHT"
        also = f", also costs {', '.join(row['elsewhere'])}" if row["elsewhere"] else ""
        print(f"{row['lesson']:<16} {row['exercise']:<24} {row['id']:<36} {caught}{also}")
    print(f"{len(rows)} named mistakes, {sum(row['caught'] for row in rows)} caught; {len(problems)} problems")
    if mutants:
        print(f"Mutants: {counts['killed']} killed, {counts['survived']} survived, {counts['equivalent']} are no mistakes")
    _end_with(problems)


@app.command()
def text(lessons: Lessons = None) -> None:
    """Execute the texts and write them, with their figures, to site/.

    Exit status: 0 done, 2 a text could not be executed.
    """
    root, course = here()
    from autograder.lesson_pages.pages import write_index, write_page

    for lesson in chosen(course, lessons):
        print(f"{lesson.id}: {write_page(root, lesson, root / 'site').relative_to(root)}")
    print(f"Open {write_index(course, root / 'site').relative_to(root)} in a browser.")


@app.command()
def demo(
    processes: Processes = os.cpu_count() or 1,
    record: Annotated[bool, typer.Option(help="Write the marks down as the expected ones.")] = False,
) -> None:
    """Build the course in demo/, hand in for a made-up class, grade it, write feedback, and check every mark.

    Exit status: 0 every mark is as expected, 1 some are not.
    """
    root = find_root()
    course = read_course(root)
    from autograder.demo.run import differences, prepare, record_marks
    from autograder.gradebook.finished import submissions
    from autograder.gradebook.feedback_pages import write_feedback
    from autograder.gradebook.progress import grade_with_progress
    from autograder.report.class_table import print_table

    folder = root / "demo"
    print(f"Building the course and a class of made-up students in {folder} ...")
    prepare(root, course, folder)
    tasks = submissions(folder, list(course.lessons))
    failures = grade_with_progress(root, folder, tasks, 0, processes, True)
    print_table(course, folder, tasks)
    print("Writing feedback pages ...")
    problems = [f"Not graded: {outcome.task.student}, {outcome.task.lesson}: {outcome.failure}" for outcome in failures]
    problems += [sentence for lesson in course.lessons if (sentence := write_feedback(root, folder, lesson))]
    if record:
        record_marks(course, folder)
    problems += differences(course, folder)
    pages = sorted((folder / "feedback").glob("*/*/*.html"))
    print(f"{len(pages)} feedback pages, for instance {pages[0].relative_to(root) if pages else '(none)'}")
    print("Every mark is as expected." if not problems else f"{len(problems)} marks or pages are not as expected.")
    _end_with(problems)


def _end_with(problems: list[str]) -> None:
    """Print the problems, and end with status 1 if there are any."""
    for problem in problems:
        print(problem)
    if problems:
        raise typer.Exit(1)
