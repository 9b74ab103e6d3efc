"""Measured rates: ``python -m tests.evidence.rates``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from detente.evidence.search import SearchIndex
from detente.evidence.verify import QuoteCheck, verify_quote
from tests.evidence.gold import show
from tests.evidence.variants import Variant, benign_variants, corrupted_variants


@dataclass(frozen=True, slots=True)
class Rates:
    """How many quotations were checked, and which were judged wrongly."""

    total: Counter[str]
    wrong: tuple[tuple[Variant, QuoteCheck], ...]

    @property
    def count(self) -> int:
        return sum(self.total.values())


_INDEXES: dict[str, SearchIndex] = {}


def _check(variant: Variant) -> QuoteCheck:
    document = variant.passage.document
    if document.name not in _INDEXES:
        _INDEXES[document.name] = SearchIndex(document)
    return verify_quote(_INDEXES[document.name], variant.text)


def measure_benign() -> Rates:
    """Harmless variants; wrong is one that is refused, or found in another place."""
    total: Counter[str] = Counter()
    wrong = []
    for variant in benign_variants():
        total[variant.rule] += 1
        check = _check(variant)
        passage = variant.passage
        inside = check.passes and check.spans[0][0] < passage.end and check.spans[-1][1] > passage.start
        if not inside:
            wrong.append((variant, check))
    return Rates(total, tuple(wrong))


def measure_corrupted() -> Rates:
    """Corruptions; wrong is one that passes, or passes without the flag that names what it hides."""
    total: Counter[str] = Counter()
    wrong = []
    for variant in corrupted_variants():
        total[variant.rule] += 1
        check = _check(variant)
        if check.passes and not variant.flags & {flag.code for flag in check.flags}:
            wrong.append((variant, check))
    return Rates(total, tuple(wrong))


def _show(title: str, rates: Rates, wrong_name: str) -> None:
    print(f"{title}: {rates.count}, {wrong_name}: {len(rates.wrong)} ({100 * len(rates.wrong) / rates.count:.2f} %)")
    failed = Counter(variant.rule for variant, _ in rates.wrong)
    for rule, count in sorted(rates.total.items()):
        print(f"  {rule:<28} {count:>5}  {wrong_name}: {failed[rule]}")
    for variant, check in rates.wrong[:40]:
        print(f"    {variant.rule}: {variant.text!r} -> {check.status} {check.difference}")


def main() -> None:
    """Print the rates."""
    _show("Harmless variants", measure_benign(), "wrongly refused")
    _show("Corruptions", measure_corrupted(), "wrongly accepted")
    for part, name in (("dev", "development"), ("held", "held-out")):
        print(f"Proposals, {name} part:")
        show(part)


if __name__ == "__main__":
    main()
