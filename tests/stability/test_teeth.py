"""The sample has teeth: each plausible misreading of a definition is told apart by it.

A misreading is a `World` with one sentence changed. If the engines had the same misreading, the comparison with the
oracle on this very sample would show it.
"""

from __future__ import annotations

from itertools import combinations, product

import pytest

from tests import oracle
from tests.oracle import World, states_of
from tests.stability.sample import SIZE, sample_model, sample_verdicts, sample_world


class WeakImprovement(World):
    """A move to a state equally preferred counts as an improvement."""

    def __init__(self, model):
        super().__init__(model)
        self.improvements = {
            dm: [{t for t in targets if not self.prefers(dm, s, t)} for s, targets in enumerate(self.moves[dm])]
            for dm in self.dms
        }


class StrictSanction(World):
    """Only a state that is worse deters, not one that is equally preferred."""

    def is_deterred(self, dm, s, t, concept):
        if concept in ("nash", "sim"):
            return super().is_deterred(dm, s, t, concept)
        steps = self.improvements if concept in ("seq", "sseq") else self.moves
        ends = self.reached([other for other in self.dms if other != dm], t, steps)
        ends = {u for u in ends if self.prefers(dm, s, u)}
        if concept in ("smr", "sseq"):
            ends = {u for u in ends if not any(self.prefers(dm, v, s) for v in self.moves[dm][u])}
        return bool(ends)


class OnceEach(World):
    """An opponent moves at most once in a sequence."""

    def reached(self, movers, start, steps):
        seen = set()
        frontier = [(start, frozenset())]
        while frontier:
            state, used = frontier.pop()
            for dm in movers:
                if dm not in used:
                    new = {(t, used | {dm}) for t in steps[dm][state]} - seen
                    seen |= new
                    frontier.extend(new)
        return {state for state, _ in seen}


class SingleOpponent(World):
    """Opponents answer one by one, each with a single move."""

    def reached(self, movers, start, steps):
        return {t for dm in movers for t in steps[dm][start]}


class StatesOnly(World):
    """The search marks states, not pairs of a state and its last mover."""

    def reached(self, movers, start, steps):
        last = {}
        frontier = [(t, dm) for dm in movers for t in sorted(steps[dm][start])]
        while frontier:
            state, mover = frontier.pop(0)
            if state not in last:
                last[state] = mover
                frontier.extend((t, dm) for dm in movers if dm != mover for t in sorted(steps[dm][state]))
        return set(last)


class TwiceInARow(World):
    """Somebody may move twice in a row."""

    def reached(self, movers, start, steps):
        seen = set()
        frontier = [t for dm in movers for t in steps[dm][start]]
        while frontier:
            state = frontier.pop()
            if state not in seen:
                seen.add(state)
                frontier.extend(t for dm in movers for t in steps[dm][state])
        return seen


class NoReturn(World):
    """A return to the state that was left does not deter."""

    def reached(self, movers, start, steps):
        return super().reached(movers, start, steps) - {self.left}

    def is_deterred(self, dm, s, t, concept):
        self.left = s
        return super().is_deterred(dm, s, t, concept)


class FocalAmongOpponents(World):
    """The decision maker itself moves in the sequences that answer it."""

    def reached(self, movers, start, steps):  # noqa: ARG002 (that is the mistake)
        return super().reached(self.dms, start, steps)


class JudgedFromTheStateLeft(World):
    """Opponents compare with the state that the decision maker left, not with the state they move from."""

    def is_deterred(self, dm, s, t, concept):
        if concept in ("seq", "sseq"):
            kept = self.improvements
            self.improvements = {
                other: [{v for v in targets if self.prefers(other, v, s)} for targets in self.moves[other]]
                for other in self.dms
            }
            verdict = super().is_deterred(dm, s, t, concept)
            self.improvements = kept
            return verdict
        return super().is_deterred(dm, s, t, concept)


class NoCountermove(World):
    """SMR without the countermove is GMR, and symmetric sequential is SEQ."""

    def is_deterred(self, dm, s, t, concept):
        return super().is_deterred(dm, s, t, {"smr": "gmr", "sseq": "seq"}.get(concept, concept))


class CountermoveFromElsewhere(World):
    """One answer is no better than the state left, another one leaves no way out: they need not be the same."""

    def is_deterred(self, dm, s, t, concept):
        if concept not in ("smr", "sseq"):
            return super().is_deterred(dm, s, t, concept)
        steps = self.improvements if concept == "sseq" else self.moves
        ends = self.reached([other for other in self.dms if other != dm], t, steps)
        no_better = any(not self.prefers(dm, u, s) for u in ends)
        return no_better and any(all(not self.prefers(dm, v, s) for v in self.moves[dm][u]) for u in ends)


class CredibleSMR(World):
    """SMR judged by opponents' improvements."""

    def is_deterred(self, dm, s, t, concept):
        return super().is_deterred(dm, s, t, "sseq" if concept == "smr" else concept)


