"""What a state needs to hold: stability concepts as people would say them."""

from __future__ import annotations

from dataclasses import dataclass

from detente.stability.model import Concept


@dataclass(frozen=True, slots=True)
class Strength:
    """What a state needs to hold: the most demanding of the concepts asked for under which it is an equilibrium.

    Attributes
    ----------
    concept
        That concept.
    label
        What follows "The state ...".
    plural
        What follows "Some states ...".
    definition
        One sentence.
    """

    concept: Concept
    label: str
    plural: str
    definition: str

    def verb(self, number: int) -> str:
        """Return what follows a number of states."""
        return self.label if number == 1 else self.plural


STRENGTHS: tuple[Strength, ...] = (
    Strength(
        Concept.NASH,
        "holds by itself",
        "hold by themselves",
        "Nobody can do better by moving alone, so it holds whatever answers are expected.",
    ),
    Strength(
        Concept.SSEQ,
        "holds if answers are expected",
        "hold if answers are expected",
        "Whoever could do better by moving alone would meet an answer in the others' own interest that takes the gain"
        " away, and could not escape it by one more move.",
    ),
    Strength(
        Concept.SEQ,
        "holds if answers are expected, countermoves aside",
        "hold if answers are expected, countermoves aside",
        "Whoever could do better by moving alone would meet an answer in the others' own interest that takes the gain"
        " away, unless one more move escapes it.",
    ),
    Strength(
        Concept.SMR,
        "holds if costly answers are feared",
        "hold if costly answers are feared",
        "Whoever could do better by moving alone could meet an answer, if need be at the others' own cost, that takes"
        " the gain away, and could not escape it by one more move.",
    ),
    Strength(
        Concept.GMR,
        "holds if costly answers are feared, countermoves aside",
        "hold if costly answers are feared, countermoves aside",
        "Whoever could do better by moving alone could meet an answer, if need be at the others' own cost, that takes"
        " the gain away, unless one more move escapes it.",
    ),
    Strength(
        Concept.SIM,
        "holds if moves may coincide",
        "hold if moves may coincide",
        "Whoever could do better by moving alone could find that others, each in its own interest, move at the same"
        " moment, so that the gain is lost.",
    ),
)
"""From what needs least to hold to what needs most. NASH implies all others; symmetric sequential implies sequential
and symmetric metarational, and each of these implies general metarational."""
