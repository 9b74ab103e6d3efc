"""What holds with and without each influence, what tips, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from detente.analysis.games import Course
from detente.analysis.influence.model import (
    Backing,
    Chain,
    ChainLink,
    Extent,
    InfluenceResult,
    Rest,
    Setting,
)
from detente.analysis.influence.regimes import FREE, Played, play, regimes
from detente.analysis.influence.signals import acts, signals
from detente.analysis.influence.thresholds import threshold
from detente.case.model import Case, Hedge, Influence, Mode
from detente.case.support import Support, support_of
from detente.conflict.arrays import written_case
from detente.conflict.model import BoolArray, Conflict
from detente.conflict.navigate import holding, state_id, taken
from detente.logic import Atom
from detente.stability.model import Concept, Step

CONCEPTS = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ, Concept.SSEQ)
"""The stability concepts that are answered; SIM knows no sequence of moves."""

MOST_GROUPS = 64
_CONCLUDED = (Mode.AUTHOR_INFERENCE, Mode.ANALYST_STEP)
_SUPPORTS, _HEDGES = list(Support), list(Hedge)


def find_influences(conflict: Conflict, concept: Concept = Concept.SEQ) -> InfluenceResult:
    """Return what holds with and without each influence, and what each influence rests on.

    Parameters
    ----------
    conflict
        A compiled case; its influences are those of the case, with the variant applied.
    concept
        One of `CONCEPTS`: what counts as an equilibrium, and as deterred.

    Raises
    ------
    DetenteError
        The case says in two ways what a party wants otherwise, or a ranking misses states.
    NotSupportedError
        A party can change by its own move whether it is influenced; or the conflict was made from arrays.

    Choices
    -------
    An influence acts in the states in which its option is taken, one without an option everywhere. Of several that act
    on a party in a state, the one that stands last in the file decides: what is written later and is more special
    overrides what is general. Where none acts, the party wants what `otherwise` says, or what the case says it wants.
    A party judges every state by what it wants where it stands (`detente.analysis.influence.regimes`), so each
    judgement is made by one weak order. "Without" an influence its option stays in the model and changes nobody's
    mind. What follows from the status quo are improvements that nothing deters, any of them and in any order.
    Perceptions are used in the tables of readings only.

    Cost
    ----
    For k influences and c chains 2k + c + 3 settings, and up to 64 more for groups, each of one analysis and one more
    for every regime; for every influence up to 120 more for the shifts of statements.

    Source
    ------
    Yu, Hipel, Kilgour, Zhao 2015 for influence by an option; everything beyond it is defined here.
    """
    return _Question(conflict, concept).answer()


class _Question:
    """A conflict, and what was found out about it so far."""

    def __init__(self, conflict: Conflict, concept: Concept) -> None:
        self.conflict, self.concept = conflict, concept
        self.influences = written_case(conflict).influences
        self.every = tuple(range(len(self.influences)))
        self.through = {influence.through for influence in self.influences if influence.through}
        self.played: dict[tuple[int, ...], Played] = {}
        self.settings: dict[tuple[int, ...], Setting] = {}

    def answer(self) -> InfluenceResult:
        ids = [influence.id for influence in self.influences]
        without, everything = self.setting(()), self.setting(self.every)
        chains = tuple(self.chain(links, without) for links in chains_of(self.influences))
        pivots, searched = self.pivots()
        supports = {influence.id: backing(self.conflict.case, influence) for influence in self.influences}
        return InfluenceResult(
            conflict=self.conflict,
            concept=self.concept,
            as_coded=self.told((), Played(self.conflict, {}, {}, self.concept)),
            without=without,
            alone={ids[e]: self.setting((e,)) for e in self.every},
            everything=everything,
            all_but={ids[e]: self.setting(tuple(f for f in self.every if f != e)) for e in self.every},
            pivots=tuple(tuple(ids[e] for e in group) for group in pivots),
            pivots_searched=searched,
            chains=chains,
            backing=supports,
            thinnest=thinnest([supports[ids[e]] for e in sorted({e for group in pivots for e in group})]),
            thresholds=tuple(threshold(self.conflict, e, self.concept) for e in self.every),
            signals=signals(self.conflict, self.concept),
            material=acts(self.conflict.case)[1],
        )

    def play(self, acting: tuple[int, ...]) -> Played:
        if acting not in self.played:
            self.played[acting] = play(self.conflict, acting, self.concept)
        return self.played[acting]

    def setting(self, acting: tuple[int, ...]) -> Setting:
        if acting not in self.settings:
            self.settings[acting] = self.told(acting, self.play(acting))
        return self.settings[acting]

    def told(self, acting: tuple[int, ...], played: Played) -> Setting:
        conflict = self.conflict
        states = np.flatnonzero(played.equilibria()).tolist()
        projected = dict.fromkeys(
            tuple(option for option in taken(conflict, s) if option not in self.through) for s in states
        )
        course = None if conflict.status_quo is None else played.course(conflict.status_quo)
        return Setting(
            tuple(self.influences[e].id for e in acting),
            tuple(state_id(conflict, s) for s in states),
            () if conflict.case.is_graph_form else tuple(projected),
            () if course is None else tuple(self.rests(course)),
            tuple(self.influences[e].id for e in acting if not self.decides(e, acting)),
        )

    def rests(self, course: Course) -> Iterator[Rest]:
        dms = self.conflict.decision_makers
        for s, story in zip(course.rests, course.stories, strict=True):
            steps = tuple(Step(dms[j], state_id(self.conflict, t)) for j, t in story)
            yield Rest(state_id(self.conflict, s), steps)

    def decides(self, e: int, acting: tuple[int, ...]) -> bool:
        rule = regimes(self.conflict, self.influences[e].on, acting)
        return bool((rule == e).any()) and e != FREE

    def pivots(self) -> tuple[list[tuple[int, ...]], int]:
        """Return the smallest groups without which the equilibria are other ones, and up to which size was tried."""
        whole = self.play(self.every).equilibria()
        tried = 0
        for size in range(1, len(self.every) + 1):
            groups = list(combinations(self.every, size))
            tried += len(groups)
            if tried > MOST_GROUPS:
                return [], size - 1
            found = [group for group in groups if self.differs(group, whole)]
            if found:
                return found, size
        return [], len(self.every)

    def differs(self, group: tuple[int, ...], whole: BoolArray) -> bool:
        rest = tuple(e for e in self.every if e not in group)
        return not np.array_equal(self.play(rest).equilibria(), whole)

    def chain(self, links: tuple[int, ...], without: Setting) -> Chain:
        acting = tuple(sorted(links))
        together, last = self.setting(acting), self.setting((links[-1],))
        states = self.play(acting).equilibria()
        adds = together.equilibria not in (without.equilibria, last.equilibria)
        supports = [backing(self.conflict.case, self.influences[e]) for e in links]
        return Chain(tuple(self.link(e, states) for e in links), together, adds, thinnest(supports))

    def link(self, e: int, states: BoolArray) -> ChainLink:
        influence = self.influences[e]
        if influence.through is None or not states.any():
            return ChainLink(influence.id, None)
        done = holding(self.conflict, Atom(influence.through))[states]
        extent = Extent.ALL if done.all() else Extent.SOME if done.any() else Extent.NONE
        return ChainLink(influence.id, extent)


def chains_of(influences: Sequence[Influence]) -> Iterator[tuple[int, ...]]:
    """Yield the chains of two links and more, no party twice, by their first link, then by the next."""
    pending: list[tuple[int, ...]] = [(e,) for e in reversed(range(len(influences)))]
    while pending:
        links = pending.pop()
        if len(links) > 1:
            yield links
        parties = {influences[links[0]].by, *(influences[e].on for e in links)}
        last = influences[links[-1]].on
        pending.extend(
            (*links, e)
            for e in reversed(range(len(influences)))
            if influences[e].by == last and influences[e].on not in parties
        )


def backing(case: Case, influence: Influence) -> Backing:
    """Return what an influence rests on: its own statements, those of its preferences aside."""
    statements = [case.statements[name] for name in influence.because]
    sources = dict.fromkeys(statement.source for statement in statements if statement.source)
    support, hedge = support_of(statements)
    concluded = any(statement.mode in _CONCLUDED for statement in statements)
    return Backing(influence.id, influence.because, tuple(sources), support, hedge, concluded)


def thinnest(supports: Sequence[Backing]) -> tuple[str, ...]:
    """Return the influences with the thinnest support: by its kind, then by its hedge, then by how many sources say it.

    >>> sure = Backing("a", ("s1",), ("news",), Support.REPORTED, Hedge.NONE, False)
    >>> hedged = Backing("b", ("s2",), ("news",), Support.REPORTED, Hedge.WEAK, False)
    >>> thinnest([sure, hedged])
    ('b',)
    """
    if not supports:
        return ()

    def thinness(entry: Backing) -> tuple[int, int, int]:
        return _SUPPORTS.index(entry.support), _HEDGES.index(entry.hedge), -len(entry.sources)

    most = max(thinness(entry) for entry in supports)
    return tuple(entry.influence for entry in supports if thinness(entry) == most)
