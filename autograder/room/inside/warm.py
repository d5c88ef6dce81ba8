"""The warm process: imports what lessons use, then makes a fresh room, a fork in namespaces of its own, for each order.

It never runs student code itself. A room is used for one notebook and then destroyed.
Orders come on the socket whose number is the first argument; the second is a JSON object of options.
"""
import gc
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress

OPTIONS = json.loads(sys.argv[2])
sys.path[:0] = [os.path.dirname(os.path.abspath(__file__))]
sys.path += OPTIONS["packages"]

import cells  # noqa: E402
import objects  # noqa: E402
import walls  # noqa: E402
import wire  # noqa: E402


def main() -> None:
    orders = socket.socket(fileno=int(sys.argv[1]))
    for name in OPTIONS["preload"]:
        try:
            __import__(name)
        except ImportError:
            pass
    _add_site_builtins()
    gc.collect()
    gc.freeze()  # a collection in a room would otherwise copy all that it shares with this process
    # Lessons make graphs of many small objects, in circles: rare collections save time, too rare ones fill the memory in a long training.
    gc.set_threshold(50_000, 10, 4)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers are not waited for
    wire.send(orders, {"ready": True})
    os.dup2(os.open(os.devnull, os.O_RDWR), 2)  # nobody reads it from here on, and a full pipe would hold up whoever writes
    while True:
        try:
            order, fds = wire.receive_with_fds(orders, maxfds=2)
        except wire.Closed:
            return
        if "enter" in order:
            with suppress(OSError):
                os.write(fds[0], b"0")
        elif os.fork() == 0:
            orders.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _keep(order, *fds)
        for fd in fds:
            os.close(fd)


def _keep(order: dict, room_fd: int, lifeline_fd: int) -> None:
    """Start the room and end it when it is done or when the grader lets go of the lifeline. Never returns."""
    keeper = None
    if OPTIONS["walls"]:
        walls.leave_the_others()
        keeper = os.pidfd_open(os.getpid())
    room = os.fork()
    if room == 0:
        os.close(lifeline_fd)
        _live(order, room_fd, keeper)
    os.close(room_fd)
    ended = os.pidfd_open(room) if hasattr(os, "pidfd_open") else None
    watched = [lifeline_fd] if ended is None else [lifeline_fd, ended]
    select.select(watched, [], [])
    try:
        # Without walls there is no process 1 whose end takes its children along: the process group has to do.
        os.kill(room, signal.SIGKILL) if OPTIONS["walls"] else os.killpg(room, signal.SIGKILL)
    except ProcessLookupError:
        pass
    os.waitpid(room, 0)
    os._exit(0)


def _live(order: dict, room_fd: int, keeper: int | None) -> None:
    """The room: walls up, notebook, then forks of it for the tests. Never returns."""
    itself = []
    sock = socket.socket(fileno=room_fd)
    limits = order["limits"]
    try:
        if OPTIONS["walls"]:
            walls.first_to_go(OPTIONS["proc"])
            walls.private_tmp(limits["tmp_mb"])
            work = "/tmp/work"
            os.mkdir(work)
            if os.getuid() == 0:
                os.chown(work, order["uid"], order["uid"])
        else:
            os.setsid()
            work = order["work"]
        os.chdir(work)
        null = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(null, standard)
        walls.limit_resources({**limits, "walls": OPTIONS["walls"]})
        if OPTIONS["walls"]:
            walls.give_up_privileges(order["uid"])
            walls.end_with(keeper)
            itself.append(os.pidfd_open(os.getpid()))
    except OSError as problem:
        wire.send(sock, {"broken": f"the room could not be closed off: {problem}"})
        os._exit(1)
    wire.send(sock, {"open": True}, fds=itself)
    os.closerange(3, sock.fileno())
    os.closerange(sock.fileno() + 1, 256)
    _serve(sock, limits, work)
    os._exit(0)


def _serve(sock: socket.socket, limits: dict, work: str) -> None:
    notebook = None
    sys.path.insert(0, work)
    while True:
        try:
            order, fds = wire.receive_with_fds(sock, limit=64 << 20, maxfds=1)
        except wire.WireError:
            return
        if order["do"] == "notebook":
            for name, text in order["files"].items():
                with open(os.path.join(work, name), "w", encoding="utf-8") as file:
                    file.write(text)
            notebook = cells.Notebook(limits["output_kb"] << 10, order["figures"])
            for index, cell in enumerate(order["cells"]):
                wire.send(sock, {"cell": index, **notebook.run(cell["name"], cell["source"], limits["cell_seconds"])})
            wire.send(sock, {"done": True})
        elif order["do"] == "fork":
            _fork(fds[0], notebook)


def _fork(fd: int, notebook) -> None:
    """A copy of the notebook as it is now, which answers tests until the grader lets go of it, and is then gone with all it started."""
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process even inside a long C call
            objects.answer_questions(socket.socket(fileno=fd), notebook)
        finally:
            os._exit(0)
    if OPTIONS["walls"]:
        # Student code may ignore every signal but one, so the grader's letting go (POLLHUP on our copy of the socket) ends it.
        ended = os.pidfd_open(child)
        poll = select.poll()
        poll.register(fd, 0)
        poll.register(ended, select.POLLIN)
        poll.poll()
        os.close(ended)
        _end_all_others()
    else:
        os.waitpid(child, 0)
    os.close(fd)


def _end_all_others() -> None:
    """Kill and reap every process of this room but this one, which is its process 1."""
    while True:
        try:
            os.kill(-1, signal.SIGKILL)
            os.waitpid(-1, 0)
        except (ProcessLookupError, ChildProcessError):
            return


def _add_site_builtins() -> None:
    """exit() and quit(), which `python -S` leaves out and notebooks have."""
    import _sitebuiltins
    import builtins
    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D")
    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D")


main()
