"""Hidden tests of lesson 07: losses, the step, the loop, max-margin, the penalty, the falling rate, and the largest rate."""
import functools
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.channel import Handle
from autograder.judge import doing, expect, require, show

quarters = st.integers(-12, 12).map(lambda n: n / 4)
seeds = st.integers(0, 10_000)
rates = st.sampled_from([0.01, 0.05, 0.1, 0.25, 1.0])

# The losses of several steps pass through many roundings, in another order than here.
AFTER_STEPS = 1e-7


@st.composite
def predictions(draw):
    """(targets, predictions), one each an example."""
    count = draw(st.integers(1, 5))
    numbers = st.lists(quarters, min_size=count, max_size=count)
    return draw(numbers), draw(numbers)


@st.composite
def scored(draw):
    """(labels, scores), with no score on a border: neither 0 nor at the margin."""
    count = draw(st.integers(1, 6))
    labels = draw(st.lists(st.sampled_from([-1, 1]), min_size=count, max_size=count))
    return labels, [n / 4 + 0.1 for n in draw(st.lists(st.integers(-12, 12), min_size=count, max_size=count))]


# What the mathematics says, in plain numbers: a network as a flat list of parameters, each neuron's weights before its bias


def layers_of(sizes, numbers):
    """The flat list as layers, each a list of (weights, bias). `sizes`: [nin, *nouts]."""
    rest, layers = iter(numbers), []
    for nin, nout in zip(sizes, sizes[1:]):
        layers.append([([next(rest) for _ in range(nin)], next(rest)) for _ in range(nout)])
    return layers


def sums_of(layers, inputs):
    """The weighted sums of every layer, and the inputs of every layer."""
    all_sums, all_inputs = [], []
    for layer in layers:
        all_inputs.append(inputs)
        all_sums.append([bias + sum(w * x for w, x in zip(weights, inputs)) for weights, bias in layer])
        inputs = [max(total, 0.0) for total in all_sums[-1]]
    return all_sums, all_inputs


def score_of(sizes, numbers, inputs):
    return sums_of(layers_of(sizes, numbers), inputs)[0][-1][0]


def score_gradient(sizes, numbers, inputs):
    """The gradient of the score with respect to the flat list."""
    layers = layers_of(sizes, numbers)
    all_sums, all_inputs = sums_of(layers, inputs)
    slopes, found = [1.0], []
    for place in reversed(range(len(layers))):
        layer = layers[place]
        found.insert(0, [g for slope in slopes for g in [*(slope * x for x in all_inputs[place]), slope]])
        if place:
            slopes = [sum(slope * weights[i] for slope, (weights, _) in zip(slopes, layer)) * (all_sums[place - 1][i] > 0)
                      for i in range(len(layers[place - 1]))]
    return [g for layer in found for g in layer]


def squared(ys, outputs):
    """The squared error and its slope in each output."""
    return sum((p - y) ** 2 for y, p in zip(ys, outputs)), [2 * (p - y) for y, p in zip(ys, outputs)]


def margin(ys, outputs):
    """The mean max-margin loss and its slope in each output."""
    n = len(ys)
    return sum(max(0.0, 1 - y * s) for y, s in zip(ys, outputs)) / n, [-y / n if y * s < 1 else 0.0 for y, s in zip(ys, outputs)]


def descend(sizes, numbers, X, ys, loss, steps, rate, alpha=0.0):
    """(losses, the parameters afterwards) of gradient descent. `rate`: a number, or None for the rate that falls from 1.0."""
    losses = []
    for k in range(steps):
        value, slopes = loss(ys, [score_of(sizes, numbers, x) for x in X])
        losses.append(value + alpha * sum(p * p for p in numbers))
        gradient = [2 * alpha * p for p in numbers]
        for x, slope in zip(X, slopes):
            gradient = [g + slope * s for g, s in zip(gradient, score_gradient(sizes, numbers, x))]
        length = 1.0 - 0.9 * k / 100 if rate is None else rate
        numbers = [p - length * g for p, g in zip(numbers, gradient)]
    return losses, numbers


