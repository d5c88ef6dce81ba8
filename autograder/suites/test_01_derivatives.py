"""Hidden suite of lesson 01. Expected values are closed forms; functions of a list run in the room, so that
they may be given a list, a tuple or an array. `student.value_of` makes a list of whatever sequence came back."""
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.judge import doing, expect, require

NAMES = "x y z u v".split()
quarters = st.integers(-12, 12).map(lambda n: n / 4)  # exact in binary, short in a message
coefficients = st.integers(-3, 3)
nonzero = coefficients.filter(bool)
ACCURATE = 1e-5  # far above the rounding of a sound central difference, far below every mistake

STEP = "How long is the step that is really used? A long one measures a whole stretch of the curve, a tiny one drowns in rounding."
TINY = "In Python, / 2 * h divides by 2 and then multiplies by h."
DIVISOR = "How far apart are the two places where f is computed? That is what to divide by."
FROZEN = "Which entries of the point have moved, and where are the others standing?"
LEFT_ALONE = "Nudge a copy: the list belongs to the caller."
EACH_ENTRY = "A claim is right only if every single entry is right."


def check(call, compute, expected, hint="", tol=1e-9):
    with doing(call):
        actual = compute()
    expect(call, actual, expected, hint=_telling(actual, expected) or hint, tol=tol)


def _telling(actual, slope):
    """The hint that the wrong number itself suggests, if any."""
    if type(actual) is not float or type(slope) is not float or abs(slope) < 0.01:
        return ""
    if math.isclose(actual, 2 * slope, rel_tol=1e-3):
        return DIVISOR
    return TINY if abs(actual) < 1e-9 * abs(slope) else ""


def signed_sum(terms):
    """`terms`: pairs of a coefficient and what it multiplies ("" for a constant)."""
    text = ""
    for coefficient, factor in terms:
        if coefficient:
            size = f"{abs(coefficient):g}"
            part = f"{size}*{factor}" if factor and size != "1" else factor or size
            text += f" {'-' if coefficient < 0 else '+'} {part}" if text else f"{'-' if coefficient < 0 else ''}{part}"
    return text or "0"


class Curve:
    """A cubic polynomial with its exact slope."""

    def __init__(self, a, b, c, d):
        self.coefficients = a, b, c, d
        self.text = "f(x) = " + signed_sum(zip(self.coefficients, ["x**3", "x**2", "x", ""]))

    def __call__(self, x):
        a, b, c, d = self.coefficients
        return ((a * x + b) * x + c) * x + d

    def slope(self, x):
        a, b, c, _ = self.coefficients
        return (3 * a * x + 2 * b) * x + c

    def __repr__(self):
        return self.text


curves = st.builds(Curve, coefficients, nonzero, coefficients, coefficients)
SQUARE, CUBE, PARABOLA = Curve(0, 1, 0, 0), Curve(1, 0, 0, 0), Curve(0, 3, -4, 5)


class Surface:
    """A function of a list: `expression` in the names x, y, z, u, v. `grads(point)`: its exact gradient."""

    def __init__(self, size, expression, grads):
        self.names, self.expression, self._grads = NAMES[:size], expression, grads
        self.text = f"f([{', '.join(self.names)}]) = {expression}"

    def grads(self, point):
        return [float(slope) for slope in self._grads(point)]

    def inside(self, student):
        return student.load(f"def f(point):\n    {', '.join(self.names)}, = point\n    return {self.expression}\n", "f")

    def __repr__(self):
        return self.text


def quadratic(linear, mixed):
    """The sum of linear[i] * x_i and mixed[i, j] * x_i * x_j."""
    names = NAMES[:len(linear)]
    pieces = [(value, f"{names[i]}**2" if i == j else f"{names[i]}*{names[j]}") for (i, j), value in mixed.items()]

    def grads(point):
        slopes = list(linear)
        for (i, j), value in mixed.items():
            slopes[i] += value * point[j]
            slopes[j] += value * point[i]
        return slopes

    return Surface(len(linear), signed_sum(pieces + list(zip(linear, names))), grads)


