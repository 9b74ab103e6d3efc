r"""Which states are stable for one decision maker: thresholds on its preference, refined bit by bit.

State s is stable for i when every improvement t leads, by the opponents' legal sequences, to some u that deters:
:math:`u \preceq_i s` (and, with a countermove, from which i cannot get above s). Only the comparison with s matters, so
let :math:`Z_c` be the ends that deter a decision maker at preference c, and :math:`B_c` the states from which the
opponents can lead into :math:`Z_c`. Both grow with c. The preference of s is a vector of bits; for a prefix p of it,

.. math::
    B_{<p} \subseteq B_c \subseteq B_{\le p} \quad\text{for every } c \text{ with prefix } p ,

so s is stable when all its improvements lie in :math:`B_{<p}`, and not stable when one lies outside
:math:`B_{\le p}`. What neither decides is split by the next bit, which needs one new set, :math:`B_{\le p0}=B_{<p1}`;
a bit that does not split the undecided states needs none. Nothing is ever a relation between all states, and no level
is looked at twice.

Two savings. Leading into a union is leading into one part or the other, so only what is new in :math:`Z_{\le p0}` is
traced back, and only outside :math:`B_{<p}`. And the opponents never change i's own options: the only states whose
membership in B matters are those that agree, in i's options, with some improvement of an undecided state that
:math:`B_{<p}` does not have. The further the refinement gets, the fewer they are.
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
    improvements : Moves
        By which i leaves.
    own : Moves
        By which i makes countermoves.
    replies : Moves
        What the opponents may answer with.
    countermove
        Whether i may move once more after the reply.
    """

    model: SymbolicModel
    i: int
    improvements: Moves
    own: Moves
    replies: Moves
    countermove: bool

    @property
    def opponents(self) -> tuple[int, ...]:
        """Those whose moves can answer."""
        return tuple(j for j in self.replies.movers if j != self.i)

    @property
    def others(self) -> Diagram:
        """The variables of everybody else's options."""
        diagrams, parties = self.model.diagrams, enumerate(self.model.parties)
        return diagrams.conjunction(diagrams.now[option] for j, party in parties if j != self.i for option in party.own)

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
    area
        The states that may still matter; the opponents do not lead out of it.
    leading
        B of all that is below some prefix of p, as far as it is in `area`.
    is_exact
        Whether the undecided states have passed the test with B of all up to p.
    """

    bit: int
    undecided: Diagram
    same: Diagram
    below: Diagram
    area: Diagram
    leading: Diagram
    is_exact: bool


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
    stable = diagrams.false
    # no state at all is below the empty prefix, and who has an improvement is not at the top of the last one
    stack = [_Open(0, candidates, feasible, diagrams.false, feasible, diagrams.false, True)]
    while stack:
        node = stack.pop()
        if not node.undecided.satisfiable():
            continue
        if node.bit < len(bits):
            certain, *parts = _split(question, node, bits[node.bit])
            stable |= certain
            stack += parts
        elif node.is_exact:
            stable |= node.undecided
        else:
            *_, tempted = _look(question, node, node.below | node.same)
            stable |= node.undecided & ~tempted
    return stable


def _split(question: Question, node: _Open, bit: Diagram) -> tuple[Diagram, *tuple[_Open, ...]]:
    """Return the states that the next bit shows to be stable, and what it leaves open."""
    worse, better = node.undecided & ~bit, node.undecided & bit
    lower, upper = node.same & ~bit, node.same & bit
    following, no_better = node.bit + 1, node.below | lower
    nothing = question.model.diagrams.false
    if not better.satisfiable():
        return nothing, _Open(following, worse, lower, node.below, node.area, node.leading, is_exact=False)
    if not worse.satisfiable():
        return nothing, _Open(following, better, upper, no_better, node.area, node.leading, node.is_exact)
    area, leading, tempted = _look(question, node, no_better)
    return (
        better & ~tempted,
        _Open(following, worse & ~tempted, lower, node.below, area, node.leading, is_exact=True),
        _Open(following, better & tempted, upper, no_better, area, leading, node.is_exact),
    )


def _look(question: Question, node: _Open, no_better: Diagram) -> tuple[Diagram, Diagram, Diagram]:
    """Return what matters, what the opponents can lead from into ends in `no_better`, and who is tempted elsewhere."""
    area = _area(question, node)
    open_ = area & ~node.leading
    ends = question.deterring(no_better)
    if question.model.merged:  # who moved last matters, so that what leads to a state that leads need not lead
        *_, new = lead_back(question, ends)
    else:
        *_, new = lead_back(question, ends & open_, open_)
    return area, node.leading | new, question.improvements.before(question.i, open_ & ~new)


def _area(question: Question, node: _Open) -> Diagram:
    """Return the states that agree, in i's options, with an improvement whose deterrence is not known yet."""
    if question.model.merged:  # moves out of a merged state may begin with other settings of i's options
        return node.area
    tempting = question.improvements.after(question.i, node.undecided) & node.area & ~node.leading
    return node.area & tempting.exists(question.others)


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
            found |= before
        else:
            grown = found | question.replies.before(j, found, within)
            is_new = grown != found
            found = grown
        quiet = 1 if is_new else quiet + 1
        yield found
