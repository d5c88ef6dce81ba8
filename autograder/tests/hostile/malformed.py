"""Files that are not quite, or not at all, the notebook that was handed out."""
import copy
import json
import os

import nbformat

from autograder.build import skeleton
from autograder.tests.hostile.submission import (
    FILE, FULL, LESSON, ROOT, Submission, cell_of, changed, content, honest, save, text_of,
)


BESIDE = "notes.txt"  # no ordinary file has this name, so none of this name may be copied along


def _raw(make) -> bytes:
    return make(text_of(honest())).encode()


def _field(**fields):
    def make() -> bytes:
        return json.dumps({**json.loads(text_of(honest())), **fields}).encode()
    return content(make)


def _old_format(folder) -> None:
    (folder / FILE).write_text(json.dumps(nbformat.convert(honest(), 3)))


def _split(notebook):
    """The answer's cell is split in two, as the editor's Split Cell does: both halves carry the id."""
    cell = cell_of(notebook, "value")
    half = copy.deepcopy(cell)
    at = cell.source.index("    def __repr__")
    half.source, cell.source = cell.source[at:], cell.source[:at]
    notebook.cells.insert(notebook.cells.index(cell) + 1, half)


def _copied(notebook):
    cell = cell_of(notebook, "trace")
    notebook.cells.insert(0, copy.deepcopy(cell))


def _copied_checks(notebook):
    for id in ("value-checks", "trace-checks"):
        notebook.cells.append(copy.deepcopy(cell_of(notebook, id)))


def _renamed_id(notebook):
    cell_of(notebook, "trace").metadata.nbgrader["grade_id"] = "trace2"


def _swapped_ids(notebook):
    one, other = cell_of(notebook, "trace"), cell_of(notebook, "what-if")
    one.metadata, other.metadata = other.metadata, one.metadata


def _no_metadata(notebook):
    for cell in notebook.cells:
        cell.metadata = {}


def _strange_metadata(notebook):
    for number, cell in enumerate(notebook.cells):
        if "nbgrader" not in cell.metadata:
            cell.metadata = [{"nbgrader": 5}, {"nbgrader": {"grade_id": ["x"]}}, {"nbgrader": {"grade_id": {"a": 1}}}, {"tags": [[]]}][number % 4]


def _reversed(notebook):
    notebook.cells.reverse()


def _without(*ids):
    def change(notebook):
        notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") not in ids]
    return change


def _as_markdown(notebook):
    for id in ("trace", "mul-checks"):
        cell = cell_of(notebook, id)
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _big_output(notebook):
    cell_of(notebook, "value").outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * 10_000_000}]


def _bad_outputs(notebook):
    cell_of(notebook, "value").outputs = [5, {"output_type": "magic"}, {"output_type": "display_data", "data": {"text/html": ["<script>"] * 3}, "metadata": 7}]


def _null_source(notebook):
    cell_of(notebook, "build").source = "x = '\x00'\n" + cell_of(notebook, "build").source


def _surrogates(notebook):
    cell_of(notebook, "build").source = "x = '\ud800'\n" + cell_of(notebook, "build").source
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("\ud83d alone"))


def _unicode(notebook):
    cell = cell_of(notebook, "build")
    cell.source = "größe_日本 = 'Ünïcödé 🐍'\n" + cell.source


def _kernel(name: str, language: str):
    def change(notebook):
        notebook.metadata = {"kernelspec": {"name": name, "display_name": name, "language": language}, "language_info": {"name": language}}
    return change


def _named(*names):
    def write(folder):
        for name in names:
            save(honest(), folder, name)
    return write


def _beside(**files):
    """Nothing is solved; files with these names lie beside the notebook."""
    def write(folder):
        save(skeleton(ROOT, LESSON), folder)
        for name, text in files.items():
            (folder / name.replace("__", ".")).write_text(text)
        (folder / "autograder").mkdir()
        (folder / "autograder" / "__init__.py").write_text("raise SystemExit(0)")
    return write


def _right_beside(put):
    """A right notebook, and `put(path)` makes something beside it."""
    def write(folder):
        save(honest(), folder)
        put(folder / BESIDE)
    return write


def _giant(path):
    with open(path, "wb") as file:
        file.truncate(100 << 30)


def _wrong_beside_right(folder):
    save(skeleton(ROOT, LESSON), folder)
    save(honest(), folder, "value (final).ipynb")


def _sparse(folder):
    with open(folder / FILE, "wb") as file:
        file.truncate(200 << 20)


def _link(folder):
    (folder / FILE).symlink_to(folder.parent.parent / "zoe-honest" / LESSON.id / FILE)


def _pipe(folder):
    os.mkfifo(folder / FILE)


