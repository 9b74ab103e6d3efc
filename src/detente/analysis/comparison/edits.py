"""What differs between two cases, as changes that can be made one by one.

Lists (statements, constraints, moves, merges) are aligned by what their entries mean; an entry that is gone and one
that is new in its place are one change, and so is an entry that stands elsewhere. Any choice of changes gives a list:
entries of both cases in their common order, each there or not. Named things (decision makers, options, outcomes) are
compared name by name. What nothing follows from is listed, too, and marked so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from detente.analysis.comparison.entries import (
    MOVE,
    PAIR,
    RULE,
    STATEMENT,
    EntryKind,
    arcs_text,
    preferences_text,
    title,
)
from detente.analysis.comparison.model import Change, Way
from detente.analysis.conclusions import meaning
from detente.case.model import (
    Case,
    Condition,
    DecisionMaker,
    Outcome,
    Pairs,
    Preferences,
    Prioritization,
    StatusQuo,
)
from detente.errors import Path
from detente.logic import And, Atom, Formula, Not

_UNUSED = {  # sections that no answer depends on
    "sources": "source",
    "statements": "statement",
    "perceptions": "perception",
    "influences": "influence",
    "variants": "variant",
    "published": "published result",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of an aligned list: what it is, and the change (by position) that takes it away or brings it."""

    content: Any
    removed_by: int | None = None
    brought_by: int | None = None

    def is_there(self, made: Collection[int]) -> bool:
        if self.removed_by is not None:
            return self.removed_by not in made
        return self.brought_by is None or self.brought_by in made


@dataclass(slots=True)
class Edits:
    """The changes from one case to another, and what any choice of them gives.

    Attributes
    ----------
    changes
        Those that matter come first.
    """

    first: Case
    second: Case
    changes: list[Change] = field(default_factory=list)
    _lists: dict[Path, list[_Entry]] = field(default_factory=dict)
    _parts: dict[Path, int] = field(default_factory=dict)

    @property
    def n_matter(self) -> int:
        """How many changes can matter."""
        return sum(change.matters for change in self.changes)

    def made(self, chosen: Collection[int]) -> Case:
        """Return the first case with some changes made."""
        parties = {
            dm: self._party(dm, chosen)
            for dm in (entry.content for entry in self._lists["decision_makers",] if entry.is_there(chosen))
        }
        update: dict[str, Any] = {"decision_makers": parties}
        for section in ("constraints", "moves", "indistinguishable"):
            update[section] = tuple(e.content for e in self._lists[section,] if e.is_there(chosen))
        outcomes = (entry.content for entry in self._lists["outcomes",] if entry.is_there(chosen))
        update["outcomes"] = {name: self._outcome(name, chosen) for name in outcomes}
        states = self._side(("states",), chosen)
        update["states"] = states.states
        update["arcs"] = {
            dm: self._side(("arcs", dm), chosen).arcs.get(dm, {}) if states is self.first else states.arcs.get(dm, {})
            for dm in parties
            if dm in self.first.arcs or dm in self.second.arcs
        }
        changed = self.first.model_copy(update=update)
        source = self._side(("status_quo",), chosen)
        return changed.model_copy(update={"status_quo": _carried(source, changed.options)})

    def _outcome(self, name: str, chosen: Collection[int]) -> Outcome:
        side = self._side(("outcomes", name), chosen) if name in self.first.outcomes else self.second
        return side.outcomes[name]

    def _side(self, path: Path, chosen: Collection[int]) -> Case:
        """Return the case that a part is taken from."""
        return self.second if self._parts.get(path) in chosen else self.first

    def _party(self, dm: str, chosen: Collection[int]) -> DecisionMaker:
        if dm not in self.first.decision_makers:
            return self.second.decision_makers[dm]
        party = self.first.decision_makers[dm]
        path: Path = ("decision_makers", dm)
        if (*path, "options") not in self._lists:
            return party
        options = {}
        for entry in self._lists[*path, "options"]:
            if not entry.is_there(chosen):
                continue
            side = self._side((*path, "options", entry.content), chosen)
            source = side if entry.content in side.decision_makers[dm].options else self.second
            options[entry.content] = source.decision_makers[dm].options[entry.content]
        return party.model_copy(update={"options": options, "preferences": self._preferences(dm, chosen)})

    def _preferences(self, dm: str, chosen: Collection[int]) -> Preferences:
        path: Path = ("decision_makers", dm, "preferences")
        if path not in self._lists:
            preferences: Preferences = self._side(path, chosen).decision_makers[dm].preferences
            return preferences
        entries = tuple(entry.content for entry in self._lists[path] if entry.is_there(chosen))
        written = self.first.decision_makers[dm].preferences
        if isinstance(written, Pairs):
            # no comparison left: nothing is known, and all states count as equal
            return written.model_copy(update={"pairs": entries}) if entries else Prioritization(statements=())
        return written.model_copy(update={"statements": entries})


