"""A stock nbgrader course with one of our lessons: the same notebook, and the same hidden tests in hidden test cells."""
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from autograder.build.source import source_notebook
from autograder.manifest import exercise_folder, notebook_file, suite_path
from autograder.verdict.assignments import assignment
from autograder.verdict.random_inputs import drawn_inputs

BIN = Path(sys.executable).parent
os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"  # stock nbgrader runs alembic by its name


def prepare_stock(root, course, lesson, folder, notebooks) -> None:
    """A stock course: its grade cells hold the visible asserts and, as hidden tests, the exercise's share of the suite."""
    task = assignment(root, course, lesson)
    folder.mkdir()
    inputs = folder / "inputs.pickle"
    inputs.write_bytes(pickle.dumps({item.originalname: examples for item in task.suite.items if (examples := drawn_inputs(item.obj))}))
    source = source_notebook(root, lesson)
    for cell in source.cells:
        id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if id.endswith("-checks"):
            call = (f"import sys\nsys.path.insert(0, {str(root)!r})\nfrom autograder.benchmarks.in_kernel import run_exercise\n"
                    f"run_exercise({str(suite_path(root, lesson))!r}, {str(inputs)!r}, {id.removesuffix('-checks')!r}, globals())")
            cell.source += f"\n### BEGIN HIDDEN TESTS\n{call}\n### END HIDDEN TESTS"
    target = folder / "source" / lesson.id
    target.mkdir(parents=True)
    nbformat.write(source, target / notebook_file(lesson))
    for module in exercise_folder(root, lesson).glob("*.py"):
        shutil.copy(module, target)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'build-micrograd'\n"
                                               "c.CourseDirectory.db_url = 'sqlite:///gradebook.db?timeout=60'\n")
    run(folder, BIN / "nbgrader", "generate_assignment", lesson.id)
    submit(folder, lesson, notebooks)


def submit(folder: Path, lesson, notebooks) -> None:
    """Hand the notebooks in, one a student."""
    for number, notebook in enumerate(notebooks):
        target = folder / "submitted" / f"student{number:02}" / lesson.id
        target.mkdir(parents=True)
        nbformat.write(notebook, target / notebook_file(lesson))


def run(folder, *command) -> None:
    """Run it to its end; one that fails ends this program with what it said."""
    result = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{re.sub(r'(?m)^', '  ', (result.stdout + result.stderr)[-2000:])}")
