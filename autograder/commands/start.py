"""`course start`: the next notebook, in JupyterLab."""

import signal
import subprocess
import sys
from typing import Annotated

import typer

from autograder.manifest import CourseError, find_root, read_course, skeleton_path


def start(
    browser: Annotated[bool, typer.Option(help="--no-browser only prints the URL.")] = True,
    port: Annotated[int, typer.Option(help="The first port to try.")] = 8888,
    allow_root: Annotated[bool, typer.Option("--allow-root", help="As JupyterLab's: needed by root, as in a container.")] = False,
) -> None:
    """Open the next notebook in JupyterLab. Ctrl+C ends it."""
    from autograder.selfstudy.overview import next_exercise, next_lines
    from autograder.selfstudy.progress import read_progress

    from autograder.report.console import show

    root = find_root()
    course = read_course(root, draft=True)
    progress = read_progress(root)
    lesson = (next_exercise(course, progress) or (course.lessons[-1],))[0]
    notebook = skeleton_path(root, lesson).relative_to(root)
    if not (root / notebook).exists():
        raise CourseError(f"{notebook} is not there; `course reset {lesson.number} --all` writes it again.")
    show(next_lines(root, course, progress)[:2])
    typer.echo("Leave this window open; in a second one, `course watch` checks each time you save.")
    command = [sys.executable, "-m", "jupyterlab", f"--notebook-dir={root}", f"--port={port}",
               f"--LabApp.default_url=/lab/tree/{notebook.as_posix()}"]
    command += [*([] if browser else ["--no-browser"]), *(["--allow-root"] if allow_root else [])]
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, it takes JupyterLab along
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")  # without stdin Ctrl+C asks nothing
    told = False
    try:
        for line in process.stderr:
            if not told and "http" in line and "/lab" in line:
                told = True
                typer.echo(f"JupyterLab is at {line[line.index('http'):].strip()}")
            elif not told and ("rror" in line or "root is not recommended" in line):
                typer.echo(line.strip(), err=True)
    except KeyboardInterrupt:
        pass
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if not told:
        raise CourseError("JupyterLab did not start; `course doctor` looks for the reason.")