def find_edits(first: Case, second: Case) -> Edits:
    """Find the changes from one case to another.

    Cost
    ----
    That of aligning the lists: at most quadratic in their lengths.
    """
    edits = Edits(first, second)
    _names(edits, ("decision_makers",), "decision maker", "", first.decision_makers, second.decision_makers)
    for dm in first.decision_makers:
        if dm in second.decision_makers:
            _party(edits, dm)
    _list(edits, ("constraints",), "constraint", "", (first.constraints, second.constraints), RULE)
    _list(edits, ("moves",), "move", "", (first.moves, second.moves), MOVE)
    merges = first.indistinguishable, second.indistinguishable
    _list(edits, ("indistinguishable",), "merge", "", merges, RULE)
    _graph(edits)
    if _formula(_carried(first, second.options)) != _formula(second.status_quo):
        texts = [case.status_quo.state.text if case.status_quo else "" for case in (first, second)]
        _part(edits, ("status_quo",), "status quo", "", *texts)
    _names(edits, ("outcomes",), "outcome", "", first.outcomes, second.outcomes)
    for name, outcome in first.outcomes.items():
        later = second.outcomes.get(name)
        if later and later.that.formula != outcome.that.formula:
            _part(edits, ("outcomes", name), "outcome", "", outcome.that.text, later.that.text)
    edits.changes.extend(_idle(first, second))
    return edits


def _part(edits: Edits, path: Path, kind: str, dm: str, before: str, after: str) -> None:
    way = Way.CHANGED if before and after else Way.ADDED if after else Way.REMOVED
    edits._parts[path] = len(edits.changes)  # noqa: SLF001 (of this module)
    edits.changes.append(Change(way, kind, dm, path, before, after))


