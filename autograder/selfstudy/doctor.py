"""`course doctor`: what this machine needs for the course, and how to mend what is missing."""
import importlib.metadata
import os
import platform
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from autograder.report.console import Line

_MEND = "run `make install` in the course folder"


class Finding(NamedTuple):
    """`right` is None for what can be lived with."""
    right: bool | None
    what: str
    mend: str = ""


def examine(root: Path) -> list[Finding]:
    """All findings, in the order of a diagnosis. Never raises: a check that fails is a finding."""
    checks: list[Callable[[Path], Finding]] = [python, packages, jupyterlab, kernel, sandbox, memory, write_access, stale_kernels]
    findings = []
    for check in checks:
        try:
            findings.append(check(root))
        except Exception as problem:  # the doctor must not fall ill
            findings.append(Finding(False, f"{check.__name__.replace('_', ' ')}: {type(problem).__name__}: {problem}", _MEND))
    return findings


def python(root: Path) -> Finding:
    right = (3, 11) <= sys.version_info < (3, 14)
    return Finding(right, f"Python {platform.python_version()} at {sys.executable}",
                   "make the environment with another one: make PYTHON=python3.12 install")


def packages(root: Path) -> Finding:
    """The pinned packages of requirements.txt, as far as they are for this machine."""
    from packaging.requirements import Requirement
    wrong = []
    for line in (root / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if not (line := line.partition("#")[0].strip()):
            continue
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate():
            continue
        try:
            found = importlib.metadata.version(wanted.name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{wanted.name} is missing")
        else:
            if not wanted.specifier.contains(found, prereleases=True):
                wrong.append(f"{wanted.name} is {found}, not {wanted.specifier}")
    if wrong:
        return Finding(False, f"Packages: {'; '.join(wrong[:5])}{f'; and {len(wrong) - 5} more' if len(wrong) > 5 else ''}", _MEND)
    return Finding(True, "Packages: all as in requirements.txt")


def jupyterlab(root: Path) -> Finding:
    return Finding(True, f"JupyterLab {importlib.metadata.version('jupyterlab')}")


def kernel(root: Path) -> Finding:
    """The python3 kernel must be this environment's, or notebooks run with other packages than the checks."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    mend = f"{sys.executable} -m ipykernel install --sys-prefix"
    try:
        command = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except NoSuchKernel:
        return Finding(False, "Kernel: there is no kernel python3", mend)
    same = Path(command).name == command or Path(command).resolve() == Path(sys.executable).resolve()
    return Finding(same, f"Kernel: python3 starts {command}", mend)


def sandbox(root: Path) -> Finding:
    from autograder.room.sandbox import NoSandbox, bubblewrap
    try:
        return Finding(True, f"Sandbox: bubblewrap works ({bubblewrap()})")
    except NoSandbox as problem:
        return Finding(None, f"Sandbox: {problem}", "without it your notebook is checked with your own rights, "
                       "which is fine for your own code; grading other people's needs it")


def memory(root: Path) -> Finding:
    from autograder.room.memory import place
    if place() is None:
        return Finding(None, "Memory: limited for each process of a room, not for all of them together", (
            "that is fine for your own code; to grade other people's, be a user who may make control groups (cgroups) that limit memory, as root may"))
    return Finding(True, f"Memory: limited for each process of a room, and for all of them together (a control group of version {1 if place()[1] else 2})")


def write_access(root: Path) -> Finding:
    for folder in (root, root / "exercises", root / ".course"):
        if folder.exists():
            try:
                tempfile.TemporaryFile(dir=folder).close()
            except OSError as problem:
                return Finding(False, f"Writing: {folder} refuses ({problem.strerror})",
                               f"give yourself the right: chown -R {os.environ.get('USER', 'yourself')} {root}")
    return Finding(True, f"Writing: {root} and its folders can be written")


def stale_kernels(root: Path) -> Finding:
    """Connection files, older than a day, of kernels of which no process is left."""
    import psutil
    from jupyter_core.paths import jupyter_runtime_dir
    running = set()
    for process in psutil.process_iter(["cmdline"]):
        running |= set(re.findall(r"kernel-[\w-]+\.json", " ".join(process.info["cmdline"] or [])))
    files = [path for path in Path(jupyter_runtime_dir()).glob("kernel-*.json")
             if path.name not in running and time.time() - path.stat().st_mtime > 86400]
    if files:
        return Finding(None, f"Kernels: {len(files)} of kernels that are gone left a file behind", f"remove kernel-*.json in {files[0].parent}")
    return Finding(True, f"Kernels: {len(running)} running, none left behind")


def finding_lines(findings: list[Finding]) -> list[Line]:
    """A line a finding, and under it how to mend what is not right."""
    lines = []
    for right, what, mend in findings:
        word, style = {True: ("fine", "green"), None: ("note", "yellow"), False: ("MEND", "red")}[right]
        lines.append((style, f"{word}  {what}"))
        if not right:
            lines.append(("", f"      {'' if right is None else 'To mend it: '}{mend}."))
    return lines
