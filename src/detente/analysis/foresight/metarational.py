r"""General metarational stability of h moves, for two decision makers.

A decision maker i at s fears an opponent j who answers to its harm, and hopes to escape again, h moves by turns in all
(Zeng, Fang, Hipel, Kilgour 2006, 2007). With :math:`c=v_i(s)`,

.. math::
    W_i(t,k) &\iff \exists u\in R_i(t):\ v_i(u) > c \text{ and not } W_j(u,k-1) \\
    W_j(t,k) &\iff \exists u\in R_j(t):\ v_i(u) \le c \text{ and not } W_i(u,k-1), \qquad W(t,0) \text{ false,}

s is :math:`\mathrm{MR}_h`-stable for i when not :math:`W_i(s,h)`. The *credible* version, :math:`\mathrm{CMR}_h`, has
improvements of the mover in place of moves. :math:`\mathrm{MR}_1` is Nash, :math:`\mathrm{MR}_2` GMR,
:math:`\mathrm{MR}_3` SMR; :math:`\mathrm{CMR}_2` SEQ, :math:`\mathrm{CMR}_3` the symmetric sequential concept. (Sources
number differently, some by rounds; h counts moves here.)

What is computed are values that do not depend on s,

.. math::
    V_k(i,t) = \max\bigl(v_i(t), \max_{u\in R_i(t)} V_{k-1}(j,u)\bigr), \qquad
    V_k(j,t) = \min\bigl(v_i(t), \min_{u\in R_j(t)} V_{k-1}(i,u)\bigr), \qquad V_0 = v_i:

by induction :math:`V_k(i,t)>c` iff :math:`v_i(t)>c` or :math:`W_i(t,k)`, and :math:`V_k(j,t)>c` iff :math:`v_i(t)>c`
and not :math:`W_j(t,k)`. So s is stable iff :math:`V_h(i,s)=v_i(s)`, which is what is called :math:`\mathrm{Maximin}_h`
(Rêgo, Vieira); under this reading the two are one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.analysis.foresight.limited import extreme
from detente.analysis.sequences import Arcs
from detente.conflict.model import BoolArray, LevelArray

_ABOVE_ALL = np.iinfo(np.int32).max


def stay_in_fear(steps: Sequence[Arcs], level: LevelArray, longest: int) -> list[BoolArray]:
    """Return who would stay where, for 1, 2, ... moves, bool arrays of shape (2, m).

    Parameters
    ----------
    steps
        Of each of the two decision makers: its moves, or for the credible version its improvements.
    level : int32 array, shape (2, m)

    Cost
    ----
    Time: each arc twice for every number of moves.
    """
    stays = [np.empty(level.shape, dtype=np.bool_) for _ in range(longest)]
    for i, own in enumerate(steps):
        theirs, worth = steps[1 - i], level[i]
        mine = opposed = worth
        for h in range(longest):
            mine, opposed = (
                np.maximum(worth, extreme(np.maximum, own, opposed[own.target], 0)),
                np.minimum(worth, extreme(np.minimum, theirs, mine[theirs.target], _ABOVE_ALL)),
            )
            stays[h][i] = mine == worth
    return stays