def _names(edits: Edits, path: Path, kind: str, dm: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> None:
    """Compare two mappings by their names; the order of names is that of an alignment, and no change."""
    entries: list[_Entry] = []
    for old, _, new, _ in _rows((list(first), list(second)), str):
        for name in (old,) if old == new else (old, new):
            if name is None or any(entry.content == name for entry in entries):
                continue  # a name that stands elsewhere has its place already
            number = len(edits.changes)
            if name not in second:
                entries.append(_Entry(name, removed_by=number))
                edits.changes.append(Change(Way.REMOVED, kind, dm, (*path, name), title(first[name]), ""))
            elif name not in first:
                entries.append(_Entry(name, brought_by=number))
                edits.changes.append(Change(Way.ADDED, kind, dm, (*path, name), "", title(second[name])))
            else:
                entries.append(_Entry(name))
    edits._lists[path] = entries  # noqa: SLF001


def _list(
    edits: Edits,
    path: Path,
    kind: str,
    dm: str,
    lists: tuple[Sequence[Any], Sequence[Any]],
    entry_kind: EntryKind,
) -> None:
    """Align two lists and make a change of each difference."""
    key, text = entry_kind.key, entry_kind.text
    rows = list(_rows(lists, key))
    gone = {key(old) for old, _, new, _ in rows if old is not None and new is None}
    moved = gone & {key(new) for old, _, new, _ in rows if old is None and new is not None}
    numbers: dict[Hashable, int] = {}
    entries: list[_Entry] = []
    for old, old_place, new, new_place in rows:
        alike = old is not None and new is not None and key(old) == key(new)
        if alike:
            entries.append(_Entry(old))
            continue
        which: Hashable = key(new if old is None else old) if old is None or new is None else None
        if which in moved and which in numbers:
            number = numbers[which]
        else:
            number = numbers[which] = len(edits.changes)
            before, after = (text(entry) if entry is not None else "" for entry in (old, new))
            way = Way.CHANGED if before and after else Way.ADDED if after else Way.REMOVED
            if which in moved:
                way, before, after = Way.MOVED, before or after, before or after
            edits.changes.append(Change(way, kind, dm, (*path, old_place if new is None else new_place), before, after))
        if old is not None:
            entries.append(_Entry(old, removed_by=number))
        if new is not None:
            entries.append(_Entry(new, brought_by=number))
    edits._lists[path] = entries  # noqa: SLF001


def _rows(
    lists: tuple[Sequence[Any], Sequence[Any]], key: Callable[[Any], Hashable]
) -> Iterator[tuple[Any, int, Any, int]]:
    """Yield the entries of both lists in a common order, with their places; side by side where they match or replace.

    As many that are gone as are new in one place are replaced, unless one of them stands elsewhere in the other list.
    """
    first, second = ([key(entry) for entry in entries] for entries in lists)
    both = set(first) & set(second)
    for tag, i, j, k, m in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        replaces = tag == "replace" and j - i == m - k and both.isdisjoint((*first[i:j], *second[k:m]))
        if tag == "equal" or replaces:
            yield from ((lists[0][i + d], i + d, lists[1][k + d], k + d) for d in range(j - i))
            continue
        yield from ((lists[0][place], place, None, k) for place in range(i, j))
        yield from ((None, i, lists[1][place], place) for place in range(k, m))


def _party(edits: Edits, dm: str) -> None:
    before, after = edits.first.decision_makers[dm], edits.second.decision_makers[dm]
    path: Path = ("decision_makers", dm)
    _names(edits, (*path, "options"), "option", dm, before.options, after.options)
    for name, option in before.options.items():
        later = after.options.get(name)
        if later and later.irreversible != option.irreversible:
            ways = [
                f"{option.label} ({'irreversible: ' + way.value if way else 'can be undone'})"
                for way in (option.irreversible, later.irreversible)
            ]
            _part(edits, (*path, "options", name), "irreversible option", dm, *ways)
    path = (*path, "preferences")
    match before.preferences, after.preferences:
        case Prioritization(statements=old), Prioritization(statements=new):
            _list(edits, path, "preference", dm, (old, new), STATEMENT)
        case Pairs(pairs=old), Pairs(pairs=new):
            _list(edits, path, "known comparison", dm, (old, new), PAIR)
        case old, new:
            if meaning(old) != meaning(new):
                _part(edits, path, "preferences", dm, preferences_text(old), preferences_text(new))


def _graph(edits: Edits) -> None:
    first, second = edits.first, edits.second
    if tuple(first.states) != tuple(second.states):
        _part(edits, ("states",), "states", "", ", ".join(first.states), ", ".join(second.states))
        return
    for dm in first.decision_makers:
        before, after = first.arcs.get(dm, {}), second.arcs.get(dm, {})
        if before != after and dm in second.decision_makers:
            _part(edits, ("arcs", dm), "arcs", dm, arcs_text(before), arcs_text(after))


def _idle(first: Case, second: Case) -> Iterator[Change]:
    """Yield the differences that no answer depends on."""
    words: list[tuple[Path, str, str]] = [
        (("title",), first.title, second.title),
        (("about",), first.about or "", second.about or ""),
    ]
    for dm, party in first.decision_makers.items():
        later = second.decision_makers.get(dm)
        if later:
            path: Path = ("decision_makers", dm)
            words += [
                ((*path, "name"), party.name, later.name),
                ((*path, "about"), party.about or "", later.about or ""),
            ]
            words += [
                ((*path, "options", name), option.label, later.options[name].label)
                for name, option in party.options.items()
                if name in later.options
            ]
    for path, before, after in words:
        if before != after:
            dm = str(path[1]) if len(path) > 1 else ""
            yield Change(Way.CHANGED if before and after else Way.ADDED if after else Way.REMOVED, "words", dm, path,
                         before, after, matters=False)  # fmt: skip
    for section, kind in _UNUSED.items():
        old, new = _by_name(getattr(first, section)), _by_name(getattr(second, section))
        for name in dict.fromkeys((*old, *new)):
            if old.get(name) != new.get(name):
                way = Way.ADDED if name not in old else Way.REMOVED if name not in new else Way.CHANGED
                before, after = (name if name in entries else "" for entries in (old, new))
                yield Change(way, kind, "", (section, name), before, after, matters=False)


def _by_name(entries: Any) -> dict[str, Any]:
    if isinstance(entries, Mapping):
        return dict(entries)
    return {getattr(entry, "id", str(place)): entry for place, entry in enumerate(entries, 1)}


def _carried(case: Case, options: tuple[str, ...]) -> StatusQuo | None:
    """Return the status quo of a case over other options: a state given by the options taken leaves new ones out."""
    if case.status_quo is None or case.options == options:
        return case.status_quo
    literals = _literals(case.status_quo.state.formula)
    if literals is None or literals.keys() != set(case.options):
        return case.status_quo
    parts: list[Formula] = [Atom(name) if literals.get(name) else Not(Atom(name)) for name in options]
    formula = parts[0] if len(parts) == 1 else And(tuple(parts))
    return case.status_quo.model_copy(update={"state": Condition(case.status_quo.state.text, formula)})


def _literals(formula: Formula) -> dict[str, bool] | None:
    found = {}
    for part in formula.parts if isinstance(formula, And) else (formula,):
        match part:
            case Atom(name):
                found[name] = True
            case Not(Atom(name)):
                found[name] = False
            case _:
                return None
    return found


def _formula(status_quo: StatusQuo | None) -> Formula | None:
    return status_quo.state.formula if status_quo else None
