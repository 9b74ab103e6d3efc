"""A case file as a document to edit: comments, order, quoting and line breaks stay as the analyst has them.

The YAML library keeps comments and order, but lays the text out anew (it joins the lines of a long mapping, and aligns
indentation). So an edited document is compared with what the library makes of the unedited text: lines that the edit
did not touch are taken from the text as it was.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.resolver import VersionedResolver

from detente.case.read import read_text
from detente.case.yaml_text import read_tree
from detente.errors import CaseError
from detente.files import write_whole


@dataclass(frozen=True, slots=True)
class Document:
    """A case file that can be edited.

    Attributes
    ----------
    text
        The file as it was read.
    data
        The same as nested mappings and lists that remember their comments; all scalars are text. Edit these.
    """

    text: str
    data: Any


def read_document(path: FilePath) -> Document:
    """Read a case file for editing. Only its YAML has to be sound; the case in it may have faults.

    Raises
    ------
    CaseError
        If the file cannot be read, or is not one YAML document of mappings, lists and text.
    """
    text = read_text(path)
    problems = read_tree(text).problems
    if problems:
        raise CaseError([problem.at(str(path), problem.line, problem.column) for problem in problems])
    return parse_document(text)


def parse_document(text: str) -> Document:
    """Make a document of YAML text that is known to be sound."""
    return Document(text, _yaml().load(text.replace("\r\n", "\n")))


def write_document(document: Document, path: FilePath) -> None:
    """Write a document, whole or not at all.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_whole(path, [render_document(document)])


def render_document(document: Document) -> str:
    r"""Return the text of a document with its edits.

    Examples
    --------
    >>> document = parse_document("title:  A bridge   # for now\nsources: {a: {title: Gazette},\n  b: {title: 1991}}\n")
    >>> document.data["title"] = "Two bridges"
    >>> print(render_document(document), end="")
    title: Two bridges   # for now
    sources: {a: {title: Gazette},
      b: {title: 1991}}
    """
    ending = "\r\n" if "\r\n" in document.text else "\n"
    text = document.text.replace("\r\n", "\n")
    before, after = _dump(_yaml().load(text)), _dump(document.data)
    if before != after:
        merged = "".join(_merge(*(part.splitlines(keepends=True) for part in (text, before, after))))
        # an edit inside a stretch of lines that were laid out differently can be ambiguous: then the library's layout
        text = merged if read_tree(merged).data == read_tree(after).data else after
    return text.replace("\n", ending)


def _merge(text: list[str], before: list[str], after: list[str]) -> Iterator[str]:
    """Yield `after`, with the lines that are as in `before` written as in `text`."""
    to_text, to_after = _borders(before, text), _borders(before, after)
    borders = sorted(to_text.keys() & to_after.keys())
    for start, end in pairwise(borders):
        old, new = text[to_text[start] : to_text[end]], after[to_after[start] : to_after[end]]
        if before[start:end] == new:
            yield from old
            continue
        yield from new
        # comments after a deleted entry are the heading of what follows; the library deletes them with the entry
        tail = old[_end_of_content(old) :]
        if new[len(new) - len(tail) :] != tail:
            yield from tail


def _end_of_content(lines: list[str]) -> int:
    return max((number for number, line in enumerate(lines, 1) if line.strip() and line.strip()[0] != "#"), default=0)


def _borders(old: list[str], new: list[str]) -> dict[int, int]:
    """Return which gaps between lines of `old` and of `new` correspond; lines added at a gap belong before it."""
    borders = {}
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        borders[i2] = j2
        if kind == "equal":
            borders.update({i1 + offset: j1 + offset for offset in range(i2 - i1)})
    return {**borders, 0: 0}


class _TextResolver(VersionedResolver):
    """Reads every scalar as text, and writes text without quotes where it stood without."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        return {}


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.width = 2**20
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dump(data: Any) -> str:
    stream = io.StringIO()
    _yaml().dump(data, stream)
    return stream.getvalue()
