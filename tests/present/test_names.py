"""Names, glosses and marks."""

from __future__ import annotations

import numpy as np

from detente.case import parse_case
from detente.present.names import CONCEPT_NAMES, SHAPES, dm_short, party_marks
from detente.present.strength import STRENGTHS
from detente.stability import Concept


def test_every_concept_has_a_name_a_gloss_and_a_strength() -> None:
    assert set(CONCEPT_NAMES) == set(Concept) == {strength.concept for strength in STRENGTHS}
    assert all(name.gloss.endswith(".") and "SSEQ" not in name.name for name in CONCEPT_NAMES.values())


def test_marks_tell_parties_apart_without_colour() -> None:
    parties = "\n".join(f"  d{n}: {{name: Delta {n}, options: {{o: Do}}, preferences: []}}" for n in range(10))
    case = parse_case(f"detente: 1\ntitle: Many\ndecision_makers:\n{parties}\n")
    marks = list(party_marks(case).values())

    assert len({mark.letter for mark in marks}) == 10
    assert [mark.shape for mark in marks] == [*SHAPES, *SHAPES[:2]]
    assert len({(mark.shape, mark.letter) for mark in marks}) == 10
    assert [dm_short(case, "d0"), marks[0].letter, marks[1].letter] == ["Delta 0", "D", "E"]


def test_colours_stand_out_on_white() -> None:
    parties = "\n".join(f"  d{n}: {{name: Delta {n}, options: {{o: Do}}, preferences: []}}" for n in range(5))
    case = parse_case(f"detente: 1\ntitle: Many\ndecision_makers:\n{parties}\n")

    def contrast(colour: str) -> float:
        parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return 1.05 / (float(linear @ [0.2126, 0.7152, 0.0722]) + 0.05)

    assert all(contrast(mark.colour) >= 5 for mark in party_marks(case).values())
