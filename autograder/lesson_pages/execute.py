"""Runs a text from top to bottom in a Jupyter kernel, as a reader would."""
from pathlib import Path

from nbformat import NotebookNode

from autograder.manifest import CourseError, Lesson, text_path


def executed_text(root: Path, lesson: Lesson, seconds: int = 300) -> NotebookNode:
    """The lesson's text with outputs; figures carry the alt text that their cells name.

    Raises CourseError where the text is missing, a cell fails, or a figure has no alt text; the sentence names the cell's line.
    """
    import jupytext
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    path = text_path(root, lesson)
    name = path.relative_to(root)
    if not path.is_file():
        raise CourseError(f"{name} is missing; write the text of {lesson.id}.")
    notebook = jupytext.read(path)
    try:
        NotebookClient(notebook, timeout=seconds, kernel_name="python3", coalesce_streams=True,
                       resources={"metadata": {"path": str(path.parent)}}).execute()
    except CellExecutionError as problem:
        failing = next(cell for cell in notebook.cells if any(output.output_type == "error" for output in cell.get("outputs", [])))
        raise CourseError(f"{name}: a cell stops with {problem.ename}: {problem.evalue}. It begins: {_beginning(failing)}") from None
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt")
                if not alt:
                    raise CourseError(f"{name}: a figure has no alt text. Its cell begins: {_beginning(cell)}")
                output.metadata["image/png"] = {**output.metadata.get("image/png", {}), "alt": alt}
    return notebook


def _beginning(cell: NotebookNode) -> str:
    return cell.source.strip().splitlines()[0]
