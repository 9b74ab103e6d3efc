"""What could be changed: the parts of a model, and the kinds of single changes of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from detente.case.model import Condition, Constraint, Irreversible, Move, Preferences


class Part(StrEnum):
    """What kind of thing would change."""

    PREFERENCES = "preferences"
    OPTIONS = "options"
    INFLUENCE = "influence"


class EditKind(StrEnum):
    """What is done to one entry of a decision maker's list."""

    MOVE = "move"  # a statement takes another place
    RAISE = "raise"  # one state of a ranking takes a better place
    INSERT = "insert"  # the wanted outcome becomes a statement
    DROP = "drop"
    NEGATE = "negate"


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of what a decision maker wants.

    Attributes
    ----------
    decision_maker
    kind
    that
        The statement, or the state that is raised.
    place, to
        Its place before and after, counted from 1; `place` is 0 for a statement that is new, `to` is 0 for one that
        goes, and both are places of the list without the entry's other end.
    neighbour
        The statement that it then stands directly above or, if it moves down, directly below; None at the end.
    """

    decision_maker: str
    kind: EditKind
    that: Condition
    place: int
    to: int
    neighbour: Condition | None = None

    @property
    def distance(self) -> int:
        """How many places the entry moves; 0 for an edit that is no move."""
        return abs(self.place - self.to) if self.place and self.to else 0

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose wish it is."""
        return (self.decision_maker,)


@dataclass(frozen=True, slots=True)
class Irrevocable:
    """An option that, once taken (or once dropped), stays so."""

    option: str
    direction: Irreversible

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose option it is."""
        return (self.option.partition(".")[0],)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on one or two options that would hold throughout: a new constraint."""

    that: Condition
    options: tuple[str, ...]

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose options it binds."""
        return tuple(dict.fromkeys(option.partition(".")[0] for option in self.options))


@dataclass(frozen=True, slots=True)
class Renounced:
    """Graph form: a move between two states that a decision maker gives up."""

    decision_maker: str
    origin: str
    to: str

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose move it is."""
        return (self.decision_maker,)


@dataclass(frozen=True, slots=True)
class Adopted:
    """A decision maker wants what the case says it wants under an influence, or in a variant.

    Attributes
    ----------
    decision_maker
    preferences
    influence
        Id of the influence that would be at work; empty when the preferences come from a variant.
    variant
        Name of the variant; empty when they come from an influence.
    without
        Ids of the influences on the decision maker that the variant leaves out: this is what it wants without them.
    by
        Whose influence it is that would be at work, or would end.
    """

    decision_maker: str
    preferences: Preferences
    influence: str = ""
    variant: str = ""
    without: tuple[str, ...] = ()
    by: tuple[str, ...] = ()

    @property
    def controlled_by(self) -> tuple[str, ...]:
        """Whose wish it is, and who would exert or end the influence."""
        return tuple(dict.fromkeys((self.decision_maker, *self.by)))


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One constraint, or one rule about moves, of a variant."""

    variant: str
    added: Constraint | Move
    controlled_by: tuple[str, ...]


Change = Edit | Irrevocable | Rule | Renounced | Adopted | Ingredient
