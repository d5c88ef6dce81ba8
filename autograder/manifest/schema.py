"""The JSON Schema with which editors complete and check course.yml."""
import json
from pathlib import Path

from .models import Course

SCHEMA_PATH = Path("autograder", "manifest", "course.schema.json")


def schema_text() -> str:
    """The schema, made from the models."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Course.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_state(root: Path) -> str:
    """"stale" or "missing"; empty when it is neither, or this course only uses the installed package and has no copy of it."""
    path = root / SCHEMA_PATH
    if not path.parent.is_dir():
        return ""
    if not path.is_file():
        return "missing"
    return "" if path.read_text(encoding="utf-8") == schema_text() else "stale"
