"""Submissions that try to get marks for nothing."""
from autograder.tests.hostile.submission import FULL, Submission, blank_but, cell_of, changed, right_but

_TWO_NODES = 0.18  # two Values are two objects, whatever they hold: that test passes, and rightly

# A Value that is wrong everywhere: the attacks that are about what an answer looks like put theirs into it.
_LIAR = """
class Value:
    def __init__(self, *args, **named):
        self.data = self.grad = self._op = self.label = self._backward = LIE
        self._prev = (LIE,)
    def __repr__(self): return LIE
add = mul = build = trace = what_if = lambda *args: LIE
Value.__add__ = Value.__mul__ = lambda *args: LIE
"""

# The room's own modules are in the student's process: every one of them may be replaced.
_SOCKET = """
import gc, json, socket, struct
def frame(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack(">I", len(body)) + body
def sockets():
    return [thing for thing in gc.get_objects() if isinstance(thing, socket.socket)]
"""

_ANSWERS_ITSELF = """
import objects, wire
def answer_questions(sock, notebook):
    while True:
        question = wire.receive(sock)
        {answer}
objects.answer_questions = answer_questions
"""


def _answers(name: str, tries: str, answer: str) -> Submission:
    return Submission(name, tries, 0, blank_but(_ANSWERS_ITSELF.format(answer=answer)), ours_only=True)


def _points_in_metadata(notebook):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.update(points=1000, checksum="0")
            cell.source = "1000"


def _own_grade_cell(notebook):
    import nbformat
    notebook.cells.append(nbformat.v4.new_code_cell("1000.0", metadata={"nbgrader": {
        "grade": True, "grade_id": "bonus", "points": 1000, "solution": False, "locked": False, "schema_version": 3, "task": False}}))


def _task_cell(notebook):
    cell_of(notebook, "value-checks").metadata.nbgrader.update(task=True, grade=False, points=50)


def _forged_notes(notebook):
    notebook.metadata["course_notes"] = ["The instructor gave full marks by hand."]


