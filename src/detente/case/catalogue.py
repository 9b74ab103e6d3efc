"""The cases that come with the program, by name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path as FilePath
from typing import Any

from detente.case.model import Case
from detente.case.read import parse_case, read_case
from detente.case.yaml_text import read_tree
from detente.errors import UnknownNameError


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What a list of cases shows about one.

    Attributes
    ----------
    name
        What to call it on the command line: the name of its file.
    group
        Folder it is in, for example ``published``.
    title
        As the case has it.
    about
        First sentence of what the case says about itself.
    decision_makers, options, states
        How many; ``states`` counts those listed outright (graph form), and is 0 in option form.
    """

    name: str
    group: str
    title: str
    about: str
    decision_makers: int
    options: int
    states: int


def list_cases() -> tuple[CatalogueEntry, ...]:
    """Return all cases of the catalogue, by group and name.

    Cost
    ----
    Reads the YAML of every file without validating it: a few milliseconds a case.
    """
    return tuple(_entry(name, group, file) for name, (group, file) in _index().items())


def case_text(name: str) -> str:
    """Return the file of a catalogue case as text.

    Raises
    ------
    UnknownNameError
        If there is no such case; names the nearest one.
    """
    return _find(name).read_text(encoding="utf-8")


def load_case(name_or_path: str | os.PathLike[str]) -> Case:
    """Return a case from the catalogue or from a file.

    Parameters
    ----------
    name_or_path
        A path that has a separator or an ending, or a file that exists, is a file; anything else is a catalogue name.

    Raises
    ------
    CaseError
        If the case has faults; ``problems`` has all of them.
    UnknownNameError
        If there is no such case.

    Examples
    --------
    >>> load_case("elmria")
    Traceback (most recent call last):
        ...
    detente.errors.UnknownNameError: no case 'elmria'...
    """
    text = os.fspath(name_or_path)
    if not isinstance(name_or_path, str) or _is_path(text):
        return read_case(text)
    return parse_case(case_text(text), file=f"{text}.yaml")


def starter_text() -> str:
    """Return the commented case that ``detente new`` writes."""
    return files("detente.case").joinpath("starter.yaml").read_text(encoding="utf-8")


def _is_path(text: str) -> bool:
    separators = [separator for separator in (os.sep, os.altsep) if separator]
    if any(separator in text for separator in separators) or text.endswith((".yaml", ".yml")):
        return True
    return text not in _index() and FilePath(text).exists()


@cache
def _index() -> dict[str, tuple[str, Traversable]]:
    """Return group and file of every case, by name."""
    found = sorted(_walk(files("detente").joinpath("cases"), ""), key=lambda entry: (entry[1], entry[0]))
    return {name: (group, file) for name, group, file in found}


def _walk(folder: Traversable, group: str) -> Iterator[tuple[str, str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{group}/{entry.name}".strip("/"))
        elif entry.name.endswith(".yaml"):
            yield entry.name.removesuffix(".yaml"), group, entry


def _find(name: str) -> Traversable:
    if name not in _index():
        raise UnknownNameError("case", name, _index())
    return _index()[name][1]


def _entry(name: str, group: str, file: Traversable) -> CatalogueEntry:
    data: dict[str, Any] = read_tree(file.read_text(encoding="utf-8")).data
    parties = data["decision_makers"].values()
    return CatalogueEntry(
        name=name,
        group=group,
        title=data["title"],
        about=_first_sentence(data.get("about", "")),
        decision_makers=len(parties),
        options=sum(len(party.get("options", {})) for party in parties),
        states=len(data.get("states", {})),
    )


def _first_sentence(text: str) -> str:
    flat = " ".join(text.split())
    sentence = re.match(r".*?[.!?](?=\s+[^a-z\s]|$)", flat)
    return sentence[0] if sentence else flat
