"""in_kernel for the suite of lesson 02, which asks for three things more than that of lesson 03."""
import sys

from autograder.benchmarks import in_kernel
from autograder.channel import handles

_light_modules = in_kernel._stand_in


def _stand_in() -> bool:
    _light_modules()
    type(sys.modules["hypothesis"].strategies).__getitem__ = lambda self, _: self
    handles.handle_kind = lambda thing: type(thing).__name__
    return True


def _load(_here, source: str, name: str):
    space: dict = {}
    exec(source, space)
    return space[name]


in_kernel._stand_in = _stand_in
in_kernel._Here.load = _load
run_exercise = in_kernel.run_exercise