@st.composite
def places(draw, least=1, most=4):
    """A random quadratic surface with mixed terms, and a point on it."""
    size = draw(st.integers(least, most))
    pairs = list(itertools.combinations_with_replacement(range(size), 2))
    surface = quadratic([draw(nonzero) for _ in range(size)], {pair: draw(coefficients) for pair in pairs})
    return surface, [draw(quarters) for _ in range(size)]


BOWL = Surface(2, "x**2 + y**2", lambda p: [2 * p[0], 2 * p[1]])
SADDLE = Surface(2, "x*y", lambda p: [p[1], p[0]])
VALLEY = Surface(3, "x**2*y + 3*z", lambda p: [2 * p[0] * p[1], p[0] ** 2, 3.0])
CURVE = Surface(1, "x**3", lambda p: [3 * p[0] ** 2])
TALL = Surface(2, "x**3 + 2*y", lambda p: [3 * p[0] ** 2, 2.0])
PRODUCT = Surface(5, "x*y*z*u*v", lambda p: [math.prod(p[:i] + p[i + 1:]) for i in range(5)])


# --- the average rate of change


@pytest.mark.exercise("average-rate")
def test_rates_of_known_functions(student):
    hint = "By how much did f change, and by how much did x?"
    for f, text, x0, x1, rate in [
        (SQUARE, "x**2", 3.0, 4.0, 7.0),
        (SQUARE, "x**2", 3.0, 3.5, 6.5),
        (SQUARE, "x**2", 3.0, 5.0, 8.0),
        (SQUARE, "x**2", -1.0, 3.0, 2.0),
        (CUBE, "x**3", 0.0, 2.0, 4.0),
        (lambda x: 5 * x + 1, "5*x + 1", 10, 12, 5.0),
        (lambda x: 7.0, "7", 1.0, 4.0, 0.0),
        (math.exp, "e**x", 0.0, 2.0, (math.exp(2) - 1) / 2),
    ]:
        check(f"average_rate(f, {x0}, {x1}) with f(x) = {text}", lambda: student.average_rate(f, x0, x1), rate, hint)


@pytest.mark.exercise("average-rate")
@given(f=curves, x0=quarters, length=st.integers(1, 12).map(lambda n: n / 4))
def test_walked_backwards_the_rate_is_the_same(student, f, x0, length):
    x1 = x0 + length
    a, b, c, _ = f.coefficients
    rate = a * (x1 * x1 + x1 * x0 + x0 * x0) + b * (x1 + x0) + c
    for start, end in [(x0, x1), (x1, x0)]:
        check(f"average_rate(f, {start}, {end}) with {f.text}", lambda: student.average_rate(f, start, end), rate,
              "Subtract in the same order above and below.")


# --- the derivative


@pytest.mark.exercise("derivative", weight=2)
def test_slopes_of_known_functions(student):
    for f, text, x, slope in [
        (PARABOLA, "3*x**2 - 4*x + 5", 3, 14.0),
        (PARABOLA, "3*x**2 - 4*x + 5", -3, -22.0),
        (PARABOLA, "3*x**2 - 4*x + 5", 2 / 3, 0.0),
        (SQUARE, "x**2", 3.0, 6.0),
        (CUBE, "x**3", 2.0, 12.0),
        (math.exp, "e**x", 1.0, math.e),
        (lambda x: math.sin(10 * x), "sin(10*x)", 0.3, 10 * math.cos(3)),
        (lambda x: -2 * x, "-2*x", 5.0, -2.0),
    ]:
        check(f"derivative(f, {x}) with f(x) = {text}", lambda: student.derivative(f, x), slope, STEP, ACCURATE)


@pytest.mark.exercise("derivative")
@given(f=curves, x=quarters)
def test_slopes_of_many_functions(student, f, x):
    check(f"derivative(f, {x}) with {f.text}", lambda: student.derivative(f, x), f.slope(x), STEP, ACCURATE)


