r"""Which states a coalition would not leave.

:math:`R_H(s)` is where the members of H lead by legal sequences, :math:`I_H(s)=\{t: t\succ_i s\ \forall i\in H\}`, and
:math:`R_H^{++}(s)=R_H(s)\cap I_H(s)` are H's joint improvements. One member that does not gain sanctions all:
:math:`\Phi_H(s)=S\setminus I_H(s)`. State s is stable for H under

.. math::
    \text{NASH}:\;& R_H^{++}(s)=\emptyset \\
    \text{GMR}:\;& \forall x\in R_H^{++}(s):\; R_{N\setminus H}(x)\cap\Phi_H(s)\ne\emptyset \\
    \text{SMR}:\;& \forall x\in R_H^{++}(s)\ \exists y\in R_{N\setminus H}(x)\cap\Phi_H(s):
        \; R_H(y)\subseteq\Phi_H(s) \\
    \text{SEQ}:\;& \forall x\in R_H^{++}(s):\; R^{++}_{\mathcal{P}(N\setminus H)}(x)\cap\Phi_H(s)\ne\emptyset

where :math:`R^{++}_{\mathcal{P}(N\setminus H)}(x)` is where legal sequences lead whose movers are the non-empty
sub-coalitions of the others and whose steps are their joint improvements, no sub-coalition twice in a row. The Pareto
version replaces I, and with it :math:`\Phi`, throughout.

For a coalition of one, NASH, GMR and SMR are those of the decision maker; SEQ is weaker with three or more (its
opponents may also answer together). SEQ implies GMR where moves are transitive, but not in general: a sub-coalition's
step may end with a move by the member that makes the next step alone.

Source: Inohara, Hipel 2008; Kilgour, Hipel, Fang, Peng 2001 for joint improvements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detente.analysis.coalitions.model import CONCEPTS
from detente.analysis.sequences import Arcs, BitRows, Coalition, blocks, gains, leading_to, pack, unpack
from detente.conflict.model import BoolArray, IntArray, LevelArray
from detente.stability.model import Concept

Deterred = Mapping[Concept, BoolArray]


def judge(
    moves: Sequence[Arcs],
    level: LevelArray,
    joint: Mapping[Coalition, Arcs],
    states: IntArray,
    *,
    pareto: bool = False,
    concepts: Sequence[Concept] = CONCEPTS,
) -> dict[Coalition, dict[Concept, BoolArray]]:
    """Return which of some states are stable for each coalition, bool arrays of shape (r,).

    Parameters
    ----------
    moves
        Of each decision maker.
    level : int32 array, shape (n, m)
    joint
        The joint improvements of every coalition asked for from `states`; for SEQ, explored onward.
    states : int64 array, shape (r,)
    pareto
        Whether joint improvements are those of the Pareto version; must agree with `joint`.
    concepts
        Some of `CONCEPTS`.

    Choices
    -------
    A member that is left equally well off sanctions. A return to the state that is left sanctions. The answer of the
    others may have any length. Under SMR the coalition's countermove is any legal sequence of its own.

    Cost
    ----
    For each coalition and 64 states, the moves of all decision makers and, for SEQ, the joint improvements of the
    sub-coalitions of the others, once a round.

    Source
    ------
    See the module.
    """
    verdicts: dict[Coalition, dict[Concept, BoolArray]] = {}
    for members in joint:
        stable = {concept: np.ones(len(states), dtype=np.bool_) for concept in concepts}
        done = 0
        for block in blocks(states, level.shape[1]):
            improvements = improvement_table(joint[members], block)
            columns = np.flatnonzero(improvements.any(axis=0))
            if len(columns):
                deterred = deterrence(moves, level, joint, members, block[columns], pareto=pareto, concepts=concepts)
                for concept in concepts:
                    free = improvements[:, columns] & ~deterred[concept]
                    stable[concept][done + columns] = ~free.any(axis=0)
            done += len(block)
        verdicts[members] = stable
    return verdicts


def deterrence(  # noqa: PLR0913 (the last two are switches)
    moves: Sequence[Arcs],
    level: LevelArray,
    joint: Mapping[Coalition, Arcs],
    members: Coalition,
    sources: IntArray,
    *,
    pareto: bool = False,
    concepts: Sequence[Concept] = CONCEPTS,
) -> Deterred:
    """Return which moves of a coalition the others can deter, by concept, bool arrays of shape (m, r).

    Entry (x, b): were the coalition to move from ``sources[b]`` to x, the others have an answer that leaves some member
    without a gain. Only entries of joint improvements mean anything.
    """
    n = len(moves)
    outsiders = [j for j in range(n) if j not in members]
    better = gains(level, members, sources, pareto=pareto)
    sanctions, wanted = pack(~better), pack(better)
    alone = [moves[j] for j in outsiders]
    ends: dict[Concept, BitRows] = {}
    for concept in concepts:
        if concept is Concept.NASH:
            ends[concept] = np.zeros_like(sanctions)
        elif concept is Concept.GMR:
            ends[concept] = leading_to(alone, sanctions)
        elif concept is Concept.SMR:
            lasting = sanctions & ~leading_to([moves[i] for i in members], wanted)
            ends[concept] = leading_to(alone, lasting)
        else:
            together = [joint[others] for others in joint if set(others) <= set(outsiders)]
            ends[concept] = leading_to(together, sanctions)
    return {concept: unpack(rows, len(sources)) for concept, rows in ends.items()}


def improvement_table(arcs: Arcs, sources: IntArray) -> BoolArray:
    """Return a coalition's joint improvements as a bool array of shape (m, r): column b, from ``sources[b]``."""
    table = np.zeros((len(arcs.start) - 1, len(sources)), dtype=np.bool_)
    for column, s in enumerate(sources.tolist()):
        table[arcs.target[arcs.start[s] : arcs.start[s + 1]], column] = True
    return table
