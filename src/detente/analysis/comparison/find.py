"""Ask how two cases differ, in what they say and in what follows, and which difference makes which."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from detente.analysis.comparison.edits import Edits, find_edits
from detente.analysis.comparison.model import Cause, ComparisonResult, Equilibria, Place, Turned
from detente.analysis.conclusions import Evaluated, Topic, conclusions, evaluate
from detente.analysis.readings import affordable
from detente.conflict.arrays import written_case
from detente.conflict.model import Conflict
from detente.conflict.navigate import state_id
from detente.stability.batch import BATCH_CONCEPTS
from detente.stability.model import Concept, StabilityResult
from detente.stability.solve import analyze_stability

Key = tuple[str, ...]


def compare(first: Conflict, second: Conflict) -> ComparisonResult:
    """Compare two cases, or a case and a variant of it.

    Raises
    ------
    NotSupportedError
        One of them was made from arrays.

    Choices
    -------
    States are the same when the same options are taken in them (in graph form: when they have the same name), whatever
    their numbers. The answer is which states are equilibria under each concept (all but SIM), and what follows for the
    status quo and the named outcomes.

    Changes are made in the first case, alone and together, smallest sets first, until some give what the second case
    says: about all equilibria, about the status quo, about each outcome that both name. All sets of one size are tried,
    or none, and so many sizes as take about a second (with up to 12 changes mostly all of them). For what is left, all
    changes are made and then taken back one by one, last first, as long as nothing is lost: one set of which nothing
    can be left out.

    Cost
    ----
    One evaluation for each set of changes tried; see `detente.analysis.conclusions.evaluate`.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> case = load_case("gisborne")
    >>> result = compare(build_conflict(case), build_conflict(case, variant="environment-oriented"))
    >>> [(change.way.value, change.before, change.after) for change in result.changes if change.matters]
    [('changed', 'lift', 'not lift'), ('changed', 'not continue', 'continue')]
    >>> [place.second for place in result.equilibria[Concept.NASH].new]
    ['s6']
    """
    edits = find_edits(written_case(first), written_case(second))
    keys = [_keys(conflict) for conflict in (first, second)]
    results = [analyze_stability(conflict, BATCH_CONCEPTS) for conflict in (first, second)]
    answers = [_whole(result, names) for result, names in zip(results, keys, strict=True)]
    search = _Search(edits, answers[0], answers[1], affordable(first), max(first.memory_limit, second.memory_limit))
    numbered = [dict(zip(names, range(len(names)), strict=True)) for names in keys]
    alone = search.alone()
    return ComparisonResult(
        first=first,
        second=second,
        changes=tuple(edits.changes),
        states_gone=len(numbered[0].keys() - numbered[1].keys()),
        states_new=len(numbered[1].keys() - numbered[0].keys()),
        equilibria={concept: _equilibria(results, keys, concept) for concept in BATCH_CONCEPTS},
        turned=search.turned,
        alone=alone,
        causes=search.causes(),
        n_tried=search.n_tried,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Answer:
    """What follows from a case: equilibria by the options taken, and conclusions."""

    equilibria: Mapping[Concept, frozenset[Key]]
    conclusions: Mapping[Topic, bool]

    def about(self, about: str | None) -> object:
        """Return what it says about everything (None), the status quo or an outcome."""
        if about is None:
            return self.equilibria
        return {topic: value for topic, value in self.conclusions.items() if topic.about == about}


def _whole(result: StabilityResult, keys: Sequence[Key]) -> _Answer:
    tables = {concept: result.equilibria(concept)[None] for concept in result.stable}
    true = {topic: bool(values[0]) for topic, values in conclusions(result.conflict, tables).items()}
    return _answer(Evaluated(result.conflict, {c: table[0] for c, table in tables.items()}, true), keys)


def _answer(found: Evaluated, keys: Sequence[Key]) -> _Answer:
    held = {c: frozenset(keys[s] for s in np.flatnonzero(mask).tolist()) for c, mask in found.equilibria.items()}
    return _Answer(held, found.conclusions)


@dataclass(eq=False, slots=True)
class _Search:
    """Tries sets of changes; each at most once."""

    edits: Edits
    first: _Answer
    second: _Answer
    budget: int
    memory_limit: int
    n_tried: int = 0
    turned: tuple[Turned, ...] = ()
    _known: dict[frozenset[int], _Answer | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        before, after = self.first.conclusions, self.second.conclusions
        self.turned = tuple(
            Turned(topic, before.get(topic), after.get(topic))
            for topic in dict.fromkeys((*before, *after))
            if before.get(topic) != after.get(topic)
        )

    def alone(self) -> tuple[tuple[Topic, ...] | None, ...]:
        before = self.first.conclusions
        return tuple(
            None if answer is None else tuple(t for t, was in before.items() if answer.conclusions.get(t, was) != was)
            for answer in self._try([(number,) for number in range(self.edits.n_matter)])
        )

    def causes(self) -> tuple[Cause, ...]:
        # what only one case raises has no cause but its own name
        raised = [turned.topic.about for turned in self.turned if None not in (turned.before, turned.after)]
        targets: list[str | None] = list(dict.fromkeys(raised))
        if self.first.equilibria != self.second.equilibria:
            targets.insert(0, None)
        if not self.edits.n_matter:
            return ()
        exact = self._smallest(targets)
        return tuple(
            Cause(target, exact[target], is_exact=True)
            if target in exact
            else Cause(target, self._reduced(target), is_exact=False)
            for target in targets
        )

    def _smallest(self, targets: Collection[str | None]) -> dict[str | None, tuple[tuple[int, ...], ...]]:
        """Return all smallest sets for each target, for those that the budget suffices for."""
        found: dict[str | None, tuple[tuple[int, ...], ...]] = {}
        for size in range(1, self.edits.n_matter + 1):
            sets = list(combinations(range(self.edits.n_matter), size))
            if len(found) == len(targets) or self.n_tried + len(sets) > self.budget:
                break
            answers = self._try(sets)
            for target in targets:
                giving = tuple(s for s, answer in zip(sets, answers, strict=True) if self._gives(answer, target))
                if target not in found and giving:
                    found[target] = giving
        return found

    def _reduced(self, target: str | None) -> tuple[tuple[int, ...], ...]:
        chosen = tuple(range(self.edits.n_matter))
        if not self._gives(self._try([chosen])[0], target):
            return ()
        for number in reversed(chosen):
            fewer = tuple(other for other in chosen if other != number)
            if fewer and self._gives(self._try([fewer])[0], target):
                chosen = fewer
        return (chosen,)

    def _gives(self, answer: _Answer | None, target: str | None) -> bool:
        return answer is not None and answer.about(target) == self.second.about(target)

    def _try(self, sets: list[tuple[int, ...]]) -> list[_Answer | None]:
        fresh = [chosen for chosen in sets if frozenset(chosen) not in self._known]
        self.n_tried += len(fresh)
        found = evaluate([self.edits.made(chosen) for chosen in fresh], memory_limit=self.memory_limit)
        keys: dict[int, list[Key]] = {}
        for chosen, one in zip(fresh, found, strict=True):
            if one is not None and id(one.conflict) not in keys:
                keys[id(one.conflict)] = _keys(one.conflict)
            self._known[frozenset(chosen)] = None if one is None else _answer(one, keys[id(one.conflict)])
        return [self._known[frozenset(chosen)] for chosen in sets]


def _keys(conflict: Conflict) -> list[Key]:
    """Return what each state is known by: its name, or the options taken, those not fixed with a question mark."""
    if conflict.names:
        return [(name,) for name in conflict.names]
    options = list(enumerate(conflict.options))
    keys = []
    for taken, loose in zip(conflict.combination.tolist(), conflict.unfixed.tolist(), strict=True):
        fixed = taken & ~loose
        keys.append(tuple(f"{name}?" if loose >> j & 1 else name for j, name in options if (fixed | loose) >> j & 1))
    return keys


def _equilibria(results: Sequence[StabilityResult], keys: Sequence[Sequence[Key]], concept: Concept) -> Equilibria:
    ids = [
        {key: state_id(result.conflict, s) for s, key in enumerate(names)}
        for result, names in zip(results, keys, strict=True)
    ]
    first, second = (
        [names[s] for s in np.flatnonzero(result.equilibria(concept)).tolist()]
        for result, names in zip(results, keys, strict=True)
    )

    def places(chosen: Iterable[Key]) -> tuple[Place, ...]:
        return tuple(Place(key, ids[0].get(key, ""), ids[1].get(key, "")) for key in chosen)

    before, after = set(first), set(second)
    return Equilibria(
        gone=places(key for key in first if key not in after),
        new=places(key for key in second if key not in before),
        same=places(key for key in first if key in after),
    )
