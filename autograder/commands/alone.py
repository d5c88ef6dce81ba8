"""Commands of somebody who does the exercises."""
import secrets
import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.manifest import Course, CourseError, Exercise, Lesson, find_root, skeleton_path
from autograder.report.console import plain, show

from .arguments import OneExercise, Sandbox, app, here, say_once


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def start(context: typer.Context) -> None:
    """Open the next notebook in JupyterLab. Ctrl+C ends it. Options are JupyterLab's: --no-browser, --port=9999, --allow-root."""
    root, course = here()
    from autograder.selfstudy.overview import exercise_ahead, next_lines
    from autograder.selfstudy.progress import read_progress

    known = read_progress(root)
    lesson, _ = exercise_ahead(course, known) or (course.lessons[-1], None)
    notebook = skeleton_path(root, lesson).relative_to(root)
    if not (root / notebook).exists():
        raise CourseError(f"{notebook} is not there; `course reset {lesson.number} --all` writes it again.")
    show(next_lines(root, course, known)[:2])
    print("Leave this window open; in a second one, `course watch` checks each time you save.", flush=True)

    from jupyterlab.labapp import LabApp
    place, token = f"lab/tree/{notebook.as_posix()}", secrets.token_hex(24)  # JupyterLab would say more about a token of its own
    options = [f"--notebook-dir={root}", f"--LabApp.default_url=/{place}", f"--IdentityProvider.token={token}",
               "--ServerApp.answer_yes=True", "--Application.log_level=ERROR"]  # Ctrl+C asks nothing
    try:
        server = LabApp.initialize_server([*options, *context.args])
        server.start_app()
    except SystemExit:  # it has said why
        raise CourseError("JupyterLab did not start; `course doctor` looks for the reason.") from None
    print(f"JupyterLab is at {server.connection_url}{place}?token={token}", flush=True)
    server.start_ioloop()


@app.command()
def watch(
    once: Annotated[bool, typer.Option("--once", help="Check the exercise you are on, and end.")] = False,
    sandbox: Sandbox = True,
) -> None:
    """Follow your notebooks: on each save, check what changed and report on the exercise you are on.

    Exit status with --once: 0 it is right, 1 not yet.
    """
    from autograder.selfstudy.watch import follow

    if not follow(*here(), once, sandbox, say_once):
        raise typer.Exit(1)


@app.command()
def check(
    what: Annotated[str | None, typer.Argument(
        help="A lesson or an exercise: 03, operators, 03.mul. All you have begun when left out.")] = None,
    notebook: Annotated[Path | None, typer.Option(help="The notebook; exercises/ID/NAME.ipynb when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results document.")] = False,
    sandbox: Sandbox = True,
) -> None:
    """Grade one notebook and say what is right, what is not, and why.

    Exit status: 0 all passed, 1 something is not right yet, 2 it could not be graded.
    """
    root, course = here()
    from autograder.selfstudy.checking import begun, checked

    if what:
        wanted = [course.select(what)]
    elif notebook:
        raise CourseError("Name the lesson of that notebook: `course check 03 --notebook FILE`.")
    else:
        wanted = [(lesson, None) for lesson in begun(root, course)]
        if not wanted:
            raise CourseError("You have not written anything yet; `course start` opens the first notebook.")
    right = True
    for lesson, exercise in wanted:
        results, lines = checked(root, course, lesson, exercise, notebook or skeleton_path(root, lesson), sandbox, say_once)
        right = right and all(result.status in ("pass", "written") for result in results.exercises)
        if as_json:
            print(results.model_dump_json(indent=2))
        else:
            show(lines)
    if not right:
        raise typer.Exit(1)


@app.command()
def hint(
    what: OneExercise = None,
    level: Annotated[int | None, typer.Option(min=1, max=3, help="1 is a nudge, 3 nearly the answer.")] = None,
) -> None:
    """Give a hint about the mistake that the last check found; asked again, the next of three."""
    root, course = here()
    from autograder.selfstudy.hints import next_hint

    show(next_hint(root, *_one_exercise(root, course, what), level))


