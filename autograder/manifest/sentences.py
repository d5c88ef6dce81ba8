"""A sentence for each mistake that pydantic finds in course.yml."""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from .entry import DATABASE, LESSON_ID, NAME
from .limits import LatePolicy, Limits
from .models import Course, Exercise, Lesson
from .names import listed
from .paths import MANIFEST
from .yaml_file import Location, entry_at, line_of

_MODELS: dict[str, tuple[type[BaseModel], str]] = {
    "": (Course, "the course"),
    "lessons": (Lesson, "a lesson"),
    "exercises": (Exercise, "an exercise"),
    "limits": (Limits, "limits"),
    "late": (LatePolicy, "late"),
}
_FORMS = {
    LESSON_ID: "two digits, a hyphen and a name in small letters",
    NAME: "small letters and digits, with hyphens between words",
    DATABASE: "a database URL",
}
_KINDS = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "string_too_short": "text of at least one letter",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "too_short": "a list of at least one entry",
    "finite_number": "a finite number",
}


def sentences_for(error: ValidationError, data: Any) -> list[str]:
    """One sentence a mistake, in the order of the file.

    A misspelt key is an unknown key and a missing one at once; it gets one sentence.
    """
    problems = error.errors(include_url=False)
    present = {problem["loc"] for problem in problems if problem["type"] == "extra_forbidden"}
    misspelt = {
        (*loc[:-1], meant) for loc in present if (meant := _meant(loc)) is not None
    }
    found = [
        (line_of(data, problem["loc"]), _sentence(problem, data))
        for problem in problems
        if not (problem["type"] == "missing" and problem["loc"] in misspelt)
    ]
    return [f"{MANIFEST}, line {line}: {said}" for line, said in sorted(found)]


def _model(location: Location) -> tuple[type[BaseModel], str]:
    """The model that an entry at that place is a field of, and what to call it."""
    names = [step for step in location[:-1] if step in _MODELS]
    return _MODELS[names[-1] if names else ""]


def _meant(location: Location) -> str | None:
    """The known key nearest to the unknown one."""
    close = get_close_matches(str(location[-1]), list(_model(location)[0].model_fields), n=1)
    return close[0] if close else None


def _owner(location: Location, data: Any) -> str:
    """Whose entry it is: "03-operators", "the exercise mul of 03-operators"."""
    if len(location) > 4:
        around = entry_at(data, location[:4])
        name = around.get("id", location[3] + 1) if isinstance(around, dict) else location[3] + 1
        return f"the exercise {name} of {_owner(location[:3], data)}"
    if location[0] == "lessons" and len(location) > 2:
        around = entry_at(data, location[:2])
        name = around.get("id") if isinstance(around, dict) else None
        return str(name or f"lesson {location[1] + 1}")
    return _model(location)[1]


def _sentence(problem: Any, data: Any) -> str:
    location, kind = problem["loc"], problem["type"]
    key, (model, thing) = location[-1], _model(location)
    if kind == "extra_forbidden":
        meant = _meant(location)
        remedy = (
            f'did you mean "{meant}"?' if meant else f"the keys are {listed(list(model.model_fields))}."
        )
        return f'"{key}" is not a key of {thing}; {remedy}'
    if kind == "missing":
        return f'{_owner(location, data)} has no "{key}"; add {_example(model, key)}.'
    if isinstance(key, int):
        model, _ = _model(location[:-1])
        around, owner = str(location[-2]), _owner(location[:-1], data)
        return f'entry {key + 1} of "{around}" of {owner} {_wrong(problem)}; {_remedy(model, around)}'
    return f'"{key}" of {_owner(location, data)} {_wrong(problem)}; {_remedy(model, key)}'


def _wrong(problem: Any) -> str:
    """What the value is, and what it should be."""
    kind, value, context = problem["type"], problem["input"], problem.get("ctx", {})
    if kind == "string_pattern_mismatch":
        expected = _FORMS[context["pattern"]]
    elif kind == "greater_than":
        expected = f"greater than {context['gt']:g}"
    elif kind == "greater_than_equal":
        expected = f"at least {context['ge']:g}"
    elif kind == "less_than_equal":
        expected = f"at most {context['le']:g}"
    elif kind.startswith(("datetime", "timezone")):
        expected = "a date with time and zone"
    else:
        expected = _KINDS.get(kind, problem["msg"].lower())
    return f"is {_shown(value)} and should be {expected}"


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


def _remedy(model: type[BaseModel], key: str) -> str:
    return f"write for example {_example(model, key)}."


def _example(model: type[BaseModel], key: Any) -> str:
    """What would be right, in YAML."""
    if key in _MODELS:
        inner = _MODELS[key][0]
        dash = "- " if key in ("lessons", "exercises") else ""
        return f"`{key}:` and under it `{dash}{_line(inner, next(iter(inner.model_fields)))}`"
    return f"`{_line(model, key)}`"


def _line(model: type[BaseModel], key: Any) -> str:
    value = model.model_fields[str(key)].examples[0]
    if isinstance(value, bool):
        return f"{key}: {str(value).lower()}"
    if isinstance(value, list):
        return f"{key}: [{', '.join(value)}]"
    return f"{key}: {value}"
