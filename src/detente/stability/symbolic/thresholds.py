r"""Which states are stable for one decision maker: thresholds on its preference, refined bit by bit.

State s is stable for i when every improvement t leads, by the opponents' legal sequences, to some u that deters:
:math:`u \preceq_i s` (and, with a countermove, from which i cannot get above s). Only the comparison with s matters, so
let :math:`Z_c` be the ends that deter a decision maker at preference c, and :math:`B_c` the states from which the
opponents can lead into :math:`Z_c`. Both grow with c. The preference of s is a vector of bits; for a prefix p of it,

.. math::
    B_{<p} \subseteq B_c \subseteq B_{\le p} \quad\text{for every } c \text{ with prefix } p ,

so s is stable when all its improvements lie in :math:`B_{<p}`, and not stable when one lies outside
:math:`B_{\le p}`. What neither decides is split by the next bit, which needs one new set, :math:`B_{\le p0}=B_{<p1}`.
Prefixes of no undecided state are never looked at. Nothing is ever a relation between all states, and no level is
looked at twice.

Two savings. Leading into a union is leading into one part or the other, so only what is new in :math:`Z_{\le p0}` is
traced back, and only outside :math:`B_{<p}`. And a state outside :math:`B_{\le p0}` whose preference is above p0 is an
improvement for every s with prefix p0; for s with prefix p1 it may be none, which at worst delays the decision until
the last bit, where all is settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.stability.symbolic.diagrams import Diagram
from detente.stability.symbolic.model import SymbolicModel
from detente.stability.symbolic.moves import Moves


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """Whether decision maker `i` would stay, expecting replies by `replies`.

    Attributes
    ----------
    own : Moves
        By which i leaves, and makes countermoves.
    replies : Moves
        What the opponents may answer with.
    countermove
        Whether i may move once more after the reply.
    """

    model: SymbolicModel
    i: int
    own: Moves
    replies: Moves
    countermove: bool

    @property
    def opponents(self) -> tuple[int, ...]:
        """Those whose moves can answer."""
        return tuple(j for j in self.replies.movers if j != self.i)

    def deterring(self, no_better: Diagram) -> Diagram:
        """Return the ends that deter, of those that are no better than the state that was left."""
        if not self.countermove:
            return no_better
        return no_better & ~self.own.before(self.i, self.model.feasible & ~no_better)


@dataclass(frozen=True, eq=False, slots=True)
class _Open:
    """Undecided states whose preference has a common prefix p.

    Attributes
    ----------
    bit
        Length of p.
    undecided
    same, below
        States whose preference has the prefix p, or a smaller one.
    ends
        Those of `below` that deter.
    leading
        The states from which the opponents can lead into `ends`, and `ends`.
    """

    bit: int
    undecided: Diagram
    same: Diagram
    below: Diagram
    ends: Diagram
    leading: Diagram


def stable_states(question: Question, candidates: Diagram) -> Diagram:
    """Return the states among `candidates` that are stable.

    Parameters
    ----------
    question
    candidates
        Feasible states, each with an improvement by i; the fewer the better.

    Raises
    ------
    LimitError
        The time of the budget is over.
    """
    diagrams, feasible = question.model.diagrams, question.model.feasible
    bits = question.model.parties[question.i].bits
    nothing = diagrams.false
    stable = nothing
    stack = [_Open(0, candidates, feasible, nothing, nothing, nothing)]
    while stack:
        node = stack.pop()
        if not node.undecided.satisfiable():
            continue
        if node.bit == len(bits):
            stable |= node.undecided
            continue
        bit = bits[node.bit]
        no_better = node.below | (node.same & ~bit)
        ends = question.deterring(no_better)
        leading = node.leading | lead_into(question, ends & ~node.ends, node.leading)
        tempted = question.own.before(question.i, feasible & ~leading & ~no_better)
        worse, better = node.undecided & ~bit & ~tempted, node.undecided & bit
        stable |= better & ~tempted
        stack.append(_Open(node.bit + 1, worse, node.same & ~bit, node.below, node.ends, node.leading))
        stack.append(_Open(node.bit + 1, better & tempted, node.same & bit, no_better, ends, leading))
    return stable


def lead_into(question: Question, ends: Diagram, known: Diagram) -> Diagram:
    """Return `ends` and the states from which the opponents can lead into them, but for what `known` has.

    Parameters
    ----------
    question
    ends
    known
        Closed under the opponents' moves backwards. Not used with merged states: there it matters who moved last.
    """
    outside = None if question.model.merged else question.model.feasible & ~known
    *_, everything = lead_back(question, ends if outside is None else ends & outside, outside)
    return everything


def lead_back(question: Question, ends: Diagram, within: Diagram | None = None) -> Iterator[Diagram]:
    """Yield growing sets: first `ends`, last `ends` and all states from which the opponents can lead into them.

    Without merged states moves are transitive, so that nobody needs to move twice in a row. With them, who moved last
    matters: `first` has for each opponent the states from which it can begin.
    """
    opponents = question.opponents
    first = dict.fromkeys(opponents, question.model.diagrams.false)
    found = ends
    yield found
    turn = quiet = 0
    while quiet < len(opponents):
        j = opponents[turn % len(opponents)]
        turn += 1
        if question.model.merged:
            goal = ends | question.model.diagrams.disjunction(first[k] for k in opponents if k != j)
            before = question.replies.before(j, goal)
            is_new = before != first[j]
            first[j] = before
        else:
            before = question.replies.before(j, found)
            if within is not None:
                before &= within
            is_new = (before & ~found).satisfiable()
        quiet = 1 if is_new else quiet + 1
        found |= before
        yield found
