"""YAML text to plain data: every scalar stays text, every place is known, every fault is reported.

YAML guesses types (``0101`` becomes 65, ``no`` becomes false, ``12:30`` becomes 750) and lets a repeated key win in
silence. Here nothing is guessed: the events of the YAML parser are put together into dictionaries, lists and text.
Aliases are refused (a few lines of them can stand for gigabytes), and so are tags (they ask for types).
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from detente.errors import Path, Problem

MAX_NESTING = 30

Place = tuple[int, int]


@dataclass(slots=True)
class Tree:
    """A YAML file as plain data.

    Attributes
    ----------
    data
        Nested dict, list and str; None for an empty file. Keys with an empty value are left out.
    places
        Line and column, from 1, of everything in the file, by path.
    keys
        Where the key of an entry stands, by the path of the entry.
    verbatim
        Paths of the scalars that stand in the file as they are, so that a position in the text is one in the file.
    problems
        Everything that is wrong with the file as YAML.
    """

    data: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    verbatim: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is being filled."""

    path: Path
    container: dict[str, Any] | list[Any]
    key: str | None = None
    key_place: Place = (0, 0)
    is_repeated: bool = False


def read_tree(text: str) -> Tree:
    r"""Read YAML text.

    Returns
    -------
    Tree
        What could be read; the faults are in its ``problems``, nothing is raised.

    Cost
    ----
    About 25 microseconds a word of the file; linear.

    Examples
    --------
    >>> tree = read_tree("detente: 1\noptions: [no, 0101]\n")
    >>> tree.data
    {'detente': '1', 'options': ['no', '0101']}
    >>> tree.places["options", 1]
    (2, 15)
    """
    builder = _Builder()
    try:
        for event in YAML(typ="safe", pure=True).parse(io.StringIO(text)):
            if not builder.take(event):
                break
    except ReaderError as error:
        # the reader looks ahead, so only the position in the text is right
        position = min(error.position, len(text) - 1)
        builder.fault(
            "E106", f"the character U+{ord(text[position]):04X} is not allowed in YAML", _place(text, position)
        )
    except MarkedYAMLError as error:
        message, mark = _plain_words(error, text)
        builder.fault("E105", message, (mark.line + 1, mark.column + 1) if mark else (1, 1))
    except YAMLError as error:
        builder.fault("E105", f"not readable as YAML: {error}", (1, 1))
    return builder.tree


