"""Everything that can go wrong, in one tree.

::

    DetenteError                      exit code 1
    ├─ CaseError          ValueError   the case has faults; ``.problems`` lists every one of them
    ├─ FormulaError       ValueError   a formula that cannot be read; ``.column`` says where
    ├─ UnknownNameError   LookupError  a name that does not exist; names the nearest one that does
    ├─ LimitError         ValueError   exit code 3: too large, or too long; says what to do
    ├─ DocumentError      ValueError   a source document that cannot be used; says why
    ├─ NotSupportedError  ValueError   a concept or a command that does not apply to this model; says why
    ├─ WorkerError        RuntimeError workers that cannot be reached or used, or that were lost again and again
    └─ OutputError        OSError      a file that cannot be written

A fault in a case is a `Problem`: a record with a stable code, so that programs can act on it and
``docs/reference/problems.md`` can explain it. Codes starting with ``E`` are errors, with ``W`` advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or one piece of advice, with its place in the file.

    Parameters
    ----------
    code
        Stable code: ``E1xx`` reading, ``E2xx`` names, ``E3xx`` the model, ``W4xx`` advice.
    message
        What was given, what was expected, what to do. One sentence or two.
    path
        Keys and list positions from the top of the case to the fault.
    file
        The file as the user named it; empty while it is not known.
    line, column
        Counted from 1; 0 while not known.

    Examples
    --------
    >>> print(Problem("E201", "no option 'insits'; did you mean 'insist'?", ("constraints", 0), "elmira.yaml", 7, 5))
    elmira.yaml:7:5: E201 constraints[0]: no option 'insits'; did you mean 'insist'?
    """

    code: str
    message: str
    path: Path = ()
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def is_error(self) -> bool:
        """Whether the case cannot be used before this is mended."""
        return self.code.startswith("E")

    def at(self, file: str, line: int, column: int) -> Problem:
        """Return the same problem with its place in a file."""
        return replace(self, file=file, line=line, column=column)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        where = format_path(self.path)
        return f"{place}{': ' if place else ''}{self.code} {where}{': ' if where else ''}{self.message}"


def format_path(path: Path) -> str:
    """Write a path the way people do.

    >>> format_path(("decision_makers", "ministry", "preferences", 0, "that"))
    'decision_makers.ministry.preferences[0].that'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known name, or an empty string.

    >>> nearest("insits", ["insist", "accept"])
    "; did you mean 'insist'?"
    >>> nearest("zzz", ["insist", "accept"])
    ''
    """
    matches = get_close_matches(name, sorted(set(known)), n=1, cutoff=0.6)
    return f"; did you mean '{matches[0]}'?" if matches else ""


class DetenteError(Exception):
    """Base of all errors that are meant for the user. Shown without a traceback."""

    exit_code = 1


class CaseError(DetenteError, ValueError):
    """A case that cannot be used, with every fault that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class FormulaError(DetenteError, ValueError):
    """A formula that cannot be read, or that names something that does not exist.

    Parameters
    ----------
    message
        What was found, what was expected, what to do.
    column
        Position of the fault in the formula, counted from 1.

    Examples
    --------
    >>> str(FormulaError("no option 'insits'; did you mean 'insist'?", 5))
    "column 5: no option 'insits'; did you mean 'insist'?"
    """

    def __init__(self, message: str, column: int) -> None:
        self.message, self.column = message, column
        super().__init__(f"column {column}: {message}")


class UnknownNameError(DetenteError, LookupError):
    """A name that does not exist.

    >>> str(UnknownNameError("case", "elmria", ["elmira", "cuba"]))
    "no case 'elmria'; did you mean 'elmira'?"
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        hint = nearest(name, self.known)
        if not hint and self.known:
            shown = ", ".join(self.known[:12]) + (", ..." if len(self.known) > 12 else "")
            hint = f"; known: {shown}"
        super().__init__(f"no {kind} '{name}'{hint}")


class LimitError(DetenteError, ValueError):
    """More than the given limits allow. The message says what to do about it."""

    exit_code = 3


class DocumentError(DetenteError, ValueError):
    """A source document that is missing, unreadable or hostile. The message names it and says why."""


class NotSupportedError(DetenteError, ValueError):
    """A question that has no meaning for this model. The message says why and what has."""


class WorkerError(DetenteError, RuntimeError):
    """Processes or machines that cannot be reached or used, or that were lost again and again."""


class OutputError(DetenteError, OSError):
    """A file that cannot be written."""