def clear(sizes, numbers, X, ys, loss):
    """Whether no relu and no margin is at its corner, where more than one slope is right, and nothing has exploded."""
    for x, y in zip(X, ys):
        all_sums, _ = sums_of(layers_of(sizes, numbers), x)
        corners = [total for layer in all_sums[:-1] for total in layer]
        if loss is margin:
            corners += [1 - y * all_sums[-1][0], all_sums[-1][0]]
        if any(abs(corner) < 1e-4 for corner in corners):
            return False
    return max(map(abs, numbers)) < 20


def hundredths(generator, most):
    return round(generator.uniform(-most, most), 2) + 0.0  # never -0.0


@functools.cache
def random_case(seed, sizes, count, loss, steps=0, rate=None, alpha=0.0):
    """(parameters, X, ys, losses, the parameters afterwards) of a training that stays clear of every corner. `sizes`: a tuple."""
    generator = random.Random(f"training {seed} {sizes} {count} {steps}")
    while True:
        length = sum((nin + 1) * nout for nin, nout in zip(sizes, sizes[1:]))
        numbers = [hundredths(generator, 1.5) for _ in range(length)]
        X = [[hundredths(generator, 1.5) for _ in range(sizes[0])] for _ in range(count)]
        ys = [generator.choice([-1, 1]) if loss is margin else hundredths(generator, 2) for _ in range(count)]
        path = [descend(sizes, numbers, X, ys, loss, k, rate, alpha) for k in range(steps + 1)]
        if all(clear(sizes, point, X, ys, loss) for _, point in path):
            return numbers, X, ys, *path[-1]


