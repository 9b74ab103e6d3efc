"""How far two people coded a document alike: Krippendorff's alpha, field by field.

Alpha is 1 - D_o / D_e: the disagreement observed over the disagreement expected if the same values were dealt out at
random (Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania). For two coders
and values without an order, with o_ck the number of times that c meets k (each pair of values counted both ways), n_c
the row sums and n their total::

    alpha = 1 - (n - 1) * sum(o_ck for c != k) / sum(n_c * n_k for c != k)

It compares how statements were coded that both made. Statements that only one of them made are counted beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from detente.case.model import Case, Statement
from detente.evidence.fold import fold_text

FIELDS = ("mode", "speaker", "hedge", "act", "stance", "issue")


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """Agreement on one field.

    Attributes
    ----------
    alpha
        Krippendorff's alpha for nominal values; None when it is not defined, since only one value was ever given.
    agreed, compared
        In how many of the statements that both coded, and where at least one gave a value, the values are the same.
    """

    field: str
    alpha: float | None
    agreed: int
    compared: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two codings compared.

    Attributes
    ----------
    pairs
        Ids of statements of one place: first coding, second coding.
    only_first, only_second
        Ids of statements that only one coding has.
    fields
        Agreement on each field.
    disputed
        Ids of statements of the first coding that the second lacks or codes otherwise, with the fields.
    """

    pairs: tuple[tuple[str, str], ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    fields: tuple[FieldAgreement, ...]
    disputed: tuple[tuple[str, tuple[str, ...]], ...]


def krippendorff_alpha(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Krippendorff's alpha of two coders for nominal values; None if only one value occurs.

    The first example of Krippendorff (2011): two observers, ten objects, binary values.

    >>> first, second = "0 1 0 0 0 0 0 0 1 0".split(), "1 1 1 0 0 1 0 0 0 0".split()
    >>> round(krippendorff_alpha(list(zip(first, second))), 3)
    0.095
    """
    totals = Counter(value for pair in pairs for value in pair)
    n = sum(totals.values())
    observed = 2 * sum(one != other for one, other in pairs)
    expected = n * n - sum(count * count for count in totals.values())
    return None if expected == 0 else 1 - (n - 1) * observed / expected


def compare_codings(first: Case, second: Case) -> Agreement:
    """Compare two codings of the same sources. Cost: the product of the numbers of statements.

    Two statements are of one place if they have the same source and paragraph, and one quotes what the other does or
    part of it.
    """
    pairs: list[tuple[str, str]] = []
    taken: set[str] = set()
    for key, statement in first.statements.items():
        match = next(
            (
                other
                for other, entry in second.statements.items()
                if other not in taken and _same_place(statement, entry)
            ),
            None,
        )
        if match is not None and statement.source:
            taken.add(match)
            pairs.append((key, match))
    matched = {key for key, _ in pairs}
    values = {
        field: [(_value(first.statements[a], field), _value(second.statements[b], field)) for a, b in pairs]
        for field in FIELDS
    }
    disputed = [
        (a, tuple(field for field in FIELDS if values[field][k][0] != values[field][k][1]))
        for k, (a, _) in enumerate(pairs)
    ]
    only_first = tuple(key for key, entry in first.statements.items() if entry.source and key not in matched)
    only_second = tuple(key for key, entry in second.statements.items() if entry.source and key not in taken)
    return Agreement(
        tuple(pairs),
        only_first,
        only_second,
        tuple(_field(field, values[field]) for field in FIELDS),
        tuple((key, fields) for key, fields in disputed if fields) + tuple((key, ("not coded",)) for key in only_first),
    )


def _field(field: str, values: list[tuple[str, str]]) -> FieldAgreement:
    given = [pair for pair in values if pair != ("", "")]
    return FieldAgreement(field, krippendorff_alpha(given), sum(one == other for one, other in given), len(given))


def _value(statement: Statement, field: str) -> str:
    if field == "speaker":
        return statement.voices[-1].lower() if statement.voices else ""
    value = getattr(statement, field)
    return "" if value is None else str(value).lower()


def _same_place(one: Statement, other: Statement) -> bool:
    if one.source != other.source or one.at is None or other.at is None or one.at.paragraph != other.at.paragraph:
        return False
    if not one.at.quote or not other.at.quote:
        return one.at == other.at
    a, b = (fold_text(quote).lower().strip(" '.,;:") for quote in (one.at.quote, other.at.quote))
    return a in b or b in a
