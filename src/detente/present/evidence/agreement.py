"""Two codings compared: agreement per field, and the disputes on which a conclusion depends."""

from __future__ import annotations

from detente.case.model import Case
from detente.conflict import build_conflict
from detente.errors import CaseError
from detente.evidence.agreement import Agreement
from detente.evidence.ledger import without_statements
from detente.present.document import Part, Words
from detente.present.evidence.conclusions import compare_conclusions
from detente.present.names import counted
from detente.present.tables import Column, Table, yes_no
from detente.stability import analyze_stability


def disputes_that_matter(case: Case, agreement: Agreement) -> tuple[str, ...]:
    """Return the disputed statements without which a conclusion of the case changes. One analysis for each."""
    if not agreement.disputed:
        return ()
    before = analyze_stability(build_conflict(case))
    found = []
    for key, _ in agreement.disputed:
        try:
            after = analyze_stability(build_conflict(without_statements(case, [key])))
        except CaseError:  # without it the case is no model any more: that matters
            found.append(key)
            continue
        if not compare_conclusions(before, after).unchanged:
            found.append(key)
    return tuple(found)


def agreement_parts(agreement: Agreement, matter: tuple[str, ...]) -> tuple[Part, ...]:
    """Return agreement as words and tables."""
    both = len(agreement.pairs)
    about = (
        f"{counted(both, 'statement')} coded by both; {len(agreement.only_first)} by the first only, "
        f"{len(agreement.only_second)} by the second only."
    )
    columns = (Column("Field", key=True), Column("Alike", "right"), Column("Of", "right"), Column("Alpha", "right"))
    rows = tuple(
        (entry.field, str(entry.agreed), str(entry.compared), "-" if entry.alpha is None else f"{entry.alpha:.2f}")
        for entry in agreement.fields
    )
    note = (
        "Krippendorff's alpha, nominal: 1 is agreement, 0 what chance would give; - where only one value occurs. "
        "Alpha says nothing about statements that one coder did not make."
    )
    parts: list[Part] = [Words("Agreement", (about,)), Table("", columns, rows, note)]
    if agreement.disputed:
        heads = (Column("Statement", key=True), Column("Disputed", wraps=True), Column("A conclusion depends on it"))
        shown = tuple((key, ", ".join(fields), yes_no(key in matter)) for key, fields in agreement.disputed)
        parts.append(Table("Disagreements", heads, shown))
    return tuple(parts)
