"""course.yml as plain data in which every entry knows its line."""
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from .errors import CourseError
from .paths import MANIFEST

Location = tuple[str | int, ...]


class _Constructor(RoundTripConstructor):
    """Leaves dates as text, because YAML would drop their time zone."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


def load_yaml(path: Path) -> CommentedMap:
    """The mapping in the file. Raises CourseError if it is missing, not UTF-8, not YAML or not a mapping."""
    name = path.name
    loader = YAML()
    loader.Constructor = _Constructor
    try:
        data = loader.load(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}); run this in the course folder.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CourseError(f"{name}, line {line}: a character is not UTF-8; save the file as UTF-8.") from None
    except DuplicateKeyError as error:
        key = str(error.problem).split('"')[1]
        raise CourseError(f'{name}, line {error.problem_mark.line + 1}: the key "{key}" is written twice; remove one of the two.') from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CourseError(f"{name}, line {mark.line + 1 if mark else 1}: this is not valid YAML ({error.problem or error.context}); "
                          "look at the indentation, the colons and the quotes of this line and the one above.") from None
    except YAMLError as error:
        raise CourseError(f"{name} is not valid YAML ({' '.join(str(error).split())}); correct that.") from None
    if not isinstance(data, CommentedMap):
        raise CourseError(f"{name}, line 1: there should be keys with values; begin with `title: Build micrograd`.")
    return data


def with_lines(found: Iterable[tuple[Location, str]], data: Any) -> list[str]:
    """Sentences about places in course.yml, each with its line in front, in the order of the file."""
    return [f"{MANIFEST}, line {line}: {said}" for line, said in sorted((_line_of(data, place), said) for place, said in found)]


def _line_of(data: Any, location: Location) -> int:
    """The line, from 1, of the entry at that place, or of the nearest entry around it."""
    line = 0
    for step in location:
        try:
            line, data = data.lc.data[step][0], data[step]
        except (AttributeError, KeyError, IndexError, TypeError):  # nothing stands there, or a plain value around it
            break
    return line + 1
