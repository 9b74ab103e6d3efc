"""Ask what holds although comparisons are unknown, how firmly sanctions deter, and what to find out next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from detente.analysis.orders import Orders, is_open, orders_of
from detente.analysis.partial.kernel import Rule, stable_states
from detente.analysis.partial.model import EXTENDED, Extension, PartialResult, Question, Settled, Strength
from detente.analysis.partial.relation import MOST_STATES, Relation, relation_of
from detente.analysis.readings import (
    JOINT_CONCEPTS,
    Readings,
    affordable,
    all_readings,
    equilibria,
    has_moves,
)
from detente.analysis.sequences import Arcs, moves_of
from detente.conflict.model import BoolArray, Conflict
from detente.conflict.navigate import state_id
from detente.stability.batch import BATCH_CONCEPTS, PARTY_CONCEPTS, analyze_parties
from detente.stability.model import Concept

_MOST_QUESTIONS = 10
_ALL_CERTAIN = Rule(tempts=True, deters=False, answers=False)
_ALL_POSSIBLE = Rule(tempts=False, deters=True, answers=True)


def is_partial(conflict: Conflict) -> bool:
    """Return whether a case leaves comparisons unknown."""
    return any(is_open(party.preferences) for party in conflict.case.decision_makers.values())


def find_partial(conflict: Conflict) -> PartialResult:
    """Find what is certain, possible and impossible under unknown comparisons, and strong and weak stability.

    Raises
    ------
    LimitError
        There are too many states to follow comparisons pair by pair.
    NotSupportedError
        The conflict was made from arrays.

    Choices
    -------
    A comparison is known when it is the same in every admissible order (`detente.analysis.orders`). Under NASH, GMR and
    SMR a state is an equilibrium in every reading exactly if it is stable for everybody in extension a, and in none
    exactly if not in extension d: each decision maker has an admissible order in which everything unknown is above the
    state, and one in which everything is below, and more above it only destabilizes. For the sequential concepts, where
    what is unknown of opponents matters both ways, readings are evaluated one by one where they are few. Where not, a
    state that is stable when unknown states tempt, do not deter, and draw no answers is certain; one that is not when
    they do not tempt, deter, and draw answers is impossible; the others are left unsettled.

    A *verdict* is a state under a concept: whether it is an equilibrium. It is open when the state is a possible one.
    A question is worth what it settles at least, whatever the answer; among equals, what both answers settle together.

    Cost
    ----
    Of the order of arcs times states for each decision maker, concept and extension; and of `affordable` readings.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> result = find_partial(build_conflict(load_case("gisborne-unknown")))
    >>> result.equilibria[Extension.D][Concept.NASH], result.settled[Concept.NASH].certain
    (('s4', 's6'), ())
    >>> question = result.questions[0]
    >>> question.decision_maker, question.first, question.second, question.at_least
    ('provincial', 's6', 's8', 7)
    """
    n = len(conflict.decision_makers)
    moves = moves_of(conflict)
    relations = [relation_of(conflict, i) for i in range(n)]
    stable = {
        extension: {concept: _everybody(moves, relations, concept, _rule(extension)) for concept in EXTENDED}
        for extension in Extension
    }
    orders = [orders_of(conflict, i, random=np.random.default_rng(0)) for i in range(n)]
    readings = all_readings(conflict, orders, affordable(conflict))
    joint = equilibria(conflict, [one.rows for one in orders], readings.picked, JOINT_CONCEPTS) if readings else {}
    settled = {concept: _settled(conflict, _extent(stable, concept), 0) for concept in PARTY_CONCEPTS}
    for concept in JOINT_CONCEPTS:
        if readings:
            found = joint[concept]
            settled[concept] = _settled(conflict, (_every(found), _some(found)), readings.n_readings)
        else:
            bounds = (_everybody(moves, relations, concept, rule) for rule in (_ALL_CERTAIN, _ALL_POSSIBLE))
            lower, upper = (_every(verdicts) for verdicts in bounds)
            settled[concept] = _bounded(conflict, lower, upper)
    questions, unasked = _questions(conflict, orders, readings, joint)
    return PartialResult(
        conflict=conflict,
        unknown=_pairs(conflict, [relation.unknown for relation in relations], both=True),
        strong=_pairs(conflict, [relation.strong for relation in relations], both=False),
        equilibria={
            extension: {concept: _names(conflict, _every(verdicts)) for concept, verdicts in of.items()}
            for extension, of in stable.items()
        },
        stable={
            extension: {concept: _by_party(conflict, verdicts) for concept, verdicts in of.items()}
            for extension, of in stable.items()
        },
        settled=settled,
        strength=_strength(conflict, moves, relations, stable[Extension.B]),
        n_open=sum(len(one.possible) for one in settled.values()),
        questions=questions,
        questions_cover=BATCH_CONCEPTS if readings else PARTY_CONCEPTS,
        unasked=unasked,
    )


def find_partial_if_few(conflict: Conflict) -> PartialResult | None:
    """Return what `find_partial` finds, to stand beside other answers; None where it refuses: too many states."""
    return find_partial(conflict) if conflict.n_states <= MOST_STATES else None


def _rule(extension: Extension, *, strong: bool = False) -> Rule:
    return Rule(tempts=extension.tempts, deters=extension.deters, strong=strong)


def _everybody(moves: Sequence[Arcs], relations: Sequence[Relation], concept: Concept, rule: Rule) -> BoolArray:
    return np.stack([stable_states(moves, relations, i, concept, rule) for i in range(len(moves))])


def _extent(stable: Mapping[Extension, Mapping[Concept, BoolArray]], concept: Concept) -> tuple[BoolArray, BoolArray]:
    """Return where a state is an equilibrium in every reading, and where in some."""
    return _every(stable[Extension.A][concept]), _every(stable[Extension.D][concept])


def _settled(conflict: Conflict, extent: tuple[BoolArray, BoolArray], n_readings: int) -> Settled:
    always, sometimes = extent
    return Settled(
        certain=_names(conflict, always),
        possible=_names(conflict, sometimes & ~always),
        impossible=_names(conflict, ~sometimes),
        unsettled=(),
        n_readings=n_readings,
    )


def _bounded(conflict: Conflict, lower: BoolArray, upper: BoolArray) -> Settled:
    return Settled(_names(conflict, lower), (), _names(conflict, ~upper), _names(conflict, upper & ~lower), 0)


def _names(conflict: Conflict, mask: BoolArray) -> tuple[str, ...]:
    return tuple(state_id(conflict, s) for s in np.flatnonzero(mask).tolist())


def _by_party(conflict: Conflict, verdicts: BoolArray) -> dict[str, tuple[str, ...]]:
    return {dm: _names(conflict, row) for dm, row in zip(conflict.decision_makers, verdicts, strict=True)}


def _pairs(conflict: Conflict, tables_: Iterable[BoolArray], *, both: bool) -> dict[str, int]:
    counts = (int(table.sum()) // (2 if both else 1) for table in tables_)
    return dict(zip(conflict.decision_makers, counts, strict=True))


def _strength(
    conflict: Conflict, moves: Sequence[Arcs], relations: Sequence[Relation], stable: Mapping[Concept, BoolArray]
) -> dict[Concept, dict[str, Strength]]:
    if not any(relation.strong.any() for relation in relations):
        return {}
    found: dict[Concept, dict[str, Strength]] = {}
    for concept in EXTENDED[1:]:
        strongly = _everybody(moves, relations, concept, _rule(Extension.B, strong=True))
        found[concept] = {
            dm: Strength(
                _names(conflict, strongly[i] & ~stable[Concept.NASH][i]),
                _names(conflict, stable[concept][i] & ~strongly[i]),
            )
            for i, dm in enumerate(conflict.decision_makers)
        }
    return found


def _questions(
    conflict: Conflict, orders: Sequence[Orders], readings: Readings | None, joint: Mapping[Concept, BoolArray]
) -> tuple[tuple[Question, ...], str]:
    if not is_partial(conflict):
        return (), ""
    if not all(one.is_complete for one in orders):
        names = [one.decision_maker for one in orders if not one.is_complete]
        return (), f"there are too many admissible orders of {', '.join(names)} to try every answer"
    own = analyze_parties(conflict, [one.rows for one in orders]).stable
    found = []
    for i, one in enumerate(orders):
        if not has_moves(conflict, i):
            continue
        for first, second, is_first in _candidates(conflict, one):
            halves = (is_first, ~is_first)
            # orders that give the same levels can answer differently: a row belongs to both halves then
            rows = [np.isin(np.arange(len(one.rows)), one.row[half]) for half in halves]
            counts = [_newly_settled(own, i, chosen) for chosen in rows]
            if readings:
                together = [_newly_settled_jointly(joint, chosen[readings.picked[:, i]]) for chosen in rows]
                counts = [mine + more for mine, more in zip(counts, together, strict=True)]
            found.append(Question(one.decision_maker, first, second, not one.items, *counts))
    worth = [(question.at_least, question.if_first + question.if_second) for question in found]
    ranked = sorted(range(len(found)), key=lambda k: (-worth[k][0], -worth[k][1], k))
    return tuple(found[k] for k in ranked[:_MOST_QUESTIONS] if worth[k][1]), ""


def _candidates(conflict: Conflict, orders: Orders) -> Iterator[tuple[str, str, BoolArray]]:
    """Yield what could be asked: two things, and in which orders the first comes before the second."""
    place = np.array([np.argsort(sequence) for sequence in orders.sequences])
    if orders.items:
        for group in orders.groups:
            for position, p in enumerate(group):
                for q in group[position + 1 :]:
                    yield orders.items[p], orders.items[q], place[:, p] < place[:, q]
        return
    if len(orders.sequences) < 2:
        return
    for s in range(conflict.n_states):
        for t in range(s + 1, conflict.n_states):
            before = place[:, s] < place[:, t]
            if before.any() and not before.all():
                yield state_id(conflict, s), state_id(conflict, t), before


def _newly_settled(own: Mapping[Concept, Sequence[BoolArray]], i: int, rows: BoolArray) -> int:
    count = 0
    for verdicts in own.values():
        others = [table for j, table in enumerate(verdicts) if j != i]
        always, sometimes = (
            np.logical_and.reduce([way(table) for table in others], initial=True) for way in (_every, _some)
        )
        before = sometimes & _some(verdicts[i]) & ~(always & _every(verdicts[i]))
        after = sometimes & _some(verdicts[i][rows]) & ~(always & _every(verdicts[i][rows]))
        count += int((before & ~after).sum())
    return count


def _newly_settled_jointly(joint: Mapping[Concept, BoolArray], chosen: BoolArray) -> int:
    count = 0
    for found in joint.values():
        before = _some(found) & ~_every(found)
        after = _some(found[chosen]) & ~_every(found[chosen])
        count += int((before & ~after).sum())
    return count


def _every(table: BoolArray) -> BoolArray:
    return np.asarray(table.all(axis=0))


def _some(table: BoolArray) -> BoolArray:
    return np.asarray(table.any(axis=0))
