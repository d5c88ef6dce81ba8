"""Every submission of the hostile corpus, graded by stock nbgrader and by this course. Writes autograder/tests/hostile/RESULTS.md.

Run with `python -m autograder.benchmarks.attacks_on_stock`, on Linux; about a quarter of an hour on two quiet cores. Stock nbgrader has
the same hidden tests, in hidden test cells. Each attack is graded in a fresh course folder together with an honest neighbour who
comes after it, inside limits that keep this machine alive: bubblewrap without network and with a read-only system, and prlimit.
"""
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from autograder.benchmarks.stock import BIN, prepare_stock, run
from autograder.gradebook.marks import marks
from autograder.manifest import read_course
from autograder.room.sandbox import bubblewrap
from autograder.tests.hostile.classroom import command, hand_in, scratch_course
from autograder.tests.hostile.corpus import CORPUS, GROUPS, HONEST
from autograder.tests.hostile.reading import FOUND
from autograder.tests.hostile.submission import FILE, FULL, LESSON, ROOT, Submission

CELL_SECONDS = 10  # nbgrader's own limit of a cell, 30 s if nobody changes it
SECONDS = 60  # for the attack and its neighbour together; two honest ones take about 8
MEMORY, DISK, FILES, PROCESSES = 2 << 30, 256 << 20, 512 << 20, 150  # bytes a process, of /tmp and /dev/shm each, a file; processes in all
NEIGHBOUR = next(submission for submission in HONEST if submission.name == "zoe-honest")
TABLE = ROOT / "autograder" / "tests" / "hostile" / "RESULTS.md"


@dataclass(frozen=True)
class Stock:
    """What stock nbgrader made of one attack. `status`: its exit status, None where it did not live to give one."""
    mark: float | None
    neighbour: float | None
    status: int | None
    ended: bool
    found: bool
    left: int

    def __str__(self) -> str:
        said = [_number(self.mark)]
        if not self.ended:
            said.append(f"not ended after {SECONDS} s")
        elif self.status is None:
            said.append("nbgrader itself was killed")
        if self.neighbour != FULL:
            said.append(f"its neighbour gets {_number(self.neighbour)}")
        if self.found:
            said.append("it sees what it sought")
        if self.left:
            said.append(f"{self.left} of its processes stay")
        return "; ".join(said)

    @property
    def stopped(self) -> bool:
        return not self.ended or self.neighbour != FULL


def _number(mark: float | None) -> str:
    return "no mark" if mark is None else f"{mark:g}"


def main() -> None:
    course = read_course(ROOT, draft=True)
    only = set(sys.argv[1:])
    submissions = [submission for submission in CORPUS if not only or submission.name in only]
    with tempfile.TemporaryDirectory(prefix="course-attacks-") as scratch, ThreadPoolExecutor(os.cpu_count()) as pool:
        template = Path(scratch, "stock")
        _prepare(course, template)
        for honest in HONEST:
            fair = _grade_by_stock(course, template, honest, 0)
            if (fair.mark, fair.stopped) != (honest.mark, False):
                sys.exit(f"The comparison would not be fair: stock nbgrader gives {honest.name}: {fair}.")
        marked = pool.submit(_grade_by_ours, course, Path(scratch, "course"), submissions)
        stock = list(pool.map(lambda pair: _grade_by_stock(course, template, pair[1], pair[0]), enumerate(submissions, 1)))
        ours = marked.result()
    text = _table(submissions, dict(zip((submission.name for submission in submissions), stock)), ours)
    print(text) if only else TABLE.write_text(text, encoding="utf-8")


def _grade_by_ours(course, folder: Path, submissions: list[Submission]) -> dict[str, float]:
    classroom = scratch_course(folder)
    hand_in(classroom, HONEST + submissions)
    process = command(classroom, "course", "grade", "02", "--class", ".", seconds=1800)
    ours = {student: mark for (student, _), mark in marks(course, classroom).items()}
    run(folder.parent, "chmod", "-R", "u+rwX", classroom / "autograded")
    if process.returncode or any(ours.get(honest.name) != honest.mark for honest in HONEST):
        raise SystemExit(f"course grade did not end well:\n{process.stdout}{process.stderr}")
    return ours


def _prepare(course, folder: Path) -> None:
    prepare_stock(ROOT, course, LESSON, folder, [])
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Execute.timeout = {CELL_SECONDS}\n")
    run(folder, BIN / "nbgrader", "generate_assignment", "--force", LESSON.id)


