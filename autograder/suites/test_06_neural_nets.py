"""Hidden tests of lesson 06: the weighted sum, activations, Module, Neuron, Layer, MLP, and XOR by hand."""
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.channel import Handle
from autograder.judge import doing, expect, expect_error, require, show
from autograder.oracle import numerical_gradient

# Products of quarters are sixteenths. A bias three hundredths beside a quarter keeps every sum off relu's corner.
quarters = st.integers(-12, 12).filter(bool).map(lambda n: n / 4)
biases = st.integers(-12, 12).map(lambda n: n / 4 + 0.03)
seeds = st.integers(0, 10_000)
activations = st.sampled_from(["relu", "tanh", "none"])


@st.composite
def sums(draw, smallest=1):
    """(weights, inputs, bias), as many inputs as weights."""
    count = draw(st.integers(smallest, 5))
    numbers = st.lists(quarters, min_size=count, max_size=count)
    return draw(numbers), draw(numbers), draw(biases)


# What the mathematics says, in plain numbers


def total(weights, inputs, bias):
    return bias + sum(w * x for w, x in zip(weights, inputs, strict=True))


def bend(activation, n):
    return {"relu": max(n, 0.0), "tanh": math.tanh(n), "none": n}[activation]


def slope(activation, n):
    return {"relu": 1.0 if n > 0 else 0.0, "tanh": 1 - math.tanh(n) ** 2, "none": 1.0}[activation]


def network_output(layers, inputs):
    """`layers`: a list of layers, each a list of (weights, bias). Hidden layers relu, the last linear. Gives a list."""
    for place, layer in enumerate(layers):
        activation = "none" if place == len(layers) - 1 else "relu"
        inputs = [bend(activation, total(weights, inputs, bias)) for weights, bias in layer]
    return inputs


def hidden_sums(layers, inputs):
    """The sums before relu, a list for each hidden layer."""
    for layer in layers[:-1]:
        found = [total(weights, inputs, bias) for weights, bias in layer]
        yield found
        inputs = [max(n, 0.0) for n in found]


def random_network(nin, nouts, seed, alive=False):
    """(layers, inputs) whose hidden sums all lie well off relu's corner. `alive`: no hidden layer is off as a whole."""
    generator = random.Random(f"network {seed} {nin} {nouts}")
    while True:
        inputs = [round(generator.uniform(-2, 2), 2) for _ in range(nin)]
        layers = [[([round(generator.uniform(-2, 2), 2) for _ in range(before)], round(generator.uniform(-1, 1), 2)) for _ in range(nout)]
                  for before, nout in zip([nin, *nouts], nouts)]
        sums_found = list(hidden_sums(layers, inputs))
        if all(abs(n) > 0.01 for ns in sums_found for n in ns) and (not alive or all(max(ns) > 0 for ns in sums_found)):
            return layers, inputs


# What a student's object holds. An operation on a handle is a message to the room, so whole lists go at once.

_ROOM = """
def parts(thing, path):
    if path:
        return [parts(part, path[1:]) for part in getattr(thing, path[0])]
    return [list(thing.w), thing.b]

def make(Value, numbers):
    return [Value(number) for number in numbers]

def read(values, name):
    return [getattr(value, name) for value in values]

def write(values, numbers, name):
    for value, number in zip(values, numbers):
        setattr(value, name, number)
"""


def in_room(student, name, *args):
    return student.load(_ROOM, name)(*args)


def make(student, numbers):
    return in_room(student, "make", student.Value, numbers)


def data(student, values):
    return in_room(student, "read", values, "data")


def grads(student, values):
    return in_room(student, "read", values, "grad")


def write(student, values, numbers, name="data"):
    in_room(student, "write", values, numbers, name)


def data_of(call, out):
    require(isinstance(out, Handle), f"{call} is {show(out)}, should be a Value",
            "Is a `return` missing?" if out is None else "A single output needs no list around it." if isinstance(out, (list, tuple)) else "")
    with doing(f"reading the data of {call}"):
        return out.data


def values_of(student, call, answer):
    """The Values of a list; any container will do."""
    if isinstance(answer, Handle):
        with doing(f"going through {call}"):
            answer = list(answer)
    require(isinstance(answer, (list, tuple)), f"{call} is {show(answer)}, should be a list of Values",
            "Is a `return` missing?" if answer is None else "")
    require(all(isinstance(item, Handle) for item in answer),
            f"{call} is {show(list(answer))}, should be a list of Values and nothing else"[:300],
            "A list of lists? The result should be one flat list." if any(isinstance(item, (list, tuple)) for item in answer) else "")
    with doing(f"reading the gradients of {call}"):
        grads(student, list(answer))
    return list(answer)


