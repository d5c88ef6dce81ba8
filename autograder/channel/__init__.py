"""What a hidden test sees of the student's notebook: `Student`, handles, and the errors that come back."""
from autograder.channel.conversation import Conversation, NotebookSilent, StudentError
from autograder.channel.handles import Batch, Handle, Later, Student, call_each, get_each, graph, local_steps, step_back

__all__ = ["Batch", "Conversation", "Handle", "Later", "NotebookSilent", "Student", "StudentError",
           "call_each", "get_each", "graph", "local_steps", "step_back"]
