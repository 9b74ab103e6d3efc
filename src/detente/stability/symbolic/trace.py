r"""Proof traces of single states, where states are too many to be listed.

The shortest reply that deters is found by going backwards once more: for each number of moves, and each opponent, the
states from which a legal sequence of so many moves, the first by that opponent, leads to an end that deters. A path
then goes forwards through these sets: at each step the first opponent, and its first state, from which the rest can be
done. That is the reply that `detente.stability.explain` finds by searching forwards. Where nothing deters, what the
opponents can bring about is listed forwards up to the number that a trace keeps, and counted as a set.
"""

from __future__ import annotations

from detente.errors import LimitError
from detente.stability.model import Comparison, Concept, Departure, Reply, Step, Trace
from detente.stability.symbolic.diagrams import Diagram
from detente.stability.symbolic.local import Judge, View
from detente.stability.symbolic.paths import KEPT, Path
from detente.stability.symbolic.states import State, StateSet

_MOST_DEPARTURES = 10_000


def explain_symbolically(judge: Judge, state: State, decision_maker: str, concept: Concept) -> Trace:
    """Explain why a decision maker would stay at a state, or would not.

    Parameters
    ----------
    judge
        Of the model.
    state
        From `detente.stability.symbolic.state_of`, `find_state` or a set of states.
    decision_maker
    concept

    Raises
    ------
    NotSupportedError
        SIM.
    LimitError
        The budget is used up, or there are more than 10,000 improvements to explain.
    """
    judge.model.diagrams.restart()
    with judge.model.diagrams.within_memory():
        view = View(judge, state, judge.position(decision_maker), concept)
        departures = StateSet(judge.model, view.departures)
        if departures.count() > _MOST_DEPARTURES:
            raise LimitError(
                f"{departures.count():,} improvements within reach of '{decision_maker}' at {state.id}; at most "
                f"{_MOST_DEPARTURES:,} can be explained one by one"
            )
        explained = _Explanation(view).departures(departures)
    return Trace(
        state=state.id,
        decision_maker=decision_maker,
        concept=concept,
        stable=all(departure.deterred_by is not None for departure in explained),
        departures=explained,
    )


class _Explanation:
    def __init__(self, view: View) -> None:
        self.view = view
        self.model = view.judge.model
        in_own_interest = view.concept in (Concept.SEQ, Concept.SSEQ)
        self.paths = view.judge.improvement_paths if in_own_interest else view.judge.move_paths
        self.replies = self.paths.moves
        self.opponents = tuple(j for j in self.replies.movers if j != view.i)
        # by number of moves, from 1, and by first mover: from where an end that deters can be reached
        self.layers: list[dict[int, Diagram]] = []

    def departures(self, targets: StateSet) -> tuple[Departure, ...]:
        if self.view.concept is Concept.NASH:
            return tuple(Departure(target.id, None, (), 0) for target in targets)
        self._go_back(targets.cells)
        return tuple(self._departure(target) for target in targets)

    def _go_back(self, targets: Diagram) -> None:
        """Add layers until they cover the departures, or nothing new comes."""
        nothing = self.model.diagrams.false
        layer = dict.fromkeys(self.opponents, nothing)
        while True:
            goals = self._goals(layer)
            grown = {j: self.replies.before(j, goals[j]) for j in self.opponents}
            if grown == layer:
                return
            self.layers.append(grown)
            layer = grown
            if not (targets & ~self.model.diagrams.disjunction(layer.values())).satisfiable():
                return

    def _goals(self, layer: dict[int, Diagram]) -> dict[int, Diagram]:
        """Return for each opponent where its move may lead, so that another one of the layer can go on."""
        if not self.model.merged:  # moves are transitive: nobody needs to move twice in a row
            return dict.fromkeys(layer, self.view.deterring | self.model.diagrams.disjunction(layer.values()))
        others = {j: [starts for k, starts in layer.items() if k != j] for j in layer}
        return {j: self.view.deterring | self.model.diagrams.disjunction(starts) for j, starts in others.items()}

    def _departure(self, target: State) -> Departure:
        for number, layer in enumerate(self.layers):
            if any(self._has(layer[j], target) for j in self.opponents):
                return Departure(target.id, self._reply(self._path(target, number)), (), None)
        listed = self.paths.from_(target, self.view.i)
        kept = tuple(self._reply(path) for path in listed[:KEPT])
        return Departure(target.id, None, kept, self.paths.n_ends(target, self.view.i, self.view.departures))

    def _path(self, start: State, number: int) -> Path:
        """Return the first path that needs no more layers than those up to `number`."""
        path: list[tuple[int, State]] = []
        at, last = start, -1
        for layer in reversed(range(number + 1)):
            before = self.layers[layer - 1] if layer else dict.fromkeys(self.opponents, self.model.diagrams.false)
            j = next(j for j in self.opponents if j != last and self._has(self.layers[layer][j], at))
            at = StateSet(self.model, self.replies.after(j, at.cells) & self._goals(before)[j]).at(0)
            last = j
            path.append((j, at))
        return tuple(path)

    def _reply(self, path: Path) -> Reply:
        end = path[-1][1]
        compared = self._compare(end)
        countermove = None
        if self.view.question.countermove and compared.no_better:
            escapes = self.view.judge.proper_moves.after(self.view.i, end.cells) & self.view.better
            countermove = StateSet(self.model, escapes).at(0).id if escapes.satisfiable() else None
        steps = tuple(Step(self.model.parties[j].name, state.id) for j, state in path)
        return Reply(steps, end.id, compared, countermove)

    def _compare(self, end: State) -> Comparison:
        if end.combination == self.view.state.combination:
            return Comparison.SAME
        if self._has(self.view.better, end):
            return Comparison.MORE
        return Comparison.EQUAL if self._has(self.view.alike, end) else Comparison.LESS

    def _has(self, states: Diagram, state: State) -> bool:
        return self.model.diagrams.has(states, state.combination)
