"""What would make an outcome hold, as a document: the answer, then the smallest changes part by part."""

from __future__ import annotations

from collections.abc import Iterator

from detente.analysis.inverse import Answer, Count, Effect, Findings, Part, Rankings, Settlement
from detente.present.document import Part as DocumentPart
from detente.present.document import Words
from detente.present.names import case_title, counted
from detente.present.settle_words import (
    PART_WORDS,
    access_words,
    answer_words,
    changes_words,
    fixed_words,
    hands_words,
    none_words,
    ranking_words,
    side_words,
    target_words,
)
from detente.present.tables import Column, Table

_TITLES = {
    Part.PREFERENCES: "Changes in what is wanted",
    Part.OPTIONS: "Changes in what can be done",
    Part.INFLUENCE: "Changes of influence",
    None: "Changes of several kinds together",
}


def settle_parts(settlement: Settlement, count: Count | None = None) -> tuple[DocumentPart, ...]:
    """Write what would make an outcome hold."""
    conflict = settlement.conflict
    title = case_title(conflict.case, conflict.variant)
    heading = f"{title}: what would make {target_words(settlement) if settlement.states else settlement.target} hold"
    parts: list[DocumentPart] = [Words(heading, answer_words(settlement, count))]
    parts.extend(
        _findings_part(settlement, findings)
        for findings in settlement.findings
        if findings.part is not None or not findings.obstacles  # why all parts together fail is said already
    )
    if settlement.rankings is not None and settlement.rankings.answers:
        parts.append(_rankings_table(settlement, settlement.rankings))
    parts.append(Words("To know", (), notes(settlement)))
    return tuple(parts)


def _findings_part(settlement: Settlement, findings: Findings) -> DocumentPart:
    title = _TITLES[findings.part]
    if not findings.answers:
        return Words(title, (none_words(settlement, findings),))
    rows = tuple(_row(settlement, answer) for answer in findings.answers)
    note = f"Each is enough by itself: {counted(findings.cost or 0, 'change')}, checked by a forward analysis."
    if findings.n_answers > len(rows):
        least = "" if findings.complete else "at least "
        note += f" Showing {len(rows):,} of {least}{findings.n_answers:,}."
    elif not findings.complete:
        note += " Not all sets of this size were looked at: there may be more."
    if findings.cost and findings.searched < findings.cost - 1:
        note += f" Smaller sets of more than {findings.searched} were not all looked at: a smaller answer may exist."
    return Table(title, _columns("Change"), rows, note)


def _columns(first: str) -> tuple[Column, ...]:
    return (
        Column(first, wraps=True, key=True),
        Column("In the hands of", wraps=True),
        Column("Holds then", wraps=True),
        Column("What else follows", wraps=True),
    )


def _row(settlement: Settlement, answer: Answer) -> tuple[str, ...]:
    conflict, effect = settlement.conflict, answer.effect
    what = changes_words(conflict, answer.changes)
    holds = ", ".join(effect.holds[:4]) + (f" and {len(effect.holds) - 4:,} more" if len(effect.holds) > 4 else "")
    return (what, hands_words(conflict, answer), holds, _follows(effect))


def _follows(effect: Effect) -> str:
    return f"{access_words(effect)}; {side_words(effect)}" if side_words(effect) else access_words(effect)


def _rankings_table(settlement: Settlement, rankings: Rankings) -> Table:
    rows = tuple(
        (
            answer.state,
            str(answer.swaps),
            ranking_words(settlement.conflict, answer),
            _follows(answer.effect),
        )
        for answer in rankings.answers
    )
    columns = (
        Column("State", key=True),
        Column("Swaps", "right", kind="number"),
        Column("Ranking", wraps=True),
        Column("What else follows", wraps=True),
    )
    exact = rankings.at_least == rankings.answers[0].swaps
    note = "The least there is." if exact else f"The search was cut; fewer than {rankings.at_least} are not enough."
    if rankings.n_answers > len(rows):
        note += f" Showing {len(rows):,} of {rankings.n_answers:,} states."
    return Table("The nearest rankings", columns, rows, note)


def notes(settlement: Settlement) -> tuple[str, ...]:
    """Return what a reader has to know."""
    result = [
        "What would have to change is said about this model; it is no advice, and says nothing about who should yield.",
    ]
    if fixed := fixed_words(settlement):
        result.append(fixed)
    if not settlement.already and settlement.states:
        kinds = ", ".join(PART_WORDS[findings.part] for findings in settlement.findings if findings.part)
        if kinds:
            most = settlement.findings[0].most
            result.append(f"Searched: sets of up to {most} changes of each kind ({kinds}), smaller ones first.")
        if any(findings.part is Part.PREFERENCES for findings in settlement.findings):
            result.append(
                "A change of what is wanted moves one statement of a list, drops it, turns it round or adds the wanted"
                " outcome; in a ranking it raises one state. Of moves that differ only in how far, the nearest is told."
            )
        if any(findings.part is Part.OPTIONS for findings in settlement.findings):
            result.append(
                "A change of what can be done makes an option irreversible, or adds a rule on one or two options."
                " Of rules of one form, those that exclude least."
            )
    if settlement.rankings is not None and settlement.rankings.answers:
        result.append(
            "Swaps: pairs of states that somebody would compare differently. A tie that is broken counts one; nobody"
            " is made indifferent where it was not. Other rankings may be as near; these raise the state."
        )
    return tuple(result)


def settlement_columns() -> tuple[Column, ...]:
    """Columns of `settlement_rows`."""
    return (
        Column("part"),
        Column("cost", kind="number"),
        Column("change"),
        Column("controlled_by", kind="list"),
        Column("distance", kind="number"),
        Column("holds", kind="list"),
        Column("appear", kind="list"),
        Column("vanish", kind="list"),
        Column("access"),
        Column("steps", kind="number"),
        Column("n_excluded", kind="number"),
    )


def settlement_rows(settlement: Settlement) -> Iterator[tuple[str, ...]]:
    """The smallest changes, one a row, for other programs."""
    for findings in settlement.findings:
        for answer in findings.answers:
            effect = answer.effect
            yield (
                findings.part.value if findings.part else "together",
                str(answer.cost),
                changes_words(settlement.conflict, answer.changes),
                ", ".join(answer.controlled_by),
                str(answer.distance),
                ", ".join(effect.holds),
                ", ".join(effect.appear),
                ", ".join(effect.vanish),
                effect.access.value,
                "" if effect.steps is None else str(effect.steps),
                str(effect.n_excluded),
            )
    for ranked in settlement.rankings.answers if settlement.rankings else ():
        effect = ranked.effect
        yield (
            "rankings",
            str(ranked.swaps),
            ranking_words(settlement.conflict, ranked),
            ", ".join(shift.decision_maker for shift in ranked.shifts),
            str(ranked.swaps),
            ", ".join(effect.holds),
            ", ".join(effect.appear),
            ", ".join(effect.vanish),
            effect.access.value,
            "" if effect.steps is None else str(effect.steps),
            "0",
        )
