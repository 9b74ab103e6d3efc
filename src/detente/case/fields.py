"""What a single value of the case file may be, and how its text is read.

Every scalar of the file arrives as text. The types of this module turn it into a number, a name, a reference or a
`Condition`, with the `Names` of the case as validation context; without that context (a `Case` built in Python)
references are taken as they are and conditions have to be given as `Condition`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from detente.case.names import FaultError, Names
from detente.logic import KEYWORDS, Formula, is_name
from detente.logic.names import why_not_a_name

_FRACTION = re.compile(r"[+-]?\d{1,12}(\.\d{1,12}|/\d{1,12})?")
_WHOLE = re.compile(r"\d{1,9}")
_HANDLE = re.compile(r"\w[\w.-]*")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

# What a JSON Schema may say about free text: editors read `1962` as a number and `yes` as text or truth.
_TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}
# Anything but white space and ASCII signs; a pattern that means the same to every reader of JSON Schema.
_NAME_SCHEMA = {
    "type": "string",
    "allOf": [{"pattern": r"^[^\s\d!-\/:-@\[-\^`{-~][^\s!-\/:-@\[-\^`{-~]*$"}],
    "not": {"enum": sorted(KEYWORDS)},
}
_HANDLE_SCHEMA = {"type": "string", "allOf": [{"pattern": r"^[^\s!-\/:-@\[-\^`{-~][^\s!-,\/:-@\[-\^`{-~]*$"}]}


def fault(code: str, message: str, column: int = 0) -> PydanticCustomError:
    """Return an error that carries one of our codes through validation."""
    return PydanticCustomError("detente", "{message}", {"code": code, "message": message, "column": column})


@dataclass(frozen=True, slots=True)
class Condition:
    """A formula as the analyst wrote it, and what it means.

    Attributes
    ----------
    text
        The words in the file.
    formula
        Parsed, names resolved.
    """

    text: str
    formula: Formula

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(
            _read_condition,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda condition: condition.text),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": ["string", "boolean"],
            "description": "A formula over the options, for example 'accept if not insist'.",
        }


def _read_condition(value: object, info: ValidationInfo) -> Condition:
    if isinstance(value, Condition):
        return value
    names = _names(info)
    if names is None or not isinstance(value, str):
        raise fault("E115", f"{_described(value)} in the place of a formula, for example 'accept if not insist'")
    try:
        return Condition(value.strip(), names.formula(value))
    except FaultError as found:
        raise fault(found.code, found.message, found.column) from None


def _read_state(value: object, info: ValidationInfo) -> object:
    names = _names(info)
    if names is None or not isinstance(value, list):
        return value
    for item in value:
        if not isinstance(item, str):
            raise fault("E115", f"{_described(item)} in the place of an option")
    try:
        repeated = sorted({item for item in value if value.count(item) > 1})
        if repeated:
            raise FaultError("E210", f"'{repeated[0]}' is listed twice")
        return Condition(", ".join(value) or "no option taken", names.state(value))
    except FaultError as found:
        raise fault(found.code, found.message, found.column) from None


def _names(info: ValidationInfo) -> Names | None:
    return info.context if isinstance(info.context, Names) else None


def _described(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, Mapping):
        return "a mapping ('key: value')"
    return "nothing" if value is None else f"'{value}'"


def _reference(kind: str) -> AfterValidator:
    def check(value: str, info: ValidationInfo) -> str:
        names = _names(info)
        try:
            return value if names is None else names.check(kind, value)
        except FaultError as found:
            raise fault(found.code, found.message) from None

    return AfterValidator(check)


def _read_option(value: str, info: ValidationInfo) -> str:
    names = _names(info)
    try:
        return value if names is None else names.option(value)
    except FaultError as found:
        raise fault(found.code, found.message) from None


def _check_weights(value: object, info: ValidationInfo) -> object:
    """Refuse an option that is given twice, once with its owner and once without."""
    names = _names(info)
    if names is None or not isinstance(value, Mapping):
        return value
    seen: dict[str, str] = {}
    for written in value:
        try:
            option = names.option(written)
        except FaultError:
            continue  # reported at the key itself
        if option in seen:
            raise fault("E210", f"'{written}' and '{seen[option]}' are the same option")
        seen[option] = written
    return value


def _check_name(value: str) -> str:
    if not is_name(value):
        raise fault("E209", why_not_a_name(value))
    return value


def _check_handle(value: str) -> str:
    if not _HANDLE.fullmatch(value):
        raise fault("E209", f"'{value}' cannot be an id: use letters, digits, '_', '-' and '.', without spaces")
    return value


def _read_fraction(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _FRACTION.fullmatch(value.strip()) or value.strip().endswith("/0"):
        raise fault("E119", f"'{value}' is not a number; write for example 3, -2, 0.5 or 1/3")
    return Fraction(value.strip())


def _read_whole(value: object) -> object:
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value.strip()):
            raise fault("E119", f"'{value}' is not a whole number; count from 1 (0 is a headline)")
        return int(value)
    return value


def _read_yes_no(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise fault("E118", f"'{value}' in the place of 'true' or 'false'")
        return value == "true"
    return value


def _read_version(value: object) -> object:
    if value in ("1", 1):
        return 1
    raise fault("E122", f"format {_described(value)}; this program reads format 1, so write 'detente: 1'")


def _check_date(value: str) -> str:
    if _DATE.fullmatch(value):
        padded = value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value
        try:
            date.fromisoformat(padded)
        except ValueError:
            pass
        else:
            return value
    raise fault("E120", f"'{value}' is not a date; write 2026-01-26, 2026-01 or 2026")


def _read_reversal(value: object) -> object:
    return "taking" if value in ("true", True) else value


def _read_group(value: object) -> object:
    return [value] if isinstance(value, str | Condition) else value


def kind_of_preferences(value: object) -> str | None:
    """Return which way of giving preferences a value is; None if that cannot be told."""
    if isinstance(value, Mapping):
        given = [kind for kind in ("statements", "ranking", "weights", "pairs") if kind in value]
        return f"<{given[0]}>" if len(given) == 1 else None
    name = type(value).__name__
    return f"<{name.lower()}>" if name in ("Ranking", "Weights", "Pairs") else "<statements>"


def kind_of_statement(value: object) -> str:
    """Return whether an entry of a prioritization is one statement or several in any order."""
    if isinstance(value, Mapping):
        return "<any order>" if "any order" in value or "any_order" in value else "<that>"
    return "<any order>" if type(value).__name__ == "AnyOrder" else "<that>"


class _OneOrSeveral:
    """Marks a list that may also be given by its only entry."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


