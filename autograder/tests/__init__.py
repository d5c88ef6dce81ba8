"""The tests of the autograder itself."""
