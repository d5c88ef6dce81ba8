"""The two half-moons: the points, the training of a student's network on them, and the picture."""
import io
import math
from collections.abc import Callable
from dataclasses import dataclass

from autograder.manifest import Course

from .own_room import tried

POINTS, NOISE, SEED, ALPHA = 128, 0.1, 1, 1e-4
SHAPE = (2, [16, 16, 1])
ENOUGH = 0.95  # share of the points; what lesson 07 asks for after its 40 steps
STEPS = 40
_GRID = 48  # points along each side of the picture
_SECONDS = 1800


@dataclass(frozen=True)
class Training:
    """What a training gave: the points with their labels, the losses, the accuracy, and a grid with the scores on it, row by row."""
    X: list[list[float]]
    y: list[int]
    losses: list[float]
    accuracy: float
    across: list[float]
    up: list[float]
    rows: list[list[float]]


def moons() -> tuple[list[list[float]], list[int]]:
    """The points and their labels, -1 or 1; the same at every call."""
    from sklearn.datasets import make_moons
    points, classes = make_moons(n_samples=POINTS, noise=NOISE, random_state=SEED)
    return points.tolist(), [2 * int(label) - 1 for label in classes]


def train_on_moons(course: Course, module: str, steps: int, own: bool, sandbox: bool, say: Callable[[str], None]) -> Training:
    """Train the student's network in a room; with their `own` train(), or with a plain loop.

    Raises ValueError if that went wrong or what came back is not made of numbers, CourseError if the module cannot be imported.
    """
    import numpy as np
    X, y = moons()
    across, up = (np.linspace(min(axis) - 0.4, max(axis) + 0.4, _GRID).tolist() for axis in zip(*X))
    call = f"tries.train({own}, {SHAPE}, {SEED}, {X}, {y}, {steps}, {ALPHA}, {across}, {up})"
    [(found, problem)] = tried(course, "micrograd", module, [call], sandbox, say, _SECONDS)
    if problem:
        raise ValueError(problem)
    losses, scores, rows = found
    for numbers, what in ((losses, "train returns"), *((row, "the scores are") for row in (scores, *rows))):
        if not isinstance(numbers, list) or not numbers or not all(type(one) in (int, float) and math.isfinite(one) for one in numbers):
            raise ValueError(f"{what} {'an empty list' if numbers == [] else 'something else'}, should be a list of finite numbers")
    right = sum((score > 0) == (label > 0) for score, label in zip(scores, y))
    return Training(X, y, losses, right / len(y), across, up, rows)


def picture(training: Training) -> tuple[bytes, str]:
    """The decision boundary and the loss curve as PNG, and in words."""
    from matplotlib.figure import Figure
    text = (f"Left: {len(training.y)} points in two half-moons, and where the network draws the line between them; "
            f"{100 * training.accuracy:.1f} % are on their side. "
            f"Right: the loss over {len(training.losses)} steps, from {training.losses[0]:.3f} to {training.losses[-1]:.3f}.")
    figure = Figure(figsize=(10, 4.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.contourf(training.across, training.up, training.rows, levels=[-math.inf, 0, math.inf], colors=["#dbe7f6", "#fbe3cf"])
    left.contour(training.across, training.up, training.rows, levels=[0], colors="black", linewidths=1.5)
    for label, marker, colour in ((-1, "o", "#1f5a9e"), (1, "^", "#b3500f")):
        points = [point for point, own in zip(training.X, training.y) if own == label]
        left.scatter(*zip(*points), marker=marker, c=colour, s=26, edgecolors="white", linewidths=0.5, label=f"label {label}")
    left.set(xlabel="first input", ylabel="second input", title=f"Decision boundary, accuracy {100 * training.accuracy:.1f} %")
    left.legend(loc="upper right")
    right.plot(range(1, len(training.losses) + 1), training.losses, color="#1f5a9e")
    right.set(xlabel="step", ylabel="loss", title="Loss", ylim=(0, None))
    right.grid(alpha=0.3)
    png = io.BytesIO()
    figure.savefig(png, dpi=120, metadata={"Description": text})
    return png.getvalue(), text
