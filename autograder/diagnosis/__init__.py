"""Which named mistake explains a failing exercise: its wrong answers are compared with those that each mistake gives."""
from autograder.diagnosis.naming import name_mistakes

__all__ = ["name_mistakes"]
