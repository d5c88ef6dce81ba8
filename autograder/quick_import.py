"""Makes the import of nbformat, jupytext and nbgrader quicker."""

import sys


def skip_iri_grammar() -> None:
    """Keep jsonschema from building a grammar for IRIs, which costs 1.4 of the 1.6 s that nbformat takes.

    No schema of notebooks or of nbgrader asks for that format, and jsonschema does without it when the
    module is missing. Call this before the first import of any of them.
    """
    if "jsonschema" not in sys.modules:
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
