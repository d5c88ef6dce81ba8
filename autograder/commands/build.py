"""`course build`: skeletons from solutions/."""

from typing import Annotated, Optional

import typer

from autograder.manifest import find_root, read_course


def build(
    lessons: Annotated[
        Optional[list[str]], typer.Argument(help="Lessons, as 03 or operators; all when left out.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when a generated file is stale.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace skeletons that hold answers.")
    ] = False,
) -> None:
    """Write the skeletons in exercises/ from solutions/, and register them in the gradebook.

    Exit status: 0 done, 1 something is stale (--check), 2 the sources have mistakes.
    """
    root = find_root()
    course = read_course(root, draft=True)
    chosen = tuple(course.lesson(text) for text in lessons) if lessons else course.lessons
    ready = tuple(lesson for lesson in chosen if lesson.exercises)
    for lesson in chosen:
        if lesson not in ready:
            typer.echo(f"{lesson.id}: skipped, because course.yml lists no exercises for it yet")

    from autograder import build as building
    from autograder.manifest.schema import SCHEMA_PATH, schema_text

    if check:
        stale = building.stale_files(root, course, ready)
        for line in stale:
            typer.echo(line)
        if stale:
            typer.echo("Run `course build` and commit what it writes.")
            raise typer.Exit(1)
        typer.echo("Everything generated is up to date.")
        return
    schema = root / SCHEMA_PATH
    if schema.parent.is_dir() and (not schema.is_file() or schema.read_text(encoding="utf-8") != schema_text()):
        schema.write_text(schema_text(), encoding="utf-8")
        typer.echo(f"wrote {SCHEMA_PATH.as_posix()}")
    building.build(root, course, ready, overwrite=overwrite, tell=typer.echo)
