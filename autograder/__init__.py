"""Builds the course from its sources and grades what students hand in."""


def load_ipython_extension(shell) -> None:
    """`%load_ext autograder` in a notebook gives %check and %hint."""
    from autograder.selfstudy.magics import CourseMagics
    shell.register_magics(CourseMagics)
