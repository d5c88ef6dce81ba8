"""Executed texts as HTML pages, with an index."""
import html
import re
from pathlib import Path
from urllib.parse import unquote

from autograder.lesson_pages.execute import executed_text
from autograder.manifest import Course, Lesson


def write_page(root: Path, lesson: Lesson, folder: Path) -> Path:
    """Execute the text and write folder/LESSON.html; cells tagged hide-input show only what they draw. Raises CourseError."""
    notebook = executed_text(root, lesson)
    from nbconvert import HTMLExporter
    from traitlets.config import Config
    config = Config()
    config.TagRemovePreprocessor.enabled = True
    config.TagRemovePreprocessor.remove_input_tags = {"hide-input"}
    config.HTMLExporter.exclude_input_prompt = config.HTMLExporter.exclude_output_prompt = True
    body, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources={"metadata": {"name": lesson.title}})
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{lesson.id}.html"
    page.write_text(_with_plain_anchors(re.sub(r'href="([0-9]{2}-[a-z-]+)\.md', r'href="\1.html', body)), encoding="utf-8")
    return page


def _with_plain_anchors(body: str) -> str:
    """Headings get the ids that GitHub gives them, which the mistakes library names: lower case, no punctuation."""
    def plain(match: re.Match) -> str:
        words = re.sub(r"[^\w\- ]", "", html.unescape(unquote(match[2])).lower())
        return f'{match[1]}{words.replace(" ", "-")}"'

    return re.sub(r'(<h[1-6] id="|<a class="anchor-link" href="#)([^"]*)"', plain, body)


def write_index(course: Course, folder: Path) -> Path:
    """folder/index.html: the lessons in order, each with its sentence."""
    rows = "\n".join(
        f'<li value="{int(lesson.number)}"><a href="{lesson.id}.html">{html.escape(lesson.title)}</a>: {html.escape(lesson.summary)} '
        f"About {lesson.minutes} minutes.</li>" for lesson in course.lessons)
    page = folder / "index.html"
    page.write_text(f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(course.title)}</title>'
                    "<style>body{max-width:45rem;margin:3rem auto;padding:0 1rem;font:1.1rem/1.6 system-ui}</style></head>\n"
                    f"<body><h1>{html.escape(course.title)}</h1><ol>\n{rows}\n</ol></body></html>\n", encoding="utf-8")
    return page
