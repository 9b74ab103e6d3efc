"""Which groups could move together, as a document: the answer, the jumps, what holds against whom."""

from __future__ import annotations

from detente.analysis.coalitions import CoalitionResult
from detente.conflict import OptionMoves
from detente.present.coalitions_words import answer_words, deterring, from_equilibria, group_words, jump_words
from detente.present.document import Part, Words
from detente.present.names import case_title, concept_name, counted, dm_short, join_some, party_marks
from detente.present.tables import Column, Table, showing, yes_no
from detente.present.words import state_short
from detente.present.words.states import position

MOST_ROWS = 24
MOST_TOLD = 4
_IDS = 12
_MOST_GROUPS = 4


def coalitions_parts(result: CoalitionResult, limit: int | None = MOST_ROWS) -> tuple[Part, ...]:
    """Write what groups could do; `limit` is how many rows its tables show, all without one."""
    conflict = result.conflict
    title = case_title(conflict.case, conflict.variant)
    parts: list[Part] = [Words(f"{title}: who could move together", answer_words(result))]
    jumps = from_equilibria(result)
    if jumps:
        told = jumps if limit is None else jumps[:MOST_TOLD]
        more = len(jumps) - len(told)
        cut = (f"{len(told):,} of {len(jumps):,}; the table and the other formats have more.",) if more else ()
        items = tuple(jump_words(result, jump) for jump in told)
        parts.append(Words("From one place where it can settle to another", cut, items))
    if result.jumps:
        parts.append(jumps_table(result, limit))
    parts.extend((verdicts_table(result, limit), Words("To know", (), notes(result))))
    return tuple(parts)


def jumps_table(result: CoalitionResult, limit: int | None = None) -> Table:
    """List joint improvements that end in an equilibrium; those that begin in one come first."""
    conflict = result.conflict
    first = from_equilibria(result)
    ordered = [*first, *(jump for jump in result.jumps if jump not in first)]
    columns = (
        Column("Who", wraps=True, key=True),
        Column("From"),
        Column("To"),
        Column("Deterred", wraps=True),
        Column("Without whom it fails", wraps=True),
        Column("Who may break away", wraps=True),
    )
    rows = tuple(
        (
            group_words(conflict, jump.by),
            jump.origin,
            jump.to,
            deterring(jump) or "–",
            ", ".join(dm_short(conflict.case, dm) for dm in jump.needed) or "–",
            "; ".join(group_words(conflict, one.by) for one in jump.break_aways) or "–",
        )
        for jump in ordered[:limit]
    )
    shown = showing(len(rows), result.n_jumps)
    note = (
        f"All members gain. Deterred: the concepts under which the others have an answer that takes a gain away.{shown}"
    )
    return Table("Joint moves to where it can settle", columns, rows, note)


def verdicts_table(result: CoalitionResult, limit: int | None = None) -> Table:
    """Say for each state which groups of two or more would leave it together, by concept."""
    conflict = result.conflict
    whole = limit is None or len(result.examined) <= limit
    ordered = (result.examined if whole else result.focus)[:limit]
    letters = {dm: mark.letter for dm, mark in party_marks(conflict.case).items()}
    joined = "" if max(map(len, letters.values())) == 1 else "+"
    leaving = {
        concept: {members: set(stable[concept]) for members, stable in result.stable.items() if len(members) > 1}
        for concept in result.concepts
    }
    columns = (
        Column("State", key=True),
        Column("What is done", wraps=True),
        *(Column(_heading(concept.value), align="center", wraps=True) for concept in result.concepts),
    )
    rows = []
    for name in ordered:
        s = position(conflict, name)
        cells = [
            _cell([joined.join(letters[dm] for dm in by) for by, stays in groups.items() if name not in stays])
            for groups in leaving.values()
        ]
        here = " *" if s == conflict.status_quo else ""
        rows.append((f"{name}{here}", state_short(conflict, s), *cells))
    key = ", ".join(f"{letter} {dm_short(conflict.case, dm)}" for dm, letter in letters.items())
    shown = showing(len(rows), len(result.examined))
    note = (
        f"✓ no group of two or more would leave. Letters: the groups that would; {key}. * where it stands now.{shown}"
    )
    return Table("Which groups would leave together", columns, tuple(rows), note)


def _heading(concept: str) -> str:
    return "Nash" if concept == "nash" else concept.upper()


def _cell(groups: list[str]) -> str:
    if not groups:
        return "✓"
    more = f" +{len(groups) - _MOST_GROUPS}" if len(groups) > _MOST_GROUPS else ""
    return f"{' '.join(groups[:_MOST_GROUPS])}{more}"


def coalition_table(result: CoalitionResult) -> Table:
    """List every examined state with every coalition, those of one included: verdicts and joint improvements."""
    columns = (
        Column("State", key=True),
        Column("Coalition", kind="list"),
        *(Column(concept.value, kind="truth") for concept in result.concepts),
        Column("Joint improvements", kind="list"),
    )
    stable = {by: {concept: set(names) for concept, names in of.items()} for by, of in result.stable.items()}
    rows = tuple(
        (
            name,
            ", ".join(by),
            *(yes_no(name in of[concept]) for concept in result.concepts),
            ", ".join(result.improvements.get(by, {}).get(name, ())),
        )
        for name in result.examined
        for by, of in stable.items()
    )
    return Table("Coalitions", columns, rows)


def notes(result: CoalitionResult) -> tuple[str, ...]:
    """Return the choices made, and how far the answer goes."""
    gain = (
        "A group gains if no member loses and some member gains (Pareto version)."
        if result.pareto
        else "A group gains if every member strictly prefers where it ends to where it begins."
    )
    n = len(result.conflict.decision_makers)
    found = [
        f"{gain} Its members move one after another, nobody twice in a row, whoever is worse off in between.",
        "Others deter a group if an answer leaves one member without a gain: under GMR by any moves, under SMR by moves"
        " that the group cannot undo by going on, under SEQ by moves, alone or in groups, by which all who make them"
        " gain. Under Nash no answer counts.",
    ]
    if result.largest < n:
        found.append(f"With {counted(n, 'party', 'parties')} only groups of up to {result.largest} are considered.")
    if len(result.examined) < result.conflict.n_states:
        found.append(
            f"{counted(len(result.examined), 'state')} of {result.conflict.n_states:,} were asked about: the status"
            " quo, outcomes that are one state, equilibria, and those named."
        )
    found.extend(f"Left out: {concept_name(concept)} stability. {why}." for concept, why in result.omitted.items())
    if not isinstance(result.conflict.moves, OptionMoves):
        found.append("Where moves are listed one by one, SEQ need not imply GMR for a group.")
    universal = [
        f"{concept_name(concept)}: {join_some(result.universal[concept], _IDS)}"
        for concept in result.concepts
        if result.universal[concept]
    ]
    if universal:
        found.append(f"States that hold against everybody and every group, {'; '.join(universal)}.")
    return tuple(found)