class _Builder:
    """Puts parser events together; a stack instead of recursion, so that depth is ours to limit."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.stack: list[_Frame] = []
        self.documents = 0

    def fault(self, code: str, message: str, place: Place, path: Path = ()) -> None:
        self.tree.problems.append(Problem(code, message, path).at("", *place))

    def take(self, event: Any) -> bool:
        """Take one event; return whether to go on."""
        kind = type(event).__name__
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        if kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self.fault("E107", "a second document ('---'); a case is one YAML document", place)
                return False
        elif kind == "ScalarEvent":
            self._scalar(event, place)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            return self._open(event, place, {} if kind == "MappingStartEvent" else [])
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.stack.pop()
        elif kind == "AliasEvent":
            self.fault(
                "E108", f"the alias '*{event.anchor}'; write the value out where it is needed", place, self._here()
            )
            self._put(None, place)
        return True

    def _here(self) -> Path:
        if not self.stack:
            return ()
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            return (*frame.path, len(frame.container))
        return frame.path if frame.key is None else (*frame.path, frame.key)

    def _refuse_tag(self, event: Any, place: Place) -> None:
        if event.ctag is not None:
            self.fault("E109", f"the tag '{event.ctag}'; everything in a case is text, lists and mappings", place)

    def _scalar(self, event: Any, place: Place) -> None:
        self._refuse_tag(event, place)
        text = event.value if event.value.isascii() else unicodedata.normalize("NFC", event.value)
        frame = self.stack[-1] if self.stack else None
        if frame and isinstance(frame.container, dict) and frame.key is None:
            self._key(frame, text, place)
            return
        empty = event.style is None and not text
        if not empty and event.start_mark.line == event.end_mark.line:
            width = event.end_mark.column - event.start_mark.column
            quote = 1 if event.style in ("'", '"') else 0
            if width - 2 * quote == len(text):
                self.tree.verbatim.add(self._here())
                place = (place[0], place[1] + quote)
        self._put(None if empty else text, place)

    def _key(self, frame: _Frame, text: str, place: Place) -> None:
        path = (*frame.path, text)
        frame.key, frame.key_place, frame.is_repeated = text, place, path in self.tree.keys
        if frame.is_repeated:
            line = self.tree.keys[path][0]
            self.fault("E110", f"the key '{text}' is repeated; it stands on line {line} already", place, path)
            frame.key = f"{text} (line {place[0]}, column {place[1]})"
        self.tree.keys.setdefault((*frame.path, frame.key), place)

    def _put(self, value: Any, place: Place) -> Path:
        """Put a value where it belongs and return its path."""
        path = self._here()
        frame = self.stack[-1] if self.stack else None
        if frame is None:
            self.tree.data = value
        elif isinstance(frame.container, list):
            frame.container.append(value)
        elif frame.key is not None:
            if value is not None and not frame.is_repeated:
                frame.container[frame.key] = value
            if not isinstance(value, str):
                place = frame.key_place
            frame.key = None
        self.tree.places.setdefault(path, place)
        return path

    def _open(self, event: Any, place: Place, container: dict[str, Any] | list[Any]) -> bool:
        self._refuse_tag(event, place)
        if len(self.stack) >= MAX_NESTING:
            self.fault("E111", f"nested more than {MAX_NESTING} deep; a case never needs that", place)
            return False
        frame = self.stack[-1] if self.stack else None
        if frame and isinstance(frame.container, dict) and frame.key is None:
            self.fault("E112", "a list or mapping in the place of a key; a key is one word", place, frame.path)
            return False
        path = self._put(container, place)
        self.stack.append(_Frame(path, container))
        return True


def _place(text: str, position: int) -> Place:
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


_BRACKET = "whose entries are not separated by commas, or that is never closed"
_QUOTE_IT = "put the text in quotes, or check the indentation"
# What the parser says (in its account of the fault, or of what it was doing), what that means for somebody who does
# not know the parser, and whether the place to mend is where the construct began.
_MEANINGS = (
    ("quoted scalar", "a quotation mark that is never closed, or text after one that is", True),
    ("flow sequence", f"a '[' {_BRACKET}", True),
    ("flow mapping", f"a '{{' {_BRACKET}", True),
    ("mapping values are not allowed", f"a ':' where YAML expects none; {_QUOTE_IT}", False),
    ("could not find expected ':'", "a line that is neither 'key: value' nor '- entry'; is there a ':' missing?", True),
    ("block", "this line does not fit what stands above; check its indentation", False),
    ("not allowed here", f"a '-' or '?' where YAML expects none; {_QUOTE_IT}", False),
    ("expected the node content", "a value is missing before this; is a bracket still open?", False),
    ("anchor", "'&' at the start of a value has a meaning in YAML; put the text in quotes", False),
    ("alias", "'*' at the start of a value has a meaning in YAML; put the text in quotes", False),
)


def _plain_words(error: MarkedYAMLError, text: str) -> tuple[str, Any]:
    problem, context = str(error.problem or ""), str(error.context or "")
    mark = error.problem_mark or error.context_mark
    if mark is not None and "cannot start any token" in problem:
        character = text[mark.index : mark.index + 1]
        if character == "\t":
            return "a tab; YAML wants spaces for indentation", mark
        return f"'{character}' cannot start a value; put the text in quotes", mark
    for said, meaning, at_start in _MEANINGS:
        if said in problem or said in context:
            return meaning, (error.context_mark or mark) if at_start else mark
    return f"not readable as YAML: {problem or context}", mark
