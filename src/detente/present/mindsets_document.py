"""What follows if parties think otherwise, as a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from detente.analysis.attitudes import CONCEPTS, Change, RelationalResult
from detente.analysis.foresight import Foresight, Verdicts, held_by_both
from detente.analysis.opponents import Opponents, Readiness
from detente.conflict import Conflict, state_id
from detente.present.document import Part, Words
from detente.present.mindsets import Mindsets
from detente.present.mindsets_words import (
    answer_words,
    ids,
    notes,
    play_words,
    ready_words,
    relational_name,
    staying,
)
from detente.present.names import case_title, dm_short, party_marks
from detente.present.tables import Column, Table, showing
from detente.present.words import state_short
from detente.present.words.states import position

MOST_ROWS = 24


def mindsets_parts(result: Mindsets, limit: int | None = MOST_ROWS) -> tuple[Part, ...]:
    """Write what follows if parties think otherwise; `limit` is how many rows its tables show, all without one."""
    conflict = result.conflict
    title = case_title(conflict.case, conflict.variant)
    return (
        Words(f"{title}: if parties think otherwise", answer_words(result)),
        *_sections(result, limit),
        Words("To know", (), notes(result)),
    )


def _sections(result: Mindsets, limit: int | None) -> Iterator[Part]:
    if result.foresight is not None:
        if result.foresight.plays:
            yield Words("What a party expects that moves first", (), tuple(play_words(result.foresight)))
        yield foresight_table(result.foresight, limit)
        yield metarational_table(result.foresight, limit)
    if result.opponents is not None:
        yield opponents_table(result.opponents, limit)
    if result.readiness is not None and result.readiness.needed:
        yield readiness_table(result.readiness, limit)
    if result.relational is not None:
        yield relational_table(result.relational, limit)
    if result.changes:
        yield changes_table(result.conflict, result.changes, limit)


def foresight_table(found: Foresight, limit: int | None = None) -> Table:
    """Say who would stay, by how many moves both look ahead."""
    conflict = found.conflict
    columns = {f"L{h}": verdicts for h, verdicts in found.limited.items()}
    if found.nonmyopic is not None:
        columns["NM"] = found.nonmyopic
    leading = {f"Lead {letter}": set(found.stackelberg[dm]) for dm, letter in _letters(conflict).items()}
    wanted = [name for verdicts in columns.values() for name in held_by_both(verdicts)]
    wanted += [name for names in leading.values() for name in names]
    return _verdicts_table(
        conflict,
        "Who would stay, by how many moves both look ahead",
        columns,
        [*(play.state for play in found.plays), *wanted],
        limit,
        note="L1 is Nash; NM: non-myopic. Lead: Stackelberg with that leader.",
        ticks=leading,
    )


def metarational_table(found: Foresight, limit: int | None = None) -> Table:
    """Say who would stay fearing answers, by how many moves and countermoves are thought of."""
    columns = {f"MR{h}": verdicts for h, verdicts in found.metarational.items()}
    columns |= {f"CMR{h}": verdicts for h, verdicts in found.credible.items()}
    wanted = [name for verdicts in columns.values() for name in held_by_both(verdicts)]
    title = "Who would stay fearing answers, by how many moves are thought of"
    return _verdicts_table(found.conflict, title, columns, wanted, limit)


def opponents_table(found: Opponents, limit: int | None = None) -> Table:
    """Say who would stay when some answer in their own interest only."""
    conflict = found.conflict
    return _verdicts_table(
        conflict,
        "Who would stay when opponents answer differently",
        {"Mixed": found.stable},
        found.metarational,
        limit,
        note="SEQ, GMR: where everybody would, if all answered in their own interest only, and if all by any moves.",
        ticks={"SEQ": set(found.sequential), "GMR": set(found.metarational)},
    )


def relational_table(found: RelationalResult, limit: int | None = None) -> Table:
    """Say who would stay, given attitudes."""
    columns = {relational_name(concept): found.stable[concept] for concept in CONCEPTS}
    wanted = [name for table in (found.equilibria, found.discrete) for names in table.values() for name in names]
    return _verdicts_table(found.conflict, "Who would stay, given these attitudes", columns, wanted, limit)


def readiness_table(found: Readiness, limit: int | None = None) -> Table:
    """Say for each state who has to be ready to answer against its own interest."""
    conflict = found.conflict
    columns = (Column("State", key=True), Column("What is done", wraps=True), Column("Who must be ready", wraps=True))
    rows = tuple(
        (_state(conflict, name), state_short(conflict, position(conflict, name)), ready_words(conflict, sets))
        for name, sets in list(found.needed.items())[:limit]
    )
    note = f"To answer against its own interest, so that nobody would leave.{showing(len(rows), len(found.needed))}"
    return Table("Who must be ready for it to hold", columns, rows, note)


def changes_table(conflict: Conflict, changes: Sequence[Change], limit: int | None = None) -> Table:
    """Say what single attitudes change."""
    columns = (
        Column("Who", key=True),
        Column("Toward", key=True),
        Column("How", align="center", key=True),
        *(Column(relational_name(concept), wraps=True) for concept in CONCEPTS),
    )
    rows = tuple(
        (
            dm_short(conflict.case, one.by),
            dm_short(conflict.case, one.toward),
            one.attitude.value,
            *(_change(one.gained.get(concept, ()), one.lost.get(concept, ()), limit) for concept in CONCEPTS),
        )
        for one in changes[:limit]
    )
    note = (
        "States where it can settle, under the relational concept, only with (+) or only without (−) this attitude, all"
        f" else neutral.{showing(len(rows), len(changes))}"
    )
    return Table("What one attitude would change", columns, rows, note)


def _change(gained: Sequence[str], lost: Sequence[str], limit: int | None) -> str:
    parts = []
    for sign, names in (("+", gained), ("−", lost)):
        if names:
            parts.append(f"{sign} {ids(names) if limit is None or len(names) < 4 else f'{len(names):,} states'}")
    return "; ".join(parts) or "="


def _verdicts_table(  # noqa: PLR0913 (what a table is made of)
    conflict: Conflict,
    title: str,
    columns: Mapping[str, Verdicts],
    wanted: Iterable[str],
    limit: int | None,
    *,
    note: str = "",
    ticks: Mapping[str, set[str]] | None = None,
) -> Table:
    """Say who would stay where: a tick for everybody, else letters. The states wanted and the status quo are shown."""
    letters, marks = _letters(conflict), ticks or {}
    cells = {heading: staying(conflict, verdicts, letters) for heading, verdicts in columns.items()}
    here = [] if conflict.status_quo is None else [conflict.status_quo]
    positions = list(dict.fromkeys([*here, *(position(conflict, name) for name in wanted)]))
    rows = []
    for s in sorted(positions[:limit]):
        name = state_id(conflict, s)
        verdicts = [who.get(name, "–") for who in cells.values()]
        held = ["✓" if name in names else "–" for names in marks.values()]
        rows.append((_state(conflict, name), state_short(conflict, s), *verdicts, *held))
    key = ", ".join(f"{letter} {dm_short(conflict.case, dm)}" for dm, letter in letters.items())
    shown = (
        f" Showing {len(rows):,} of {len(positions):,} states of interest; --format json has all."
        if len(rows) < len(positions)
        else " States that hold under none of these are left out." * (len(positions) < conflict.n_states)
    )
    about = f"✓ everybody would stay; letters: only these ({key}); – nobody. {note}".strip()
    headings = (*cells, *marks)
    return Table(
        title,
        (
            Column("State", key=True),
            Column("What is done", wraps=True),
            *(Column(heading, align="center") for heading in headings),
        ),
        tuple(rows),
        f"{about} * where it stands now.{shown}",
    )


def _letters(conflict: Conflict) -> dict[str, str]:
    return {dm: mark.letter for dm, mark in party_marks(conflict.case).items()}


def _state(conflict: Conflict, name: str) -> str:
    return f"{name} *" if position(conflict, name) == conflict.status_quo else name
