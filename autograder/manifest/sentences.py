"""A sentence for each mistake that pydantic finds in course.yml."""
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from .models import DATABASE, LESSON_ID, NAME, Course, Exercise, LatePolicy, Lesson, Limits
from .names import listed
from .yaml_file import Location

_MODELS: dict[str, tuple[type[BaseModel], str]] = {
    "": (Course, "the course"), "lessons": (Lesson, "a lesson"), "exercises": (Exercise, "an exercise"),
    "limits": (Limits, "limits"), "late": (LatePolicy, "late")}
_FORMS = {LESSON_ID: "two digits, a hyphen and a name in small letters", NAME: "small letters and digits, with hyphens between words",
          DATABASE: "a database URL"}
_EXPECTED = {  # by the kind of mistake, in pydantic's words
    "int_type": "a whole number", "int_from_float": "a whole number", "float_type": "a number", "finite_number": "a finite number",
    "greater_than": "greater than {gt:g}", "greater_than_equal": "at least {ge:g}", "less_than_equal": "at most {le:g}",
    "string_type": "text", "string_too_short": "text of at least one letter", "bool_type": "true or false",
    "tuple_type": "a list", "too_short": "a list of at least one entry",
    "model_type": "keys with values", "model_attributes_type": "keys with values",
}


def sentences_for(error: ValidationError, data: Any) -> Iterator[tuple[Location, str]]:
    """Place and sentence of each mistake. A misspelt key is an unknown key and a missing one at once; it gets one sentence."""
    problems = error.errors(include_url=False)
    misspelt = {(*problem["loc"][:-1], _meant(problem["loc"])) for problem in problems if problem["type"] == "extra_forbidden"}
    for problem in problems:
        if problem["type"] != "missing" or problem["loc"] not in misspelt:
            yield problem["loc"], _sentence(problem, data)


def _sentence(problem: Any, data: Any) -> str:
    location, kind = problem["loc"], problem["type"]
    key, (model, thing) = location[-1], _model(location)
    if kind == "extra_forbidden":
        meant = _meant(location)
        remedy = f'did you mean "{meant}"?' if meant else f"the keys are {listed(list(model.model_fields))}."
        return f'"{key}" is not a key of {thing}; {remedy}'
    if kind == "missing":
        return f'{_owner(location, data)} has no "{key}"; add {_example(model, key)}.'
    what = f'"{key}"'
    if isinstance(key, int):
        location = location[:-1]
        what, key, model = f'entry {key + 1} of "{location[-1]}"', location[-1], _model(location)[0]
    wrong = f"is {_shown(problem['input'])} and should be {_expected(problem)}"
    return f"{what} of {_owner(location, data)} {wrong}; write for example {_example(model, key)}."


def _model(location: Location) -> tuple[type[BaseModel], str]:
    """The model that an entry at that place is a field of, and what to call it."""
    names = [step for step in location[:-1] if step in _MODELS]
    return _MODELS[names[-1] if names else ""]


def _meant(location: Location) -> str | None:
    """The known key nearest to the unknown one."""
    return next(iter(get_close_matches(str(location[-1]), list(_model(location)[0].model_fields), n=1)), None)


def _owner(location: Location, data: Any) -> str:
    """Whose entry it is: "03-operators", "the exercise mul of 03-operators"; by its place where it has no id."""
    if location[0] != "lessons" or len(location) < 3:
        return _model(location)[1]
    _, i, _, *inner = location
    lesson = data["lessons"][i]
    name = lesson.get("id") or f"lesson {i + 1}"
    if len(inner) < 2:
        return str(name)
    exercise = lesson["exercises"][inner[0]]
    return f"the exercise {exercise.get('id', inner[0] + 1)} of {name}"


def _expected(problem: Any) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return _FORMS[context["pattern"]]
    if kind.startswith(("datetime", "timezone")):
        return "a date with time and zone"
    return _EXPECTED[kind].format(**context) if kind in _EXPECTED else problem["msg"].lower()


def _shown(value: Any) -> str:
    """The value in a few characters, as one writes it in YAML."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:36] + '..."'


def _example(model: type[BaseModel], key: Any) -> str:
    """What would be right, in YAML."""
    if key in _MODELS:
        inner = _MODELS[key][0]
        dash = "- " if key in ("lessons", "exercises") else ""
        return f"`{key}:` and under it `{dash}{_line(inner, next(iter(inner.model_fields)))}`"
    return f"`{_line(model, key)}`"


def _line(model: type[BaseModel], key: Any) -> str:
    value = model.model_fields[str(key)].examples[0]
    if isinstance(value, list):
        return f"{key}: [{', '.join(value)}]"
    return f"{key}: {_shown(value) if isinstance(value, bool) else value}"
