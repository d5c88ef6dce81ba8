"""Builds the course from its sources and grades what students hand in."""
import sys

# jsonschema, which nbformat and nbgrader import, would spend 1.4 s on a grammar for IRIs. No schema of theirs asks for that
# format, and jsonschema does without it when the module is missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def load_ipython_extension(shell) -> None:
    """`%load_ext autograder` in a notebook gives %check and %hint."""
    from autograder.selfstudy.magics import CourseMagics
    shell.register_magics(CourseMagics)
