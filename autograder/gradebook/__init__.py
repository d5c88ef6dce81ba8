"""Where our grading meets nbgrader: taking submissions in, grading them in its pipeline, and a class in parallel."""
from autograder.quick_import import skip_iri_grammar

skip_iri_grammar()  # before any module of this room imports nbformat
