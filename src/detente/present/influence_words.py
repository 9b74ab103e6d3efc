"""What holds with and without each influence, and how acts may be read, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis.influence import (
    Backing,
    Chain,
    Change,
    Extent,
    InfluenceResult,
    Reading,
    ReadingKind,
    Setting,
    Shift,
    Signal,
    Taken,
    Threshold,
    Tipping,
)
from detente.case.model import Hedge, Influence
from detente.conflict import Conflict, outcomes_of
from detente.present.names import (
    CONCEPT_NAMES,
    concept_name,
    counted,
    dm_short,
    join_some,
    join_words,
    option_label,
    option_short,
    outcome_name,
    plain,
)
from detente.present.words import condition_words, state_short
from detente.present.words.labels import quote, quote_if_joining
from detente.present.words.states import called, position

_IDS = 6
_TOLD = 2


def answer_words(result: InfluenceResult) -> tuple[str, ...]:
    """Say what holds with and without influence, on which influences that turns, and what these rest on."""
    if not result.influences:
        return ("The case codes no influence: in this model nobody changes what another wants.",)
    return (
        f"Told for {concept_name(result.concept)} stability: {CONCEPT_NAMES[result.concept].premise}.",
        f"While nobody is influenced, {_holds(result, result.without)}. As the case stands, "
        f"{_holds(result, result.as_coded)}. While all influences act as coded, {_holds(result, result.everything)}.",
        *_pivots(result),
        *(_dilemma(result, signal) for signal in result.signals if _is_dilemma(signal)),
    )


def _holds(result: InfluenceResult, setting: Setting) -> str:
    names = setting.equilibria
    if not names:
        return "it settles nowhere"
    told = [brief(result.conflict, name) for name in names[:_TOLD]]
    if len(names) > _TOLD:
        return f"it can settle at {', at '.join(told)} and at {counted(len(names) - _TOLD, 'other state')}"
    return f"it can settle at {join_words(told, 'or at')}"


def brief(conflict: Conflict, name: str) -> str:
    """Name a state by its named outcomes, or in the few words of tables, and its id."""
    state = position(conflict, name)
    outcomes = [quote(outcome_name(outcome)) for outcome in outcomes_of(conflict, state)]
    return f"{name} ({join_words(outcomes) or state_short(conflict, state)})"


def places(conflict: Conflict, names: Sequence[str]) -> str:
    """Name states for tables: a few by their outcomes, many by their ids."""
    return "; ".join(called(conflict, name) for name in names) if len(names) <= _TOLD else ids(names)


def _pivots(result: InfluenceResult) -> Iterator[str]:
    if not result.pivots:
        if result.pivots_searched == len(result.influences):
            yield "Taking influences away, alone or together, does not change where it can settle."
        else:
            yield f"Taking away up to {result.pivots_searched} influences does not change where it can settle."
        return
    if len(result.pivots[0]) == 1:
        names = [quote(group[0]) for group in result.pivots]
        yield f"Of all influences together, where it can settle turns on each of these alone: {join_words(names)}."
    else:
        groups = [f"{join_words([quote(name) for name in group])} together" for group in result.pivots]
        yield f"Taking one influence away changes nothing; it takes {join_words(groups, 'or')}."
    thin = [f"{quote(name)} ({backing_words(result.backing[name])})" for name in result.thinnest]
    rest = "rests" if len(thin) == 1 else "rest"
    yield f"Of these {join_words(thin)} {rest} on least, as coded."


def backing_words(entry: Backing) -> str:
    """Say what an influence rests on."""
    if not entry.statements:
        return "no source"
    kind = str(entry.support)
    hedge = "" if entry.hedge is Hedge.NONE else f", hedge: {entry.hedge}"
    sources = {0: "no source", 1: "a single source"}.get(len(entry.sources), f"{len(entry.sources)} sources")
    partly = ", partly inferred" if entry.inferred and kind in ("reported", "asserted") else ""
    return f"{kind}{partly}{hedge}; {sources}; {join_words(list(entry.statements))}"


def _is_dilemma(signal: Signal) -> bool:
    """Whether it depends on the reading if the act pays."""
    found = {row.for_actor for row in signal.taken if row.acted and row.reading.kind is not ReadingKind.VARIANT}
    return Change.WORSE in found and bool(found - {Change.WORSE})


def _dilemma(result: InfluenceResult, signal: Signal) -> str:
    case = result.conflict.case
    actor, addressed = (dm_short(case, dm) for dm in (signal.actor, signal.addressed))
    act = quote(option_label(case, signal.option))
    parts = []
    for change, words in ((Change.WORSE, "worse"), (Change.BETTER, "better"), (Change.SAME, "as well")):
        mine = [row for row in signal.taken if row.acted and row.reading.kind is not ReadingKind.VARIANT]
        rows = [row for row in mine if row.for_actor is change]
        readings = [reading_words(row.reading) for row in rows]
        if readings:
            ends = list(dict.fromkeys(name for row in rows for name in row.leads_to))
            taken, to = join_words(readings, "or"), places(result.conflict, ends)
            parts.append(f"{words} off where {addressed} takes it {taken}: to {to}")
    return f"{act} by {actor} changes minds only, and whether it pays turns on the reading: {'; '.join(parts)}."


def reading_words(reading: Reading) -> str:
    """Name a reading."""
    names = join_words([quote(plain(name)) for name in reading.of])
    match reading.kind:
        case ReadingKind.INFLUENCED:
            return f"as the influence {names} has it"
        case ReadingKind.OWN:
            return "as what it wants has it"
        case ReadingKind.SIGN:
            return f"as a sign of what the other wants (no more {names})"
        case ReadingKind.BELIEF:
            return f"as it believes ({names})"
        case ReadingKind.UNNOTICED:
            return "not at all"
        case ReadingKind.VARIANT:
            return f"as in the variant {names}"


def ids(names: Sequence[str]) -> str:
    """Name some states; many are cut."""
    return join_some(names, _IDS)


def influence_words(result: InfluenceResult, influence: Influence) -> str:
    """Say who changes whose mind, how, and what that rests on."""
    case = result.conflict.case
    by, on = dm_short(case, influence.by), dm_short(case, influence.on)
    how = f" through {quote(option_label(case, influence.through))}" if influence.through else ", by no option"
    about = f" {' '.join(plain(influence.about).split())}" if influence.about else ""
    return (
        f"{quote(influence.id)}: {by} on {on}{how}.{about} It rests on: {backing_words(result.backing[influence.id])}."
    )


def chain_words(result: InfluenceResult, chain: Chain) -> str:
    """Say what a chain leads to, whether its steps are taken, and where it is thin."""
    case = result.conflict.case
    by_id = {influence.id: influence for influence in result.influences}
    parties = [by_id[chain.links[0].influence].by, *(by_id[link.influence].on for link in chain.links)]
    path = " → ".join(dm_short(case, dm) for dm in parties)
    steps = []
    for link in chain.links:
        through = by_id[link.influence].through
        if through is not None and link.taken is not None:
            steps.append(f"{quote(option_label(case, through))} is done in {_EXTENTS[link.taken]} of them")
    done = f" {join_words(steps)}." if steps else ""
    adds = (
        "That is neither what holds without influence nor what the last link does alone."
        if chain.adds
        else "The chain adds nothing to what holds without influence, or to what its last link does alone."
    )
    thin = join_words([f"{quote(name)} ({backing_words(result.backing[name])})" for name in chain.thinnest])
    equal = "All links rest on as little: " if len(chain.thinnest) == len(chain.links) else "Its thinnest link: "
    return (
        f"{path} ({', '.join(link.influence for link in chain.links)}): while just these act, "
        f"{_holds(result, chain.together)}.{done} {adds} {equal}{thin}."
    )


_EXTENTS = {Extent.ALL: "all", Extent.SOME: "some", Extent.NONE: "none"}


def threshold_words(result: InfluenceResult, found: Threshold) -> str:
    """Say how much of an influence it takes."""
    if found.departs is None or found.returns is None:
        return f"{quote(found.influence)}: no threshold; {found.reason}."
    n = len(found.shifts)
    there = _tipping(result.conflict, found.departs, n, "before where it can settle begins to change")
    back = _tipping(result.conflict, found.returns, n, "before what the influence leads to begins to change")
    lists = f"the two lists differ in {counted(n, 'statement')}"
    return f"{quote(found.influence)}, all others aside: {lists}. Towards it, {there}. Back from it, {back}."


def _tipping(conflict: Conflict, tipping: Tipping, n_shifts: int, what: str) -> str:
    if not tipping.sets:
        if tipping.is_complete:
            return "no shift of statements changes where it can settle"
        return f"no set of up to {tipping.searched} statements is enough {what}; larger ones were not tried"
    size = len(tipping.sets[0])
    options = [join_words([shift_words(conflict, shift) for shift in one]) for one in tipping.sets[:3]]
    more = f", or {counted(len(tipping.sets) - 3, 'other set')} of that size" if len(tipping.sets) > 3 else ""
    return f"at least {counted(size, 'statement')} of {n_shifts} has to shift {what}: {'; or '.join(options)}{more}"


def shift_words(conflict: Conflict, shift: Shift) -> str:
    """Say which statement moves where."""
    words = quote(condition_words(conflict.case, shift.condition, short=True))
    if shift.before is None:
        return f"{words} (new, at place {shift.after})"
    if shift.after is None:
        return f"{words} (at place {shift.before}, given up)"
    return f"{words} (from place {shift.before} to {shift.after})"


def response_words(result: InfluenceResult, signal: Signal, row: Taken) -> str:
    """Say what the party addressed would do."""
    if not row.responses:
        return "nothing"
    conflict = result.conflict
    start = position(conflict, signal.done if row.acted else signal.undone)
    best = _change(conflict, start, position(conflict, row.responses[0]))
    more = len(row.responses) - 1
    return f"{best} (or {more} more)" if more else best


def _change(conflict: Conflict, start: int, end: int) -> str:
    """Say which options change, in the few words of tables."""
    before, after = int(conflict.combination[start]), int(conflict.combination[end])
    parts = []
    for verb, bits in (("take", after & ~before), ("drop", before & ~after)):
        names = [
            quote_if_joining(option_short(conflict.case, option))
            for j, option in enumerate(conflict.options)
            if bits >> j & 1
        ]
        if names:
            parts.append(f"{verb} {join_words(names)}")
    return join_words(parts) or state_short(conflict, end)


def change_words(result: InfluenceResult, signal: Signal, name: str) -> str:
    """Say what a response is, in the few words of tables."""
    if name == signal.done:
        return "nothing"
    conflict = result.conflict
    return _change(conflict, position(conflict, signal.done), position(conflict, name))
