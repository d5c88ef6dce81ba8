"""Mathematics that the suites trust: random expressions with their exact values and gradients, and central differences.

Independent of the reference solution: forward-mode derivatives, one input at a time, of closed-form local rules.
"""
from autograder.oracle.differences import central_difference, numerical_gradient
from autograder.oracle.programs import Program, evaluate, programs, smaller

__all__ = ["Program", "central_difference", "evaluate", "numerical_gradient", "programs", "smaller"]
