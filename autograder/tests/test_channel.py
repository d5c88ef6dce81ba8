"""The channel from the grader's side: whatever the room sends, a question ends in a value or a plain error, in time."""
import json
import math
import socket
import struct
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.channel import Conversation, Handle, NotebookSilent, Student, StudentError
from autograder.channel.values import BadValue, decode, encode


def frame(message) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack(">I", len(body)) + body


def answered_with(raw: bytes, seconds: float = 1.0, keep_open: bool = False):
    """A conversation whose other side sends `raw` whatever it is asked."""
    ours, theirs = socket.socketpair()

    def room():
        try:
            theirs.recv(1 << 16)
            theirs.sendall(raw)
            if not keep_open:
                theirs.close()
        except OSError:
            pass

    threading.Thread(target=room, daemon=True).start()
    conversation = Conversation(ours, seconds)
    conversation.theirs = theirs
    return conversation


def test_plain_values_come_out_as_exact_builtins():
    answer = {"l": [1, 2.5, True, None, "x", {"t": [1]}, {"d": [["a", 1.0]]}, {"f": "inf"}, {"i": "0x8000000000000000"}]}
    value = answered_with(frame({"n": 1, "value": answer})).ask("name", name="x")
    assert value == [1, 2.5, True, None, "x", (1,), {"a": 1.0}, math.inf, 1 << 63]
    assert [type(item) for item in value[:5]] == [int, float, bool, type(None), str]


def test_the_same_object_is_the_same_handle():
    one, other, third = answered_with(frame({"n": 1, "value": {"l": [{"h": 3, "k": "Value"}, {"h": 3, "k": "Value"}, {"h": 4, "k": "Value"}]}})).ask("x")
    assert one is other and one is not third and isinstance(one, Handle)


@pytest.mark.parametrize("raw", [
    b"", b"\x00", b"\xff\xff\xff\xff", struct.pack(">I", 50) + b"short", frame(b"not json"), frame(b"[" * 100_000), frame([1, 2]), frame({}),
    frame({"n": 2, "value": 1}), frame({"n": True, "value": 1}), frame({"n": 1, "value": {"h": -1, "k": "x"}}),
    frame({"n": 1, "value": {"h": True, "k": "x"}}), frame({"n": 1, "value": {"h": 1, "k": 2}}), frame({"n": 1, "value": {"x": 1}}),
    frame({"n": 1, "value": {"f": "1e5"}}), frame({"n": 1, "value": {"i": "0x" + "f" * 5000}}), frame({"n": 1, "value": {"i": "zz"}}),
    frame({"n": 1, "value": {"l": 5}}), frame({"n": 1, "value": {"d": [[1]]}}), frame({"n": 1, "value": {"d": [[{"l": []}, 1]]}}),
    frame({"n": 1, "value": {"l": [], "t": []}}), frame({"n": 1, "value": [1]}), frame({"callback": 7, "args": []}), frame({"callback": "0", "args": 5}),
    frame({"n": 1, "error": "no"}), frame(b'{"n":1,"value":' + b"9" * 6000 + b"}"), frame(b'{"n":1,"value":' + b"[" * 90_000 + b"]" * 90_000 + b"}"),
])
def test_nonsense_ends_the_conversation_with_a_plain_reason(raw):
    conversation = answered_with(raw)
    start = time.monotonic()
    with pytest.raises(NotebookSilent) as first:
        conversation.ask("name", name="x")
    with pytest.raises(NotebookSilent):  # and it stays ended
        conversation.ask("name", name="x")
    assert time.monotonic() - start < 1.5
    assert "\n" not in str(first.value) and len(str(first.value)) < 200


def test_a_message_over_the_limit_is_refused_before_it_is_read():
    conversation = answered_with(struct.pack(">I", 1 << 30), keep_open=True)
    start = time.monotonic()
    with pytest.raises(NotebookSilent, match="bytes"):
        conversation.ask("x")
    assert time.monotonic() - start < 0.5


def test_silence_and_dribbling_end_at_the_deadline():
    for raw in (b"", struct.pack(">I", 100) + b"{"):
        conversation = answered_with(raw, seconds=0.4, keep_open=True)
        start = time.monotonic()
        with pytest.raises(NotebookSilent) as end:
            conversation.ask("x")
        assert end.value.timed_out and 0.3 < time.monotonic() - start < 1


def test_a_flood_of_callbacks_ends():
    conversation = answered_with(frame({"callback": 0, "args": [1.0]}) * 3000, seconds=1)
    calls = []
    start = time.monotonic()
    with pytest.raises(NotebookSilent):
        conversation.ask("call", lambda x: calls.append(x))
    assert 0 < len(calls) <= 3000 and time.monotonic() - start < 2


def test_an_error_of_the_students_keeps_its_type_message_and_line():
    report = {"type": "ValueError", "bases": ["ValueError", "Exception"], "message": "no", "line": 3, "cell": "cell 2", "text": "raise"}
    with pytest.raises(StudentError) as error:
        answered_with(frame({"n": 1, "error": report})).ask("x")
    assert (error.value.kind, error.value.message, error.value.line) == ("ValueError", "no", 3)


def test_handles_do_not_compare_or_count_as_true():
    handle = answered_with(frame({"n": 1, "value": {"h": 0, "k": "Value"}})).ask("x")
    for forbidden in (lambda: bool(handle), lambda: handle == 3.0, lambda: handle < 1, lambda: handle >= handle, lambda: 3.0 == handle):
        with pytest.raises(TypeError):
            forbidden()
    assert handle == handle and handle in {handle}


def test_what_must_not_cross_does_not():
    for thing in (object(), {1, 2}, b"x", 1j):
        with pytest.raises(TypeError):
            encode(thing, [])


values = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
                      lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple)
                      | st.dictionaries(st.text(max_size=4), inner, max_size=4), max_leaves=20)


@given(values)
def test_values_survive_the_crossing(value):
    again = decode(json.loads(json.dumps(encode(value, []), allow_nan=False)), None)
    assert repr(again) == repr(value)


anything = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6) | st.sampled_from(["nan", "0x1f"]),
                        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["h", "k", "f", "i", "l", "t", "d", "n", "x"]), inner, max_size=3),
                        max_leaves=25)


@given(anything)
def test_decoding_gives_a_value_or_bad_value(message):
    try:
        decode(message, lambda number, kind: (number, kind))
    except BadValue:
        pass


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=60) | anything.map(frame) | st.dictionaries(st.sampled_from(["n", "value", "error", "callback", "args"]), anything, max_size=4).map(frame))
def test_fuzzed_answers_end_in_a_value_or_a_plain_error(raw):
    conversation = answered_with(raw, seconds=0.5)
    try:
        conversation.ask("x")
    except (NotebookSilent, StudentError):
        pass
    finally:
        conversation.close()


def test_the_names_that_hypothesis_looks_for_are_no_questions():
    assert getattr(Student(None), "hypothesis_internal_is_this_a_mock_check", None) is None
