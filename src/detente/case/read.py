"""From a file to a `Case`, or to every fault that keeps it from being one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from detente.case.fields import Condition
from detente.case.model import Case, written_path
from detente.case.names import FaultError, Names, survey
from detente.case.translate import translate
from detente.case.yaml_text import Tree, read_tree
from detente.errors import CaseError, FormulaError, Path, Problem
from detente.logic import Scope

MAX_BYTES = 10_000_000


def read_case(path: str | os.PathLike[str]) -> Case:
    """Read a case from a file.

    Raises
    ------
    CaseError
        If the file or the case in it cannot be used; ``problems`` has every fault, in the order of the file.

    Cost
    ----
    Linear in the size of the file, about a second for 4,000 preference statements.
    """
    return parse_case(read_text(path), file=os.fspath(path))


def read_text(path: str | os.PathLike[str]) -> str:
    """Return the text of a case file, after making sure that it is one.

    Raises
    ------
    CaseError
        If there is no such file, or it is a directory, too large, empty, binary or not UTF-8.
    """
    name = os.fspath(path)
    try:
        size = FilePath(path).stat().st_size
        if size > MAX_BYTES:
            message = f"{size / 1e6:,.0f} MB; a case file of more than {MAX_BYTES / 1e6:.0f} MB is not read"
            raise CaseError([Problem("E103", message, file=name)])
        content = FilePath(path).read_bytes()
    except OSError as error:
        raise CaseError([_unreadable(error, name)]) from None
    return _decode(content, name)


def _unreadable(error: OSError, name: str) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem("E101", "there is no such file", file=name)
    if isinstance(error, IsADirectoryError):
        return Problem("E102", "this is a directory; give the case file in it", file=name)
    return Problem("E102", f"the file cannot be read: {error.strerror or error}", file=name)


def _decode(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CaseError([Problem("E104", "the file is UTF-16; save it as UTF-8", file=name)])
    if b"\0" in content:
        raise CaseError([Problem("E104", "a binary file; a case is a text file in YAML", file=name)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        message = f"byte 0x{content[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise CaseError([Problem("E104", message, (), name, line, column)]) from None
    return text


def parse_case(text: str, *, file: str = "") -> Case:
    """Read a case from YAML text.

    Parameters
    ----------
    text
        One YAML document.
    file
        What to call it in messages.

    Raises
    ------
    CaseError
        With every fault, in the order of the file.

    Examples
    --------
    >>> parse_case("detente: 1", file="empty.yaml")
    Traceback (most recent call last):
        ...
    detente.errors.CaseError: empty.yaml:1:1: E117 missing key 'title'
    empty.yaml:1:1: E117 missing key 'decision_makers'
    """
    tree = read_tree(text)
    case, problems = _validate(tree)
    if problems or case is None:
        placed = [problem.at(file, problem.line, problem.column) for problem in problems]
        raise CaseError(sorted(placed, key=lambda problem: (problem.line, problem.column, problem.code)))
    case.remember_places(file, tree.places)
    return case


def _validate(tree: Tree) -> tuple[Case | None, list[Problem]]:
    problems = list(tree.problems)
    if any(problem.code in _HALF_READ for problem in problems):
        return None, problems  # what follows the fault is missing: nothing true can be said about the rest
    if tree.data is None:
        return None, [*problems, Problem("E113", "the file is empty; 'detente new' writes a case to start from")]
    if not isinstance(tree.data, Mapping):
        kind = "a list" if isinstance(tree.data, list) else "only text"
        return None, [
            *problems,
            Problem("E114", f"{kind}; a case starts with keys: 'detente: 1', 'title: ...'").at("", 1, 1),
        ]
    names, found = survey(tree.data)
    problems += [_placed(problem, tree) for problem in found + _check_form(tree.data)]
    try:
        return Case.model_validate(tree.data, context=names, by_alias=True, by_name=False), problems
    except ValidationError as error:
        # an alias stands for something that was not read: what is missing there is no second fault
        unread = [problem.path for problem in problems if problem.code == "E108"]
        found = translate(error, tree)
        return None, problems + [
            other for other in found if not any(other.path[: len(path)] == path for path in unread)
        ]


_HALF_READ = ("E105", "E106", "E107", "E111", "E112")


def _placed(problem: Problem, tree: Tree) -> Problem:
    path = written_path(problem.path, tree.places)
    return Problem(problem.code, problem.message, path).at("", *(tree.keys.get(path) or tree.places.get(path, (1, 1))))


def _check_form(data: Mapping[str, Any]) -> list[Problem]:
    """Find what option form and graph form do not have in common."""
    states, arcs = data.get("states"), data.get("arcs")
    if not states:
        message = "'arcs' without 'states'; list the states by name"
        return [Problem("E305", message, ("arcs",))] if arcs else []
    problems = []
    if not arcs and not data.get("moves"):
        problems.append(Problem("E305", "'states' without 'arcs'; list who can move from where to where", ("states",)))
    for party, content in _entries(data.get("decision_makers")):
        if isinstance(content, Mapping) and content.get("options"):
            path: Path = ("decision_makers", party, "options")
            problems.append(
                Problem("E304", "options in a case that lists its states; a case has one or the other", path)
            )
    if data.get("indistinguishable"):
        message = "'indistinguishable' in a case that lists its states; list one state in the place of several"
        problems.append(Problem("E304", message, ("indistinguishable",)))
    return problems + _arcs_to_itself(arcs)


def _arcs_to_itself(arcs: object) -> list[Problem]:
    return [
        Problem("E306", f"an arc from '{start}' to itself is no move", ("arcs", party, start, targets.index(start)))
        for party, moves in _entries(arcs)
        for start, targets in _entries(moves)
        if isinstance(targets, list) and start in targets
    ]


def _entries(section: object) -> Iterable[tuple[str, Any]]:
    return section.items() if isinstance(section, Mapping) else ()


def scope_of(case: Case) -> Scope:
    """Return the names that a formula about a case may use."""
    outcomes = {name: outcome.that.formula for name, outcome in case.outcomes.items()}
    return Scope(case.options, frozenset(case.states), outcomes)


def read_condition(case: Case, text: str) -> Condition:
    """Read a formula or a Y/N pattern about a case, as a query gives it.

    Raises
    ------
    FormulaError
        If it cannot be read, or names something that the case does not have.

    Examples
    --------
    >>> case = parse_case('''
    ... detente: 1
    ... title: A bridge
    ... decision_makers:
    ...   town: {name: The town, options: {build: Build it}, preferences: [build]}
    ... ''')
    >>> read_condition(case, "not build").formula
    Not(part=Atom(name='town.build'))
    """
    try:
        return Condition(text.strip(), Names(scope_of(case)).formula(text))
    except FaultError as error:
        raise FormulaError(error.message, error.column or 1) from None