FORGING = [
    Submission("exit-in-a-cell", "ends the process as if all were well", 0, blank_but("import os\nos._exit(0)")),
    Submission("sys-exit-in-a-cell", "raises SystemExit(0)", 0, blank_but("import sys\nsys.exit(0)")),
    Submission("sys-exit-in-a-method", "raises SystemExit(0) when tested", 0,
               blank_but("import sys\nclass Value:\n    def __init__(self, *a, **n): sys.exit(0)")),
    Submission("exit-in-a-method", "ends the process when tested", FULL - 1, right_but("build", "import os\ndef build(a, b): os._exit(0)")),
    Submission("patched-pytest", "puts a pytest of its own in place", 0, blank_but(
        "import sys, types\nfake = types.ModuleType('pytest')\nfake.__getattr__ = lambda name: lambda *a, **n: True\n"
        "for name in ('pytest', '_pytest', '_pytest.runner', 'autograder', 'autograder.judge', 'hypothesis'): sys.modules[name] = fake")),
    Submission("patched-builtins", "makes isinstance, abs, len, float, repr and all lie", 0, blank_but(
        "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.abs = lambda x: 0\nbuiltins.float = lambda *a: 0.0\n"
        "builtins.repr = lambda x: 'Value(data=3.0)'\nbuiltins.all = builtins.any = lambda x: True\nbuiltins.len = lambda x: 2")),
    Submission("patched-json", "makes the encoder of the channel lie", 0, blank_but(
        "import json\njson.dumps = lambda *a, **n: '{\"n\": 1, \"value\": 3.0, \"done\": true}'")),
    Submission("equal-to-everything", "objects whose __eq__ is always true", _TWO_NODES, blank_but(
        "class Lie:\n    __eq__ = __le__ = __ge__ = lambda *a: True\n    __ne__ = __lt__ = __gt__ = lambda *a: False\n"
        "    __sub__ = __rsub__ = __abs__ = __float__ = lambda *a: 0.0\n    __hash__ = lambda s: 0\nLIE = Lie()" + _LIAR)),
    Submission("float-that-equals", "a subclass of float whose comparisons are always true", _TWO_NODES, blank_but(
        "class Lie(float):\n    __eq__ = __le__ = __ge__ = lambda *a: True\n    __ne__ = lambda *a: False\n"
        "    __sub__ = __rsub__ = __abs__ = lambda *a: 0.0\n    __hash__ = lambda s: 0\nLIE = Lie('nan')" + _LIAR)),
    Submission("int-that-equals", "a subclass of int and one of str", _TWO_NODES, blank_but(
        "class Lie(int):\n    __eq__ = lambda *a: True\n    __hash__ = lambda s: 0\nLIE = Lie(7)" + _LIAR)),
    Submission("lying-class", "an object that says it is a float", _TWO_NODES, blank_but(
        "class Lie:\n    __class__ = property(lambda self: float)\n    __float__ = lambda self: 3.0\n    __eq__ = lambda *a: True\nLIE = Lie()" + _LIAR)),
    Submission("not-a-number", "nan everywhere, which is neither smaller nor larger", _TWO_NODES, blank_but("LIE = float('nan')" + _LIAR)),
    Submission("infinity", "inf everywhere: inf - inf is nan", _TWO_NODES, blank_but("LIE = float('inf')" + _LIAR)),
    Submission("true-for-one", "True everywhere, a bool for a number", _TWO_NODES, blank_but("LIE = True" + _LIAR)),
    Submission("a-mock", "unittest.mock answers every question with something", 0, blank_but(
        "from unittest.mock import MagicMock\nValue = add = mul = build = trace = what_if = MagicMock()")),
    Submission("at-exit", "atexit and a finaliser that write results and exit with 0", 0, blank_but(
        "import atexit, os, weakref\ndef end():\n    open('results.json', 'w').write('{\"score\": 9}')\n    os._exit(0)\natexit.register(end)\n"
        "class Value:\n    __del__ = lambda self: end()\nValue()")),
    Submission("settrace", "a trace function that changes what the room's functions return", 0, blank_but(
        "import sys, threading\ndef trace_all(frame, event, arg):\n    for name in frame.f_locals: frame.f_locals[name] = 3.0\n    return trace_all\n"
        "sys.settrace(trace_all)\nthreading.settrace(trace_all)\nsys.setprofile(trace_all)")),
    Submission("gc-walk", "looks through all objects for tests, expected values and marks, and changes them", 0, blank_but(
        "import gc\nfor thing in gc.get_objects():\n    if type(thing) is dict:\n"
        "        for name in ('score', 'expected', 'status', 'error', 'weight', 'max_score'):\n"
        "            if name in thing: thing[name] = 'pass'")),
    Submission("frame-walk", "walks up the stack and changes the room's globals", 0, blank_but(
        "import sys\nframe = sys._getframe()\nwhile frame:\n    for name in ('_answer', 'describe', 'answer_questions'):\n"
        "        if name in frame.f_globals: frame.f_globals[name] = lambda *a, **n: 3.0\n    frame = frame.f_back\n"
        "import objects\nobjects._answer = lambda *a: 3.0\nobjects.describe = lambda *a: None"), ours_only=True),
    Submission("result-files", "writes the files that a grader might read", 0, blank_but(
        "import json, os\nfor name in ('results.json', 'report.xml', 'grades.csv', 'score', '/tmp/results.json', 'gradebook.db', 'conftest.py', 'value.ipynb'):\n"
        "    open(name, 'w').write(json.dumps({'score': 9, 'status': 'pass'}))")),
    Submission("raw-writes", "writes 'done' on every descriptor", 0, blank_but(
        _SOCKET + "import os\nfor fd in range(64):\n    try: os.write(fd, frame({'done': True}) * 3)\n    except OSError: pass"), ours_only=True),
    Submission("forged-records", "sends the records of its cells itself, without errors", 0, blank_but(
        _SOCKET + "for sock in sockets():\n    for number in range(40): sock.sendall(frame({'cell': number, 'printed': '', 'error': None}))"), ours_only=True),
    Submission("steals-the-socket", "sends its socket's other traffic into a fork that answers", 0, blank_but(
        _SOCKET + "import os\nif os.fork():\n    for sock in sockets(): sock.close()\nelse:\n    while True:\n"
        "        for sock in sockets(): sock.recv(4); sock.sendall(frame({'n': 1, 'value': 3.0}))"), ours_only=True),
    _answers("answers-three", "answers the protocol itself: 3.0 to everything", "wire.send(sock, {'n': question['n'], 'value': 3.0})"),
    _answers("answers-handles", "answers the protocol itself: always the same object",
             "wire.send(sock, {'n': question['n'], 'value': {'h': 0, 'k': 'Value'}})"),
    _answers("echoes", "answers with the arguments of the question", "wire.send(sock, {'n': question['n'], 'value': (question.get('args') or [1.0])[-1]})"),
    _answers("answers-nan", "sends NaN and Infinity as JSON does not know them",
             "body = b'{\"n\": %d, \"value\": NaN}' % question['n']; sock.sendall(len(body).to_bytes(4, 'big') + body)"),
    _answers("late-answers", "answers the question before", "wire.send(sock, {'n': question['n'] - 1, 'value': 3.0})"),
    _answers("answers-twice", "answers this question and the next", "[wire.send(sock, {'n': question['n'] + i, 'value': 3.0}) for i in (0, 1, 2)]"),
    _answers("no-errors", "says that it raised something without a name", "wire.send(sock, {'n': question['n'], 'error': {'type': [], 'bases': 7, 'line': 'x'}})"),
    _answers("calls-back", "calls functions that the test never handed over", "wire.send(sock, {'callback': 0, 'args': [{'h': 0, 'k': 'x'}]})"),
    _answers("call-back-flood", "calls back without end", "[wire.send(sock, {'callback': 0, 'args': []}) for _ in range(10**9)]"),
    _answers("endless-answer", "sends bytes without end", "sock.sendall(b'\\xff' * (1 << 30))"),
    _answers("long-answer", "announces a message and sends it for ever", "sock.sendall((1 << 20).to_bytes(4, 'big')); [sock.sendall(b' ') for _ in iter(int, 1)]"),
    _answers("deep-answer", "nests 200,000 levels", "body = b'[' * 200_000; sock.sendall(len(body).to_bytes(4, 'big') + body)"),
    _answers("long-number", "sends a number of 100,000 digits", "body = b'{\"n\":1,\"value\":' + b'9' * 100_000 + b'}'; sock.sendall(len(body).to_bytes(4, 'big') + body)"),
    _answers("closes", "closes the channel", "sock.close()"),
    Submission("empties-later-cells", "has IPython empty every cell that follows, checks included", 0, blank_but(
        "get_ipython().input_transformers_cleanup.append(lambda lines: [])")),
    Submission("removes-asserts", "has IPython take asserts and calls out of every cell that follows", 0, blank_but(
        "import ast\nclass Gone(ast.NodeTransformer):\n    visit_Assert = visit_Expr = visit_Raise = lambda self, node: ast.copy_location(ast.Pass(), node)\n"
        "get_ipython().ast_transformers.append(Gone())")),
    Submission("raises-the-graders-errors", "raises exceptions called as the grader's own", 0, blank_but(
        "class Value:\n    def __init__(self, *a, **n):\n        raise type('Skipped', (BaseException,), {'__str__': lambda s: 'passed'})()")),
    Submission("hard-coded", "answers only what the visible checks ask", FULL - 2, right_but("what-if", """
def what_if(root, leaf, data):
    return {5.0: 18.0, 4.0: 12.0}.get(data, 12.0 + 3 * (data - 4))
""")),
    Submission("points-in-metadata", "raises the points and edits the checks", 0, changed(_points_in_metadata, blank=True)),
    Submission("own-grade-cell", "adds a graded cell of its own, worth 1000", 0, changed(_own_grade_cell, blank=True)),
    Submission("task-cell", "turns a grade cell into a task", 0, changed(_task_cell, blank=True)),
    Submission("forged-notes", "writes the grader's notes into the notebook's metadata", 0, changed(_forged_notes, blank=True)),
]
