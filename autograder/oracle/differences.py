"""Central differences."""


def central_difference(f, x: float, h: float = 1e-5) -> float:
    """(f(x + h) - f(x - h)) / 2h, with an error of the order h² (Abramowitz and Stegun, 25.3.21)."""
    return (f(x + h) - f(x - h)) / (2 * h)


def numerical_gradient(f, point: list[float], h: float = 1e-5) -> list[float]:
    """The partial derivatives of f, a function of a list, at `point`: one central difference an input."""
    def along(i):
        return lambda x: f([*point[:i], x, *point[i + 1:]])

    return [central_difference(along(i), point[i], h) for i in range(len(point))]