def half_moons(count, seed):
    """The two half-moons with noise 0.1: (points, labels)."""
    generator, X, y = random.Random(seed), [], []
    for place in range(count // 2):
        angle = math.pi * place / (count // 2 - 1)
        for x, height, label in [(math.cos(angle), math.sin(angle), -1), (1 - math.cos(angle), 0.5 - math.sin(angle), 1)]:
            X.append([x + generator.gauss(0, 0.1), height + generator.gauss(0, 0.1)])
            y.append(label)
    return X, y


# What a student's objects hold


def data_of(call, out):
    require(isinstance(out, Handle), f"{call} is {show(out)}, should be a Value",
            "Is a `return` missing?" if out is None else "Compute with the Values themselves, not with their .data, so that backward() can start from the result.")
    with doing(f"reading the data of {call}"):
        return out.data


def gradients(call, out, values):
    data_of(call, out)
    with doing(f"{call}.backward()"):
        out.backward()
    return [value.grad for value in values]


def list_of(call, answer):
    if isinstance(answer, Handle):
        with doing(f"going through {call}"):
            answer = list(answer)
    require(isinstance(answer, (list, tuple)), f"{call} is {show(answer)}, should be a list of floats",
            "Is a `return` missing?" if answer is None else "One loss for each step.")
    require(not any(isinstance(item, Handle) for item in answer), f"{call} is {show(list(answer))}, should be a list of plain floats"[:300],
            "A Value holds on to its whole graph. Its number is in .data.")
    return list(answer)


def pair_of(call, answer):
    require(isinstance(answer, (list, tuple)) and len(answer) == 2, f"{call} is {show(answer)}, should be the pair (loss, accuracy)",
            "Is a `return` missing?" if answer is None else "return loss, accuracy")
    return answer


def network_with(student, sizes, numbers):
    network = student.MLP(sizes[0], list(sizes[1:]))
    for parameter, number in zip(list(network.parameters()), numbers):
        parameter.data = number
    return network


def parameters_of(network):
    return [parameter.data for parameter in list(network.parameters())]


def described(sizes, numbers):
    if len(sizes) == 2:
        return f"model = MLP({sizes[0]}, [1]), w = {numbers[:-1]}, b = {numbers[-1]}"
    return f"model = MLP({sizes[0]}, {list(sizes[1:])}) with the parameters {numbers}"


# squared-error


@pytest.mark.exercise("squared-error", weight=2)
@given(numbers=predictions())
def test_the_sum_of_the_squared_errors(student, numbers):
    ys, ypred = numbers
    call = f"squared_error({ys}, ypred) with ypred = {ypred}"
    out = student.squared_error(ys, [student.Value(p) for p in ypred])
    expect(f"{call}: data", data_of(call, out), squared(ys, ypred)[0], hint="Square each difference by itself, then add.")


@pytest.mark.exercise("squared-error")
@given(numbers=predictions())
def test_the_gradients_of_the_sum(student, numbers):
    ys, ypred = numbers
    call = f"squared_error({ys}, ypred) with ypred = {ypred}"
    values = [student.Value(p) for p in ypred]
    found = gradients(call, student.squared_error(ys, values), values)
    expect(f"{call}: after backward(), the list of the gradients of ypred", found, squared(ys, ypred)[1], hint="The slope of the square of a difference is twice the difference.")


@pytest.mark.exercise("squared-error", weight=2)
@given(numbers=predictions())
def test_the_mean_of_the_squared_errors(student, numbers):
    ys, ypred = numbers
    call = f"mean_squared_error({ys}, ypred) with ypred = {ypred}"
    out = student.mean_squared_error(ys, [student.Value(p) for p in ypred])
    expect(f"{call}: data", data_of(call, out), squared(ys, ypred)[0] / len(ys), hint="First each square, then their sum, divided by how many there are.")


@pytest.mark.exercise("squared-error")
@given(numbers=predictions())
def test_the_gradients_of_the_mean(student, numbers):
    ys, ypred = numbers
    call = f"mean_squared_error({ys}, ypred) with ypred = {ypred}"
    values = [student.Value(p) for p in ypred]
    found = gradients(call, student.mean_squared_error(ys, values), values)
    expect(f"{call}: after backward(), the list of the gradients of ypred", found, [slope / len(ys) for slope in squared(ys, ypred)[1]])


@pytest.mark.exercise("squared-error")
def test_the_loss_of_a_network(student):
    sizes, numbers, X, ys = [2, 1], [0.5, -1.0, 0.25], [[1.0, 2.0], [-1.0, 0.5], [3.0, 0.0]], [1, -1, 0]
    network = network_with(student, sizes, numbers)
    call = f"squared_error({ys}, [model(x) for x in {X}]), {described(sizes, numbers)}"
    # The outputs are -1.25, -0.75 and 1.75.
    out = student.squared_error(ys, [network(x) for x in X])
    expect(f"{call}: data", data_of(call, out), 8.1875)
    # Slopes in the outputs -4.5, 0.5, 3.5; times the inputs, added up.
    expect(f"{call}: after backward(), the list of the gradients of w and b", gradients(call, out, list(network.parameters())), [5.5, -8.75, -0.5])


# sgd-step


@pytest.mark.exercise("sgd-step", weight=2)
@given(numbers=st.lists(st.tuples(quarters, quarters), min_size=1, max_size=5), rate=rates)
def test_each_parameter_steps_against_its_gradient(student, numbers, rate):
    values = [student.Value(data) for data, _ in numbers]
    for value, (_, grad) in zip(values, numbers):
        value.grad = grad
    call = f"sgd_step(parameters, {rate}) with data {[data for data, _ in numbers]} and gradients {[grad for _, grad in numbers]}"
    with doing(call):
        student.sgd_step(values, rate)
    expect(f"{call}: the list of the parameters' data afterwards", [value.data for value in values], [data - rate * grad for data, grad in numbers],
           hint="New data = old data minus rate times gradient, for every parameter, and in the Value that was given.")


@pytest.mark.exercise("sgd-step")
def test_a_network_takes_the_step(student):
    sizes, numbers = [2, 2, 1], [0.5, -1.0, 0.25, 1.0, 0.5, 0.0, -0.75, 2.0, 0.5]
    network = network_with(student, sizes, numbers)
    for place, parameter in enumerate(list(network.parameters())):
        parameter.grad = float(place - 4)
    call = "sgd_step(model.parameters(), 0.5), model = MLP(2, [2, 1]) with the gradients -4.0, -3.0, ... 4.0"
    with doing(call):
        student.sgd_step(network.parameters(), 0.5)
    expect(f"{call}: the list of the parameters afterwards", parameters_of(network), [p - 0.5 * (place - 4) for place, p in enumerate(numbers)],
           hint="The network must hold the same Values as before, with new data in them. Weights and biases all step.")


@pytest.mark.exercise("sgd-step")
def test_a_step_makes_the_loss_smaller(student):
    w = student.Value(3.0)
    for _ in range(3):
        w.grad = 0.0
        ((w - 1.0) * (w - 1.0)).backward()
        with doing("sgd_step([w], 0.1)"):
            student.sgd_step([w], 0.1)
    expect("w after three steps on (w - 1) ** 2 at the rate 0.1, from w = 3", w.data, 1 + 2 * 0.8 ** 3, hint="Each step should bring w nearer to 1.")


# fit


def expect_fit(student, sizes, case, steps, rate):
    numbers, X, ys, wanted, after = case
    network = network_with(student, sizes, numbers)
    call = f"fit(model, {X}, {ys}, {steps}, {rate}), {described(sizes, numbers)}"
    losses = list_of(call, student.fit(network, X, ys, steps, rate))
    expect(f"{call}: the list of losses", losses, wanted, hint="In each step: forward with the parameters as they are now, the loss, zero, backward, update.", tol=AFTER_STEPS)
    expect(f"{call}: the list of the parameters afterwards", parameters_of(network), after,
           hint="Every weight and every bias takes one step for each entry of the list, with this step's gradient alone.", tol=AFTER_STEPS)


@pytest.mark.exercise("fit", weight=2)
@given(seed=seeds, nin=st.integers(1, 3), count=st.integers(1, 3), steps=st.integers(1, 4), rate=st.sampled_from([0.01, 0.02, 0.05]))
def test_a_linear_neuron(student, seed, nin, count, steps, rate):
    expect_fit(student, (nin, 1), random_case(seed, (nin, 1), count, squared, steps, rate), steps, rate)


@pytest.mark.exercise("fit", weight=2)
@given(seed=seeds, shape=st.sampled_from([(1, 2, 1), (2, 3, 1), (2, 2, 2, 1)]), count=st.integers(1, 3), steps=st.integers(2, 3), rate=st.sampled_from([0.01, 0.03]))
def test_a_network_with_hidden_layers(student, seed, shape, count, steps, rate):
    expect_fit(student, shape, random_case(seed, shape, count, squared, steps, rate), steps, rate)


@pytest.mark.exercise("fit")
def test_a_second_call_goes_on_where_the_first_one_ended(student):
    sizes, numbers, X, ys = [2, 1], [0.5, -1.0, 0.25], [[1.0, 2.0], [-1.0, 0.5]], [1.0, 0.0]
    wanted, _ = descend(sizes, numbers, X, ys, squared, 5, 0.05)
    network = network_with(student, sizes, numbers)
    call = f"fit(model, {X}, {ys}, 2, 0.05), then the same with 3 steps, {described(sizes, numbers)}"
    first = list_of(call, student.fit(network, X, ys, 2, 0.05))
    second = list_of(call, student.fit(network, X, ys, 3, 0.05))
    expect(f"{call}: the list of the losses of both", first + second, wanted, hint="fit starts from the parameters that it finds, and from fresh gradients.", tol=AFTER_STEPS)


@pytest.mark.exercise("fit")
def test_the_arguments_have_names(student):
    sizes, numbers, X, ys = [1, 1], [1.0, 0.0], [[1.0], [2.0]], [0.0, 1.0]
    wanted, _ = descend(sizes, numbers, X, ys, squared, 3, 0.02)
    call = f"fit(model=model, xs={X}, ys={ys}, steps=3, rate=0.02), {described(sizes, numbers)}"
    losses = list_of(call, student.fit(model=network_with(student, sizes, numbers), xs=X, ys=ys, steps=3, rate=0.02))
    expect(f"{call}: the list of losses", losses, wanted, tol=AFTER_STEPS)


@pytest.mark.exercise("fit")
@pytest.mark.parametrize("seed", [1, 10, 42])
def test_the_three_points(student, seed):
    xs, ys, sizes = [[0.5, 0.5, 0.70], [0.4, -0.1, 0.5], [-0.2, -0.75, 1.0]], [0, 1, 0], [3, 3, 3, 1]
    student.module("random").seed(seed)
    network = student.MLP(3, [3, 3, 1])
    wanted, after = descend(sizes, parameters_of(network), xs, ys, squared, 50, 0.01)
    call = "fit(MLP(3, [3, 3, 1]), xs, ys, 50, 0.01) on the three points of the lesson"
    losses = list_of(call, student.fit(network, xs, ys, 50, 0.01))
    expect(f"{call}: the number of losses", len(losses), 50)
    require(losses[-1] < losses[0], f"{call}: the loss goes from {show(losses[0])} to {show(losses[-1])}, should fall")
    expect(f"{call}: the last loss", losses[-1], wanted[-1], hint="" if math.isclose(losses[0], wanted[0], rel_tol=1e-6) else "losses[k] belongs to the forward pass before update k.", tol=1e-6)
    expect(f"{call}: the prediction for {xs[1]} afterwards", network(xs[1]).data, score_of(sizes, after, xs[1]), tol=1e-6)


# max-margin


@pytest.mark.exercise("max-margin", weight=2)
@given(numbers=scored())
def test_the_mean_of_the_margins(student, numbers):
    ys, scores = numbers
    call = f"max_margin_loss({ys}, scores) with scores = {[round(s, 2) for s in scores]}"
    out = student.max_margin_loss(ys, [student.Value(s) for s in scores])
    expect(f"{call}: data", data_of(call, out), margin(ys, scores)[0], hint="For each example relu(1 - label * score), then the mean.")


@pytest.mark.exercise("max-margin")
@given(numbers=scored())
def test_the_gradients_of_the_margins(student, numbers):
    ys, scores = numbers
    call = f"max_margin_loss({ys}, scores) with scores = {[round(s, 2) for s in scores]}"
    values = [student.Value(s) for s in scores]
    found = gradients(call, student.max_margin_loss(ys, values), values)
    expect(f"{call}: after backward(), the list of the gradients of the scores", found, margin(ys, scores)[1],
           hint="An example beyond the margin pulls on nothing. Any other pulls its score towards its label, with 1/n.")


@pytest.mark.exercise("max-margin", weight=2)
@given(numbers=scored())
def test_the_share_of_right_signs(student, numbers):
    ys, scores = numbers
    call = f"accuracy({ys}, scores) with scores = {[round(s, 2) for s in scores]}"
    share = student.accuracy(ys, [student.Value(s) for s in scores])
    expect(call, share, sum(y * s > 0 for y, s in zip(ys, scores)) / len(ys), hint="Only the sign counts, however small the score. The result lies between 0.0 and 1.0.")


@pytest.mark.exercise("max-margin")
def test_all_right_and_all_wrong(student):
    for ys, scores, share in [([1, -1], [0.01, -0.01], 1.0), ([1, -1], [-3.0, 3.0], 0.0), ([1, 1, -1], [5.0, 0.2, -7.0], 1.0)]:
        expect(f"accuracy({ys}, scores) with scores = {scores}", student.accuracy(ys, [student.Value(s) for s in scores]), share)


# total-loss


@pytest.mark.exercise("total-loss", weight=2)
@given(numbers=st.lists(quarters, min_size=1, max_size=5), alpha=st.sampled_from([1e-4, 0.01, 0.5, 2.0]))
def test_the_penalty_and_its_pull(student, numbers, alpha):
    values = [student.Value(number) for number in numbers]
    call = f"l2_penalty(parameters, {alpha}) with the parameters {numbers}"
    out = student.l2_penalty(values, alpha)
    expect(f"{call}: data", data_of(call, out), alpha * sum(p * p for p in numbers), hint="alpha times the sum of the squares.")
    expect(f"{call}: after backward(), the list of the gradients of the parameters", gradients(call, out, values), [2 * alpha * p for p in numbers],
           hint="The penalty must be made of the parameters themselves, so that it pulls on them.")


@pytest.mark.exercise("total-loss")
def test_the_usual_alpha(student):
    out = student.l2_penalty([student.Value(30.0), student.Value(-40.0)])
    expect("l2_penalty(parameters) with the parameters 30.0, -40.0: data", data_of("l2_penalty(parameters)", out), 0.25, hint="When no alpha is given, it is 1e-4.")
    sizes, numbers = [1, 1], [30.0, -40.0]
    loss, _ = pair_of("total_loss(model, [[2.0]], [1])", student.total_loss(network_with(student, sizes, numbers), [[2.0]], [1]))
    expect(f"total_loss(model, [[2.0]], [1]), {described(sizes, numbers)}: the loss", data_of("the loss", loss), 0.25, hint="When no alpha is given, it is 1e-4.")


@pytest.mark.exercise("total-loss", weight=3)
@given(seed=seeds, sizes=st.sampled_from([(1, 1), (2, 1), (2, 3, 1)]), count=st.integers(1, 4), alpha=st.sampled_from([0.0, 0.01, 0.3]))
def test_the_total_and_the_accuracy(student, seed, sizes, count, alpha):
    numbers, X, ys, _, _ = random_case(seed, sizes, count, margin)
    network = network_with(student, sizes, numbers)
    call = f"total_loss(model, {X}, {ys}, alpha={alpha}), {described(sizes, numbers)}"
    loss, share = pair_of(call, student.total_loss(network, X, ys, alpha=alpha))
    scores = [score_of(sizes, numbers, x) for x in X]
    expect(f"{call}: the loss", data_of(f"{call}: the loss", loss), margin(ys, scores)[0] + alpha * sum(p * p for p in numbers),
           hint="The max-margin loss of the scores, plus alpha times the sum of the squares of all parameters.")
    expect(f"{call}: the accuracy", share, sum(y * s > 0 for y, s in zip(ys, scores)) / count)


@pytest.mark.exercise("total-loss")
@given(seed=seeds, alpha=st.sampled_from([0.01, 0.3]))
def test_the_gradients_of_the_total(student, seed, alpha):
    sizes = (2, 2, 1)
    numbers, X, ys, _, after = random_case(seed, sizes, 3, margin, 1, 1.0, alpha)
    network = network_with(student, sizes, numbers)
    call = f"total_loss(model, {X}, {ys}, alpha={alpha}), {described(sizes, numbers)}"
    loss, _ = pair_of(call, student.total_loss(network, X, ys, alpha))
    parameters = list(network.parameters())
    expect(f"{call}: the list of the parameters afterwards", [p.data for p in parameters], numbers, hint="total_loss only looks.")
    expect(f"{call}: the list of the gradients before any backward()", [p.grad for p in parameters], [0.0] * len(numbers), hint="total_loss only looks. The caller calls backward().")
    wanted = [p - moved for p, moved in zip(numbers, after)]
    expect(f"{call}: after loss.backward(), the list of the gradients of the parameters", gradients(call, loss, parameters), wanted,
           hint="Both parts pull: the examples through the scores, and the penalty directly.", tol=AFTER_STEPS)


# train


@pytest.mark.exercise("train")
@given(k=st.integers(0, 100), n=st.sampled_from([None, 100, 200, 1000]))
def test_the_falling_rate(student, k, n):
    if n is None:
        expect(f"learning_rate({k})", student.learning_rate(k), 1.0 - 0.9 * k / 100, hint="A straight line from 1.0 at k = 0 to 0.1 at k = 100.")
    else:
        expect(f"learning_rate({k}, n={n})", student.learning_rate(k, n=n), 1.0 - 0.9 * k / n, hint="A straight line from 1.0 at k = 0 to 0.1 at k = n.")


def expect_train(student, sizes, case, steps, alpha):
    numbers, X, ys, wanted, after = case
    network = network_with(student, sizes, numbers)
    call = f"train(model, {X}, {ys}, {steps}, alpha={alpha}), {described(sizes, numbers)}"
    losses = list_of(call, student.train(network, X, ys, steps, alpha=alpha))
    expect(f"{call}: the list of losses", losses, wanted,
           hint="The total loss of each step's forward pass. The rate of step k is learning_rate(k), counted from 0; the gradients are this step's alone.", tol=AFTER_STEPS)
    expect(f"{call}: the list of the parameters afterwards", parameters_of(network), after,
           hint="Step k moves every weight and every bias by learning_rate(k) times its gradient. The first step is step 0.", tol=AFTER_STEPS)


@pytest.mark.exercise("train", weight=2)
@given(seed=seeds, nin=st.integers(1, 2), count=st.integers(1, 4), steps=st.integers(1, 5), alpha=st.sampled_from([0.0, 1e-4, 0.05]))
def test_a_linear_neuron_learns_the_labels(student, seed, nin, count, steps, alpha):
    expect_train(student, (nin, 1), random_case(seed, (nin, 1), count, margin, steps, None, alpha), steps, alpha)


@pytest.mark.exercise("train", weight=2)
@given(seed=seeds, count=st.integers(2, 3), steps=st.integers(2, 3), alpha=st.sampled_from([0.0, 0.05]))
def test_a_network_learns_the_labels(student, seed, count, steps, alpha):
    expect_train(student, (2, 2, 1), random_case(seed, (2, 2, 1), count, margin, steps, None, alpha), steps, alpha)


@pytest.mark.exercise("train")
def test_train_with_the_usual_alpha(student):
    sizes, numbers, X, ys = [1, 1], [20.0, 10.0], [[2.0], [-2.0]], [1, -1]
    call = f"train(model, {X}, {ys}, 1), {described(sizes, numbers)}"
    losses = list_of(call, student.train(network_with(student, sizes, numbers), X, ys, 1))
    # Both examples are beyond the margin: the loss is the penalty alone.
    expect(f"{call}: the list of losses", losses, [1e-4 * (20.0**2 + 10.0**2)], hint="When no alpha is given, it is 1e-4.")


@pytest.mark.exercise("train", weight=2)
@pytest.mark.limit(seconds=60, says="32 steps over 40 points did not end within a minute: is there a forward pass too many in each step, or do the graphs of old steps pile up?")
def test_the_half_moons(student):
    student.module("random").seed(3)
    network = student.MLP(2, [16, 16, 1])
    call = "train(MLP(2, [16, 16, 1]), X, y, 32) on 40 points of two half-moons"
    losses = list_of(call, student.train(network, *half_moons(40, 7), 32))
    expect(f"{call}: the number of losses", len(losses), 32)
    require(losses[-1] < losses[0] / 3, f"{call}: the loss goes from {losses[0]:.3f} to {losses[-1]:.3f}, should fall to less than a third")
    numbers, (points, labels) = parameters_of(network), half_moons(128, 8)
    share = sum(label * score_of([2, 16, 16, 1], numbers, x) > 0 for x, label in zip(points, labels)) / len(labels)
    require(share >= 0.95, f"{call}: afterwards {100 * share:.1f} % of 128 other points are on the right side, should be at least 95 %")


# largest-rate


@pytest.mark.exercise("largest-rate", weight=2)
@given(xs=st.lists(quarters, min_size=1, max_size=6).filter(any))
def test_the_border(student, xs):
    expect(f"largest_rate({xs})", student.largest_rate(xs), 1 / sum(x * x for x in xs),
           hint="A step multiplies the distance to the best weight by a number. Which rates keep that number between -1 and 1?")


@pytest.mark.exercise("largest-rate")
def test_one_example(student):
    for x in (1.0, -2.0, 0.5):
        expect(f"largest_rate([{x}])", student.largest_rate([x]), 1 / x ** 2, hint=f"The loss is ({x} * w - y) ** 2. Write down its gradient, then one step.")
