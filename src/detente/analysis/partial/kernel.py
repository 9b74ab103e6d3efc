r"""Stability when comparisons are unknown, or have a strength.

One definition covers all: with :math:`B_i(s)` the states that tempt i away from s, and :math:`Z_i(s)` those that deter
it from having left, s is stable for i when

.. math::
    \forall y \in R_i(s) \cap B_i(s)\ \exists z \in R_{N-i}(y):\
        z \in Z_i(s) \text{ and, with a countermove, } R_i(z) \subseteq Z_i(s),

where :math:`R_{N-i}(y)` are the ends of legal sequences of the opponents: for SEQ (and the symmetric version) of moves
that may be improvements, that is, of those to preferred *or unknown* states, in all four extensions.

==========  =====================  ===============================================
extension   tempts                 deters
==========  =====================  ===============================================
a           preferred or unknown   less or equally preferred
b           preferred              less or equally preferred
c           preferred or unknown   less or equally preferred, or unknown
d           preferred              less or equally preferred, or unknown
==========  =====================  ===============================================

(Li, Hipel, Kilgour, Fang 2004.) Strong stability asks that sanctions, and with a countermove everything it leads to,
are strongly less preferred (Hamouda, Kilgour, Hipel 2004), in c and d or unknown (Xu, Hipel, Kilgour, Chen 2010).

The tempting state y may itself be unknown, and then it deters in c and d if the opponents can lead back to it: the
sequence y, ..., y is legal like any other. Matrix versions that clear the diagonal of the opponents' reach differ here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.analysis.partial.relation import Relation
from detente.analysis.sequences import Arcs, arcs_between, leading_to, pack, unpack
from detente.conflict.model import BoolArray
from detente.stability.model import Concept

IN_OWN_INTEREST = (Concept.SEQ, Concept.SSEQ)
WITH_COUNTERMOVE = (Concept.SMR, Concept.SSEQ)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is made of unknown comparisons, and of strength.

    Attributes
    ----------
    tempts, deters
        Whether an unknown state tempts, and whether it deters.
    answers
        Whether opponents who act in their own interest move to unknown states.
    strong
        Whether only strongly less preferred states deter.
    """

    tempts: bool
    deters: bool
    answers: bool = True
    strong: bool = False


def stable_states(
    moves: Sequence[Arcs], relations: Sequence[Relation], i: int, concept: Concept, rule: Rule
) -> BoolArray:
    """Return the states that are stable for decision maker i, bool array of shape (m,).

    Cost
    ----
    As many bit operations as arcs times states, for each round of the opponents.
    """
    own, relation = moves[i], relations[i]
    source, target = own.source, own.target
    tempting = relation.better[source, target]
    if rule.tempts:
        tempting |= relation.unknown[source, target]
    source, target = source[tempting], target[tempting]
    free = np.ones(len(source), dtype=np.bool_)
    if concept is not Concept.NASH and len(source):
        deterring = _deterring(relation, rule)
        if concept in WITH_COUNTERMOVE:
            deterring &= ~unpack(own.reversed.into(pack(~deterring)), len(deterring))
        opponents = [
            _interested(arcs, relations[j], rule) if concept in IN_OWN_INTEREST else arcs
            for j, arcs in enumerate(moves)
            if j != i
        ]
        if opponents:
            deterred = unpack(leading_to(opponents, pack(deterring)), len(deterring))
            free = ~deterred[target, source]
    stable = np.ones(len(relation.better), dtype=np.bool_)
    stable[source[free]] = False
    return stable


def _deterring(relation: Relation, rule: Rule) -> BoolArray:
    """Return, by end and state left, which ends deter from having left."""
    if rule.strong:
        deterring = relation.strong.copy()  # [z, s]: s is strongly preferred to z
    else:
        deterring = ~(relation.better | relation.unknown).T
    if rule.deters:
        deterring |= relation.unknown
    return deterring


def _interested(arcs: Arcs, relation: Relation, rule: Rule) -> Arcs:
    source, target = arcs.source, arcs.target
    moves = relation.better[source, target]
    if rule.answers:
        moves |= relation.unknown[source, target]
    return arcs_between(len(arcs.start) - 1, source[moves], target[moves])
