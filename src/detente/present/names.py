"""How things are called, and the one identity each party has wherever it appears."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from detente.case.model import Case
from detente.stability.model import Concept

_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    r"""Return text that cannot act on a terminal or reorder what is read: such characters are spelled out.

    >>> plain("Modify the control order – ‘soon’")
    'Modify the control order – ‘soon’'
    >>> plain("a\x1b[31mb\u202ec\nd")
    'a[U+001B][31mb[U+202E]c d'
    """
    if text.isprintable() and not _REORDERING & set(text):
        return text
    return "".join(_spell(character) for character in text)


def _spell(character: str) -> str:
    if character in "\t\n\r":
        return " "
    if character in _REORDERING or unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co", "Zl", "Zp"):
        return f"[U+{ord(character):04X}]"
    return character


@dataclass(frozen=True, slots=True)
class PartyMark:
    """The identity of a party: never colour alone.

    Attributes
    ----------
    letter
        One or two letters, different for every party of a case.
    colour
        At least 5:1 on white. From the fifth party on all share one, and shape and letter tell them apart.
    shape
        One of `SHAPES`.
    sign
        The shape as a character, for terminals.
    dash
        Of its lines, as an SVG dash array; empty is solid.
    line
        The dash in a word.
    """

    letter: str
    colour: str
    shape: str
    sign: str
    dash: str
    line: str


_COLOURS = ("#0067B1", "#B84A00", "#00735C", "#8B3A8F")
_NEUTRAL = "#4A5058"
_SHAPES = {
    "circle": "●",
    "square": "■",
    "triangle": "▲",
    "diamond": "◆",
    "pentagon": "⬟",
    "hexagon": "⬢",
    "star": "★",
    "cross": "✚",
}
SHAPES = tuple(_SHAPES)
"""The shapes of parties, in file order; after the last they begin again, and the letter tells them apart."""

_DASHES = (("", "solid"), ("7 4", "dashed"), ("1.5 3.5", "dotted"), ("14 5", "long dash"), ("10 4 2 4", "dash and dot"))


def party_marks(case: Case) -> dict[str, PartyMark]:
    """Return the mark of each decision maker, by its id."""
    letters = _letters([dm_short(case, dm) for dm in case.decision_makers])
    marks = {}
    for position, (dm, letter) in enumerate(zip(case.decision_makers, letters, strict=True)):
        shape = SHAPES[position % len(SHAPES)]
        dash, line = _DASHES[min(position, len(_DASHES) - 1)]
        colour = _COLOURS[position] if position < len(_COLOURS) else _NEUTRAL
        marks[dm] = PartyMark(letter, colour, shape, _SHAPES[shape], dash, line)
    return marks


def _letters(names: list[str]) -> list[str]:
    """Return the first letter of each name where it is free, else another of its letters, else letter and number."""
    taken: list[str] = []
    for position, name in enumerate(names, 1):
        letters = [character.upper() for character in plain(name) if character.isalpha()]
        free = [letter for letter in letters if letter not in taken and len(letter) == 1]
        taken.append(free[0] if free else f"{letters[0] if letters else 'P'}{position}")
    return taken


def case_title(case: Case, variant: str) -> str:
    """Return the title of a case, with the variant applied if there is one."""
    return f"{case.title} (variant: {variant})" if variant else case.title


def dm_name(case: Case, dm: str) -> str:
    """Return the name of a decision maker."""
    return plain(case.decision_makers[dm].name)


def dm_short(case: Case, dm: str) -> str:
    """Return its short name, where it has one, for tables and drawings."""
    party = case.decision_makers[dm]
    return plain(party.short or party.name)


def option_label(case: Case, qualified: str) -> str:
    """Return what taking an option means, as the case words it."""
    return plain(case.option(qualified).label)


def option_short(case: Case, qualified: str) -> str:
    """Return an option's few words for tables; its label if it has none."""
    option = case.option(qualified)
    return plain(option.short or option.label)


def outcome_name(name: str) -> str:
    """Return the name of an outcome, readable.

    >>> outcome_name("full_settlement")
    'full settlement'
    """
    return plain(name.replace("_", " "))


