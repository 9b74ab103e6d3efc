"""The base of all parts of a case file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema


class Element(BaseModel):
    """Base of all parts: frozen, and an unknown key is an error.

    Where the file may give a part by one bare value, `short_form` names the field that the value stands for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)
    short_form: ClassVar[str | None] = None

    @model_validator(mode="before")
    @classmethod
    def _write_out(cls, value: object) -> object:
        if cls.short_form is not None and not isinstance(value, Mapping | BaseModel):
            return {cls.short_form: value}
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        full = handler.resolve_ref_schema(handler(schema))
        if cls.short_form is None:
            return full
        written_out = {key: value for key, value in full.items() if key not in ("title", "description")}
        heading: JsonSchemaValue = {key: full[key] for key in ("title", "description") if key in full}
        return {**heading, "anyOf": [full["properties"][cls.short_form], written_out]}
