"""One training step of MLP(2, [16, 16, 1]) on 128 half-moon points: our reference engine beside karpathy's micrograd from PyPI.

Run with `make bench`. Both start from the same weights and take the same steps, so their losses agree.
Seconds are processor time, medians of interleaved runs; memory is the peak of what Python allocates in a step.
"""
import gc
import importlib.util
import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from autograder.assembly.moons import ALPHA, SEED, SHAPE, moons
from autograder.build import engine_so_far
from autograder.manifest import find_root, read_course

RUNS = 9
RATE = 0.1


@dataclass
class Contender:
    """A library with its network, and what its steps took."""
    name: str
    network: object
    seconds: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    peak_mb: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def main() -> None:
    X, y = moons()
    ours, theirs = contenders()
    for contender in (ours, theirs):
        training_step(contender.network, X, y)  # warm up
    for _ in range(RUNS):
        for contender in (ours, theirs):
            gc.collect()
            start = time.process_time()
            loss = training_step(contender.network, X, y)
            contender.seconds.append(time.process_time() - start)
            contender.losses.append(loss)
    for contender in (ours, theirs):
        contender.peak_mb = peak_mb(lambda: training_step(contender.network, X, y))
    _print_table(ours, theirs)
    if any(abs(one - other) > 1e-9 for one, other in zip(ours.losses, theirs.losses)):
        sys.exit(f"The losses differ, so this compares nothing: {ours.losses} and {theirs.losses}")
    if ours.median > theirs.median or ours.peak_mb > theirs.peak_mb:
        sys.exit("Our engine is slower, or needs more memory.")


def contenders() -> tuple[Contender, Contender]:
    """Our reference engine and micrograd, with the same weights. Raises SystemExit where micrograd is not installed."""
    root = find_root()
    sys.path = [entry for entry in sys.path if Path(entry or ".").resolve() != root]  # an assembled micrograd.py may lie there
    try:
        from micrograd import nn
    except ImportError:
        sys.exit("This benchmark needs micrograd: pip install 'micrograd-course[bench]'")
    course = read_course(root, draft=True)
    engine = _module(engine_so_far(root, course, course.lesson("07")) or "")
    networks = []
    for library in (engine, nn):
        random.seed(SEED)
        networks.append(library.MLP(*SHAPE))
    for one, other in zip(*(network.parameters() for network in networks), strict=True):
        other.data = one.data
    return Contender("our engine", networks[0]), Contender("micrograd", networks[1])


def training_step(network, X: list[list[float]], y: list[int]) -> float:
    """Forward, max-margin loss plus L2, zero_grad, backward, update. Returns the loss before the update."""
    margins = [(1 - label * network(point)).relu() for point, label in zip(X, y)]
    loss = sum(margins) * (1 / len(margins)) + ALPHA * sum(p * p for p in network.parameters())
    network.zero_grad()
    loss.backward()
    for p in network.parameters():
        p.data -= RATE * p.grad
    return float(loss.data)


def peak_mb(step: Callable[[], object]) -> float:
    """The most that Python holds at one moment of the step, beyond what it held before, in megabytes."""
    gc.collect()
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def _module(text: str) -> ModuleType:
    """The engine as lessons import it, under its name: it holds code that asks for `__name__`."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        path = Path(folder, "engine.py")
        path.write_text(text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location("engine", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


def _print_table(ours: Contender, theirs: Contender) -> None:
    print(f"One training step, MLP(2, [16, 16, 1]) on {len(moons()[1])} points; median of {RUNS} interleaved runs")
    print(f"{'':<14}{'seconds':>10}{'peak MB':>10}{'loss after ' + str(RUNS) + ' steps':>22}")
    for contender in (ours, theirs):
        print(f"{contender.name:<14}{contender.median:>10.3f}{contender.peak_mb:>10.1f}{contender.losses[-1]:>22.6f}")
    print(f"{'ratio':<14}{ours.median / theirs.median:>10.2f}{ours.peak_mb / theirs.peak_mb:>10.2f}")


if __name__ == "__main__":
    main()
