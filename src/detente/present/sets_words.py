"""What was asked of the states where a dispute can settle, and what came of it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from detente.present.answer import Summary
from detente.present.findings import Findings
from detente.present.names import amount, concept_name, counted, dm_short, plain
from detente.present.sets_query import Selection
from detente.present.words import condition_words
from detente.present.words.labels import quote
from detente.present.words.models import S, place_in

ROUNDED = 10**7  # from here on tables round


def asked_words(summary: Summary[S], selection: Selection[S]) -> tuple[str, ...]:
    """Answer a query: whether what was asked about can hold, what a party likes best of it, what was drawn."""
    query, sentences = selection.query, []
    if query.where is not None:
        words = condition_words(summary.model.case, query.where)
        opening = f"Asked about: {quote(plain(query.where.text))} – {words}."
        if n := selection.where.count():
            true = f"It is true in {amount(n)} of {counted(summary.n_states, 'state')}"
            sentences.append(f"{opening} {true} and {summary.possible(selection.where)}.")
        else:
            sentences.append(f"{opening} It is true in no feasible state.")
        if total := summary.settles.count():
            matching = selection.matching.count()
            sentences.append(
                f"It is true in {amount(matching)} of the {counted(total, 'state')} where the dispute can settle."
            )
    sentences.extend(_best(summary, selection))
    n_chosen = selection.chosen.count()
    if query.sample is not None and n_chosen:
        drawn = f"{len(selection.states):,} of {amount(n_chosen)}"
        sentences.append(
            "All of these are listed."
            if len(selection.states) == n_chosen
            else f"Listed are {drawn}, drawn by lot, each equally likely (seed {query.seed})."
        )
    return tuple(sentences)


def _best(summary: Summary[S], selection: Selection[S]) -> Iterator[str]:
    party = selection.query.best_for
    if party is None:
        return
    name = dm_short(summary.model.case, party)
    if not selection.chosen:
        yield f"There is none of which {name} could like one best."
        return
    place = place_in(summary.model, party, selection.chosen.first(1)[0])
    among = "these" if selection.query.where is not None else "the states where the dispute can settle"
    yield f"Of {among}, {name} likes {amount(selection.chosen.count())} best: {place} of all states in its eyes."


def exactly(findings: Findings[S]) -> tuple[str, ...]:
    """Return the numbers that are rounded elsewhere, with every digit; nothing where none is."""
    counts = [("Feasible states", findings.model.n_states)]
    counts += [
        (f"Nobody would leave, {concept_name(concept)}", findings.equilibria(concept).count())
        for concept in findings.concepts
    ]
    if all(number < ROUNDED for _, number in counts):
        return ()
    return tuple(f"{what}: {number:,}" for what, number in counts)


def rounded(number: int) -> str:
    """Return a number that fits a table.

    >>> rounded(1204), rounded(2**40)
    ('1,204', '1.1 × 10^12')
    """
    return f"{number:,}" if number < ROUNDED else amount(number, ROUNDED).removeprefix("about ")


def engine_words(findings: Findings[S]) -> Iterator[str]:
    """Say how the answer came about, where that is not by a list of all states."""
    if findings.engine == "symbolic":
        yield (
            f"The states were not listed but counted as sets, exactly (engine symbolic: {findings.reason})."
            " Any of them can be explained: `detente explain CASE STATE`."
        )