class AllAtOnceOnly(World):
    """SIM with all the opponents that can improve, never with some of them."""

    def is_deterred_at_once(self, dm, opponents, s, t):
        able = [other for other in opponents if self.improvements[other][s]]
        return self.superposed(dm, able, s, t, [len(able)] if able else [])

    def superposed(self, dm, opponents, s, t, sizes):
        (origin,), (target,) = self.states[s], self.states[t]
        number = {cell: u for u, (cell,) in enumerate(self.states)}
        for size in sizes:
            for joining in combinations(opponents, size):
                for ends in product(*(self.improvements[other][s] for other in joining)):
                    cell = target
                    for u in ends:
                        (end,) = self.states[u]
                        cell ^= origin ^ end
                    if cell in number and not self.prefers(dm, number[cell], s):
                        return True
        return False


class OneAtOnceOnly(AllAtOnceOnly):
    """SIM with one opponent at a time."""

    def is_deterred_at_once(self, dm, opponents, s, t):
        return self.superposed(dm, opponents, s, t, [1])


class EveryMemberMoves(World):
    """A merged state has an arc only where every one of its cells has one."""

    def __init__(self, model):
        super().__init__(model)
        numbered = list(enumerate(self.states))
        self.moves = {
            dm: [
                {
                    t
                    for t, y in numbered
                    if t != s and all(any(oracle.can_change(model, dm, a, b) for b in y) for a in x)
                }
                for s, x in numbered
            ]
            for dm in self.dms
        }
        self.improvements = {
            dm: [{t for t in targets if self.prefers(dm, t, s)} for s, targets in enumerate(self.moves[dm])]
            for dm in self.dms
        }


class OneOptionAtATime(World):
    """A move changes a single option."""

    def __init__(self, model):
        super().__init__(model)
        if self.has_explicit_moves:
            return
        cells = [next(iter(state)) for state in states_of(model)]
        self.moves = {
            dm: [{t for t in targets if len(cells[s] ^ cells[t]) == 1} for s, targets in enumerate(self.moves[dm])]
            for dm in self.dms
        }
        self.improvements = {
            dm: [{t for t in targets if self.prefers(dm, t, s)} for s, targets in enumerate(self.moves[dm])]
            for dm in self.dms
        }


class Cardinal(World):
    """Preferences by the number of statements that hold, not by the most important that differs."""

    def __init__(self, model):
        super().__init__(model)
        self.worth = {
            dm: [sum(value) if isinstance(value, tuple) else value for value in row] for dm, row in self.worth.items()
        }
        self.improvements = {
            dm: [{t for t in targets if self.prefers(dm, t, s)} for s, targets in enumerate(self.moves[dm])]
            for dm in self.dms
        }


MISREADINGS = (
    WeakImprovement,
    StrictSanction,
    OnceEach,
    SingleOpponent,
    StatesOnly,
    TwiceInARow,
    NoReturn,
    FocalAmongOpponents,
    JudgedFromTheStateLeft,
    NoCountermove,
    CountermoveFromElsewhere,
    CredibleSMR,
    AllAtOnceOnly,
    OneAtOnceOnly,
    EveryMemberMoves,
    OneOptionAtATime,
    Cardinal,
)


def differs(misreading: type[World], number: int) -> bool:
    return misreading(sample_model(number)).verdicts() != sample_verdicts(number)


@pytest.mark.parametrize("misreading", MISREADINGS)
def test_the_sample_tells_the_misreading_apart(misreading):
    assert any(differs(misreading, number) for number in range(SIZE))


# what the reader, the formula language and the compiler could get wrong


@pytest.mark.parametrize(
    ("connective", "meaning"),
    [
        ("if", lambda parts: parts[0] and parts[1]),  # false when its condition is
        ("if", lambda parts: parts[1] or not parts[0]),  # the other way round
        ("requires", lambda parts: parts[0] or not parts[1]),
        ("excludes", lambda parts: parts[0] != parts[1]),
        ("iff", lambda parts: parts[0] and parts[1]),
        ("or", lambda parts: sum(parts) == 1),
    ],
)
def test_the_sample_tells_a_misread_connective_apart(connective, meaning, monkeypatch):
    expected = [(sample_verdicts(number), sample_world(number).states) for number in range(SIZE)]
    monkeypatch.setitem(oracle.CONNECTIVES, connective, meaning)
    for number in range(SIZE):
        try:
            world = World(sample_model(number))
        except StopIteration:  # a ranking that no longer covers every state
            return
        if (world.verdicts(), world.states) != expected[number]:
            return
    pytest.fail(f"no model of the sample turns on '{connective}'")


def test_any_countermove_or_only_an_improvement_make_no_difference_to_smr():
    """A countermove that is better than the state left is better than the sanction too: preferences are weak orders."""

    class ImprovingCountermove(World):
        def is_deterred(self, dm, s, t, concept):
            if concept not in ("smr", "sseq"):
                return super().is_deterred(dm, s, t, concept)
            steps = self.improvements if concept == "sseq" else self.moves
            ends = self.reached([other for other in self.dms if other != dm], t, steps)
            ends = {u for u in ends if not self.prefers(dm, u, s)}
            return any(not any(self.prefers(dm, v, s) for v in self.improvements[dm][u]) for u in ends)

    assert not any(differs(ImprovingCountermove, number) for number in range(SIZE))