MALFORMED = [
    Submission("byte-order-mark", "a BOM in front, as Windows editors write", FULL, content(lambda: b"\xef\xbb\xbf" + _raw(str))),
    Submission("windows-line-ends", "CRLF in the file and in the cells", FULL, content(lambda: _raw(lambda text: json.dumps(
        json.loads(text.replace("\\n", "\\r\\n")), indent=1).replace("\n", "\r\n")))),
    Submission("old-format", "notebook format 3", FULL, _old_format),
    Submission("format-5", "a notebook format of the future", 0, _field(nbformat=5), "notebook format 5"),
    Submission("no-format", "a format that is text", 0, _field(nbformat="4"), "is not a notebook"),
    Submission("other-kernel", "the kernel of another language", FULL, changed(_kernel("julia-1.10", "julia"))),
    Submission("old-kernel", "Python 2", FULL, changed(_kernel("python2", "python"))),
    Submission("200-megabytes", "a file of 200 MB", 0, _sparse, "200 MB"),
    Submission("deep-nesting", "100,000 levels of brackets", 0, content(lambda: b"[" * 100_000), "is not"),
    Submission("deep-metadata", "metadata nested 900 levels", FULL, _field(metadata=json.loads("[" * 900 + "]" * 900))),
    Submission("huge-number", "a number of 100,000 digits in the metadata", 0, content(lambda: _raw(
        lambda text: text.replace('"metadata"', '"x": ' + "9" * 100_000 + ', "metadata"', 1))), "is not a notebook"),
    Submission("empty-file", "no bytes at all", 0, content(lambda: b""), "is not a notebook"),
    Submission("zip-file", "bytes that are no text", 0, content(lambda: b"PK\x03\x04\xff\xfe\x00" * 99), "is not text"),
    Submission("utf-16", "another encoding", 0, content(lambda: text_of(honest()).encode("utf-16")), "is not text"),
    Submission("null", "JSON, but no notebook", 0, content(lambda: b"null"), "it has no cells"),
    Submission("cells-are-text", "cells that are no list", 0, _field(cells="many"), "it has no cells"),
    Submission("cells-are-numbers", "a list of cells that are none", 0, _field(cells=[1, None, []]), "is not a notebook"),
    Submission("half-a-file", "cut off in the middle", 0, content(lambda: _raw(lambda text: text[: len(text) // 2])), "is not valid JSON"),
    Submission("a-folder", "a folder with the notebook's name", 0, lambda folder: (folder / FILE).mkdir(), "is a folder"),
    Submission("a-link", "a link to a neighbour's notebook", 0, _link, "link"),
    Submission("a-pipe", "a named pipe, which would make a reader wait for ever", 0, _pipe),
    Submission("another-name", "the notebook under a name of its own", FULL, _named("value (1).ipynb"), "The notebook was called"),
    Submission("unicode-name", "a name in Japanese with a line break", FULL, _named("価値\n🐍.ipynb"), "The notebook was called"),
    Submission("two-notebooks", "a blank one with the right name, a right one beside it", 0, _wrong_beside_right),
    Submission("two-other-names", "two notebooks, neither with the right name", 0, _named("a.ipynb", "b.ipynb"), "there are 2 notebooks"),
    Submission("files-beside", "files that Python and pytest would run", 0, _beside(
        conftest__py="import os; os._exit(0)", sitecustomize__py="import os; os._exit(0)", pytest__py="exit(0)", json__py="exit(0)",
        graph_picture__py="import os; os._exit(0)", **{"test_02_value__py": "", "pytest__ini": "[pytest]", "nbgrader_config__py": "exit(0)"})),
    Submission("pipe-beside", "a named pipe beside the notebook", FULL, _right_beside(os.mkfifo)),
    Submission("link-beside", "a link beside the notebook, so that feedback brings a file of the grader's", FULL,
               _right_beside(lambda path: path.symlink_to("/etc/passwd"))),
    Submission("dead-link-beside", "a link to nothing beside the notebook", FULL, _right_beside(lambda path: path.symlink_to("nowhere"))),
    Submission("giant-beside", "a file of 100 GB beside the notebook", FULL, _right_beside(_giant)),
    Submission("no-cells", "every cell deleted", 0, _field(cells=[]), "was missing"),
    Submission("a-cell-deleted", "one answer deleted", FULL - 2, changed(_without("trace")), "missing"),
    Submission("checks-deleted", "all visible checks deleted", FULL, changed(_without(*(f"{exercise.id}-checks" for exercise in LESSON.exercises))), "put back"),
    Submission("a-cell-split", "an answer split into two cells, so that __repr__ is lost", 8.64, changed(_split), "several cells"),
    Submission("a-cell-copied", "an answer copied to the top", FULL, changed(_copied), "several cells"),
    Submission("checks-copied", "grade cells copied", FULL, changed(_copied_checks), "several cells"),
    Submission("an-id-renamed", "an answer's id changed: its code still runs", FULL, changed(_renamed_id)),
    Submission("ids-swapped", "two answers' ids swapped: both still run", FULL, changed(_swapped_ids)),
    Submission("no-metadata", "all metadata gone: its code still runs", FULL, changed(_no_metadata), "put back"),
    Submission("strange-metadata", "metadata of the wrong types", FULL, changed(_strange_metadata)),
    Submission("cells-reversed", "the cells in reverse order: names are missing when they are needed", 5.24, changed(_reversed)),
    Submission("code-as-markdown", "an answer and checks turned into Markdown", FULL, changed(_as_markdown), "is a code cell again"),
    Submission("a-big-output", "a stored output of one line, 10 MB", FULL, changed(_big_output)),
    Submission("bad-outputs", "stored outputs of no known kind", FULL, changed(_bad_outputs)),
    Submission("a-null-byte", "a NUL character in an answer", FULL - 1, changed(_null_source)),
    Submission("half-characters", "lone surrogates in an answer and in Markdown", FULL, changed(_surrogates)),
    Submission("unicode", "names and strings beyond ASCII", FULL, changed(_unicode)),
]