@pytest.mark.exercise("derivative", weight=2)
def test_a_step_of_the_given_length_to_either_side(student):
    both = "The central difference is the slope from x - h to x + h."
    for f, text, x, h, slope in [
        (SQUARE, "x**2", 3.0, 1.0, 6.0),
        (SQUARE, "x**2", -1.0, 0.5, -2.0),
        (CUBE, "x**3", 2.0, 0.5, 12.25),  # the central difference of x³ is 3x² + h²
        (CUBE, "x**3", 1.0, 2.0, 7.0),
    ]:
        call = f"derivative(f, {x}, h={h}) with f(x) = {text}"
        check(call, lambda: student.derivative(f, x, h=h), slope, both)
        check(call.replace("h=", ""), lambda: student.derivative(f, x, h), slope, both)


# --- the partial derivative


@pytest.mark.exercise("partial-derivative", weight=2)
def test_slopes_of_known_surfaces(student):
    for surface, point in [(BOWL, [1, 2]), (VALLEY, [3, 2, 1]), (VALLEY, [-1.5, 0.5, 4.0]), (PRODUCT, [1.0, 2.0, -1.0, 3.0, 0.5]), (CURVE, [2.0])]:
        f = surface.inside(student)
        for i, slope in enumerate(surface.grads(point)):
            check(f"partial_derivative(f, {point}, {i}) with {surface.text}", lambda: student.partial_derivative(f, point, i), slope, FROZEN, ACCURATE)


@pytest.mark.exercise("partial-derivative")
@given(place=places())
def test_slopes_of_many_surfaces(student, place):
    surface, point = place
    f = surface.inside(student)
    for i, slope in enumerate(surface.grads(point)):
        check(f"partial_derivative(f, {point}, {i}) with {surface.text}", lambda: student.partial_derivative(f, point, i), slope, FROZEN, ACCURATE)


@pytest.mark.exercise("partial-derivative")
def test_the_given_step_to_either_side(student):
    f = TALL.inside(student)
    for h, slope in [(0.5, 12.25), (2.0, 16.0)]:
        check(f"partial_derivative(f, [2.0, 1.0], 0, h={h}) with {TALL.text}",
              lambda: student.partial_derivative(f, [2.0, 1.0], 0, h=h), slope, DIVISOR)


@pytest.mark.exercise("partial-derivative", weight=2)
def test_the_point_is_left_alone(student):
    f = VALLEY.inside(student)
    for start in [[1.0, 2.0, 3.0], [0.5, -4.0, 7.0]]:
        point = student.inside(start)
        for i in range(3):
            call = f"partial_derivative(f, point, {i})"
            with doing(call):
                student.partial_derivative(f, point, i)
            expect(f"point = {start}; {call}: afterwards point", student.value_of(point), start, LEFT_ALONE)


# --- the gradient


def check_gradient(student, surface, point, tol=ACCURATE, **step):
    written = "".join(f", {name}={value}" for name, value in step.items())
    f = surface.inside(student)
    check(f"gradient(f, {point}{written}) with {surface.text}", lambda: student.value_of(student.gradient(f, point, **step)),
          surface.grads(point), "One partial derivative for each entry, each measured from the same point.", tol)


@pytest.mark.exercise("gradient", weight=2)
def test_gradients_of_known_surfaces(student):
    check_gradient(student, BOWL, [1, 2])
    check_gradient(student, VALLEY, [3, 2, 1])
    check_gradient(student, CURVE, [2.0])
    check_gradient(student, PRODUCT, [1.0, 2.0, -1.0, 3.0, 0.5])


@pytest.mark.exercise("gradient", weight=2)
@given(place=places())
def test_gradients_of_many_surfaces(student, place):
    check_gradient(student, *place)


@pytest.mark.exercise("gradient")
def test_the_given_step_is_used(student):
    # A central difference of a cube is 3x² + h², and exact where f is linear.
    for h, surface in [(0.5, Surface(2, "x**3 + 2*y", lambda p: [3 * p[0] ** 2 + 0.25, 2.0])),
                       (2.0, Surface(2, "5*x - y**3", lambda p: [5.0, -3 * p[1] ** 2 - 4.0]))]:
        check_gradient(student, surface, [2.0, 1.0], tol=1e-9, h=h)


@pytest.mark.exercise("gradient")
def test_the_gradient_leaves_the_point_alone(student):
    f, start = PRODUCT.inside(student), [1.0, 2.0, -1.0, 3.0, 0.5]
    point = student.inside(start)
    with doing("gradient(f, point)"):
        student.gradient(f, point)
    expect(f"point = {start}; gradient(f, point): afterwards point", student.value_of(point), start, LEFT_ALONE)


