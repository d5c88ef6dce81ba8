"""Reading marks out of nbgrader's gradebook."""
from pathlib import Path

from autograder.manifest import Course


def marks(course: Course, folder: Path) -> dict[tuple[str, str], float]:
    """The score of each graded submission, by (student, lesson): points given by the grader and by people, after late penalties."""
    from nbgrader.api import Gradebook

    from autograder.nbgrader_settings import course_id, database_url
    found = {}
    with Gradebook(database_url(course, folder), course_id(course)) as gradebook:
        for lesson in gradebook.assignments:
            for submission in lesson.submissions:
                found[submission.student_id, lesson.name] = round(float(submission.score) - float(submission.late_submission_penalty or 0), 4)
    return found
