"""Two cases side by side, as a document: the answer, the changes, the equilibria, what did it."""

from __future__ import annotations

from collections.abc import Iterator

from detente.analysis.comparison import ComparisonResult
from detente.present.compare_words import (
    answer_words,
    cause_words,
    notes,
    place_words,
    sides_words,
    title_words,
    where_words,
)
from detente.present.conclusion_words import about_words, concepts_short
from detente.present.document import Part, Words
from detente.present.names import concept_short, counted, join_words
from detente.present.tables import Column, Table, showing, yes_no

MOST_CHANGES = 30
MOST_STATES = 20
_MOST_SETS = 3


def compare_parts(result: ComparisonResult, limit: bool = True) -> tuple[Part, ...]:
    """Write a comparison; with `limit`, tables are cut to what a person reads."""
    parts: list[Part] = [Words(title_words(result), answer_words(result))]
    if any(change.matters for change in result.changes):
        parts.append(changes_table(result, MOST_CHANGES if limit else None))
    parts.append(equilibria_table(result, MOST_STATES if limit else None))
    if result.turned:
        parts.append(conclusions_table(result))
    if result.causes:
        parts.append(causes_table(result))
    idle = _idle(result)
    if idle:
        parts.append(Words("Also different, without effect on the answer", (), idle))
    parts.append(Words("To know", (), notes(result)))
    return tuple(parts)


def changes_table(result: ComparisonResult, most: int | None = None) -> Table:
    """What changed in the input, and what each change turns round when it is the only one."""
    columns = (
        Column("", "right", key=True, kind="number"),
        Column("Where", wraps=True),
        Column("First", wraps=True),
        Column("Second", wraps=True),
        Column("Alone", wraps=True),
    )
    rows = []
    matter = [change for change in result.changes if change.matters]
    for number, change in enumerate(matter[:most]):
        before, after = sides_words(result, change)
        alone = result.alone[number]
        if alone is None:
            effect = "no sound model"
        elif not alone:
            effect = "turns no conclusion round"
        else:
            effect = "turns round: " + "; ".join(
                f"{about_words(about)} ({concepts_short(t.concept for t in alone if t.about == about)})"
                for about in dict.fromkeys(topic.about for topic in alone)
            )
        rows.append((str(number + 1), f"{where_words(result, change)}, {change.way.value}", before, after, effect))
    note = "Alone: what the first case says when this is the only change made in it."
    note += showing(len(rows), len(matter))
    return Table("What changed", columns, tuple(rows), note)


def equilibria_table(result: ComparisonResult, most: int | None = None) -> Table:
    """Equilibria that go, come or stay, state by state, with the concepts."""
    found: dict[str, dict[str, list[str]]] = {}
    for concept, held in result.equilibria.items():
        for kind, places in (("gone", held.gone), ("new", held.new), ("same", held.same)):
            for place in places:
                cells = found.setdefault(place_words(result, place), {})
                cells.setdefault(kind, []).append(concept_short(concept))
    ordered = sorted(found.items(), key=lambda item: ("gone" not in item[1] and "new" not in item[1],
                                                      -max(map(len, item[1].values()))))  # fmt: skip
    columns = (
        Column("State", key=True, wraps=True),
        Column("No longer", wraps=True, kind="list"),
        Column("New", wraps=True, kind="list"),
        Column("Still", wraps=True, kind="list"),
    )
    rows = tuple(
        (name, *(", ".join(cells.get(kind, [])) for kind in ("gone", "new", "same"))) for name, cells in ordered[:most]
    )
    note = f"The concepts under which a state is one in the first, the second.{showing(len(rows), len(ordered))}"
    return Table("Equilibria", columns, rows, note)


def conclusions_table(result: ComparisonResult) -> Table:
    """Conclusions about the status quo and the named outcomes that are not the same."""
    columns = (
        Column("About", key=True, wraps=True),
        Column("No longer", wraps=True, kind="list"),
        Column("Now", wraps=True, kind="list"),
        Column("Only in one", wraps=True),
    )
    rows = []
    for about in dict.fromkeys(turned.topic.about for turned in result.turned):
        of = [turned for turned in result.turned if turned.topic.about == about]
        lost, won = (
            concepts_short(turned.topic.concept for turned in of if (turned.before, turned.after) == ways)
            for ways in ((True, False), (False, True))
        )
        only = {(turned.before is None, turned.after is None) for turned in of}
        where = "the second" if (True, False) in only else "the first" if (False, True) in only else ""
        rows.append((about_words(about), lost, won, where))
    note = "That the status quo is an equilibrium; that a named outcome is true in some equilibrium."
    return Table("Conclusions", columns, tuple(rows), note)


def causes_table(result: ComparisonResult) -> Table:
    """The fewest changes that make each difference."""
    columns = (
        Column("Difference in", key=True, wraps=True),
        Column("Made by changes", wraps=True),
        Column("Exact", kind="truth"),
    )
    rows = []
    for cause in result.causes:
        sets = [join_words([str(number + 1) for number in chosen], "and") for chosen in cause.sets[:_MOST_SETS]]
        more = f"; or {len(cause.sets) - _MOST_SETS:,} more ways" if len(cause.sets) > _MOST_SETS else ""
        made = f"{'; or '.join(sets)}{more}" if sets else "none of those tried"
        rows.append((cause_words(cause.about), made, yes_no(cause.is_exact)))
    return Table("Which change did it", columns, tuple(rows), "Numbers of the changes above; the smallest sets.")


def _idle(result: ComparisonResult) -> tuple[str, ...]:
    kinds: dict[tuple[str, str], int] = {}
    for change in result.changes:
        if not change.matters:
            key = (change.kind, change.way.value)
            kinds[key] = kinds.get(key, 0) + 1
    return tuple(
        f"{'words in ' + counted(n, 'place') if kind == 'words' else counted(n, kind)} {way}"
        for (kind, way), n in kinds.items()
    )


def change_columns() -> tuple[Column, ...]:
    """Columns of `change_rows`."""
    return (
        Column("number", kind="number"),
        Column("way"),
        Column("kind"),
        Column("decision_maker"),
        Column("where"),
        Column("before"),
        Column("after"),
        Column("matters", kind="truth"),
    )


def change_rows(result: ComparisonResult) -> Iterator[tuple[str, ...]]:
    """The changes, one a row, for other programs."""
    for number, change in enumerate(result.changes, 1):
        yield (
            str(number),
            change.way.value,
            change.kind,
            change.decision_maker,
            where_words(result, change),
            change.before,
            change.after,
            yes_no(change.matters),
        )