# --- one step downhill


def check_step(student, surface, point, step):
    downhill = [x - step * slope for x, slope in zip(point, surface.grads(point))]
    f = surface.inside(student)
    check(f"descent_step(f, {point}, {step}) with {surface.text}", lambda: student.value_of(student.descent_step(f, point, step)), downhill,
          "Each entry moves against its own slope, by step times that slope; all slopes belong to the point where you stood.", ACCURATE)


@pytest.mark.exercise("descent-step", weight=2)
def test_steps_on_known_surfaces(student):
    check_step(student, BOWL, [1, 2], 0.1)
    check_step(student, BOWL, [1.0, 2.0], 0.5)
    check_step(student, BOWL, [-3.0, 1.0], 0.25)
    check_step(student, VALLEY, [3.0, 2.0, 1.0], 0.05)
    check_step(student, Surface(1, "4*x", lambda p: [4.0]), [1.0], 0.5)


@pytest.mark.exercise("descent-step", weight=2)
@given(place=places(), step=st.sampled_from([0.01, 0.1, 0.25, 0.5, 2.0]))
def test_all_entries_move_at_once(student, place, step):
    check_step(student, SADDLE, [1.0, 2.0], step)
    check_step(student, *place, step)


@pytest.mark.exercise("descent-step")
def test_ten_steps_lead_downhill(student):
    f, place = BOWL.inside(student), [1.0, 2.0]
    for count in range(1, 11):
        call = f"from [1.0, 2.0], step {count} of point = descent_step(f, point, 0.1) with {BOWL.text}: point"
        with doing(call):
            place = student.value_of(student.descent_step(f, place, 0.1))
        expect(call, place, [0.8**count, 2 * 0.8**count], "The gradient points uphill. Which way should the point go?", tol=1e-4)


@pytest.mark.exercise("descent-step")
def test_the_step_leaves_the_point_alone(student):
    f, start = VALLEY.inside(student), [1.0, 2.0, 3.0]
    point = student.inside(start)
    with doing("descent_step(f, point, 0.1)"):
        student.descent_step(f, point, 0.1)
    expect(f"point = {start}; descent_step(f, point, 0.1): afterwards point", student.value_of(point), start, "Return a new list.")


# --- backpropagation by hand


def check_by_hand(student, a, b, names):
    slopes = {"f": 1.0, "d": a + b, "e": a * b, "a": 2 * a * b + b * b, "b": a * a + 2 * a * b}
    hints = {
        "f": "When f moves by 1, by how much does f move?",
        "d": "f = d * e. When d grows by 1, by how much does f grow?",
        "e": "f = d * e. When e grows by 1, by how much does f grow?",
        "a": "a reaches f along two paths: through d and through e. What happens to the slopes of two paths?",
        "b": "b reaches f along two paths: through d and through e. What happens to the slopes of two paths?",
    }
    call = f"gradients_by_hand({a}, {b})"
    with doing(call):
        result = student.gradients_by_hand(a, b)
    for name in names:
        require(isinstance(result, dict) and name in result, f'{call} has no entry "{name}": keep the last line of the function as it was')
        expect(f'{call}["{name}"]', result[name], slopes[name], hints[name], tol=1e-6)


@pytest.mark.exercise("backpropagation-by-hand")
@given(a=quarters.filter(bool), b=quarters.filter(bool))
def test_through_the_last_product(student, a, b):
    check_by_hand(student, a, b, "fde")


@pytest.mark.exercise("backpropagation-by-hand", weight=3)
@given(a=quarters.filter(bool), b=quarters.filter(bool))
def test_back_to_the_inputs(student, a, b):
    check_by_hand(student, -2.0, 3.0, "ab")
    check_by_hand(student, a, b, "ab")


# --- the gradient check


def check_verdict(student, surface, point, claim, verdict, hint="", **settings):
    written = "".join(f", {name}={value}" for name, value in settings.items())
    f = surface.inside(student)
    call = f"gradient_check(f, {point}, {claim}{written}) with {surface.text}, whose gradient there is {surface.grads(point)},"
    with doing(call):
        answer = student.gradient_check(f, point, claim, **settings)
    expect(call, bool(answer) if isinstance(answer, int) else answer, verdict, hint)


