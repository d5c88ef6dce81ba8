"""The JSON Schema with which editors complete and check course.yml."""
import json
from pathlib import Path

from .models import Course

SCHEMA_PATH = Path("autograder", "manifest", "course.schema.json")


def schema_text() -> str:
    """The schema, made from the models."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Course.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
