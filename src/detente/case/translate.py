"""From the validator's error records to our own problems: a stable code, plain words, a place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from detente.case.model import Case, written_path
from detente.case.yaml_text import Tree
from detente.errors import Path, Problem, nearest

_SHAPES = {
    "dict_type": "a mapping ('key: value')",
    "mapping_type": "a mapping ('key: value')",
    "model_type": "a mapping ('key: value')",
    "model_attributes_type": "a mapping ('key: value')",
    "tuple_type": "a list ('- entry', or '[entry, entry]')",
    "list_type": "a list ('- entry', or '[entry, entry]')",
    "string_type": "text",
}


def translate(error: ValidationError, tree: Tree) -> list[Problem]:
    """Return one problem a fault; an unknown key and the missing key that it stands for count as one."""
    details = error.errors(include_url=False)
    unknown = {(*_without_tags(d["loc"])[:-1], _meant(d)) for d in details if d["type"] == "extra_forbidden"}
    problems = []
    for detail in details:
        if detail["type"] == "missing" and _without_tags(detail["loc"]) in unknown:
            continue
        problems.append(_problem(detail, tree))
    return problems


def _problem(detail: ErrorDetails, tree: Tree) -> Problem:
    loc = _without_tags(detail["loc"])
    path = written_path(loc, tree.places)
    line, column = tree.places.get(path, (1, 1))
    if (loc != detail["loc"] and "[key]" in detail["loc"]) or detail["type"] == "extra_forbidden":
        line, column = tree.keys.get(path, (line, column))
    code, message, offset = _words(detail)
    if offset and path in tree.verbatim:
        column += offset - 1
    elif offset:
        message = f"{message} (at character {offset} of the formula)"
    return Problem(code, message, path).at("", line, column)


def _without_tags(loc: tuple[int | str, ...]) -> Path:
    """Leave out the steps that only the validator knows: '<ranking>', '[key]'."""
    return tuple(step for step in loc if not (isinstance(step, str) and (step[:1] == "<" or step == "[key]")))


def _words(detail: ErrorDetails) -> tuple[str, str, int]:
    """Return code, message and, for a fault inside a formula, its position there."""
    context = cast("Mapping[str, Any]", detail.get("ctx", {}))
    if detail["type"] == "detente":
        return context["code"], context["message"], context["column"]
    last = next((step for step in reversed(_without_tags(detail["loc"])) if isinstance(step, str)), "")
    return *_plain_words(detail, context, last), 0


def _plain_words(detail: ErrorDetails, context: Mapping[str, Any], last: str) -> tuple[str, str]:
    given = detail.get("input")
    code, message = (
        "E115",
        f"{_described(given)} in the place of {_SHAPES.get(detail['type'], 'a value that can be read')}",
    )
    match detail["type"]:
        case "extra_forbidden":
            known = _known_keys(detail)
            code, message = "E116", f"unknown key '{last}'{nearest(last, known) or '; known: ' + ', '.join(known)}"
        case "missing":
            code, message = "E117", f"missing key '{last}'"
        case "enum":
            known = _choices(context)
            listed = nearest(str(given), known) or "; write " + " or ".join(f"'{word}'" for word in known)
            code, message = "E118", f"{_described(given)} is not one of the words for '{last}'{listed}"
        case "string_pattern_mismatch":
            code, message = "E120", f"'{given}' is not a checksum; write the 64 digits and letters a-f of the SHA-256"
        case "too_short":
            least = context["min_length"]
            code, message = "E121", f"'{last}' needs at least {least} {'entry' if least == 1 else 'entries'}"
        case "string_too_short":
            code, message = "E121", f"'{last}' is empty"
        case "union_tag_not_found":
            ways = "exactly one of 'statements', 'ranking', 'weights' and 'pairs'"
            code, message = "E303", f"preferences are a list, or a mapping with {ways}"
    return code, message


def _described(value: object) -> str:
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, Mapping):
        return "a mapping"
    return "nothing" if value is None else f"'{value}'"


def _choices(context: Mapping[str, Any]) -> list[str]:
    """Return the words of "'a', 'b' or 'c'"; a word may have an apostrophe in it."""
    text = str(context.get("expected", "")).replace('"', "'").replace("' or '", "', '")
    return [word.strip("'") for word in text.split("', '")]


def _known_keys(detail: ErrorDetails) -> list[str]:
    """Return the keys that the part with an unknown key may have, by following the types of the model."""
    part: Any = Case
    for step in detail["loc"][:-1]:
        part = _inside(part, step)
    return [field.alias or name for name, field in part.model_fields.items()]


def _inside(part: Any, step: int | str) -> Any:
    """Return the type of what `step` leads to: a key, a position, or one of several alternatives ('<ranking>')."""
    if isinstance(part, type) and issubclass(part, BaseModel):
        fields = part.model_fields
        inner = next(field.annotation for name, field in fields.items() if step in (name, field.alias))
    elif isinstance(step, str) and step.startswith("<"):
        inner = next(choice for choice in get_args(part) if Tag(step) in getattr(choice, "__metadata__", ()))
    else:
        inner = get_args(part)[1 if get_origin(part) is dict else 0]
    return _bare(inner)


def _bare(part: Any) -> Any:
    """Leave out what is around a type: annotations, and 'or nothing'."""
    if get_origin(part) is Annotated:
        return _bare(get_args(part)[0])
    choices = [choice for choice in get_args(part) if choice is not type(None)]
    if len(choices) == 1 and len(choices) < len(get_args(part)):
        return _bare(choices[0])
    return part


def _meant(detail: ErrorDetails) -> str:
    """Return the known key that an unknown key comes nearest to."""
    hint = nearest(str(detail["loc"][-1]), _known_keys(detail))
    return hint.split("'")[1] if hint else ""
