"""What every part of the page is made from: the result, the parties' marks, where the dispute can settle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from detente.case.model import Case
from detente.conflict import Conflict
from detente.conflict.arrays import written_case
from detente.conflict.model import IntArray
from detente.conflict.navigate import state_id
from detente.errors import Path
from detente.evidence.ledger import Entry
from detente.present.drawing.marks import shape
from detente.present.drawing.rings import Standing
from detente.present.drawing.svg import markup, node
from detente.present.evidence.weak import placed_entries, weak_words
from detente.present.names import PartyMark, dm_name, dm_short, party_marks
from detente.present.report.answer_parts import Link, Party, RingMark
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
    held : int64 array, shape (m,)
        Under how many concepts each state is an equilibrium.
    standing : tuple of Standing
        Of every state.
    anchors : mapping of str to str
        The place of each statement in the page.
    parts : mapping of Path to Entry
        The parts of the model as the page lists them, by their place in a case file that leaves no key out: decision
        maker by decision maker, then what is nobody's.
    numbers : mapping of Path to Link
        For each part its number in the page.
    weak : mapping of Path to str
        For each part whose support is weak, what to say of it.
    """

    result: StabilityResult
    marks: tuple[PartyMark, ...]
    parties: tuple[Party, ...]
    held: IntArray
    standing: tuple[Standing, ...]
    anchors: Mapping[str, str]
    parts: Mapping[Path, Entry]
    numbers: Mapping[Path, Link]
    weak: Mapping[Path, str]

    @property
    def conflict(self) -> Conflict:
        """What was analyzed."""
        return self.result.conflict

    @property
    def case(self) -> Case:
        """What the analyst wrote."""
        return self.result.conflict.case

    def ring(self, state: int) -> RingMark:
        """Return what a state's ring in a line of text shows."""
        is_now = state == self.conflict.status_quo
        return RingMark(state_id(self.conflict, state), self.standing[state].value, is_now=is_now)

    def support(self, because: tuple[str, ...]) -> tuple[Link, ...]:
        """Return links to statements."""
        return tuple(Link(name, self.anchors[name]) for name in because if name in self.anchors)

    def weakness(self, *path: str | int) -> str:
        """Return what to say of the support of a part, given by its place in the case; empty if it is not weak."""
        return self.weak.get(path, "")


def gather(result: StabilityResult) -> Material:
    """Collect what the parts of the page share.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.
    """
    case, conflict = written_case(result.conflict), result.conflict
    marks = party_marks(case)
    held = np.zeros(conflict.n_states, dtype=np.int64)
    for concept in result.stable:
        held += result.equilibria(concept)
    kinds = {0: Standing.NONE, len(result.stable): Standing.FIRM if result.stable else Standing.NONE}
    standing = tuple(kinds.get(count, Standing.CONDITIONAL) for count in held.tolist())
    order = {party: place for place, party in enumerate(conflict.decision_makers)}
    placed = placed_entries(case).items()
    parts = dict(sorted(placed, key=lambda item: order.get(item[1].assumption.decision_maker, len(order))))
    return Material(
        result=result,
        marks=tuple(marks[party] for party in conflict.decision_makers),
        parties=tuple(_party(case, party, marks[party], k) for k, party in enumerate(conflict.decision_makers)),
        held=held,
        standing=standing,
        anchors={name: f"statement-{number}" for number, name in enumerate(case.statements, start=1)},
        parts=parts,
        numbers={path: Link(str(k), f"part-{k}") for k, path in enumerate(parts, start=1)},
        weak={path: words for path, entry in parts.items() if (words := weak_words(entry))},
    )


def symbols(parties: tuple[Party, ...], marks: tuple[PartyMark, ...]) -> Markup:
    """Return the shapes that names and cells of tables refer to, drawn once."""
    drawn = [
        node("symbol", shape(mark, 8, 8, 12), id=party.symbol, viewBox="0 0 16 16")
        for party, mark in zip(parties, marks, strict=True)
    ]
    hidden = node("svg", *drawn, class_="symbols", width=0, height=0, aria_hidden="true", focusable="false")
    return Markup(markup(hidden))  # noqa: S704 (our own)


def _party(case: Case, party: str, mark: PartyMark, number: int) -> Party:
    return Party(dm_name(case, party), dm_short(case, party), f"m{number + 1}", mark.colour)
