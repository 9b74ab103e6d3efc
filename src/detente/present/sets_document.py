"""The answer from counted sets of states: where states are too many to be listed, or some of them are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from detente.present.answer import Summary
from detente.present.answer_document import MOST_SETTLING, glosses, settling_table
from detente.present.document import Part, Words
from detente.present.findings import Findings
from detente.present.names import amount, case_title, concept_short, counted, dm_short
from detente.present.notes import notes
from detente.present.result_tables import wants_table
from detente.present.sets_query import Query, Selection, select
from detente.present.sets_words import ROUNDED, asked_words, engine_words, exactly, rounded
from detente.present.tables import Column, Table, yes_no
from detente.present.words.models import S, id_of, place_in

_IN_A_TABLE = 16  # options; with more, what is done in a state does not fit a cell
_FEW = 6  # states listed where each takes several lines
_MOST_WANTS = 40


def sets_parts(findings: Findings[S], query: Query, most: int | None = None) -> tuple[Part, ...]:
    """Write an answer; `most` is how many states are listed where the query does not say: as many as fit without."""
    model, case = findings.model, findings.model.case
    is_long = len(case.options) > _IN_A_TABLE
    summary = Summary(findings)
    selection = select(summary, query, most or (_FEW if is_long else MOST_SETTLING))
    outcomes = tuple(outcome.sentence for outcome in summary.outcomes())
    parts: list[Part] = [Words(case_title(case, model.variant), summary.headline())]
    if query:
        parts.append(Words("What was asked", asked_words(summary, selection)))
    if outcomes:
        parts.append(Words("Named outcomes", (), outcomes))
    if selection.settling:
        parts.append(_settling(selection, is_long=is_long, named=bool(outcomes)))
        parts.append(glosses(summary.groups))
        parts.append(_best_table(summary, selection))
    if findings.concepts:
        parts.append(counts_table(findings))
    wants = wants_table(case)
    if most or len(wants.rows) <= _MOST_WANTS:
        parts.append(wants)
    if digits := exactly(findings):
        parts.append(Words("With every digit", (), digits))
    parts.append(Words("To know", (), (*engine_words(findings), *notes(findings))))
    return tuple(parts)


def _settling(selection: Selection[S], *, is_long: bool, named: bool) -> Part:
    shown, total = len(selection.settling), selection.chosen.count()
    note = ""
    if shown < total and selection.query.sample is None:
        note = f"Showing {shown:,} of {amount(total)}; --sample N draws N of them, --where FORMULA narrows them down."
    if not is_long:
        return settling_table(selection.settling, named=named, note=note)
    items = tuple(f"{one.state} {one.strength.label}. {one.words}." for one in selection.settling)
    return Words("Where it can settle", (note,) if note else (), items)


def _best_table(summary: Summary[S], selection: Selection[S]) -> Table:
    """Say of each decision maker which of the states that match it likes best."""
    model = summary.model
    columns = (
        Column("Decision maker", key=True, wraps=True),
        Column("States", align="right"),
        Column("In its eyes", wraps=True),
        Column("For example"),
    )
    rows = []
    for party in summary.parties:
        best = selection.matching.best_for(party)
        first = best.first(1)[0]
        place = place_in(model, party, first)
        rows.append((dm_short(model.case, party), rounded(best.count()), place, id_of(model, first)))
    return Table("What each likes best of where it can settle", columns, tuple(rows))


def counts_table(findings: Findings[S]) -> Table:
    """Say in how many states each decision maker would stay, and in how many everybody would."""
    case = findings.model.case
    columns = (
        Column("Decision maker", key=True, wraps=True),
        *(Column(concept_short(concept), align="right") for concept in findings.concepts),
    )
    rows = [
        (
            dm_short(case, party),
            *(rounded(findings.stable_for(concept, party).count()) for concept in findings.concepts),
        )
        for party in case.decision_makers
    ]
    rows.append(("everybody", *(rounded(findings.equilibria(concept).count()) for concept in findings.concepts)))
    n_states = findings.model.n_states
    digits = "" if n_states < ROUNDED else "; numbers are rounded here, --format json has every digit"
    return Table(
        "In how many states each would stay", columns, tuple(rows), f"Of {counted(n_states, 'state')}{digits}."
    )


def selected_rows(findings: Findings[S], query: Query, most: int) -> Iterator[tuple[str, ...]]:
    """Write the states that a query lists, one a row, in the columns of `answer_columns`."""
    model = findings.model
    parties = tuple(model.case.decision_makers)
    selection = select(Summary(findings), query, most)
    for state, settling in zip(selection.states, selection.settling, strict=True):
        scene, verdicts = model.scene(state), findings.verdicts(state)
        stays = [verdicts[concept] for concept in findings.concepts]
        now = model.status_quo is not None and scene.id == id_of(model, model.status_quo)
        yield (
            scene.id,
            scene.letters,
            *scene.letters,
            ", ".join(model.outcomes(state)),
            yes_no(now),
            *(str(model.level(party, state)[0]) for party in parties),
            *(yes_no(concept in settling.concepts) for concept in findings.concepts),
            *(yes_no(value) for row in stays for value in row),
        )
