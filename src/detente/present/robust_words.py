"""How much depends on which assumption, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis.conclusions import STATUS_QUO, Topic
from detente.analysis.robustness import Act, Census, Exchange, Lever, RobustnessResult, Share
from detente.analysis.sweeps import Progress
from detente.case import Support
from detente.case.model import Case, Hedge
from detente.conflict import Conflict, state_id
from detente.present.conclusion_words import LEAD, about_words, assumption_words, formula_words, owner_words
from detente.present.names import concept_name, concept_short, counted, dm_short, join_words, plain
from detente.present.words import state_short
from detente.present.words.labels import quote
from detente.stability import Concept

_FALLING = ("support", "hedged")


def share_words(share: Share) -> str:
    """Say in how many readings; where they were drawn, with the interval.

    >>> share_words(Share(14, 24, True)), share_words(Share(8, 10, False))
    ('14 of 24', '8 of 10 drawn (49.0–94.3 %)')
    """
    if share.is_exact:
        return f"{share.count:,} of {share.of:,}"
    low, high = (f"{100 * end:.1f}" for end in share.interval)
    return f"{share.count:,} of {share.of:,} drawn ({low}–{high} %)"


def share_in(census: Census, concept: Concept, state: str) -> Share:
    """Return in how many readings a state is an equilibrium."""
    looked = census.looked_at[concept]
    return census.states[concept].get(state, Share(0, looked.count, looked.is_exact))


def readings_words(census: Census) -> str:
    """Say what the readings are and how many."""
    conflict = census.conflict
    several = [
        f"{dm_short(conflict.case, party.decision_maker)} {party.n_orders:,}"
        for party in census.parties
        if party.n_orders > 1
    ]
    if not several:
        return "The case leaves no order of preferences open: there is 1 reading."
    what = "admissible orders of what each party wants"
    if census.swaps:
        times = "one exchange" if census.swaps == 1 else f"up to {census.swaps} exchanges"
        what = f"{what}, and those {times} of neighbours away from one"
    return f"{census.n_readings:,} readings: {what}, in every combination ({'; '.join(several)})."


def progress_words(progress: Progress) -> str:
    """Say how far the counting of readings has come.

    >>> from detente.analysis.sweeps import Sweep
    >>> sweep = Sweep("digest", "", 0, 7, 100_000, 1_000, (Concept.SEQ,))
    >>> progress_words(Progress(sweep, 41, 20, 10.5))
    'Trying readings: 41 of 100 chunks, 41 %, 2,000 a second, 30 s left'
    """
    sweep = progress.sweep
    words = f"Trying readings: {progress.done:,} of {counted(sweep.n_chunks, 'chunk')}, {progress.share:.0%}".replace(
        "%", " %"
    )
    if progress.left is None:
        return words
    return f"{words}, {progress.rate:,.0f} a second, {_time_words(progress.left)} left"


def _time_words(seconds: float) -> str:
    """Say how long, roughly.

    >>> _time_words(4.2), _time_words(100), _time_words(7_300)
    ('4 s', '2 min', '2.0 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3_600:.1f} h"


def answer_words(result: RobustnessResult) -> tuple[str, ...]:
    """Say in three sentences how robust the answer is."""
    return (*_shares(result), *_tipped(result), *_left_out(result))


def _shares(result: RobustnessResult) -> Iterator[str]:
    census, conflict = result.census, result.conflict
    if census is None:
        yield f"Readings were not counted: {plain(result.uncounted)}."
        return
    found = census.states[LEAD]
    always = [name for name, share in found.items() if share.count == share.of]
    opening = f"{readings_words(census)} Under {concept_name(LEAD)} stability"
    if conflict.status_quo is not None:
        name = state_id(conflict, conflict.status_quo)
        opening += (
            f" the status quo, {state_short(conflict, conflict.status_quo)} [{name}], is an equilibrium in"
            f" {share_words(share_in(census, LEAD, name))};"
        )
    some = len(found) - len(always)
    verb = "is an equilibrium" if len(always) == 1 else "are equilibria"
    yield (
        f"{opening} {counted(len(always), 'state')} {verb} in every reading looked at, {some:,} in some. A share of"
        " readings is no chance: nothing says that readings are equally likely."
    )


def _tipped(result: RobustnessResult) -> Iterator[str]:
    topic = Topic(STATUS_QUO, LEAD)
    if topic not in result.holds:
        topics = [topic for topic in result.holds if topic.concept is LEAD]
        if not topics:
            return
        topic = topics[0]
    single = [one for one in result.tipping if len(one.levers) == 1 and any(t == topic for t, _ in one.turned)]
    verb = "holds" if result.holds[topic] else "does not hold"
    subject = about_words(topic.about)
    if topic.about != STATUS_QUO:
        verb = "can hold" if result.holds[topic] else "cannot hold"
    opening = f"That {subject} {verb} under {concept_name(LEAD)} stability is turned round by"
    near = _near(result, topic)
    if not single:
        yield f"{opening} none of {counted(result.n_levers, 'change')} of a single assumption{near}."
        return
    soft = {
        lever.assumption.path
        for one in single
        for lever in one.levers
        if lever.assumption.support in (Support.INFERRED, Support.ANALYST, Support.NONE)
        or lever.assumption.hedge is not Hedge.NONE
    }
    which = {lever.assumption.path for one in single for lever in one.levers}
    softly = (
        f"; {len(soft):,} of these {len(which):,} assumptions {'is' if len(soft) == 1 else 'are'} inferred, hedged, the"
        " analyst's own or without source"
        if soft
        else ""
    )
    yield (
        f"{opening} {len(single):,} of {counted(result.n_levers, 'change')} of a single assumption, for example"
        f" {lever_words(result.conflict, single[0].levers[0])}{softly}{near}."
    )


def _near(result: RobustnessResult, topic: Topic) -> str:
    margin = next((one for one in result.list_margins if one.topic == topic), None)
    if margin is None or not result.exchanges_tried:
        return ""
    if margin.fewest is None:
        return f". Up to {counted(result.exchanges_tried, 'exchange')} of neighbours in the lists do not turn it round"
    if margin.fewest == 0:
        return ". An admissible order turns it round, too"
    return f". The fewest exchanges of neighbours in the lists that turn it round: {margin.fewest}"


def _left_out(result: RobustnessResult) -> Iterator[str]:
    groups = [switch for switch in result.switches if switch.kind in _FALLING and switch.name != Support.REPORTED.value]
    falling = [f"{switch_words(switch.kind, switch.name)} ({len(switch.turned)})" for switch in groups if switch.turned]
    if falling:
        yield (
            f"Conclusions change when statements are left out: {join_words(falling)}; in brackets, how many of"
            f" {len(result.holds):,} conclusions."
        )
    elif groups:
        names = [switch_words(switch.kind, switch.name) for switch in groups]
        yield f"No conclusion changes when these statements are left out: {join_words(names)}."


_GROUPS = {
    ("support", Support.REPORTED.value): "what is reported",
    ("support", Support.ASSERTED.value): "what the author asserts",
    ("support", Support.INFERRED.value): "what the author only infers",
    ("support", Support.ANALYST.value): "the analyst's own steps",
    ("hedged", "any hedge"): "whatever is hedged",
}


def switch_words(kind: str, name: str) -> str:
    """Say what statements are left out."""
    if kind == "voice":
        return f"statements with the voice {quote(plain(name))}"
    return _GROUPS.get((kind, name), f"the source {plain(name)}" if kind == "source" else plain(name))


def lever_words(conflict: Conflict, lever: Lever) -> str:
    """Say what is done with an assumption."""
    case, assumption = conflict.case, lever.assumption
    act = "without" if lever.act is Act.DROP else "the opposite of"
    words = f"{act} {quote(assumption_words(case, assumption))}"
    owner = owner_words(case, assumption)
    return f"{words} ({owner})" if owner else words


def exchange_words(case: Case, exchanged: Sequence[Exchange]) -> str:
    """Say what stands the other way round, in one way to turn a conclusion."""
    words = []
    for exchange in exchanged:
        sides = [_quoted(case, text) for text in (exchange.lower, exchange.upper)]
        words.append(f"{dm_short(case, exchange.decision_maker)}: {sides[0]} before {sides[1]}")
    return "; ".join(words)


def _quoted(case: Case, text: str) -> str:
    """Say a statement as written in words; a tie of a ranking as it stands."""
    return quote(plain(text) if " = " in text else formula_words(case, text))


def notes(result: RobustnessResult) -> tuple[str, ...]:
    """Return the choices made, and how far the answer goes."""
    found = [
        "A conclusion is that the status quo is an equilibrium, or that a named outcome is true in some equilibrium,"
        " under one concept. An assumption is dropped, or a preference turned into its opposite; no more is tried.",
        "Hedges and kinds of support are reasons to ask again. No number here is made of them.",
        *_on_readings(result),
    ]
    if result.pairs_tried:
        found.append(f"For conclusions that no single change turns round, {result.n_pairs:,} pairs were tried.")
    elif result.n_pairs:
        found.append(
            f"{result.n_pairs:,} pairs of changes were not tried; conclusions that no single change turns round may"
            " depend on two (--pairs tries them)."
        )
    if result.unsound:
        found.append(f"{counted(result.unsound, 'change')} left no sound model and were passed over.")
    found.append(
        "Swaps: pairs of states that somebody would compare differently; a tie that is broken counts one. They are"
        " about rankings of states, exchanges about the lists that make them."
    )
    return tuple(found)


def _on_readings(result: RobustnessResult) -> Iterator[str]:
    census = result.census
    if census is None:
        return
    drawn = [concept_short(concept) for concept, share in census.looked_at.items() if not share.is_exact]
    if drawn:
        n = next(share.count for share in census.looked_at.values() if not share.is_exact)
        yield (
            f"{', '.join(drawn)}: {n:,} of {census.n_readings:,} readings were drawn (seed {census.seed}), each with"
            " the same chance; in brackets the interval in which the share of all readings lies, by Wilson's rule at 95"
            " percent. All else is exact."
        )
    fixed = [dm_short(result.conflict.case, party.decision_maker) for party in census.parties if party.n_orders == 1]
    if census.swaps and fixed:
        yield f"Without neighbours to exchange: {join_words(fixed)}."
