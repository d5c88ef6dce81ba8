"""Runs the code cells of a notebook, in order, as one module, and records what each of them gave."""
import ast
import base64
import builtins
import inspect
import io
import linecache
import signal
import sys
import time
import traceback
import types

FIGURES_PER_CELL = 8
FIGURE_BYTES = 400_000
_FLAGS = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class TimeLimit(BaseException):
    """Raised in a cell that runs over its time. Not an Exception, so that `except Exception` does not swallow it."""


class Printed(io.TextIOBase):
    """Standard output and error of a cell: the first `limit` characters are kept, the rest is counted and dropped."""

    def __init__(self, limit: int):
        self.limit, self.parts, self.length = limit, [], 0

    def writable(self) -> bool:
        return True

    def write(self, text) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        room = self.limit - self.length
        if room > 0:
            self.parts.append(text[:room])
        self.length += len(text)
        return len(text)

    def take(self) -> str:
        """What was kept since the last call."""
        text = "".join(self.parts)
        if self.length > self.limit:
            text += f"\n[{self.length - self.limit} more characters were printed; {self.limit} are kept]"
        self.parts, self.length = [], 0
        return text


class Notebook:
    """One notebook's namespace: the module `__main__` of the room."""

    def __init__(self, output_limit: int, figures: bool):
        self.module = types.ModuleType("__main__")
        self.space = self.module.__dict__
        self.space.update(__builtins__=builtins, get_ipython=_NotIPython(self).itself, display=self.display)
        sys.modules["__main__"] = self.module
        self.printed = Printed(output_limit)
        self.figures = figures
        self.shown: list[str] = []
        sys.stdout = sys.stderr = self.printed

    def run(self, name: str, source: str, seconds: float) -> dict:
        """Run one cell. Returns `{printed, result, figures, error, seconds}`; error is `{type, message, line, text}` or None."""
        error = None
        result = None
        self.shown = []
        start = time.monotonic()
        previous = signal.signal(signal.SIGALRM, _over_time)
        try:
            source = _as_python(source, f"<{name}>")  # outside the time limit: it may import IPython
            try:
                # The interval fires again where a bare `except:` swallowed the first one.
                signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
                result = self._execute(f"<{name}>", source)
                if self.figures:
                    self._collect_figures()
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except TimeLimit:
            error = {"type": "TimeLimit", "message": f"the cell ran for more than {seconds:g} seconds and was stopped",
                     "line": None, "text": ""}
        except BaseException as problem:
            error = describe(problem, f"<{name}>")
        signal.signal(signal.SIGALRM, previous)
        return {"printed": self.printed.take(), "result": result, "figures": self.shown, "error": error,
                "seconds": round(time.monotonic() - start, 4)}

    def _execute(self, filename: str, source: str) -> str | None:
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        tree = ast.parse(source, filename)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
            last = ast.Expression(tree.body.pop().value)
        self._evaluate(compile(tree, filename, "exec", flags=_FLAGS))
        if last is None:
            return None
        value = self._evaluate(compile(last, filename, "eval", flags=_FLAGS))
        if value is None:
            return None
        self.space["_"] = value
        if self._show_figure(value):
            return None
        text = repr(value)
        return text[: self.printed.limit] if isinstance(text, str) else None

    def _evaluate(self, code):
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio
            return asyncio.run(eval(code, self.space))
        return eval(code, self.space)

    def display(self, *values, **_options) -> None:
        """IPython's display(), as far as a graded notebook needs it: figures become pictures, the rest text."""
        for value in values:
            if not self._show_figure(value):
                print(repr(value))

    def _show_figure(self, value) -> bool:
        if not (hasattr(value, "savefig") and type(value).__module__.startswith("matplotlib")):
            return False
        if self.figures and len(self.shown) < FIGURES_PER_CELL:
            picture = io.BytesIO()
            value.savefig(picture, format="png", dpi=72, bbox_inches="tight")
            if picture.tell() <= FIGURE_BYTES:
                self.shown.append(base64.b64encode(picture.getvalue()).decode())
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot:
            pyplot.close(value)
        return True

    def _collect_figures(self) -> None:
        pyplot = sys.modules.get("matplotlib.pyplot")
        for number in list(pyplot.get_fignums()) if pyplot else ():
            self._show_figure(pyplot.figure(number))


def describe(problem: BaseException, filename: str | None = None) -> dict:
    """`{type, bases, message, line, text}` of an exception; `line` is the last line of a cell that it passed through."""
    line, where = None, filename
    for frame, number in traceback.walk_tb(problem.__traceback__):
        if frame.f_code.co_filename.startswith("<cell"):
            line, where = number, frame.f_code.co_filename
    if isinstance(problem, SyntaxError) and isinstance(problem.lineno, int):
        line = problem.lineno
    try:
        message = str(problem.msg if isinstance(problem, SyntaxError) else problem)
    except BaseException as second:
        message = f"(its message cannot be read: {type(second).__name__})"
    text = linecache.getline(where, line).strip() if line and where else ""
    return {"type": type(problem).__name__, "bases": [base.__name__ for base in type(problem).__mro__][:12],
            "message": message[:2000], "line": line, "cell": (where or "")[1:-1], "text": text[:200]}


def _as_python(source: str, filename: str) -> str:
    """Magics and shell lines become calls, by IPython's own transformer; plain Python, the usual case, does not need it."""
    try:
        ast.parse(source, filename)
        return source
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager
        return TransformerManager().transform_cell(source)


def _over_time(_signal, _frame):
    raise TimeLimit


class _NotIPython:
    """What transformed magics call. Timing magics run their code; the others need a live Jupyter and are left out."""

    def __init__(self, notebook: Notebook):
        self._notebook = notebook

    def itself(self):
        return self

    def run_line_magic(self, name, line, *_):
        if name in ("time", "timeit", "prun"):
            exec(line, self._notebook.space)

    def run_cell_magic(self, name, _line, cell):
        if name in ("time", "timeit", "capture", "prun"):
            exec(compile(cell, "<cell under a magic>", "exec"), self._notebook.space)
        else:
            print(f"[%%{name} is not run when a notebook is graded]")

    def system(self, command):
        print(f"[the shell line !{str(command)[:60]} is not run when a notebook is graded]")

    def getoutput(self, command, *_, **__):
        self.system(command)
        return []

    def __getattr__(self, _name):
        return lambda *_, **__: None
