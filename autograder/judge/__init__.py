"""What hidden suites assert with. Every failure is a sentence for the student: the call, what came out, what should have."""
from autograder.judge.expect import Wrong, agree, doing, expect, expect_error, require, show

__all__ = ["Wrong", "agree", "doing", "expect", "expect_error", "require", "show"]
