"""`course start`: JupyterLab on the next notebook."""
import secrets
from pathlib import Path

from autograder.manifest import Course, CourseError, skeleton_path
from autograder.report.console import show

from .overview import exercise_ahead, next_lines
from .progress import read_progress


def serve(root: Path, course: Course, more: list[str]) -> None:
    """Run JupyterLab, with `more` options, until Ctrl+C. Raises CourseError if the notebook is missing or JupyterLab does not start."""
    progress = read_progress(root)
    lesson, _ = exercise_ahead(course, progress) or (course.lessons[-1], None)
    notebook = skeleton_path(root, lesson).relative_to(root)
    if not (root / notebook).exists():
        raise CourseError(f"{notebook} is not there; `course reset {lesson.number} --all` writes it again.")
    show(next_lines(root, course, progress)[:2])
    print("Leave this window open; in a second one, `course watch` checks each time you save.")
    from jupyterlab.labapp import LabApp
    place, token = f"lab/tree/{notebook.as_posix()}", secrets.token_hex(24)  # JupyterLab would say more about a token of its own
    options = [f"--notebook-dir={root}", f"--LabApp.default_url=/{place}", f"--IdentityProvider.token={token}",
               "--ServerApp.answer_yes=True", "--Application.log_level=ERROR"]  # Ctrl+C asks nothing
    try:
        server = LabApp.initialize_server([*options, *more])
        server.start_app()
    except SystemExit:  # it has said why
        raise CourseError("JupyterLab did not start; `course doctor` looks for the reason.") from None
    print(f"JupyterLab is at {server.connection_url}{place}?token={token}", flush=True)
    server.start_ioloop()
