"""The JSON Schema of the case file, for editors that complete and check while one writes.

Generated from the classes of `detente.case.model`, short forms included. It describes the shape of a file; whether
names exist and formulas can be read, only `detente.case.read` knows.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from detente.case.model import Case


class _WithoutTitles(GenerateJsonSchema):
    """Titles made from field names ('Status Quo') only repeat the key."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 (the signature is pydantic's)
        return False


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a case file.

    Examples
    --------
    >>> json_schema()["required"]
    ['detente', 'title', 'decision_makers']
    """
    schema = Case.model_json_schema(by_alias=True, schema_generator=_WithoutTitles)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Détente case file"}
