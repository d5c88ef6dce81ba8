"""`course start`, and a notebook edited, saved and checked in a real JupyterLab in headless Chromium, while `course watch` looks on."""
import json
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import contextmanager

import psutil
import pytest

from autograder.selfstudy.cells import answers, read_cells
from autograder.selfstudy.progress import DONE, Entry, write_progress
from autograder.tests.test_selfstudy import COMMAND, COURSE, ENVIRONMENT, ROOT, course, reference_cells, watching  # noqa: F401

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1", "--window-size=1300,9000", "--remote-debugging-port=0"]
LESSON = COURSE.lesson("03")


@contextmanager
def started(root, tmp_path):
    """`course start` on a port that another server has taken; gives the sentences it printed, up to the URL, and the URL."""
    own = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind) for kind in ("CONFIG", "RUNTIME", "DATA")} | {"IPYTHONDIR": str(tmp_path / "ipython")}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = subprocess.Popen([*COMMAND, "start", "--no-browser", "--allow-root", f"--port={port}"], cwd=root, env={**ENVIRONMENT, **own},
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        giving_up = threading.Timer(100, server.terminate)
        giving_up.start()
        try:
            said = ""
            for line in server.stdout:
                said += line
                if found := re.search(r"JupyterLab is at (http\S+)", line):
                    giving_up.cancel()
                    assert f":{port}/" not in found[1]
                    yield said, found[1]
                    break
            else:
                raise AssertionError(said)
        finally:
            giving_up.cancel()
            server.terminate()
            server.wait(20)


class Page:
    """A page of a browser, asked through Chromium's debugging protocol."""

    def __init__(self, address: str):
        import websocket
        self.socket = websocket.create_connection(address, timeout=60, suppress_origin=True)
        self.number = 0

    def ask(self, method: str, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def value(self, script: str):
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def wait(self, script: str):
        """The value, as soon as there is one."""
        for _ in range(600):
            if found := self.value(script):
                return found
            time.sleep(0.1)
        raise AssertionError(f"{script}: {self.value('document.body.innerText')}")

    def click(self, element: str) -> None:
        x, y = self.wait(f"(() => {{const r = ({element})?.getBoundingClientRect(); return r && [r.x + 20, r.y + r.height / 2]}})()")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, key: str, code: int, modifiers: int = 0) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, modifiers=modifiers)

    def save(self) -> None:
        self.press("s", 83, CONTROL)


CONTROL, SHIFT = 2, 8


@contextmanager
def opened(url: str, folder):
    """The page in a new browser."""
    browser = subprocess.Popen([CHROMIUM, *FLAGS, f"--user-data-dir={folder}", "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        listing = folder / "DevToolsActivePort"
        for _ in range(200):
            if listing.exists() and listing.read_text().count("\n"):
                break
            time.sleep(0.1)
        import urllib.request
        with urllib.request.urlopen(f"http://127.0.0.1:{listing.read_text().split()[0]}/json", timeout=10) as answer:
            address = next(tab["webSocketDebuggerUrl"] for tab in json.load(answer) if tab["type"] == "page")
        page = Page(address)
        page.ask("Page.navigate", url=url)
        yield page
        page.socket.close()
    finally:
        browser.terminate()
        browser.wait(20)


@pytest.mark.skipif(CHROMIUM is None, reason="No Chromium is installed, so no JupyterLab can be shown.")
def test_a_notebook_saved_in_jupyterlab_is_checked(course, tmp_path):
    write_progress(course, {f"{lesson.number}.{exercise.id}": Entry(DONE, "2026-01-01T00:00:00", exercise.points)
                            for lesson in COURSE.lessons[:3] for exercise in lesson.exercises if lesson is not LESSON or exercise.id == "add"})
    right = reference_cells(ROOT, LESSON)["mul"]
    with started(course, tmp_path) as (said, url), watching(course) as screen, opened(url, tmp_path / "browser") as page:
        assert "Next: 03.mul" in said and "course watch" in said
        assert "mul: not written yet" in screen()
        cell = "[...document.querySelectorAll('.jp-CodeCell')].find(cell => cell.innerText.includes('03-operators.mul: not written yet'))"
        page.click(f"{cell}?.querySelector('.cm-line')")
        page.press("a", 65, CONTROL)
        page.ask("Input.insertText", text=right)
        page.save()
        assert "mul: passed" in screen()
        assert answers(read_cells(course, LESSON))["mul"] == right

        page.press("Escape", 27)
        page.press("b", 66)
        page.press("Enter", 13)
        page.ask("Input.insertText", text="%load_ext autograder\n%check mul\n%hint mul")
        page.press("Enter", 13, SHIFT)
        shown = page.wait("(text => text.includes('Hint 1 of 3') && text)([...document.querySelectorAll('.jp-OutputArea-output')].map(one => one.innerText).join(' '))")
        assert "mul: passed (3 of 3 points)" in shown and "as it was last saved" in shown and "Traceback" not in shown
    assert not [one for one in psutil.process_iter(["cmdline"]) if "jupyterlab" in (found := " ".join(one.info["cmdline"] or [])) and str(course) in found]