def check_wrong_claim(student, surface, point, claim, hint):
    """The claim is refused, and not because everything is."""
    check_verdict(student, surface, point, surface.grads(point), True, "This claim is right.")
    check_verdict(student, surface, point, claim, False, hint)


@pytest.mark.exercise("gradient-check", weight=2)
@given(place=places())
def test_right_claims_are_accepted_and_wrong_ones_refused(student, place):
    surface, point = place
    check_verdict(student, surface, point, surface.grads(point), True, "Numbers that were measured are never exact to the last digit.")
    check_verdict(student, surface, point, [slope + 7 for slope in surface.grads(point)], False,
                  "Every entry of this claim is too large. What is the sign of the difference?")


@pytest.mark.exercise("gradient-check")
@given(place=places(), entry=st.integers(0, 3), error=st.sampled_from([0.01, 0.5, 1.0, 8.0]))
def test_claims_that_are_too_large_are_refused(student, place, entry, error):
    surface, point = place
    claim = surface.grads(point)
    claim[entry % len(point)] += error
    check_wrong_claim(student, surface, point, claim, "One entry is too large. What is the sign of the difference?")


@pytest.mark.exercise("gradient-check")
@given(place=places(), entry=st.integers(0, 3), error=st.sampled_from([0.01, 0.5, 1.0, 8.0]))
def test_claims_that_are_too_small_are_refused(student, place, entry, error):
    surface, point = place
    claim = surface.grads(point)
    claim[entry % len(point)] -= error
    check_wrong_claim(student, surface, point, claim, "One entry is too small. What is the sign of the difference?")


@pytest.mark.exercise("gradient-check", weight=2)
def test_every_entry_counts(student):
    point = [1.0, 2.0, -1.0]
    surface = quadratic([1, 1, 1], {(0, 1): 2, (1, 2): -1, (0, 0): 1})
    for i in range(3):
        for error in (0.5, -0.5):
            claim = surface.grads(point)
            claim[i] += error
            check_wrong_claim(student, surface, point, claim, EACH_ENTRY)
    claim = surface.grads(point)
    claim[0], claim[2] = claim[0] + 1, claim[2] - 1
    check_wrong_claim(student, surface, point, claim, "Two wrong entries do not make up for each other.")
    # On a curve that bends, the measured slope depends on the step: the one that is used unless another is given must be small.
    check_verdict(student, CURVE, [2.0], [12.0], True, "Is the step small unless another one is given?")


@pytest.mark.exercise("gradient-check")
def test_a_claim_needs_as_many_entries_as_the_point(student):
    surface = Surface(2, "2*x + 2*y", lambda p: [2.0, 2.0])
    for claim in ([2.0], [2.0, 2.0, 2.0], []):
        check_wrong_claim(student, surface, [1.0, 3.0], claim, "How many entries has the point, and how many has the claim?")


@pytest.mark.exercise("gradient-check")
def test_not_a_number_is_never_right(student):
    nan = float("nan")
    for claim in ([nan, 4.0], [2.0, nan], [nan, nan]):
        check_wrong_claim(student, BOWL, [1.0, 2.0], claim, "Every comparison with nan is False: nan > 1 and nan <= 1, too. Which one decides?")


@pytest.mark.exercise("gradient-check")
def test_tolerance_and_step_are_used(student):
    flat = Surface(2, "x - y", lambda p: [1.0, -1.0])
    for tol, verdict in [(0.5, True), (0.01, False)]:
        check_verdict(student, flat, [1.0, 2.0], [1.25, -0.8], verdict, "How far from the measured slopes may a claim be?", tol=tol)
    cubic = Surface(2, "x**3 + y", lambda p: [0.0, 1.0])
    for h, verdict in [(1.0, False), (1e-4, True)]:  # measured with h, the slope of x³ at 0 is h²
        check_verdict(student, cubic, [0.0, 2.0], [0.0, 1.0], verdict, "With which step are the slopes measured? With h = 1, the slope of x**3 at 0 comes out as 1.", h=h)