class _ListOfOptions:
    """Marks a condition that may also be given as the list of the options taken."""

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), {"type": "array", "items": {"type": "string"}, "uniqueItems": True}]}


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), WithJsonSchema(_TEXT_SCHEMA)]
Name = Annotated[str, AfterValidator(_check_name), WithJsonSchema(_NAME_SCHEMA)]
Handle = Annotated[str, AfterValidator(_check_handle), WithJsonSchema(_HANDLE_SCHEMA)]
StatementRef = Annotated[str, _reference("statement")]
SourceRef = Annotated[str, _reference("source")]
PartyRef = Annotated[str, _reference("decision maker")]
VariantRef = Annotated[str, _reference("variant")]
StateRef = Annotated[str, _reference("state")]
Concept = Annotated[str, _reference("concept")]
DropRef = Annotated[str, _reference("statement, perception or influence")]
OptionRef = Annotated[str, AfterValidator(_read_option)]
IsoDate = Annotated[str, AfterValidator(_check_date), WithJsonSchema({"type": ["string", "integer"]})]
Whole = Annotated[int, BeforeValidator(_read_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
YesNo = Annotated[bool, BeforeValidator(_read_yes_no), WithJsonSchema({"type": "boolean"})]
Version = Annotated[Literal[1], BeforeValidator(_read_version), WithJsonSchema({"const": 1})]
Worth = Annotated[
    Fraction,
    BeforeValidator(_read_fraction),
    PlainSerializer(str),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": rf"^{_FRACTION.pattern}$"}]}),
]
WeightsByOption = Annotated[dict[OptionRef, Worth], BeforeValidator(_check_weights)]
Group = Annotated[tuple[Condition, ...], BeforeValidator(_read_group), _OneOrSeveral()]
StateCondition = Annotated[Condition, BeforeValidator(_read_state), _ListOfOptions()]
FromTruth = BeforeValidator(_read_reversal)
