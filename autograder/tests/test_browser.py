"""What students write does not run in an instructor's browser: feedback pages and formgrader, in a real one."""
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import time
import urllib.request

import nbformat
import pytest

from autograder.tests.hostile.classroom import BIN, command, scratch_course
from autograder.tests.hostile.submission import FILE, LESSON, cell_of, honest, save

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="No Chromium is installed, so no browser can be asked.")

RAN = "document.documentElement.setAttribute('data-ran', 'yes')"
WAYS = [f"<script>{RAN}</script>", f'<img src="x:" onerror="{RAN}">', f'<svg onload="{RAN}"></svg>', f'<iframe srcdoc="<script>parent.{RAN}</script>"></iframe>',
        f'<details open ontoggle="{RAN}">', f'<input autofocus onfocus="{RAN}">']
MARKDOWN = "\n\n".join([*WAYS, f"[click](javascript:{RAN.replace(' ', '')})", "![seen](https://tracker.example/seen.png)", "<img\nsrc=https://tracker.example/2.png>",
                        "[click][there]\n\n[there]: javascript:1", r"$\href{javascript:1}{x}$", "$a<b$ and `a < b`", "```mermaid\ngraph TD; A-->B; click A call alert()\n```"])


def page(url: str, folder) -> str:
    """The page as it is after its scripts have run."""
    done = subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                           "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1", f"--user-data-dir={folder}", "--virtual-time-budget=4000",
                           "--dump-dom", url], capture_output=True, text=True, timeout=60)
    assert "<html" in done.stdout, done.stderr[-500:]
    return done.stdout


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A class with one submission that tries every way, graded, with its feedback page."""
    folder = scratch_course(tmp_path_factory.mktemp("browser") / "course")
    notebook = honest()
    cell_of(notebook, "why-identity").source = MARKDOWN
    cell_of(notebook, "value").source += f"\n# {WAYS[0]}"
    both = "\n".join(WAYS)
    notebook.cells += [
        nbformat.v4.new_markdown_cell(MARKDOWN), nbformat.v4.new_raw_cell(both, metadata={"raw_mimetype": "text/html"}),
        nbformat.v4.new_code_cell(f"print({both!r})\nprint('\\x1b[31m{WAYS[0]}\\x1b]8;;javascript:1\\x07')"),
        nbformat.v4.new_code_cell(f"class Shown:\n    def __repr__(self): return {both!r}\n    def _repr_html_(self): return {both!r}\nShown()"),
        nbformat.v4.new_code_cell(f"raise ValueError({both!r})"), nbformat.v4.new_code_cell(f"raise type({WAYS[1]!r}, (Exception,), {{}})()"),
        nbformat.v4.new_code_cell(f"from IPython.display import HTML, Javascript, display\ndisplay(HTML({both!r}), Javascript({RAN!r}))")]
    cell_of(notebook, "build").source = f"def build(a, b): raise ValueError({both!r})"
    target = folder / "submitted" / "mallory" / LESSON.id
    target.mkdir(parents=True)
    save(notebook, target)
    for parts in (("nbgrader", "autograde", LESSON.id), ("nbgrader", "generate_feedback", LESSON.id)):
        done = command(folder, *parts)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_browser_runs_such_scripts_where_nothing_stops_them(tmp_path):
    for number, way in enumerate(WAYS[:3]):  # or the tests below would prove nothing
        plain = tmp_path / f"{number}.html"
        plain.write_text(f"<!doctype html><html><body>{way}</body></html>")
        assert 'data-ran="yes"' in page(plain.as_uri(), tmp_path / f"profile{number}"), way


def holds_up(html: str) -> None:
    body = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert 'data-ran="yes"' not in html
    assert "data-ran" in body and "tracker.example" in body  # the attempts are there, as text
    assert not re.search(r"""<[^>]*(href\s*=\s*["']?\s*javascript:|src\s*=\s*["']?https://tracker)""", body)
    assert not re.search(r"<[^>]*\son(error|load|toggle|focus)=", body)


def test_feedback_pages_run_nothing(classroom, tmp_path):
    path = classroom / "feedback" / "mallory" / LESSON.id / FILE.replace(".ipynb", ".html")
    holds_up(page(path.as_uri(), tmp_path))


def test_formgrader_runs_nothing(classroom, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    options = [f"--port={port}", "--no-browser", "--allow-root", f"--IdentityProvider.token={token}", "--ServerApp.ip=127.0.0.1",
               "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}"]
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen([BIN / "jupyter", "server", *options], cwd=classroom, stdout=log, stderr=log,
                                  env={**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_RUNTIME_DIR": str(tmp_path / "run")})
    try:
        base = f"http://127.0.0.1:{port}/formgrader"
        listing = _json(f"{base}/api/submissions/{LESSON.id}?token={token}", tmp_path)
        submission = next(entry for entry in listing if entry["student"] == "mallory")
        notebooks = _json(f"{base}/api/submitted_notebooks/{LESSON.id}/{FILE.removesuffix('.ipynb')}?token={token}", tmp_path)
        assert submission["id"]
        html = page(f"{base}/submissions/{notebooks[0]['id']}/?token={token}", tmp_path / "profile")
        assert "mallory" in html or "Submission" in html
        holds_up(html)
    finally:
        server.terminate()
        server.wait(20)


def _json(url: str, folder):
    for _ in range(150):
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.2)
    raise AssertionError((folder / "server.log").read_text()[-2000:])