def _grade_by_stock(course, template: Path, submission: Submission, number: int) -> Stock:
    folder = template.parent / f"run-{number}"
    shutil.copytree(template, folder)
    hand_in(folder, [submission] + [NEIGHBOUR] * (submission is not NEIGHBOUR))
    # A user of its own for each run: a limit of processes counts all that a user has, and does not bind root.
    uid = 70_000 + number if os.geteuid() == 0 else None
    if uid:
        run(folder, "chown", "-R", f"{uid}:{uid}", folder)
    try:
        process = subprocess.Popen(_locked_in(folder, template, uid), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(SECONDS)
            ended = True
        except subprocess.TimeoutExpired:
            process.kill()  # the first process of the namespace dies with it, and all others with that
            process.wait()
            ended = False
        outcome = _outcome(course, folder, submission, ended)
        print(f"{submission.name}: {outcome}", flush=True)
        return outcome
    finally:
        run(folder.parent, "chmod", "-R", "u+rwX", folder)
        shutil.rmtree(folder, ignore_errors=True)


def _locked_in(folder: Path, template: Path, uid: int | None) -> list[str]:
    """Stock `nbgrader autograde` in `folder`; afterwards its exit status in status.txt and the processes that stay in left.txt."""
    line = f"{BIN}/nbgrader autograde {LESSON.id} > log.txt 2>&1; echo $? > status.txt; sleep 0.3; ps -eo args= > left.txt"
    bound = [part for path in (Path(sys.base_prefix), ROOT) for part in _at(path, "--ro-bind")]
    return [bubblewrap(), "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--die-with-parent", "--new-session",
            *(() if uid else ("--unshare-user", "--uid", "1000", "--gid", "1000")),
            "--clearenv", "--setenv", "PATH", f"{BIN}:/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--setenv", "LANG", "C.UTF-8",
            "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--size", str(DISK), "--perms", "1777", "--tmpfs", "/dev/shm",
            "--perms", "0755", "--tmpfs", str(Path.home()), "--size", str(DISK), "--perms", "1777", "--tmpfs", "/tmp",
            *bound, *_at(template, "--ro-bind"), *_at(folder, "--bind"), "--chdir", str(folder), "--",
            "prlimit", f"--nproc={PROCESSES}", f"--as={MEMORY}", f"--fsize={FILES}", "--core=0",
            *(("setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--no-new-privs", "--bounding-set=-all") if uid else ()),
            "timeout", "--signal=KILL", str(SECONDS + 5), "sh", "-c", line]


def _at(path: Path, kind: str) -> list[str]:
    hidden = [parent for parent in reversed(path.parents) if parent.is_relative_to("/tmp") or parent.is_relative_to(Path.home())]
    return [part for parent in hidden[1:] for part in ("--perms", "0755", "--dir", str(parent))] + [kind, str(path), str(path)]


def _outcome(course, folder: Path, submission: Submission, ended: bool) -> Stock:
    def text(path: Path) -> str:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""

    found = {student: mark for (student, _), mark in marks(course, folder).items()}
    status = text(folder / "status.txt").strip()
    left = [line for line in text(folder / "left.txt").splitlines() if not any(own in line for own in ("nbgrader autograde", "ps -eo", "bwrap"))]
    return Stock(found.get(submission.name), found.get(NEIGHBOUR.name), int(status) if status else None, ended,
                 FOUND in text(folder / "autograded" / submission.name / LESSON.id / FILE), len(left))


def _table(submissions: list[Submission], stock: dict[str, Stock], ours: dict[str, float]) -> str:
    aimed = [submission for submission in submissions if not submission.ours_only]
    more = [submission for submission in aimed if (stock[submission.name].mark or 0) > submission.mark]
    less = [submission for submission in aimed if (stock[submission.name].mark or 0) <= submission.mark - 1]
    lines = [f"""# The corpus, measured

Written by `python -m autograder.benchmarks.attacks_on_stock`: {len(submissions)} submissions of lesson 02, which has {FULL:g} points without its
written question. **Stock** is nbgrader 0.9.6 with the same hidden tests in hidden test cells (a cell gives all its points or none), {CELL_SECONDS} s a cell instead of its usual
30, and an honest neighbour in the same batch. Honest work gets {FULL:g} there, a blank notebook 0. Around stock nbgrader stand limits that it does not bring
along: no network, a read-only system, {DISK >> 20} MB of disk, {PROCESSES} processes, {MEMORY >> 30} GB a process, {SECONDS} s. Without them it would fare worse. **Ours** is `course grade`,
the whole corpus in one batch; its exit status was 0 and honest neighbours got exactly their marks.

Of the {len(aimed)} that do not aim at our own channel, stock nbgrader gives {len(more)} more points than they earned and {len(less)} a point or more too few; {sum(stock[each.name].found for each in aimed)} see what they sought;
{sum(stock[each.name].stopped for each in aimed)} stop or hang the batch; {sum(stock[each.name].left > 0 for each in aimed)} leave processes behind.
With ours: {sum(ours.get(each.name) != each.mark for each in submissions)} of {len(submissions)} get another mark than the one that belongs to them.
An asterisk: it aims at our channel, so stock nbgrader's mark says little.
"""]
    for group, entries in GROUPS.items():
        rows = [submission for submission in entries if submission in submissions]
        if rows:
            lines += [f"## {group.capitalize()}\n", "| attack | what it tries | stock | ours |", "|---|---|---|---|"]
            lines += [f"| {each.name}{'*' if each.ours_only else ''} | {each.tries.replace('|', ',')} | {stock[each.name]} | {_number(ours.get(each.name))} |" for each in rows]
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
