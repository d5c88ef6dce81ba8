"""What a hidden test sees of the student's notebook: `Student`, handles, and the errors that come back."""
from autograder.channel.conversation import Conversation, NotebookSilent, StudentError
from autograder.channel.handles import Handle, Student, call_each, get_each, graph, local_steps

__all__ = ["Conversation", "Handle", "NotebookSilent", "Student", "StudentError", "call_each", "get_each", "graph", "local_steps"]
