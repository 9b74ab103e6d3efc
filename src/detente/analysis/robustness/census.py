"""Count the readings of a case in which each state is an equilibrium and each named outcome can hold."""

from __future__ import annotations

from detente.analysis.readings import affordable
from detente.analysis.robustness.model import Census, PartyOrders, Share
from detente.analysis.robustness.tables import PartyTables
from detente.analysis.sweeps import Ground, Runner, run_sweep
from detente.conflict.model import Conflict
from detente.conflict.navigate import state_id
from detente.stability.batch import BATCH_CONCEPTS, PARTY_CONCEPTS
from detente.stability.model import Concept

MOST_PATTERNS = 20_000

By = dict[Concept, dict[str, Share]]


def take_census(
    conflict: Conflict, *, swaps: int = 0, sample: int | None = None, seed: int = 0, runner: Runner | None = None
) -> Census:
    """Count readings: one order for each decision maker, admissible or near, in every combination.

    Parameters
    ----------
    swaps
        Exchanges of neighbours that each decision maker's list may be away from an admissible order.
    sample
        Readings to evaluate one by one, at most; without it as many as take about a second.
    seed
        Of the draws, where there are more.
    runner
        Where they are evaluated, and what keeps the counts; in this process without. The census is the same.

    Raises
    ------
    LimitError
        Some decision maker has more orders than can be listed.
    NotSupportedError
        The conflict was made from arrays.

    Choices
    -------
    A reading is an order for everybody; orders that give the same preferences count as often as they are. Parties are
    independent. NASH, GMR and SMR are counted exactly from tables of one decision maker at a time, unless somebody has
    too many orders to list. The sequential concepts are counted exactly where the different readings are no more than
    `sample`. Otherwise `sample` readings are drawn, with replacement, each with the same chance, and shares carry
    Wilson's interval at 95 percent. A share of readings is no probability: nothing says that they are equally likely.

    Cost
    ----
    `sample` variants (`detente.stability.batch`), in chunks (`detente.analysis.sweeps`): memory does not grow with
    their number.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> census = take_census(build_conflict(load_case("gisborne-unknown")))
    >>> census.n_readings, census.states[Concept.SEQ]["s4"]
    (2520, Share(count=2100, of=2520, is_exact=True))
    """
    ground = Ground(conflict, swaps)
    states, outcomes = _by_table(ground) if ground.is_listed else ({}, {})
    names = list(ground.outcomes)
    counted = [concept for concept in PARTY_CONCEPTS if concept in states and len(outcomes[concept]) == len(names)]
    sweep = ground.sweep(
        affordable(conflict) if sample is None else sample,
        seed,
        [concept for concept in BATCH_CONCEPTS if concept not in counted],
    )
    counts = run_sweep(ground, sweep, runner)

    def share(count: int) -> Share:
        return Share(count, counts.readings, is_exact=sweep.seed is None)

    looked_at = {}
    for concept in BATCH_CONCEPTS:
        looked_at[concept] = Share(ground.n_readings, ground.n_readings, is_exact=True)
        if concept not in states:
            looked_at[concept] = Share(counts.readings, ground.n_readings, is_exact=sweep.seed is None)
            states[concept] = {state_id(conflict, s): share(n) for s, n in sorted(counts.states[concept].items())}
        known = outcomes.get(concept, {})
        outcomes[concept] = {
            name: known[name] if name in known else share(counts.outcomes[concept][name]) for name in names
        }
    return Census(
        conflict=conflict,
        swaps=swaps,
        seed=seed,
        parties=tuple(
            PartyOrders(one.decision_maker, one.n_orders or 0, len(one.rows), not one.is_complete)
            for one in ground.orders
        ),
        n_readings=ground.n_readings,
        states={concept: states[concept] for concept in BATCH_CONCEPTS},
        outcomes={concept: outcomes[concept] for concept in BATCH_CONCEPTS},
        looked_at=looked_at,
    )


def _by_table(ground: Ground) -> tuple[By, By]:
    """Return the shares of states and of outcomes that can be counted whatever the number of readings."""
    conflict, of = ground.conflict, ground.n_readings
    tables = PartyTables(ground)
    states: By = {}
    outcomes: By = {}
    for concept in PARTY_CONCEPTS:
        found = enumerate(tables.states(concept))
        states[concept] = {state_id(conflict, s): Share(n, of, is_exact=True) for s, n in found if n}
        outcomes[concept] = {
            name: Share(count, of, is_exact=True)
            for name in ground.outcomes
            if (count := tables.outcome(concept, name, MOST_PATTERNS)) is not None
        }
    return states, outcomes