@dataclass(frozen=True, slots=True)
class ConceptName:
    """How a stability concept is called and explained.

    Attributes
    ----------
    name
        The literature's name.
    gloss
        One plain sentence about an equilibrium.
    premise
        What counts, for sentences such as "if only answers in the others' own interest count".
    reference
        Where it comes from.
    """

    name: str
    gloss: str
    premise: str
    reference: str


CONCEPT_NAMES: dict[Concept, ConceptName] = {
    Concept.NASH: ConceptName(
        "Nash",
        "Nobody can do better by moving alone.",
        "no answer of the others counts",
        "Nash, J. F. (1950). Equilibrium points in n-person games."
        " Proceedings of the National Academy of Sciences 36(1), 48–49.",
    ),
    Concept.GMR: ConceptName(
        "general metarational",
        "Every improvement could be answered by moves of others that leave the mover no better off,"
        " even at their own cost.",
        "any answer of the others counts, even at their own cost",
        "Howard, N. (1971). Paradoxes of Rationality: Theory of Metagames and Political Behavior. MIT Press.",
    ),
    Concept.SMR: ConceptName(
        "symmetric metarational",
        "Every improvement could be answered by moves of others that leave the mover no better off,"
        " even at their own cost, and the mover could not escape by one more move.",
        "any answer of the others counts, even at their own cost, unless one more move escapes it",
        "Howard, N. (1971). Paradoxes of Rationality: Theory of Metagames and Political Behavior. MIT Press.",
    ),
    Concept.SEQ: ConceptName(
        "sequential",
        "Every improvement could be answered by moves in the others' own interest that leave the mover no better off.",
        "only answers in the others' own interest count",
        "Fraser, N. M. and Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions. North-Holland.",
    ),
    Concept.SSEQ: ConceptName(
        "symmetric sequential",
        "Every improvement could be answered by moves in the others' own interest that leave the mover no better off,"
        " and the mover could not escape by one more move.",
        "only answers in the others' own interest count, unless one more move escapes them",
        "Rêgo, L. C. and Vieira, G. I. A. (2017). Symmetric sequential stability in the graph model for conflict"
        " resolution with multiple decision makers. Group Decision and Negotiation 26(4), 775–792.",
    ),
    Concept.SIM: ConceptName(
        "simultaneous",
        "Every improvement could coincide with moves of others, each in its own interest,"
        " that together leave the mover no better off.",
        "only moves of the others at the same moment count, each in its own interest",
        "Fraser, N. M. and Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions. North-Holland.",
    ),
}


def concept_name(concept: Concept) -> str:
    """Return the literature's name of a concept."""
    return CONCEPT_NAMES[concept].name


def concept_short(concept: Concept) -> str:
    """Return a concept's name for tables."""
    return _SHORT.get(concept, concept.value.upper())


_SHORT = {Concept.NASH: "Nash", Concept.SSEQ: "symmetric sequential"}


def join_words(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Join words into a list as one says it.

    >>> join_words(["a"]), join_words(["a", "b"], "or"), join_words(["a", "b", "c"])
    ('a', 'a or b', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def join_some(words: Sequence[str], most: int, last: str = "and") -> str:
    """Join words into a list; of more than `most` the first, and how many there are besides.

    >>> join_some(["a", "b"], 2), join_some(["a", "b", "c"], 2)
    ('a and b', 'a, b and 1 more')
    """
    if len(words) <= most:
        return join_words(list(words), last)
    return f"{', '.join(words[:most])} {last} {len(words) - most:,} more"


def ordinal(number: int) -> str:
    """Return an ordinal number.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 1111)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd', '1,111th']
    """
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{suffix}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "state"), counted(1204, "state"), counted(2, "party", "parties")
    ('1 state', '1,204 states', '2 parties')
    """
    return f"{amount(number)} {singular if number == 1 else plural or singular + 's'}"


def amount(number: int, grasped: int = 10**12) -> str:
    """Return a number as people read it: in full, or about, when it is too large to be grasped.

    >>> amount(1204), amount(2**40), amount(2**100), amount(99_999 * 10**20)
    ('1,204', 'about 1.1 × 10^12', 'about 1.3 × 10^30', 'about 1.0 × 10^25')
    """
    if number < grasped:
        return f"{number:,}"
    digits, exponent = f"{Decimal(number):.1e}".split("e+")
    return f"about {digits} × 10^{exponent}"