def counted(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def weights_and_bias(name, part, nin):
    """The Values of one neuron, weights first."""
    weights, bias = part
    require(all(isinstance(weight, Handle) for weight in weights), f"{name}.w is {show(weights)}, should be a list of Values"[:300])
    require(len(weights) == nin, f"{name}.w has {counted(len(weights), 'weight')}, should have {nin}: one for each input")
    require(isinstance(bias, Handle), f"{name}.b is {show(bias)}, should be a Value", "Training changes the bias too, so it needs a gradient.")
    return [*weights, bias]


def values_of_neuron(student, neuron, nin, name="neuron"):
    return weights_and_bias(name, in_room(student, "parts", neuron, []), nin)


def values_of_layer(student, layer, nin, nout, name="layer", parts=None):
    """The weights and the bias of each neuron in turn, in one list."""
    parts = in_room(student, "parts", layer, ["neurons"]) if parts is None else parts
    require(len(parts) == nout, f"{name} has {counted(len(parts), 'neuron')}, should have {nout}")
    return [value for place, part in enumerate(parts) for value in weights_and_bias(f"{name}.neurons[{place}]", part, nin)]


def values_of_network(student, network, nin, nouts, name="mlp"):
    layers = in_room(student, "parts", network, ["layers", "neurons"])
    require(len(layers) == len(nouts), f"{name} has {counted(len(layers), 'layer')}, should have {len(nouts)}")
    return [value for place, (parts, before, nout) in enumerate(zip(layers, [nin, *nouts], nouts))
            for value in values_of_layer(student, None, before, nout, f"{name}.layers[{place}]", parts)]


def flat(layers):
    """The numbers of [[(weights, bias), ...], ...] in the order of `values_of_network`."""
    return [number for layer in layers for weights, bias in layer for number in [*weights, bias]]


def expect_same_values(call, found, wanted, hint):
    """Each of `wanted` once, in any order."""
    require(len(found) == len(wanted), f"len({call}) is {len(found)}, should be {len(wanted)}", hint)
    require(set(found) == set(wanted), f"{call} does not hold each weight and each bias itself: {len(set(wanted) - set(found))} of {len(wanted)} are missing",
            "Training changes what parameters() lists. So it must list the very Values that are used, no copies, each once.")


def expect_lengths_named(call, ask, weights, inputs):
    for number in (weights, inputs):
        with expect_error("ValueError", call, mentions=str(number), hint="Compare the two lengths before you add anything up; the message should name both."):
            ask()


def zero(numbers):
    return [0.0] * len(numbers)


# weighted-sum


@pytest.mark.exercise("weighted-sum", weight=2)
@given(numbers=sums())
def test_the_value_of_the_sum(student, numbers):
    weights, inputs, bias = numbers
    call = f"weighted_sum(w, x, b).data with w = {weights}, x = {inputs}, b = {bias}"
    out = student.weighted_sum(make(student, weights), inputs, student.Value(bias))
    expect(call, data_of(call, out), total(weights, inputs, bias), hint="b + w[0] * x[0] + w[1] * x[1] + ...: is each pair in it once, and the bias once?")


@pytest.mark.exercise("weighted-sum", weight=3)
@given(numbers=sums())
def test_the_gradients_of_the_sum(student, numbers):
    weights, inputs, bias = numbers
    w, x, b = make(student, weights), make(student, inputs), student.Value(bias)
    call = f"s = weighted_sum(w, x, b) with Values w = {weights}, x = {inputs}, b = {bias}; s.backward()"
    with doing(call):
        student.weighted_sum(w, x, b).backward()
    expect(f"{call}: [v.grad for v in w]", grads(student, w), inputs, hint="The slope of w[i] * x[i] in w[i] is x[i].")
    expect(f"{call}: [v.grad for v in x]", grads(student, x), weights,
           hint="The inputs here are Values. If you make new Values from them, the gradient goes to the new ones.")
    expect(f"{call}: b.grad", b.grad, 1.0, hint="The bias is added once, so its slope is 1.")


@pytest.mark.exercise("weighted-sum")
def test_numbers_and_values_mixed(student):
    x = student.Value(3.0)
    w = [student.Value(2.0), student.Value(-1.0), student.Value(0.5)]
    call = "weighted_sum(w, [x, 4, x], Value(1.0)) with x = Value(3.0), w = [2.0, -1.0, 0.5]"
    out = student.weighted_sum(w, [x, 4, x], student.Value(1.0))
    expect(f"{call}: data", data_of(call, out), 4.5)
    with doing(f"{call}.backward()"):
        out.backward()
    expect(f"{call}: after backward(), x.grad", x.grad, 2.5, hint="x is used twice. Its gradient collects both weights, 2.0 and 0.5.")
    expect(f"{call}: after backward(), [v.grad for v in w]", grads(student, w), [3.0, 4.0, 3.0])


@pytest.mark.exercise("weighted-sum")
def test_nothing_is_changed(student):
    w, b = [student.Value(2.0), student.Value(-1.0)], student.Value(0.5)
    x = student.inside([3.0, 4.0])
    for _ in range(2):
        out = student.weighted_sum(w, x, b)
    call = "weighted_sum(w, x, b), called twice with w = [2.0, -1.0], x = [3.0, 4.0], b = 0.5"
    expect(f"{call}: the second result", data_of(call, out), 2.5)
    expect(f"{call}: x afterwards", student.value_of(x), [3.0, 4.0], hint="Leave the caller's list as it is.")
    expect(f"{call}: [v.data for v in w + [b]] afterwards", [v.data for v in [*w, b]], [2.0, -1.0, 0.5], hint="Adding to b.data changes the bias itself. Make a new Value with b + ...")


@pytest.mark.exercise("weighted-sum", weight=2)
def test_lengths_that_differ(student):
    for weights, inputs in [(2, 5), (3, 2), (4, 7), (7, 4)]:
        w = make(student, [1.0] * weights)
        call = f"weighted_sum with {weights} weights and {inputs} inputs"
        expect_lengths_named(call, lambda: student.weighted_sum(w, [1.0] * inputs, student.Value(0.0)), weights, inputs)


# activation


@pytest.mark.exercise("activation", weight=3)
@given(name=activations, number=biases)
def test_what_each_activation_gives(student, name, number):
    call = f'activation_function("{name}")'
    function = student.activation_function(name)
    require(isinstance(function, Handle), f"{call} is {show(function)}, should be a function",
            "It should return a function, without calling it." if function is not None else "Is a `return` missing?")
    value = student.Value(number)
    out = function(value)
    expect(f"{call}(Value({number})).data", data_of(f"{call}(Value({number}))", out), bend(name, number))
    with doing(f"{call}(Value({number})).backward()"):
        out.backward()
    expect(f"{call} of v = Value({number}): after backward(), v.grad", value.grad, slope(name, number),
           hint="The function should use the Value's own relu() or tanh(), so that the gradient finds its way back.")


@pytest.mark.exercise("activation")
def test_one_function_for_many_values(student):
    functions = {name: student.activation_function(name) for name in ("relu", "tanh", "none")}
    for number in (2.0, -2.0, 0.25):
        for name, function in functions.items():
            call = f'f = activation_function("{name}"); f(Value({number})).data'
            expect(call, data_of(call, function(student.Value(number))), bend(name, number),
                   hint="Each function must remember which activation it is, also after others have been asked for.")


@pytest.mark.exercise("activation", weight=2)
def test_an_unknown_name(student):
    for name in ("sigmoid", "softmax", "identity"):
        with expect_error("ValueError", f'activation_function("{name}")', mentions=name,
                          hint="Whatever is not one of the three names should raise ValueError, and the message should say which name it was."):
            student.activation_function(name)


# module

_BOX = """
def make(Module, Value):
    class Box(Module):
        def __init__(self, numbers):
            self.inside = [Value(number) for number in numbers]
            self.stranger = Value(7.0)

        def parameters(self):
            return self.inside

    return Box
"""


def box(student, numbers):
    """An object of a class that inherits from the student's Module, with one parameter a number."""
    return student.load(_BOX, "make")(student.Module, student.Value)(numbers)


@pytest.mark.exercise("module")
def test_a_bare_module_has_no_parameters(student):
    module = student.Module()
    parameters = values_of(student, "Module().parameters()", module.parameters())
    expect("the number of parameters of Module()", len(parameters), 0)
    with doing("Module().zero_grad()"):
        module.zero_grad()


@pytest.mark.exercise("module", weight=2)
@given(numbers=st.lists(quarters, min_size=1, max_size=6))
def test_zero_grad_clears_the_gradients_and_nothing_else(student, numbers):
    thing = box(student, numbers)
    values = list(thing.inside)
    write(student, values, [place + 1.5 for place in range(len(values))], "grad")
    thing.stranger.grad = 5.0
    call = f"zero_grad() of an object whose parameters are {numbers}"
    with doing(call):
        thing.zero_grad()
    expect(f"{call}: [p.grad for p in parameters()] afterwards", grads(student, values), zero(values),
           hint="Go through self.parameters() and set grad of each. A new Value in its place, or a change of a copy, does not reach the parameter.")
    expect(f"{call}: [p.data for p in parameters()] afterwards", data(student, values), numbers, hint="The data are what has been learned. Only grad goes back to 0.")
    after = values_of(student, "the parameters after zero_grad()", thing.parameters())
    require(len(after) == len(values) and all(one is other for one, other in zip(after, values)),
            f"{call}: the parameters afterwards are not the same Values in the same order as before", "zero_grad changes grad, and nothing else.")
    expect(f"{call}: the gradient of a Value that is not among the parameters", thing.stranger.grad, 5.0)


@pytest.mark.exercise("module")
def test_gradients_start_afresh(student):
    thing = box(student, [2.0, -3.0])
    first, second = list(thing.inside)
    for _ in range(3):
        with doing("zero_grad()"):
            thing.zero_grad()
        (first * second + first).backward()
    expect("three times zero_grad() and (p * q + p).backward() with p = 2, q = -3: [p.grad, q.grad]", [first.grad, second.grad], [-2.0, 2.0],
           hint="Without zero_grad they would be three times as large.")


@pytest.mark.exercise("module")
def test_parameters_are_asked_for_each_time(student):
    thing = box(student, [1.0])
    with doing("zero_grad()"):
        thing.zero_grad()
    late = student.Value(4.0)
    late.grad = 3.0
    thing.inside = [*list(thing.inside), late]
    with doing("zero_grad()"):
        thing.zero_grad()
    expect("zero_grad() after one more parameter has come: its gradient", late.grad, 0.0, hint="Ask self.parameters() inside zero_grad.")


# neuron


def described(weights, bias, activation):
    return f'neuron = Neuron({len(weights)}, "{activation}") with w = {weights}, b = {bias}'


def neuron_with(student, weights, bias, activation):
    """A neuron with these numbers, and its Values."""
    with doing(f'Neuron({len(weights)}, activation="{activation}")'):
        neuron = student.Neuron(len(weights), activation=activation)
    values = values_of_neuron(student, neuron, len(weights))
    set_numbers(student, values, [*weights, bias])
    return neuron, values


def set_numbers(student, values, numbers):
    """Weights and bias get these numbers, one each."""
    write(student, values, numbers)
    expect(f"a neuron whose weights are set to {numbers[:-1]}, one after the other: [v.data for v in neuron.w]", data(student, values[:-1]), numbers[:-1],
           hint="Does one Value stand in several places?")


@pytest.mark.exercise("neuron")
def test_weights_and_bias(student):
    for nin in (1, 2, 4, 9):
        *_, bias = values_of_neuron(student, student.Neuron(nin), nin, f"Neuron({nin})")
        start = bias.data
        require(type(start) in (int, float) and abs(start) <= 1, f"the bias of Neuron({nin}) starts at {show(start)}, should start at 0.0 or at a random number between -1 and 1")


@pytest.mark.exercise("neuron", weight=2)
def test_random_weights(student):
    starts = data(student, values_of_neuron(student, student.Neuron(600), 600)[:-1])
    hint = "random.uniform(-1, 1), called anew for each weight."
    outside = [start for start in starts if not isinstance(start, float) or not -1 <= start <= 1]
    require(not outside, f"a weight starts at {show(outside[0]) if outside else ''}, should be a number between -1 and 1", hint)
    different = len(set(starts))
    require(different > 590, f"the 600 weights of Neuron(600) start at {counted(different, 'different number')}, should all start differently", hint)
    require(min(starts) < -0.85 and max(starts) > 0.85, f"the 600 weights of Neuron(600) start between {min(starts):.2f} and {max(starts):.2f}, should fill the range from -1 to 1", hint)
    middle = sum(abs(start) < 0.5 for start in starts) / 600
    # Six standard deviations: a right answer fails here once in some hundred million submissions.
    require(abs(middle - 0.5) < 0.1225, f"{middle:.0%} of the weights of Neuron(600) start between -0.5 and 0.5, should be about half of them", hint)


@pytest.mark.exercise("neuron")
def test_each_neuron_starts_differently(student):
    firsts = [student.Neuron(2).w[0].data for _ in range(6)]
    require(len(set(firsts)) == 6, f"the first weights of six neurons are {show(firsts)}, should all be different",
            "If each neuron sets the seed, or shares a list, they all start alike, and then they stay alike.")


@pytest.mark.exercise("neuron", weight=5)
@given(numbers=sums(), activation=activations)
def test_output_and_gradients(student, numbers, activation):
    weights, inputs, bias = numbers
    neuron, values = neuron_with(student, weights, bias, activation)
    x = make(student, inputs)
    call = f"{described(weights, bias, activation)}; o = neuron({inputs})"
    with doing(call):
        out = neuron(x)
    n = total(weights, inputs, bias)
    expect(f"{call}; o.data", data_of(call, out), bend(activation, n), hint="First the weighted sum with the bias, then the activation of this neuron.")
    with doing(f"{call}; o.backward()"):
        out.backward()
    factor = slope(activation, n)
    *of_weights, of_bias = grads(student, values)
    after = f"{call}; o.backward():"
    expect(f"{after} [w.grad for w in neuron.w]", of_weights, [factor * number for number in inputs], hint="Each weight's gradient is its input times the slope of the activation.")
    expect(f"{after} neuron.b.grad", of_bias, factor, hint="The bias's gradient is the slope of the activation.")
    expect(f"{after} [x.grad for x in the inputs]", grads(student, x), [factor * number for number in weights], hint="Each input's gradient is its weight times the slope of the activation.")


@pytest.mark.exercise("neuron", weight=3)
def test_relu_on_and_off(student):
    neuron = student.Neuron(4)
    values = values_of_neuron(student, neuron, 4)
    for bias, output, wanted in [(0.5, 8.5, [1.0, 2.0, 3.0, 4.0, 1.0]), (-20.0, 0.0, [0.0] * 5)]:
        set_numbers(student, values, [-1.0, 2.0, -1.0, 2.0, bias])
        write(student, values, [0.0] * 5, "grad")
        call = f"neuron = Neuron(4) with w = [-1.0, 2.0, -1.0, 2.0], b = {bias}; o = neuron([1.0, 2.0, 3.0, 4.0])"
        out = neuron([1.0, 2.0, 3.0, 4.0])
        expect(f"{call}; o.data", data_of(call, out), output, hint='A neuron uses "relu" unless it is told otherwise.')
        with doing(f"{call}; o.backward()"):
            out.backward()
        expect(f"{call}; o.backward(): [p.grad for p in neuron.w + [neuron.b]]", grads(student, values), wanted,
               hint="The relu is on: the gradients are the inputs, and 1 for the bias." if bias > 0 else "The relu is off: no gradient comes through.")


@pytest.mark.exercise("neuron", weight=2)
def test_the_tanh_neuron_of_the_text(student):
    neuron, (w1, w2, b) = neuron_with(student, [-3.0, 1.0], 6.8813735870195432, "tanh")
    x1, x2 = make(student, [2.0, 0.0])
    call = 'neuron = Neuron(2, "tanh") with w = [-3.0, 1.0], b = 6.88137...; o = neuron([2.0, 0.0])'
    out = neuron([x1, x2])
    expect(f"{call}; o.data", data_of(call, out), 0.7071067811865476)
    with doing(f"{call}; o.backward()"):
        out.backward()
    expect(f"{call}; o.backward(): [x1.grad, w1.grad, x2.grad, w2.grad, b.grad]", grads(student, [x1, w1, x2, w2, b]), [-1.5, 1.0, 0.5, 0.0, 0.5])


@pytest.mark.exercise("neuron")
def test_each_call_computes_anew(student):
    neuron, values = neuron_with(student, [2.0, -1.0], 0.25, "none")
    start = 'neuron = Neuron(2, "none") with w = [2.0, -1.0], b = 0.25'
    expect(f"{start}; neuron([3.0, 1.0]).data", data_of("neuron([3.0, 1.0])", neuron([3.0, 1.0])), 5.25)
    expect(f"{start}; a second call, neuron([1, 1]).data", data_of("neuron([1, 1])", neuron([1, 1])), 1.25, hint="Nothing of the first call may be left over in the second.")
    values[0].data = 10.0
    expect(f"{start}; after w[0].data = 10.0, neuron([1, 1]).data", data_of("neuron([1, 1])", neuron([1, 1])), 9.25, hint="Use the weights as they are at the moment of the call.")


@pytest.mark.exercise("neuron", weight=3)
def test_parameters_of_a_neuron(student):
    for nin in (1, 2, 5):
        neuron = student.Neuron(nin, activation="tanh")
        values = values_of_neuron(student, neuron, nin)
        call = f"Neuron({nin}).parameters()"
        expect_same_values(call, values_of(student, call, neuron.parameters()), values, "One for each input, and the bias.")
        write(student, values, [2.0] * len(values), "grad")
        with doing("neuron.zero_grad()"):
            neuron.zero_grad()
        expect(f"Neuron({nin}), neuron.zero_grad(): [p.grad for p in neuron.w + [neuron.b]]", grads(student, values), zero(values))


@pytest.mark.exercise("neuron")
def test_a_neuron_with_an_unknown_activation(student):
    for name in ("sigmoid", "softmax"):
        with expect_error("ValueError", f'Neuron(3, activation="{name}")', mentions=name, hint="Find out when the neuron is made, not when it is first called."):
            student.Neuron(3, activation=name)


@pytest.mark.exercise("neuron")
def test_a_neuron_with_a_wrong_number_of_inputs(student):
    for nin, inputs in [(7, 4), (4, 7)]:
        neuron = student.Neuron(nin)
        expect_lengths_named(f"Neuron({nin}) called with {inputs} inputs", lambda: neuron([1.0] * inputs), nin, inputs)


# layer


@pytest.mark.exercise("layer", weight=2)
def test_neurons_and_parameters(student):
    for nin, nout in [(2, 3), (1, 4), (4, 1), (3, 3)]:
        layer = student.Layer(nin, nout)
        values = values_of_layer(student, layer, nin, nout, f"Layer({nin}, {nout})")
        require(len(set(values)) == nout * (nin + 1), f"the neurons of Layer({nin}, {nout}) have {len(set(values))} different weights and biases, should have {nout * (nin + 1)}",
                "[Neuron(...)] * n is a list that holds one neuron n times.")
        call = f"Layer({nin}, {nout}).parameters()"
        expect_same_values(call, values_of(student, call, layer.parameters()), values, f"{nout} times {nin} weights and a bias, in one list.")


@pytest.mark.exercise("layer", weight=3)
@given(seed=seeds, nin=st.integers(1, 4), nout=st.integers(2, 4), activation=activations)
def test_outputs_in_order(student, seed, nin, nout, activation):
    (numbers, _), inputs = random_network(nin, [nout, 1], seed)
    with doing(f'Layer({nin}, {nout}, activation="{activation}")'):
        layer = student.Layer(nin, nout, activation=activation)
    write(student, values_of_layer(student, layer, nin, nout), flat([numbers]))
    x = make(student, inputs)
    text = f'layer = Layer({nin}, {nout}, "{activation}") with neurons (w, b) = {numbers}; outs = layer({inputs})'
    with doing(text):
        answer = layer(x)
    outs = values_of(student, text, answer)
    ns = [total(weights, inputs, bias) for weights, bias in numbers]
    expect(f"{text}: [o.data for o in outs]", data(student, outs), [bend(activation, n) for n in ns],
           hint="Each neuron sees all the inputs and has the layer's activation; the outputs are in the order of the neurons.")
    add_up(outs).backward()
    wanted = [sum(slope(activation, n) * weights[i] for n, (weights, _) in zip(ns, numbers)) for i in range(nin)]
    expect(f"{text}; the sum of outs, backward(): [x.grad for x in the inputs]", grads(student, x), wanted,
           hint="Every neuron sends a gradient to each input.")


def add_up(values):
    first, *others = values
    for value in others:
        first = first + value
    return first


@pytest.mark.exercise("layer", weight=2)
def test_a_layer_of_one_gives_the_value_itself(student):
    layer = student.Layer(3, 1, activation="none")
    write(student, values_of_layer(student, layer, 3, 1), [1.0, -2.0, 0.5, 0.25])
    call = "Layer(3, 1)([1.0, 2.0, 4.0])"
    out = layer([1.0, 2.0, 4.0])
    require(not isinstance(out, (list, tuple)), f"{call} is {show(out)}, should be the Value itself", "With one output, the list around it only gets in the way.")
    expect('Layer(3, 1, "none")([1.0, 2.0, 4.0]).data with w = [1.0, -2.0, 0.5], b = 0.25', data_of(call, out), -0.75)


@pytest.mark.exercise("layer")
def test_a_layer_uses_relu_by_default(student):
    layer = student.Layer(1, 3)
    write(student, values_of_layer(student, layer, 1, 3), [1.0, 0.5, -1.0, 0.5, 2.0, -9.0])
    outs = values_of(student, "Layer(1, 3)([2.0])", layer([2.0]))
    expect("outs = Layer(1, 3)([2.0]) with weights 1, -1, 2 and biases 0.5, 0.5, -9: [o.data for o in outs]", data(student, outs), [2.5, 0.0, 0.0])


@pytest.mark.exercise("layer")
def test_neurons_of_a_layer_start_differently(student):
    firsts = data(student, values_of_layer(student, student.Layer(2, 8), 2, 8, "Layer(2, 8)"))[::3]
    require(len(set(firsts)) == 8, f"the first weights of the neurons of Layer(2, 8) are {show(firsts)}, should all be different", "Each place in the list needs a neuron of its own.")


@pytest.mark.exercise("layer")
def test_zero_grad_of_a_layer(student):
    layer = student.Layer(2, 3, activation="none")
    values = values_of_layer(student, layer, 2, 3)
    # Positive sums, set by hand: whether a wrong layer fails here must not depend on its random start.
    write(student, values, [0.5, 0.25, 0.5] * 3)
    with doing("Layer(2, 3)([1.0, 2.0])"):
        answer = layer([1.0, 2.0])
    add_up(values_of(student, "Layer(2, 3)([1.0, 2.0])", answer)).backward()
    expect('Layer(2, 3, "none")([1.0, 2.0]), the sum of the outputs, backward(): the list of the parameters\' gradients', grads(student, values), [1.0, 2.0, 1.0] * 3)
    with doing("layer.zero_grad()"):
        layer.zero_grad()
    expect("layer.zero_grad(): [p.grad for p in layer.parameters()]", grads(student, values), zero(values))


@pytest.mark.exercise("layer")
def test_a_layer_passes_errors_on(student):
    with expect_error("ValueError", 'Layer(2, 3, activation="sigmoid")', mentions="sigmoid"):
        student.Layer(2, 3, activation="sigmoid")
    layer = student.Layer(7, 2)
    expect_lengths_named("Layer(7, 2) called with 4 inputs", lambda: layer([1.0] * 4), 7, 4)


# mlp


@pytest.mark.exercise("mlp", weight=2)
@pytest.mark.parametrize("nin, nouts, count", [(2, [16, 16, 1], 337), (3, [4, 4, 1], 41), (1, [1], 2), (2, [1, 1], 5), (5, [3, 2, 4], 38)])
def test_layers_and_parameters(student, nin, nouts, count):
    network = student.MLP(nin, nouts)
    values = values_of_network(student, network, nin, nouts, f"MLP({nin}, {nouts})")
    call = f"MLP({nin}, {nouts}).parameters()"
    parameters = values_of(student, call, network.parameters())
    require(len(parameters) == count, f"len({call}) is {len(parameters)}, should be {count}", "Each layer has nout * (nin + 1) parameters.")
    expect_same_values(call, parameters, values, "")


@pytest.mark.exercise("mlp", weight=6)
@given(seed=seeds, nin=st.integers(1, 3), hidden=st.lists(st.integers(2, 4), min_size=1, max_size=2), nout=st.integers(1, 3))
def test_outputs_of_a_network(student, seed, nin, hidden, nout):
    check_network(student, nin, [*hidden, nout], seed)


@pytest.mark.exercise("mlp", weight=2)
@pytest.mark.parametrize("nin, nouts", [(2, [1, 1]), (1, [1, 1, 1]), (3, [2, 1, 2]), (2, [1, 3, 1])])
def test_a_hidden_layer_of_one_neuron(student, nin, nouts):
    for seed in range(3):
        check_network(student, nin, nouts, seed)


@pytest.mark.exercise("mlp", weight=2)
def test_a_network_of_one_layer_is_linear(student):
    for nin, nout in [(2, 1), (3, 1), (2, 3)]:
        for seed in range(3):
            check_network(student, nin, [nout], seed)


def check_network(student, nin, nouts, seed):
    numbers, inputs = random_network(nin, nouts, seed)
    network = student.MLP(nin, nouts)
    write(student, values_of_network(student, network, nin, nouts), flat(numbers))
    text = f"mlp = MLP({nin}, {nouts}) with (w, b) = {numbers}; mlp({inputs})"
    with doing(text):
        out = network(inputs)
    wanted = network_output(numbers, inputs)
    hint = "Each layer's outputs are the next layer's inputs; hidden layers use relu, the last layer none."
    if nouts[-1] == 1:
        expect(f"{text}.data", data_of(text, out), wanted[0], hint=hint)
    else:
        expect(f"{text}: the list of data", data(student, values_of(student, text, out)), wanted, hint=hint)


@pytest.mark.exercise("mlp", weight=2)
@pytest.mark.parametrize("nin, nouts", [(2, [3, 1]), (2, [2, 2, 1]), (1, [2, 1, 1])])
def test_gradients_of_a_network(student, nin, nouts):
    for seed in range(2):
        numbers, inputs = random_network(nin, nouts, f"gradients {seed}", alive=True)
        network = student.MLP(nin, nouts)
        values = values_of_network(student, network, nin, nouts)
        write(student, values, flat(numbers))
        x = make(student, inputs)
        text = f"mlp = MLP({nin}, {nouts}) with (w, b) = {numbers}; o = mlp({inputs}); o.backward()"
        with doing(text):
            out = network(x)
        data_of(text, out)
        with doing(text):
            out.backward()

        def output(point):
            left = iter(point)
            return network_output([[([next(left) for _ in weights], next(left)) for weights, _ in layer] for layer in numbers], inputs)[0]

        for name, grad, slope_there in zip(names_of(numbers), grads(student, values), slopes_of(output, flat(numbers))):
            expect(f"{text}: mlp.{name}.grad", grad, slope_there, tol=1e-6)
        expect(f"{text}: [x.grad for x in the inputs]", grads(student, x),
               slopes_of(lambda point: network_output(numbers, point)[0], inputs), tol=1e-6,
               hint="The inputs are Values here. If you make new Values from them, the gradient never reaches them.")


def names_of(layers):
    """Of all weights and biases, in the order of `flat`."""
    for i, layer in enumerate(layers):
        for j, (weights, _) in enumerate(layer):
            yield from (f"layers[{i}].neurons[{j}].{part}" for part in [*(f"w[{k}]" for k in range(len(weights))), "b"])


def slopes_of(f, point):
    # Between its corners a relu network is straight in each number, so the central difference is exact up to rounding noise.
    return [round(number, 8) for number in numerical_gradient(f, point, h=2.0**-12)]


@pytest.mark.exercise("mlp")
def test_a_negative_answer(student):
    network = student.MLP(2, [3, 1])
    values = values_of_network(student, network, 2, [3, 1])
    write(student, values, [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, -1.0, -2.0, 0.5, -3.0])
    out = network([1.0, 2.0])
    expect("an MLP(2, [3, 1]) whose last sum is -6.5: the output", data_of("mlp([1.0, 2.0])", out), -6.5, hint="Nothing bends the last layer.")
    with doing("o.backward()"):
        out.backward()
    expect("an MLP(2, [3, 1]) whose last sum is -6.5: the gradient of the last bias", values[-1].grad, 1.0)


@pytest.mark.exercise("mlp", weight=2)
def test_the_sizes_stay_as_they_were(student):
    nouts = student.inside([2, 3, 1])
    student.MLP(4, nouts)
    expect("nouts = [2, 3, 1]; MLP(4, nouts); nouts afterwards", student.value_of(nouts), [2, 3, 1], hint="Make a list of your own, such as [nin] + nouts.")


@pytest.mark.exercise("mlp")
def test_zero_grad_of_a_network(student):
    network = student.MLP(2, [3, 1])
    values = values_of_network(student, network, 2, [3, 1])
    before = data(student, values)
    write(student, values, [4.0] * len(values), "grad")
    with doing("mlp.zero_grad()"):
        network.zero_grad()
    expect("MLP(2, [3, 1]), mlp.zero_grad(): [p.grad for p in mlp.parameters()]", grads(student, values), zero(values))
    expect("MLP(2, [3, 1]), mlp.zero_grad(): [p.data for p in mlp.parameters()]", data(student, values), before)


@pytest.mark.exercise("mlp")
def test_a_network_with_a_wrong_number_of_inputs(student):
    network = student.MLP(7, [3, 1])
    expect_lengths_named("MLP(7, [3, 1]) called with 4 inputs", lambda: network([1.0] * 4), 7, 4)


# xor

_XOR = [([0, 0], 0.0), ([0, 1], 1.0), ([1, 0], 1.0), ([1, 1], 0.0)]


def xor_outputs(network):
    return [data_of(f"xor_network()({inputs})", network(inputs)) for inputs, _ in _XOR]


@pytest.mark.exercise("xor", weight=2)
def test_the_table_of_xor(student):
    expect("the outputs of xor_network() for [0, 0], [0, 1], [1, 0], [1, 1]: the list", xor_outputs(student.xor_network()), [wanted for _, wanted in _XOR], tol=1e-6,
           hint="Write down the two hidden outputs for each of the four rows. Then find three numbers that turn them into 0, 1, 1, 0.")


@pytest.mark.exercise("xor", weight=2)
def test_the_nine_numbers_do_the_work(student):
    numbers = data(student, values_of_network(student, student.xor_network(), 2, [2, 1], "xor_network()"))
    require(all(type(number) in (int, float) for number in numbers), f"the nine numbers of xor_network() are {show(numbers)}, should be plain numbers", "Set the data of each weight and each bias.")
    neurons = [(numbers[i:i + 2], numbers[i + 2]) for i in (0, 3, 6)]
    outputs = [network_output([neurons[:2], neurons[2:]], inputs)[0] for inputs, _ in _XOR]
    expect(f"xor_network() has the weights and biases {show(numbers)}. Worked out by hand for [0, 0], [0, 1], [1, 0], [1, 1], with relu in the two hidden neurons, the list of outputs",
           outputs, [wanted for _, wanted in _XOR], tol=1e-6, hint="The network must get its answers from its nine parameters.")


@pytest.mark.exercise("xor")
def test_every_xor_network_works(student):
    found = []
    for seed in (1, 2, 3):
        student.module("random").seed(seed)
        found.append(xor_outputs(student.xor_network()))
    hint = "Is there a number that you did not set, and that starts at random?" if found[0] != found[1] else ""
    for outputs in found:
        expect("a new xor_network(): the list of its outputs for [0, 0], [0, 1], [1, 0], [1, 1]", outputs, [wanted for _, wanted in _XOR], tol=1e-6, hint=hint)
