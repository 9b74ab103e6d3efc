"""What each party expects, what follows in fact, and what correcting one belief changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import numpy as np

from detente.analysis.games import UNSEEN, Course, Game, same_game
from detente.analysis.perception.deterrence import deterrence_at, disagreements
from detente.analysis.perception.hypergame import Hypergame, held_by, hypergame
from detente.analysis.perception.model import (
    Correction,
    Deterrence,
    HyperEquilibrium,
    Idle,
    Outlook,
    PartyView,
    PerceptionResult,
    Rest,
    Surprise,
    UnseenMove,
)
from detente.case.model import Perception
from detente.conflict.arrays import written_case
from detente.conflict.model import BoolArray, Conflict, IntArray
from detente.conflict.navigate import state_id
from detente.stability.legal import bulk_moves
from detente.stability.model import Concept, Step

CONCEPTS = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)
"""The stability concepts that are answered; SIM knows no sequence of moves."""

BLIND = (Concept.NASH, Concept.GMR, Concept.SMR)
"""Concepts under which a verdict does not depend on what others want."""

MOST_OF_INTEREST = 60


def find_perceptions(conflict: Conflict, concepts: Iterable[Concept] = CONCEPTS) -> PerceptionResult:
    """Return what each party believes and expects, and what follows when all act on it.

    Parameters
    ----------
    conflict
        A compiled case; its perceptions are those of the case, with the variant applied.
    concepts
        Any of `CONCEPTS`.

    Raises
    ------
    DetenteError
        Two perceptions say what one party takes another to want, or a perception leaves nothing to be seen.
    NotSupportedError
        The conflict was made from arrays.

    Choices
    -------
    A state counts as what it looks like to each party; one that looks like no state of a party's game is unperceived
    by it, and no hypergame equilibrium. An option that a party does not know of is never taken in its game. What
    follows from the status quo are improvements that nothing deters in the mover's own game, any of them and in any
    order (`detente.analysis.games`). A party that knows of another's belief plays against the moves that the other can
    see, and expects it to stay where it would stay in its own game; on level one (no `known_by`) it expects the
    equilibria of its own game. Influences are not used.

    Cost
    ----
    About that of an analysis for every party with perceptions, and the same again for every perception; traces at up
    to 60 states of interest, intentions at up to 5,000 states of every course.

    Source
    ------
    Bennett 1977; Wang, Hipel, Fraser 1988; Aljefri, Bashar, Fang, Hipel 2017.
    """
    asked = tuple(concept for concept in CONCEPTS if concept in set(concepts))
    question = _Question(conflict, asked)
    return question.answer()


class _Question:
    """A conflict, and the games that are played in it."""

    def __init__(self, conflict: Conflict, concepts: tuple[Concept, ...]) -> None:
        perceptions = written_case(conflict).perceptions
        self.conflict, self.concepts = conflict, concepts
        self.names = [state_id(conflict, s) for s in range(conflict.n_states)]
        self.truth = same_game(conflict, concepts)
        self.nobody = self.play(())
        self.all = self.play(perceptions) if perceptions else self.nobody

    def play(self, perceptions: Sequence[Perception]) -> Hypergame:
        return hypergame(self.conflict, perceptions, self.concepts, self.truth)

    def answer(self) -> PerceptionResult:
        outlook = self.outlooks(self.all)
        focus = self.of_interest(outlook)
        return PerceptionResult(
            conflict=self.conflict,
            concepts=self.concepts,
            views=tuple(self.view(k, focus) for k in range(len(self.all.views))),
            equilibria={concept: tuple(self.equilibria(concept)) for concept in self.concepts},
            in_fact={concept: self.named(self.truth.equilibria(concept)) for concept in self.concepts},
            outlook=outlook,
            outlook_in_fact=self.outlooks(self.nobody),
            surprises={concept: tuple(self.surprises(concept, outlook)) for concept in self.concepts},
            deterrence={concept: tuple(self.deterrence(concept, focus)) for concept in self.concepts},
            corrections=tuple(self.correction(belief) for belief in self.conflict.case.perceptions),
            of_interest=tuple(self.names[s] for s in focus),
        )

    def named(self, mask: BoolArray) -> tuple[str, ...]:
        return tuple(self.names[s] for s in np.flatnonzero(mask).tolist())

    # ---- what follows ------------------------------------------------------------------------------------------------

    def outlooks(self, game: Hypergame) -> dict[Concept, Outlook]:
        start = self.conflict.status_quo
        if start is None:
            return {}
        return {
            concept: self.told(game.course(concept, start), np.arange(self.conflict.n_states), game.views)
            for concept in self.concepts
        }

    def expected_outlooks(self, game: Hypergame, k: int) -> dict[Concept, Outlook]:
        start = self.conflict.status_quo
        if start is None:
            return {}
        courses = {concept: game.expected_course(k, concept, start) for concept in self.concepts}
        meant = game.views[k].meant
        return {concept: self.told(course, meant, game.supposed[k]) for concept, course in courses.items() if course}

    def told(self, course: Course, meant: IntArray, games: Sequence[Game]) -> Outlook:
        dms = self.conflict.decision_makers

        def named(s: int) -> str:
            return self.names[int(meant[s])]

        rests = tuple(
            Rest(
                named(s),
                tuple(Step(dms[j], named(t)) for j, t in story),
                tuple(dm for dm, game in zip(dms, games, strict=True) if game.seen[s] == UNSEEN),
            )
            for s, story in zip(course.rests, course.stories, strict=True)
        )
        return Outlook(rests, course.endless, course.is_cut)

    def surprises(self, concept: Concept, outlook: Mapping[Concept, Outlook]) -> Iterator[Surprise]:
        if concept not in outlook:
            return
        comes = outlook[concept].states
        for k, party in enumerate(self.conflict.decision_makers):
            expected = self.expected_outlooks(self.all, k).get(concept)
            if expected is None:
                yield Surprise(party, comes, ())
                continue
            looks = self.looks(k)
            shown = {looks[s] for s in comes}
            new = tuple(s for s in comes if looks[s] not in expected.states)
            missed = tuple(s for s in expected.states if s not in shown)
            if new or missed:
                yield Surprise(party, new, missed)

    def looks(self, k: int) -> dict[str, str]:
        """Return by state which state it looks like to a party; none where it is unperceived."""
        view = self.all.views[k]
        return {
            name: "" if v == UNSEEN else self.names[int(view.meant[v])]
            for name, v in zip(self.names, view.seen.tolist(), strict=True)
        }

    # ---- what is stable ----------------------------------------------------------------------------------------------

    def equilibria(self, concept: Concept) -> Iterator[HyperEquilibrium]:
        dms = self.conflict.decision_makers
        expected = [self.all.expected(k, concept) for k in range(len(dms))]
        steady = self.truth.equilibria(concept)
        for s in np.flatnonzero(self.all.equilibria(concept)).tolist():
            by = tuple(dm for dm, mask in zip(dms, expected, strict=True) if mask[s])
            others = tuple(dm for dm in dms if dm not in by)
            yield HyperEquilibrium(self.names[s], by, others, bool(steady[s]))

    def of_interest(self, outlook: Mapping[Concept, Outlook]) -> list[int]:
        """Return the states to look at in detail, the status quo first; cut."""
        place = {name: s for s, name in enumerate(self.names)}
        start = self.conflict.status_quo
        states = dict.fromkeys([] if start is None else [start])
        states.update(dict.fromkeys(place[name] for told in outlook.values() for name in told.states))
        masks = [
            [self.all.equilibria(concept), *(self.all.expected(k, concept) for k in range(len(self.all.views)))]
            for concept in self.concepts
        ]
        for mask in (mask for row in zip(*masks, strict=True) for mask in row):
            states.update(dict.fromkeys(np.flatnonzero(mask).tolist()))
            if len(states) > MOST_OF_INTEREST:
                break
        return list(states)[:MOST_OF_INTEREST]

    def deterrence(self, concept: Concept, focus: Sequence[int]) -> Iterator[Deterrence]:
        for i, view in enumerate(self.all.views):
            if view is not self.truth:
                yield from chain.from_iterable(deterrence_at(view, self.truth, i, s, concept) for s in focus)

    # ---- who sees what -----------------------------------------------------------------------------------------------

    def view(self, k: int, focus: Sequence[int]) -> PartyView:
        party, game = self.conflict.decision_makers[k], self.all.views[k]
        differs = {concept: disagreements(game, self.truth, k, concept) for concept in self.concepts}
        expects = {}
        for concept in self.concepts:
            inside = np.zeros(self.conflict.n_states, dtype=np.bool_)
            inside[game.meant[self.all.expected_inside(k, concept)]] = True
            expects[concept] = self.named(inside)
        source, target, mover = self.unseen_moves(k)
        chosen = np.flatnonzero(np.isin(source, focus))
        return PartyView(
            party=party,
            beliefs=tuple(belief.id for belief in held_by(self.conflict.case.perceptions, party)),
            knows=tuple(belief.id for belief in self.conflict.case.perceptions if party in belief.known_by),
            n_states=game.conflict.n_states,
            unperceived=self.named(game.seen == UNSEEN),
            differs={concept: (self.ids(stays), self.ids(leaves)) for concept, (stays, leaves) in differs.items()},
            expects=expects,
            outlook=self.expected_outlooks(self.all, k),
            unseen_moves=tuple(
                UnseenMove(
                    self.conflict.decision_makers[mover[a]],
                    self.names[source[a]],
                    self.names[target[a]],
                    bool(game.seen[target[a]] == UNSEEN),
                )
                for a in chosen.tolist()
            ),
            n_unseen_moves=len(source),
        )

    def ids(self, states: Sequence[int]) -> tuple[str, ...]:
        return tuple(self.names[s] for s in states)

    def unseen_moves(self, k: int) -> tuple[IntArray, IntArray, IntArray]:
        """Return the moves of others that k cannot see coming: sources, targets, movers.

        They start from a state it sees, and lead to one that it does not see or that looks the same.
        """
        view = self.all.views[k]
        none = np.zeros(0, dtype=np.int64)
        if view is self.truth or np.array_equal(view.seen, np.arange(len(view.seen))):
            return none, none, none
        found = [(none, none, none)]
        states = np.flatnonzero(view.seen != UNSEEN)
        for j in range(len(self.conflict.decision_makers)):
            if j != k:
                row, target = bulk_moves(self.conflict, j, states)
                source = states[row]
                hidden = (view.seen[target] == UNSEEN) | (view.seen[target] == view.seen[source])
                found.append((source[hidden], target[hidden], np.full(int(hidden.sum()), j)))
        source, target, mover = (np.concatenate(parts) for parts in zip(*found, strict=True))
        return source, target, mover

    # ---- what correcting a belief changes ----------------------------------------------------------------------------

    def correction(self, belief: Perception) -> Correction:
        remaining = tuple(other for other in self.conflict.case.perceptions if other.id != belief.id)
        without = self.play(remaining)
        k = self.conflict.decision_makers.index(belief.by)
        verdicts, gained, lost, more, less = {}, {}, {}, {}, {}
        for concept in self.concepts:
            before, after = (game.views[k].verdicts(k, concept) for game in (self.all, without))
            verdicts[concept] = int((before != after).sum())
            then, now = without.equilibria(concept), self.all.equilibria(concept)
            gained[concept], lost[concept] = self.named(then & ~now), self.named(now & ~then)
            then, now = without.expected(k, concept), self.all.expected(k, concept)
            more[concept], less[concept] = self.named(then & ~now), self.named(now & ~then)
        outlook, expected = self.outlooks(without), self.expected_outlooks(without, k)
        idle: dict[Concept, Idle | None] = {}
        for concept in self.concepts:
            changes = (gained, lost, more, less)
            moved = verdicts[concept] or any(change[concept] for change in changes)
            idle[concept] = None if moved else self.why_idle(belief, without, k, concept)
        return Correction(belief, verdicts, gained, lost, more, less, outlook, expected, idle)

    def why_idle(self, belief: Perception, without: Hypergame, k: int, concept: Concept) -> Idle:
        if belief.of is None or belief.unaware_of or belief.unseen:
            return Idle.NO_VERDICT_TURNS
        of = self.conflict.decision_makers.index(belief.of)
        before, after = self.all.views[k].conflict, without.views[k].conflict
        if np.array_equal(before.level[of], after.level[of]):
            return Idle.SAME_ORDER
        if of != k and concept in BLIND:
            return Idle.CONCEPT_IS_BLIND
        if _same_improvements(before, after, of):
            return Idle.SAME_IMPROVEMENTS
        return Idle.NO_VERDICT_TURNS


def _same_improvements(before: Conflict, after: Conflict, j: int) -> bool:
    if before.n_states != after.n_states:
        return False
    states = np.arange(before.n_states)
    row, target = bulk_moves(before, j, states)
    better = [game.level[j, target] > game.level[j, row] for game in (before, after)]
    return bool(np.array_equal(*better))
