"""What you have built, on one page for yourself: your numbers, your loss curve, your decision boundary. It needs no other file."""

import base64
import re
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path

from autograder.manifest import Course, Lesson
from autograder.manifest.names import listed
from autograder.saving import save
from autograder.selfstudy.lesson_end import able_to
from autograder.selfstudy.progress import Progress, read_progress

from .assemble import Assembled

_STYLE = """body{max-width:46rem;margin:2rem auto;padding:0 1.2rem;font:1.05rem/1.6 system-ui,sans-serif;color:#1b1b1b;background:#fff}
header{border:3px double #1f5a9e;padding:1.2rem 2rem;text-align:center} h1{margin:.2em 0;font-size:2.1rem}
h2{margin-top:2.2rem} h3{margin-bottom:.2rem} header p{margin:.3rem 0} figure{margin:1.5rem 0} img{width:100%;height:auto} .small{font-size:.9rem;color:#444} ul{margin-top:.2rem}
td,th{padding:.15rem .8rem .15rem 0;text-align:left;vertical-align:top} code{font-size:.92em;background:#eef2f7;padding:0 .2em}
@media print{body{margin:0 auto}}"""


def write_summary(root: Path, course: Course, made: Assembled, module: Path, name: str) -> Path:
    """Write the page beside the module, and return its path. `made` is right, and its moons were trained. Raises CourseError."""
    path = module.with_name(f"{module.stem}-summary.html")
    save(path, _page(root, course, made, module, name), "; name another file with --out")
    return path


def _page(root: Path, course: Course, made: Assembled, module: Path, name: str) -> str:
    picture, description = made.picture
    image = base64.b64encode(picture).decode()
    lines = len(module.read_text(encoding="utf-8").splitlines())
    progress = read_progress(root)
    checks = "\n".join(f"<tr><td>{escape(check)}</td><td>{'<br>'.join(escape(one.says) for one in group)}</td></tr>"
                       for check, group in groupby(made.checks, lambda one: one.name))
    lessons = "\n".join(_lesson(root, lesson, progress) for lesson in course.lessons)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>My own micrograd</title>
<style>{_STYLE}</style></head><body>
<header><p>{escape(course.title)}</p><h1>{escape(name) or "My own micrograd"}</h1>
<p>{"has" if name else "I have"} built an engine that computes gradients by backpropagation, and a neural network that learns with it:
{lines} lines of Python, from {len(made.own.lessons)} lessons, with every one of {len(made.checks)} checks passed.</p>
<p>{date.today():%d %B %Y}</p></header>
<h2>The network, trained with this engine</h2>
<figure><img alt="{escape(description)}" src="data:image/png;base64,{image}"></figure>
<h2>What {escape(name) or "I"} can do now</h2>
{lessons}
<h2>The checks</h2>
<p>They are those of micrograd's own README and tests, of the neuron that the lecture computes by hand, and of the network above.</p>
<table><tr><th>check</th><th>what came out</th></tr>
{checks}</table>
<p class="small">Made by <code>course assemble</code> on the computer where the answers were written,
out of lessons {listed([id[:2] for id in made.own.lessons])}.
Nobody has looked at whose answers they are: this page is for the one who wrote them.</p>
</body></html>
"""


def _lesson(root: Path, lesson: Lesson, progress: Progress) -> str:
    """How much of it is done; of a lesson that is done whole, since when, and what one can do after it."""
    heading, every = f'<h3>{lesson.number} {escape(lesson.title)}</h3>\n<div class="small">', len(lesson.exercises)
    if not progress.complete(lesson):
        return f"{heading}{progress.finished(lesson)} of {every} exercises checked and done here</div>"
    able = re.sub("`(.+?)`", r"<code>\1</code>", "".join(f"<li>{escape(item)}</li>" for item in able_to(root, lesson)))
    last = date.fromisoformat(max(progress.of(lesson, exercise).when for exercise in lesson.exercises)[:10])
    return f"{heading}all {every} exercises, the last on {last:%d %B %Y}</div>\n<ul>{able}</ul>"
