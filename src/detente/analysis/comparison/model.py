"""The nouns of a comparison: what changed in the input, what in the answer, and which change did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.analysis.conclusions import Topic
from detente.conflict.model import Conflict
from detente.errors import Path
from detente.stability.model import Concept


class Way(StrEnum):
    """How a part differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of the input.

    Attributes
    ----------
    way
        Seen from the first case.
    kind
        ``decision maker``, ``option``, ``irreversible option``, ``preference``, ``known comparison``, ``preferences``,
        ``constraint``, ``move``, ``merge``, ``states``, ``arcs``, ``status quo``, ``outcome``; or one that no answer
        depends on: ``words`` (titles, labels), ``support``, ``source``, ``statement``, ``perception``, ``influence``.
    decision_maker
        Whose it is; empty if nobody's.
    path
        Where it stands: in the second case, or in the first if it is removed.
    before, after
        As written; empty where there is none.
    matters
        Whether the answer can depend on it.
    """

    way: Way
    kind: str
    decision_maker: str
    path: Path
    before: str
    after: str
    matters: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A state, by the options taken in it (in graph form: its name), and its ids in both cases; empty where it is not.

    Options that a merged state does not fix have a question mark.
    """

    taken: tuple[str, ...]
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Equilibria:
    """Under one concept: equilibria of the first case only, of the second only, of both."""

    gone: tuple[Place, ...]
    new: tuple[Place, ...]
    same: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """A conclusion that is not the same; None where a case does not raise it."""

    topic: Topic
    before: bool | None
    after: bool | None


@dataclass(frozen=True, slots=True)
class Cause:
    """The fewest changes of the input that make a difference of the answer.

    Attributes
    ----------
    about
        What the difference is about: None for the equilibria under all concepts, else as in `Topic`.
    sets
        Positions among the changes; made together in the first case, they give what the second says about it.
    is_exact
        Whether these are all of the smallest sets. Otherwise one set of which nothing can be left out; a smaller one
        may exist.
    """

    about: str | None
    sets: tuple[tuple[int, ...], ...]
    is_exact: bool


@dataclass(frozen=True, eq=False, slots=True)
class ComparisonResult:
    """Two cases side by side.

    Attributes
    ----------
    first, second
        The cases, compiled.
    changes
        Those that matter first, in the order of the file's sections.
    states_gone, states_new
        How many states only the first, and only the second, has.
    equilibria
        By concept.
    turned
        Conclusions about the status quo and named outcomes that differ.
    alone
        For each change that matters: the conclusions that it turns round when it is the only change made; None when it
        cannot be made alone (no sound model is left).
    causes
        Of the equilibria, then of each thing that conclusions of both cases differ about.
    n_tried
        How many combinations of changes were tried.
    """

    first: Conflict
    second: Conflict
    changes: tuple[Change, ...]
    states_gone: int
    states_new: int
    equilibria: Mapping[Concept, Equilibria]
    turned: tuple[Turned, ...]
    alone: tuple[tuple[Topic, ...] | None, ...]
    causes: tuple[Cause, ...]
    n_tried: int
