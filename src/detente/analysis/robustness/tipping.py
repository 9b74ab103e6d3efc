"""Which assumptions tip a conclusion, and what is left when statements are left out.

An assumption is *dropped* (a preference statement, a known comparison, a constraint, a rule about moves, the
irreversibility of an option) or *reversed* (a preference statement is replaced by its negation, a known comparison
turned round). A set of such changes is *tipping* for a conclusion when it turns it round and no smaller one was found
to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.analysis.conclusions import Topic, evaluate
from detente.analysis.readings import affordable
from detente.analysis.robustness.model import Act, Lever, Switch, Tipping
from detente.case.model import (
    AnyOrder,
    Case,
    Condition,
    Hedge,
    Pair,
    Pairs,
    Preferences,
    PreferenceStatement,
    Prioritization,
    Variant,
)
from detente.case.support import Support, assumptions, support_of
from detente.case.variant import apply_variant
from detente.conflict.arrays import written_case
from detente.conflict.model import Conflict
from detente.errors import Path
from detente.logic import Not

_STRUCTURAL = ("constraint", "move", "irreversible option")
_WANTED = ("preference", "known comparison")
_DROPPED = "\0"  # no name that a file can have


@dataclass(frozen=True, slots=True)
class TippingResult:
    """What tips what; see `detente.analysis.robustness.model.RobustnessResult`."""

    holds: Mapping[Topic, bool]
    tipping: tuple[Tipping, ...]
    n_levers: int
    n_pairs: int
    pairs_tried: bool
    unsound: int


def find_tipping(conflict: Conflict, *, pairs: bool = False) -> TippingResult:
    """Find the single assumptions that turn conclusions round, and pairs for those that no single one turns.

    Parameters
    ----------
    pairs
        Try pairs even where there are more than take about a second.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.

    Choices
    -------
    Pairs are tried for conclusions that no single change turns round, when all pairs can be tried; of these, only pairs
    of which neither part turns the conclusion by itself can count. Nothing larger is tried. A change that leaves no
    sound model (no feasible state, a status quo that is none) is counted and passed over.

    Cost
    ----
    One evaluation for each change: a variant where it is a preference, a compilation where it is not.
    """
    case = written_case(conflict)
    levers = tuple(_levers(case))
    base, *results = evaluate([case, *(_pull(case, [lever]) for lever in levers)], memory_limit=conflict.memory_limit)
    if base is None:
        raise AssertionError("the case was compiled before")
    holds = base.conclusions
    single: list[Tipping] = []
    unsound = 0
    for lever, result in zip(levers, results, strict=True):
        turned = _turned(holds, result.conclusions) if result else None
        unsound += turned is None
        if turned:
            single.append(Tipping((lever,), turned))
    stuck = holds.keys() - {topic for tipping in single for topic, _ in tipping.turned}
    couples = list(_couples(levers)) if stuck else []
    is_tried = bool(couples) and (pairs or len(couples) <= affordable(conflict))
    if is_tried:
        answers = evaluate([_pull(case, couple) for couple in couples], memory_limit=conflict.memory_limit)
        for couple, result in zip(couples, answers, strict=True):
            turned = _turned(holds, result.conclusions) if result else None
            unsound += turned is None
            newly = tuple(entry for entry in turned or () if entry[0] in stuck)
            if newly:
                single.append(Tipping(couple, newly))
    return TippingResult(holds, tuple(single), len(levers), len(couples), is_tried, unsound)


def _couples(levers: Iterable[Lever]) -> Iterator[tuple[Lever, Lever]]:
    """Yield pairs of changes of different assumptions."""
    for one, other in combinations(levers, 2):
        if one.assumption.path != other.assumption.path:
            yield one, other


def find_switches(conflict: Conflict, holds: Mapping[Topic, bool]) -> tuple[Switch, ...]:
    """Find the conclusions that change when statements are left out: by support, hedge, voice or source, or one by one.

    What rests on dropped statements alone goes with them, as in a variant's ``drop``. A hedge is a reason to ask, and
    nothing else: no number is made of it.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.

    Cost
    ----
    One evaluation for each group and each statement.
    """
    case = written_case(conflict)
    groups = list(_groups(case))
    cases = [_without(case, dropped) for _, _, dropped in groups]
    results = evaluate(cases, memory_limit=conflict.memory_limit)
    return tuple(
        Switch(kind, name, dropped, _turned(holds, result.conclusions) if result else None)
        for (kind, name, dropped), result in zip(groups, results, strict=True)
    )


def _turned(holds: Mapping[Topic, bool], found: Mapping[Topic, bool]) -> tuple[tuple[Topic, bool], ...]:
    return tuple((topic, was) for topic, was in holds.items() if found.get(topic, was) != was)


def _levers(case: Case) -> Iterator[Lever]:
    for assumption in assumptions(case):
        if assumption.kind in _WANTED:
            yield Lever(Act.DROP, assumption)
            yield Lever(Act.REVERSE, assumption)
        elif assumption.kind in _STRUCTURAL:
            yield Lever(Act.DROP, assumption)


def _pull(case: Case, levers: Iterable[Lever]) -> Case:
    """Return the case with some assumptions dropped or reversed."""
    wanted: dict[str, dict[Path, Act]] = {}
    dropped: dict[str, set[int]] = {"constraints": set(), "moves": set()}
    freed: set[Path] = set()
    for lever in levers:
        path, kind = lever.assumption.path, lever.assumption.kind
        if kind in _WANTED:
            # the file may leave out steps: what counts is the position in the list, and in a group of it
            place = tuple(step for step in path[3:] if isinstance(step, int))
            wanted.setdefault(str(path[1]), {})[place] = lever.act
        elif kind == "irreversible option":
            freed.add(path)
        else:
            dropped[str(path[0])].add(int(path[1]))
    parties = {}
    for dm, party in case.decision_makers.items():
        options = {
            name: option.model_copy(update={"irreversible": None})
            if ("decision_makers", dm, "options", name) in freed
            else option
            for name, option in party.options.items()
        }
        preferences = _changed(party.preferences, wanted[dm]) if dm in wanted else party.preferences
        parties[dm] = party.model_copy(update={"options": options, "preferences": preferences})
    kept = {
        section: tuple(rule for k, rule in enumerate(getattr(case, section)) if k not in gone)
        for section, gone in dropped.items()
    }
    return case.model_copy(update={"decision_makers": parties, **kept})


def _changed(preferences: Preferences, acts: Mapping[Path, Act]) -> Preferences:
    if isinstance(preferences, Pairs):
        pairs = [
            _turned_round(pair) if acts.get((k,)) is Act.REVERSE else pair
            for k, pair in enumerate(preferences.pairs)
            if acts.get((k,)) is not Act.DROP
        ]
        # no comparison left: nothing is known, and all states count as equal
        return preferences.model_copy(update={"pairs": tuple(pairs)}) if pairs else Prioritization(statements=())
    if not isinstance(preferences, Prioritization):
        return preferences
    kept: list[PreferenceStatement | AnyOrder] = []
    for k, entry in enumerate(preferences.statements):
        if isinstance(entry, PreferenceStatement):
            kept.extend(_treated(entry, acts.get((k,))))
            continue
        group = [part for j, inner in enumerate(entry.any_order) for part in _treated(inner, acts.get((k, j)))]
        kept.extend(group if len(group) < 2 else [entry.model_copy(update={"any_order": tuple(group)})])
    return preferences.model_copy(update={"statements": tuple(kept)})


def _treated(statement: PreferenceStatement, act: Act | None) -> list[PreferenceStatement]:
    if act is None:
        return [statement]
    if act is Act.DROP:
        return []
    that = statement.that
    return [statement.model_copy(update={"that": Condition(f"not ({that.text})", Not(that.formula))})]


def _turned_round(pair: Pair) -> Pair:
    return pair.model_copy(update={"better": pair.worse, "worse": pair.better})


def _groups(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the groups of statements that can be left out together: what kind of group, which, and the ids."""
    labelled: dict[str, list[tuple[str, str]]] = {kind: [] for kind in ("support", "hedged", "voice", "source")}
    for name, statement in case.statements.items():
        labelled["support"].append((support_of([statement])[0].value, name))
        labelled["voice"].extend((voice, name) for voice in statement.voices)
        if statement.hedge is not Hedge.NONE:
            labelled["hedged"].append(("any hedge", name))
        if statement.source is not None:
            labelled["source"].append((statement.source, name))
    order = [support.value for support in Support]
    labelled["support"].sort(key=lambda entry: order.index(entry[0]))
    for kind, entries in labelled.items():
        for which in dict.fromkeys(which for which, _ in entries):
            yield kind, which, tuple(name for label, name in entries if label == which)
    for name in case.statements:
        yield "statement", name, (name,)


def _without(case: Case, dropped: Sequence[str]) -> Case:
    return apply_variant(case.model_copy(update={"variants": {_DROPPED: Variant(drop=tuple(dropped))}}), _DROPPED)
