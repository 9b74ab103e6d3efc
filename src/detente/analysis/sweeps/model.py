"""The nouns of sweeps: what is asked, what a chunk counts, how far it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from detente.stability.model import Concept
from detente.version import __version__

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Sweep:
    """Readings of a case to be looked at one by one, cut into numbered chunks.

    The chunks depend on what is asked only, never on who counts them, so that any number of workers counts the same.

    Attributes
    ----------
    case
        Digest of the case, with its variant applied.
    variant
        Its name; empty for the case as it stands.
    swaps
        Exchanges of neighbours that a decision maker's order may be away from an admissible one.
    seed
        Of the draws; None if every reading is looked at.
    looks
        How many readings are looked at: draws, or combinations of different preferences.
    per_chunk
        How many of them a chunk has; the last one may have fewer.
    concepts
        Under which they are looked at.
    version
        Of the program.
    """

    case: str
    variant: str
    swaps: int
    seed: int | None
    looks: int
    per_chunk: int
    concepts: tuple[Concept, ...]
    version: str = __version__

    @property
    def n_chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.looks // self.per_chunk)

    def looks_of(self, number: int) -> range:
        """Return the numbers of the readings of a chunk."""
        return range(number * self.per_chunk, min((number + 1) * self.per_chunk, self.looks))

    def record(self) -> dict[str, Any]:
        """Return it as plain data, the same for the same sweep."""
        plain: dict[str, Any] = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        return {**plain, "concepts": [concept.value for concept in self.concepts]}


@dataclass(slots=True)
class Counts:
    """Numbers of readings, exact however large; of a chunk, or of several together.

    Attributes
    ----------
    readings
        How many were looked at; one that stands for several counts as often.
    states
        By concept and number of a state: in how many it is an equilibrium.
    outcomes
        By concept and named outcome: in how many it can hold.

    Examples
    --------
    >>> one = Counts(2, {Concept.SEQ: Counter({3: 2})}, {Concept.SEQ: Counter(calm=1)})
    >>> one.add(Counts(5, {Concept.SEQ: Counter({3: 1, 4: 5})}, {Concept.SEQ: Counter(calm=2)}))
    >>> one.readings, dict(one.states[Concept.SEQ]), dict(one.outcomes[Concept.SEQ])
    (7, {3: 3, 4: 5}, {'calm': 3})
    """

    readings: int = 0
    states: dict[Concept, Counter[int]] = field(default_factory=dict)
    outcomes: dict[Concept, Counter[str]] = field(default_factory=dict)

    def add(self, other: Counts) -> None:
        """Add the counts of other readings."""
        self.readings += other.readings
        for concept, states in other.states.items():
            self.states.setdefault(concept, Counter()).update(states)
        for concept, outcomes in other.outcomes.items():
            self.outcomes.setdefault(concept, Counter()).update(outcomes)

    def record(self) -> dict[str, Any]:
        """Return them as plain data, the same for the same counts."""
        return {
            "readings": self.readings,
            "states": {concept.value: sorted(found.items()) for concept, found in self.states.items()},
            "outcomes": {concept.value: dict(found) for concept, found in self.outcomes.items()},
        }

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Counts:
        """Return what `record` was made of.

        >>> one = Counts(2, {Concept.SEQ: Counter({3: 2})}, {Concept.SEQ: Counter(calm=1)})
        >>> Counts.of_record(one.record()) == one
        True
        """
        return cls(
            record["readings"],
            {Concept(concept): Counter(dict(found)) for concept, found in record["states"].items()},
            {Concept(concept): Counter(found) for concept, found in record["outcomes"].items()},
        )


class Executor(Protocol):
    """Where chunks are counted; to be used in a ``with`` statement, which lets go of what was started."""

    def run(self, task: Callable[[int], R], numbers: Iterable[int]) -> Iterator[tuple[int, R]]:
        """Yield each number with what the task returns for it, once, in whatever order they are done.

        The task must be pure: it is called again where a worker was lost.
        """

    def __enter__(self) -> Self:
        """Return itself; nothing is started before it is needed."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what was started."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sweep has come.

    Attributes
    ----------
    sweep
        Which.
    done
        Chunks that are counted.
    kept
        Chunks of these that stood in the journal.
    seconds
        Since this run began.
    """

    sweep: Sweep
    done: int
    kept: int
    seconds: float

    @property
    def share(self) -> float:
        """Which part is done, from 0 to 1."""
        return self.done / self.sweep.n_chunks

    @property
    def rate(self) -> float:
        """Readings looked at in a second of this run; 0 before the first chunk."""
        looks = min((self.done - self.kept) * self.sweep.per_chunk, self.sweep.looks)
        return looks / self.seconds if self.seconds else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the rest takes if it goes on like this; None before the first chunk."""
        return (self.sweep.n_chunks - self.done) * self.sweep.per_chunk / self.rate if self.rate else None
