"""How much depends on which assumption, as a document: the answer, shares, what tips it, what falls with a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.analysis.conclusions import STATUS_QUO, Topic
from detente.analysis.partial import PartialResult, is_partial
from detente.analysis.robustness import Census, Margin, RobustnessResult
from detente.conflict import Conflict, state_id
from detente.present.conclusion_words import LEAD, about_words, support_words, turned_words
from detente.present.document import Part, Words
from detente.present.names import case_title, concept_short, dm_short, outcome_name, plain
from detente.present.partial_document import partial_answer, partial_notes, partial_parts
from detente.present.robust_words import (
    answer_words,
    exchange_words,
    lever_words,
    notes,
    share_in,
    share_words,
    switch_words,
)
from detente.present.tables import Column, Table, showing, yes_no
from detente.present.words import state_short
from detente.present.words.labels import quote
from detente.present.words.states import position

MOST_STATES = 12
MOST_TIPPING = 20
MOST_SWITCHES = 20


def robust_parts(
    result: RobustnessResult, partial: PartialResult | None = None, limit: bool = True
) -> tuple[Part, ...]:
    """Write how robust an answer is; with `limit`, tables are cut to what a person reads."""
    conflict = result.conflict
    title = case_title(conflict.case, conflict.variant)
    unknown = partial_answer(partial) if partial else ()
    parts: list[Part] = [Words(f"{title}: how much depends on what", (*answer_words(result), *unknown))]
    if partial:
        parts.extend(partial_parts(partial))
    if result.census:
        parts.append(shares_table(result.census, MOST_STATES if limit else None))
    if result.variants:
        parts.append(variants_table((*([result.census] if result.census else []), *result.variants)))
    parts.append(tipping_table(result, MOST_TIPPING if limit else None))
    if any(switch.turned for switch in result.switches):
        parts.append(switches_table(result, MOST_SWITCHES if limit else None))
    parts.append(exchanges_table(result))
    if result.margins:
        parts.append(margins_table(result))
    parts.append(Words("To know", (), (*notes(result), *_on_the_unknown(result, partial))))
    return tuple(parts)


def _on_the_unknown(result: RobustnessResult, partial: PartialResult | None) -> tuple[str, ...]:
    if partial:
        return partial_notes(partial)
    if is_partial(result.conflict):
        return (f"Unknown comparisons were not followed pair by pair: {result.conflict.n_states:,} states.",)
    return ()


def shares_table(census: Census, most: int | None = None) -> Table:
    """In how many readings each named outcome can hold and each state is an equilibrium."""
    conflict, concepts = census.conflict, list(census.states)
    columns = (
        Column("State or outcome", key=True, wraps=True),
        *(Column(concept_short(concept), "right", wraps=True) for concept in concepts),
    )
    rows = [
        (
            f"{quote(outcome_name(name))} can hold",
            *(share_words(census.outcomes[concept][name]) for concept in concepts),
        )
        for name in conflict.case.outcomes
    ]
    states = _ranked(census)
    rows += [
        (
            _state(conflict, name),
            *(share_words(share_in(census, concept, name)) for concept in concepts),
        )
        for name in states[:most]
    ]
    cut = f" Showing {most} of {len(states):,} states." if most is not None and len(states) > most else ""
    note = (
        "In how many readings; a reading is one order for each party. States that are an equilibrium in no reading are"
        f" left out. * where it stands now.{cut}"
    )
    return Table("In how many readings", columns, tuple(rows), note)


def _ranked(census: Census) -> list[str]:
    """Return the states that are an equilibrium in some reading: where it stands, then those in most."""
    conflict = census.conflict
    here = None if conflict.status_quo is None else state_id(conflict, conflict.status_quo)
    found: dict[str, tuple[int, int]] = {}
    for concept, shares in census.states.items():
        for name, share in shares.items():
            lead, total = found.get(name, (0, 0))
            found[name] = (share.count if concept is LEAD else lead, total + share.count)
    names = sorted(found, key=lambda name: (-found[name][0], -found[name][1], position(conflict, name)))
    return sorted(names, key=lambda name: name != here)


def _state(conflict: Conflict, name: str) -> str:
    s = position(conflict, name)
    return f"{name}{' *' if s == conflict.status_quo else ''}: {state_short(conflict, s)}"


def variants_table(censuses: Sequence[Census]) -> Table:
    """The status quo and the named outcomes under the lead concept, variant by variant."""
    outcomes = list(censuses[0].conflict.case.outcomes)
    columns = (
        Column("Variant", key=True, wraps=True),
        Column("Readings", "right", kind="number"),
        Column("Status quo", "right", wraps=True),
        *(Column(outcome_name(name), "right", wraps=True) for name in outcomes),
    )
    rows = []
    for census in censuses:
        conflict = census.conflict
        here = "" if conflict.status_quo is None else state_id(conflict, conflict.status_quo)
        status_quo = share_words(share_in(census, LEAD, here)) if here else ""
        rows.append(
            (
                plain(conflict.variant) or "as it stands",
                f"{census.n_readings:,}",
                status_quo,
                *(share_words(census.outcomes[LEAD][name]) for name in outcomes),
            )
        )
    note = f"Readings in which it holds, or can hold, under {concept_short(LEAD)}. JSON has the other concepts."
    return Table("Under the variants of the case", columns, tuple(rows), note)


def tipping_table(result: RobustnessResult, most: int | None = None) -> Part:
    """What has to be dropped or turned round, alone or together, and the conclusions that change."""
    title = "Assumptions that tip a conclusion"
    if not result.tipping:
        return Words(title, (f"None: {result.n_levers:,} single changes turn no conclusion round.",))
    columns = (
        Column("Change", key=True, wraps=True),
        Column("It rests on", wraps=True),
        Column("Then", wraps=True),
    )
    # what tips the status quo first: the reader stands there
    ordered = sorted(
        result.tipping, key=lambda one: (len(one.levers), all(topic.about != STATUS_QUO for topic, _ in one.turned))
    )
    rows = tuple(
        (
            " and ".join(lever_words(result.conflict, lever) for lever in one.levers),
            "; ".join(dict.fromkeys(support_words(lever.assumption) for lever in one.levers)),
            turned_words(one.turned),
        )
        for one in ordered[:most]
    )
    note = f"Each alone, of {result.n_levers:,} single changes tried; nothing smaller turns these conclusions round."
    return Table(title, columns, rows, f"{note}{showing(len(rows), len(ordered))}")


def switches_table(result: RobustnessResult, most: int | None = None) -> Table:
    """What changes when statements are left out: all of a kind, of a voice, of a source, or one."""
    columns = (
        Column("Left out", key=True, wraps=True),
        Column("Statements", "right", kind="number"),
        Column("Then", wraps=True),
    )
    changing = [one for one in result.switches if one.turned or (one.turned is None and one.kind != "statement")]
    rows = tuple(
        (
            switch_words(one.kind, one.name),
            f"{len(one.dropped):,}",
            "no sound model is left" if one.turned is None else turned_words(one.turned),
        )
        for one in changing[:most]
    )
    idle = sum(one.turned == () for one in result.switches if one.kind == "statement")
    note = (
        "What rests on these statements alone goes with them."
        f" {idle:,} of {sum(one.kind == 'statement' for one in result.switches):,} statements can be left out one at a"
        " time without any conclusion changing."
    )
    note += showing(len(rows), len(changing))
    return Table("Conclusions that change when statements are left out", columns, rows, note)


def exchanges_table(result: RobustnessResult) -> Table:
    """How many exchanges of neighbours in the lists turn each conclusion round."""
    concepts = list(dict.fromkeys(topic.concept for topic in result.holds))
    by = {one.topic: one for one in result.list_margins}
    columns = (
        Column("Conclusion about", key=True, wraps=True),
        *(Column(concept_short(concept), "right") for concept in concepts),
        Column(f"One way ({concept_short(LEAD)})", wraps=True),
    )
    rows = []
    for about in dict.fromkeys(topic.about for topic in result.holds):
        cells = []
        for concept in concepts:
            one = by[Topic(about, concept)]
            fewest = f">{result.exchanges_tried}" if one.fewest is None else str(one.fewest)
            cells.append(f"{'✓' if one.holds else '–'} {fewest}")
        way = exchange_words(result.conflict.case, by[Topic(about, LEAD)].exchanged)
        rows.append((about_words(about).removeprefix("the ").capitalize() if not about else about_words(about),
                     *cells, way))  # fmt: skip
    note = (
        "✓ it holds, or can hold; – not. The number: fewest exchanges of neighbours, in the lists of all parties"
        f" together, that turn this round; up to {result.exchanges_tried} were tried."
    )
    return Table("How near the lists are to another answer", tuple(columns), tuple(rows), note)


def margins_table(result: RobustnessResult) -> Table:
    """Who is nearest to the opposite verdict, state by state."""
    concepts = list(dict.fromkeys(margin.concept for margin in result.margins))
    columns = (
        Column("State", key=True, wraps=True),
        *(Column(concept_short(concept), wraps=True) for concept in concepts),
    )
    conflict = result.conflict
    rows = tuple(
        (
            _state(conflict, name),
            *(
                _nearest(conflict, [m for m in result.margins if (m.state, m.concept) == (name, concept)])
                for concept in concepts
            ),
        )
        for name in dict.fromkeys(margin.state for margin in result.margins)
    )
    note = (
        "Of equilibria: the party whose ranking is nearest to one with which it would leave, and by how many swaps."
        " Of other states: those who would leave, and from how many swaps on each would stay. No mark: no ranking of"
        " anybody changes it."
    )
    return Table("How near the rankings are", columns, rows, note)


def _nearest(conflict: Conflict, margins: Sequence[Margin]) -> str:
    leaving = [margin for margin in margins if not margin.is_stable]
    if leaving:
        return "– " + ", ".join(f"{dm_short(conflict.case, m.decision_maker)} {_swaps(m)}" for m in leaving)
    reachable = [margin for margin in margins if margin.fewest is not None]
    if not reachable:
        return "✓"
    nearest = min(reachable, key=lambda margin: margin.fewest or 0)
    return f"✓ {dm_short(conflict.case, nearest.decision_maker)} {_swaps(nearest)}"


def _swaps(margin: Margin) -> str:
    if margin.is_exact:
        return f"{margin.fewest:,}"
    return f"{margin.fewest:,} to {margin.at_most:,}" if margin.at_most is not None else f"at least {margin.fewest:,}"


def census_columns() -> tuple[Column, ...]:
    """Columns of `census_rows`."""
    return (
        Column("about"),
        Column("name"),
        Column("concept"),
        Column("count", kind="number"),
        Column("of", kind="number"),
        Column("exact", kind="truth"),
        Column("low"),
        Column("high"),
    )


def census_rows(result: RobustnessResult) -> Iterator[tuple[str, ...]]:
    """Shares of readings, one a row, for other programs."""
    if result.census is None:
        return
    for kind, by_concept in (("outcome", result.census.outcomes), ("state", result.census.states)):
        for concept, shares in by_concept.items():
            for name, share in shares.items():
                low, high = share.interval
                exact = yes_no(share.is_exact)
                yield (kind, name, concept.value, str(share.count), str(share.of), exact, f"{low:.6f}", f"{high:.6f}")
