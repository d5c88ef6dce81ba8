"""Executed texts as HTML pages, with an index. They need neither a network nor scripts."""
import html
import re
from pathlib import Path

from bs4 import BeautifulSoup
from latex2mathml.converter import convert
from nbformat import NotebookNode

from autograder.lesson_pages.execute import executed_text
from autograder.manifest import Course, Lesson

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)


def write_page(root: Path, lesson: Lesson, folder: Path) -> Path:
    """Execute the text and write folder/LESSON.html. Raises CourseError."""
    text = page_of(executed_text(root, lesson), lesson)
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{lesson.id}.html"
    page.write_text(text, encoding="utf-8")
    return page


def page_of(notebook: NotebookNode, lesson: Lesson) -> str:
    """The executed text as HTML; cells tagged hide-input show only what they draw."""
    from nbconvert import HTMLExporter
    from nbconvert.preprocessors import TagRemovePreprocessor
    exporter = HTMLExporter(exclude_input_prompt=True, exclude_output_prompt=True)
    exporter.register_preprocessor(TagRemovePreprocessor(remove_input_tags={"hide-input"}), enabled=True)
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": lesson.title}})
    return _mended(body, notebook)


def _mended(body: str, notebook: NotebookNode) -> str:
    """The page with what nbconvert's template leaves out: alt texts, formulas, links between pages, and GitHub's heading anchors."""
    page = BeautifulSoup(body, "html.parser")
    alts = [output.metadata["image/png"]["alt"] for cell in notebook.cells for output in cell.get("outputs", [])
            if "image/png" in output.get("data", {})]
    for image, alt in zip(page.select('img[src^="data:image/png"]'), alts, strict=True):
        image["alt"] = alt
    for heading in page.select("h1[id], h2[id], h3[id], h4[id]"):
        heading["id"] = re.sub(r"[^\w\- ]", "", heading["id"].replace("-", " ").lower()).replace(" ", "-")
        for link in heading.select("a.anchor-link"):
            link["href"] = f"#{heading['id']}"
    for link in page.select("a[href]"):
        link["href"] = re.sub(r"^([0-9]{2}-[a-z-]+)\.md", r"\1.html", link["href"])
    for script in page.select("script"):  # MathJax and its like, from the network
        script.decompose()
    for text in page.find_all(string=_FORMULA):
        if not text.find_parent(["pre", "code", "style", "title"]):
            text.replace_with(BeautifulSoup(_FORMULA.sub(_mathml, html.escape(text, quote=False)), "html.parser"))
    return str(page)


def _mathml(formula: re.Match) -> str:
    """A formula between dollars, or two for a line of its own, as browsers draw it themselves."""
    return convert(html.unescape(formula[1] or formula[2]), display="block" if formula[1] else "inline")


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