@app.command()
def solution(
    what: OneExercise = None,
    yes: Annotated[bool, typer.Option("--yes", help="Show it although the exercise is not done.")] = False,
) -> None:
    """Show one right answer; before you have found your own, only after asking."""
    root, course = here()
    from autograder.build import reference_cells
    from autograder.selfstudy.progress import read_progress

    lesson, exercise = _one_exercise(root, course, what)
    name = f"{lesson.number}.{exercise.id}"
    if not yes and not read_progress(root).of(lesson, exercise).finished:
        if not sys.stdin.isatty():
            raise CourseError(f"{name} is not done yet; `course hint {name}` gives a hint, `--yes` shows the solution all the same.")
        if not typer.confirm(f"{name} is not done yet. Show the solution all the same?"):
            print(f"Good. `course hint {name}` gives a hint.")
            return
    print(reference_cells(root, lesson)[exercise.id])


@app.command()
def reset(
    what: Annotated[str, typer.Argument(help="An exercise: 03.mul; or a lesson, with --all.")],
    whole: Annotated[bool, typer.Option("--all", help="The whole notebook of the lesson.")] = False,
) -> None:
    """Put the cell of an exercise back as it was handed out. Your notebook is kept in a backup file first."""
    root, course = here()
    from autograder.selfstudy import again

    lesson, exercise = course.select(what)
    if not whole and exercise is None:
        first = f"{lesson.number}.{lesson.exercises[0].id}"
        raise CourseError(f"{lesson.id} is a whole lesson; name an exercise, such as {first}, or add --all.")
    show(again.reset(root, course, lesson, None if whole else exercise))


@app.command("list")
def list_exercises() -> None:
    """Show all lessons and exercises: done, next, not yet."""
    from autograder.selfstudy.overview import show_overview

    show_overview(whole=True)


@app.command("next")
def next_exercise() -> None:
    """Say the one thing to do next."""
    root, course = here()
    from autograder.selfstudy.overview import next_lines
    from autograder.selfstudy.progress import read_progress

    show(next_lines(root, course, read_progress(root)))


@app.command()
def progress(
    time: Annotated[bool, typer.Option("--time", help="How long each finished lesson took.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write a chart: FILE.png or FILE.svg.")] = None,
) -> None:
    """Show how far you are in each lesson."""
    root, course = here()
    from autograder.selfstudy.overview import chart_lines, draw_chart
    from autograder.selfstudy.progress import read_progress

    known = read_progress(root)
    show(chart_lines(course, known, time))
    if out:
        draw_chart(course, known, out)
        print(f"Wrote {out}.")


@app.command()
def doctor(report: Annotated[bool, typer.Option("--report", help="Print the findings for an issue.")] = False) -> None:
    """Look at Python, packages, JupyterLab, the sandbox and write access, and say how to mend what is wrong.

    Exit status: 0 nothing needs mending, 1 something does.
    """
    import platform

    from autograder.selfstudy.doctor import examine, finding_lines

    findings = examine(find_root())
    if report:  # without the name of the user
        print(f"course doctor on {platform.platform()}", plain(finding_lines(findings)).replace(str(Path.home()), "~"), sep="\n")
    else:
        show(finding_lines(findings))
    if any(finding.right is False for finding in findings):
        raise typer.Exit(1)


def _one_exercise(root: Path, course: Course, what: str | None) -> tuple[Lesson, Exercise]:
    """The exercise meant, or the next one. Raises CourseError if there is none of that name, or only a lesson is named."""
    from autograder.selfstudy.overview import exercise_ahead
    from autograder.selfstudy.progress import read_progress

    lesson, exercise = course.select(what) if what else exercise_ahead(course, read_progress(root)) or (None, None)
    if lesson is None:
        raise CourseError("Everything is done; name an exercise, such as 03.mul.")
    if exercise is None:
        raise CourseError(f"{lesson.id} is a lesson; name one of its exercises, such as {lesson.number}.{lesson.exercises[0].id}.")
    return lesson, exercise
