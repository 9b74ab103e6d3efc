r"""Moves, as operations on sets of states.

For a decision maker j only j's own options have a second variable. Without merged states:

.. math::
    \mathrm{before}_j(B) = F \cap \{x : \exists y\in B \cap F,\;
        x \text{ and } y \text{ differ in } j\text{'s options only, legally}\}

and where all of j's options are reversible that is :math:`F \cap \exists_{own_j} (B \cap F)`, without any second
variable; x itself counts, which never matters there (moves are transitive: see `detente.stability.options_engine`).
Improvements are the same with :math:`y \succ_j x` as a relation. With merged states nobody stays where it is: an arc
leads from X to Y when one leads from some cell of X to some cell of Y, X and Y different.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.stability.symbolic.diagrams import Diagram
from detente.stability.symbolic.model import Party, SymbolicModel
from detente.stability.symbolic.preferences import greater

Step = Callable[[int, Diagram], Diagram]


class Moves:
    """The moves, or the improvements, of all decision makers. Sets given are sets of feasible states.

    Parameters
    ----------
    model
    improvements
        Only moves to a state that the mover prefers.
    staying
        Whether a mover may also stay where it is, which is faster; not with merged states.
    """

    def __init__(self, model: SymbolicModel, *, improvements: bool, staying: bool = True) -> None:
        self.model = model
        diagrams = model.diagrams
        self._own = [diagrams.conjunction(diagrams.now[j] for j in party.own) for party in model.parties]
        self._own_after = [diagrams.conjunction(diagrams.after[j] for j in party.own) for party in model.parties]
        self._to_after = [diagrams.renaming(party.own, to_after=True) for party in model.parties]
        self._to_now = [diagrams.renaming(party.own, to_after=False) for party in model.parties]
        self._may_stay = staying and not improvements and not model.merged
        self._plain = [self._may_stay and not party.directed for party in model.parties]
        self._relation = [
            self._improving(i, party) if improvements else self._changing(party)
            for i, party in enumerate(model.parties)
        ]
        self.movers = tuple(i for i, party in enumerate(model.parties) if party.own and self._relation[i].satisfiable())

    def before(self, i: int, targets: Diagram, within: Diagram | None = None) -> Diagram:
        """Return the states from which decision maker i can move into a set; only those `within` a set, if given."""
        if not self.model.merged:
            return self._cells_before(i, targets, self.model.feasible if within is None else within)
        feasible = self.model.feasible
        loose = self._cells_before(i, targets, feasible)
        result = loose
        for cells in self.model.merged:
            result &= ~cells
        for cells in self.model.merged:
            source = self._cells_before(i, targets & ~cells, feasible) if (targets & cells).satisfiable() else loose
            if (source & cells).satisfiable():
                result |= cells
        return result if within is None else result & within

    def after(self, i: int, sources: Diagram) -> Diagram:
        """Return the states that decision maker i can move to from some state of a set."""
        if not self.model.merged:
            return self._cells_after(i, sources)
        loose = sources
        for cells in self.model.merged:
            loose &= ~cells
        result = self._cells_after(i, loose)
        for cells in self.model.merged:
            if (cells & sources).satisfiable():
                result |= self._cells_after(i, cells) & ~cells
        for cells in self.model.merged:
            if (cells & result).satisfiable():
                result |= cells
        return result

    def _improving(self, i: int, party: Party) -> Diagram:
        after = [bit.substitute(self._to_after[i]) for bit in party.bits]
        return party.legal & greater(self.model.diagrams, after, party.bits)

    def _changing(self, party: Party) -> Diagram:
        if self._may_stay:
            return party.legal
        diagrams = self.model.diagrams
        return party.legal & diagrams.disjunction(diagrams.now[j] ^ diagrams.after[j] for j in party.own)

    def _cells_before(self, i: int, targets: Diagram, within: Diagram) -> Diagram:
        diagrams = self.model.diagrams
        if self._plain[i]:
            return within & diagrams.meet_in_parts(targets, diagrams.true, self._own[i])
        moved = targets.substitute(self._to_after[i])
        return within & diagrams.meet_in_parts(self._relation[i], moved, self._own_after[i])

    def _cells_after(self, i: int, sources: Diagram) -> Diagram:
        image = self.model.diagrams.meet_in_parts(self._relation[i], sources, self._own[i])
        return self.model.feasible & image.substitute(self._to_now[i])
