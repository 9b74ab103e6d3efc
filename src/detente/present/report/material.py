"""What every part of the page is made from: the result, the parties' marks, where the dispute can settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from detente.case.model import Case
from detente.conflict import Conflict
from detente.conflict.model import BoolArray
from detente.conflict.navigate import state_id
from detente.present.drawing.layout import RADIUS
from detente.present.drawing.marks import shape
from detente.present.drawing.rings import Ring, Standing
from detente.present.drawing.svg import INK, markup, node
from detente.present.names import PartyMark, dm_name, dm_short, party_marks
from detente.present.report.context import Link, Party
from detente.stability import StabilityResult


@dataclass(frozen=True, slots=True)
class Material:
    """What the parts of the page share.

    Attributes
    ----------
    result : StabilityResult
        What is reported.
    marks : tuple of PartyMark
        One a decision maker, in the order of the conflict.
    parties : tuple of Party
        The same for the page.
    settled : bool array, shape (m,)
        States that are an equilibrium under some concept.
    standing : tuple of Standing
        Of every state.
    anchors : mapping of str to str
        The place of each statement in the page.
    """

    result: StabilityResult
    marks: tuple[PartyMark, ...]
    parties: tuple[Party, ...]
    settled: BoolArray
    standing: tuple[Standing, ...]
    anchors: Mapping[str, str]

    @property
    def conflict(self) -> Conflict:
        """What was analyzed."""
        return self.result.conflict

    @property
    def case(self) -> Case:
        """What the analyst wrote."""
        return self.result.conflict.case

    def ring(self, state: int) -> Markup:
        """Return a state's ring, to stand in a line of text."""
        name = state_id(self.conflict, state)
        ring = Ring(name, self.standing[state], state == self.conflict.status_quo)
        half, high = max(RADIUS, 3.5 + len(name) * 3.4), RADIUS + 5
        wide = half + 5
        box = f"0 0 {2 * wide:.0f} {2 * high:.0f}"
        drawn = node("svg", ring.draw(wide, high, half), class_="ring", width=2 * wide, height=2 * high, viewBox=box)
        return Markup(markup(drawn))  # noqa: S704 (our own)

    def support(self, because: tuple[str, ...]) -> tuple[Link, ...]:
        """Return links to statements."""
        return tuple(Link(name, self.anchors[name]) for name in because if name in self.anchors)


def gather(result: StabilityResult) -> Material:
    """Collect what the parts of the page share."""
    case, conflict = result.conflict.case, result.conflict
    marks = party_marks(case)
    every = np.full(conflict.n_states, bool(result.stable), dtype=np.bool_)
    some = np.zeros(conflict.n_states, dtype=np.bool_)
    for concept in result.stable:
        every &= result.equilibria(concept)
        some |= result.equilibria(concept)
    standing = tuple(
        Standing.FIRM if firm else Standing.CONDITIONAL if conditional else Standing.NONE
        for firm, conditional in zip(every.tolist(), some.tolist(), strict=True)
    )
    return Material(
        result,
        tuple(marks[party] for party in conflict.decision_makers),
        tuple(_party(case, party, marks[party], number) for number, party in enumerate(conflict.decision_makers)),
        some,
        standing,
        {name: f"statement-{number}" for number, name in enumerate(case.statements, start=1)},
    )


def symbols(parties: tuple[Party, ...], marks: tuple[PartyMark, ...]) -> Markup:
    """Return the shapes that the cells of tables refer to, drawn once."""
    drawn = [
        node("symbol", shape(mark, 8, 8, 11), id=party.symbol, viewBox="0 0 16 16")
        for party, mark in zip(parties, marks, strict=True)
    ]
    hidden = node("svg", *drawn, class_="symbols", width=0, height=0, aria_hidden="true", focusable="false")
    return Markup(markup(hidden))  # noqa: S704 (our own)


def _party(case: Case, party: str, mark: PartyMark, number: int) -> Party:
    drawn = node("svg", shape(mark, 8, 8, 11), class_="mark", viewBox="0 0 16 16", width=16, height=16)
    drawn.set("aria-hidden", "true")
    name = Markup(markup(drawn))  # noqa: S704 (our own)
    return Party(dm_name(case, party), dm_short(case, party), name, f"mark-{number + 1}", mark.colour or INK)
