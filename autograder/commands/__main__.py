"""`python -m autograder.commands`, where the command `course` is not on the path."""

from autograder.commands import main

main()
