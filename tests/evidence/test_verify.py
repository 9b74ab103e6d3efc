"""Quotations: what passes, what is refused, what is flagged."""

import pytest

from detente.evidence.extract import text_document
from detente.evidence.flags import FlagCode
from detente.evidence.search import SearchIndex
from detente.evidence.verify import QuoteCheck, Status, verify_quote
from tests.evidence.rates import measure_benign, measure_corrupted

TEXT = (
    "By our staff,\n\n"
    "The council can't accept the non-binding plan; it told US envoys so on 1.5 million leaflets, or about 5% more. "
    "Perhaps they will sign.\n\n"
    "“We will talk,” Mr. Lund said, “but only in the town hall. [The port] is closed … for now.”\n\n"
    "Would they vote for the plan? Nobody knows. Veld claims that Obrecht never paid five hundred crowns. "
    "The plan is dead."
)
INDEX = SearchIndex(text_document(TEXT))


def check(quotation: str, **where: object) -> QuoteCheck:
    return verify_quote(INDEX, quotation, **where)  # type: ignore[arg-type]


def codes(quotation: str, **where: object) -> set[FlagCode]:
    return {flag.code for flag in check(quotation, **where).flags}


def test_no_corruption_passes_unseen() -> None:
    """More than 3,000 corruptions of test texts by rule: each is refused, or flagged for what it hides."""
    rates = measure_corrupted()
    assert rates.wrong == ()
    assert rates.count >= 3000
    assert min(rates.total.values()) >= 1
    assert len(rates.total) == 28


def test_harmless_variants_pass() -> None:
    """More than 2,500 harmless variants: at most one in a hundred is refused."""
    rates = measure_benign()
    assert rates.count >= 2500
    assert len(rates.wrong) <= rates.count // 100


@pytest.mark.parametrize(
    ("quotation", "status"),
    [
        ("The council can't accept the non-binding plan", Status.EXACT),
        ("the council can’t accept the non–binding plan.", Status.NORMALIZED),
        ("the council … told US envoys so", Status.ELIDED),
        ("[They] told US envoys so on 1.5 million leaflets", Status.EDITED),
        ("told [American] envoys so on 1.5 million leaflets", Status.EDITED),
        ("told US envoys so on 1.5 million [pages]", Status.EDITED),
        ("[The port] is closed … for now", Status.EXACT),
        ("“The port is closed for now.”", Status.NEAR_MISS),
        ("the council can accept the non-binding plan", Status.NEAR_MISS),
        ("a wholly different sentence about turnips", Status.NOT_FOUND),
        ("", Status.NOT_FOUND),
        ("… […] “”", Status.NOT_FOUND),
    ],
)
def test_status(quotation: str, status: Status) -> None:
    assert check(quotation).status is status


@pytest.mark.parametrize(
    "quotation",
    [
        "The council can",  # can't
        "binding plan",  # non-binding
        "5 million leaflets",  # 1.5 million
        "about 5",  # 5%
        "told us envoys so",
        "the council can't accept, the non-binding plan",
        "they will sign?",
        "Would they vote for the plan.",
        "We will talk but only in the town hall",
        "the plan nobody knows",
        "The council [not] told US envoys so",
        "[un]acceptable",
        "Obrecht [indeed] paid five hundred crowns",
        "town hall. We will talk",
        "town hall … We will talk",
        "ouncil can't accept",
        "th\u0435 council can't accept the non-binding plan",  # a Cyrillic letter
    ],
)
def test_refused(quotation: str) -> None:
    assert not check(quotation).passes


@pytest.mark.parametrize(
    ("quotation", "flag"),
    [
        ("they will sign", FlagCode.LEAD_HEDGES),
        ("We will talk", FlagCode.TAIL_LIMITS),
        ("they vote for the plan", FlagCode.QUESTION),
        ("Would they vote for", FlagCode.QUESTION),
        ("Veld claims that Obrecht … paid", FlagCode.OMITS_NEGATION),
        ("Veld … never paid", FlagCode.OMITS_ACTOR),
        ("Veld … never paid", FlagCode.FRAGMENTS),
        ("hundred crowns", FlagCode.CUTS_QUANTITY),
        ("on 1.5", FlagCode.CUTS_QUANTITY),
        ("“We will talk,” Mr. Lund said", FlagCode.MIXES_VOICES),
        ("We will talk … only in the town hall", FlagCode.SPLICES),
        ("The council … they will sign", FlagCode.OMITS_SENTENCE),
        ("Perhaps they will sign. “We will talk", FlagCode.CROSSES_PARAGRAPHS),
        ("told US envoys so.", FlagCode.STOPS_EARLY),
        ("the plan", FlagCode.AMBIGUOUS),
        ("told [American] envoys so", FlagCode.ANALYST_WORDS),
    ],
)
def test_flags(quotation: str, flag: FlagCode) -> None:
    assert flag in codes(quotation)


def test_a_whole_sentence_has_no_flags() -> None:
    assert check("The plan is dead.").flags == ()
    assert check("“The plan is dead”,").flags == ()


def test_the_paragraph_named_decides() -> None:
    """Elsewhere passes with a flag; in the paragraph named, other places do not make it ambiguous."""
    assert check("The plan is dead", paragraph=3).flags == ()
    assert codes("The plan is dead", paragraph=1) == {FlagCode.OTHER_PARAGRAPH}
    assert check("The plan is dead", paragraph=99).passes
    assert FlagCode.AMBIGUOUS not in codes("in the town hall", paragraph=2)


def test_prefix_and_suffix_tell_places_apart() -> None:
    index = SearchIndex(text_document("He paid the crew. Later he paid the crew again."))
    assert [flag.code for flag in verify_quote(index, "paid the crew").flags] == [FlagCode.AMBIGUOUS]
    second = verify_quote(index, "paid the crew", prefix="Later he", suffix="again")
    assert (second.spans, second.flags) == (((27, 40),), ())
    assert [flag.code for flag in verify_quote(index, "paid the crew", prefix="never").flags] == [
        FlagCode.AMBIGUOUS,
        FlagCode.CONTEXT_DIFFERS,
    ]


def test_the_difference_is_shown() -> None:
    assert (
        check("The council can accept the non-binding plan").difference
        == ("The council [-can't-] {+can+} accept the non [- - binding-] {+binding+} plan")
        or "[-can't-] {+can+}" in check("The council can accept the non-binding plan").difference
    )


def test_hyphens_at_line_ends_are_found_both_ways() -> None:
    document = text_document("The second-\nstrike force was re-\nnewed in spring.")
    for quotation in ("secondstrike force", "second-strike force", "was renewed in spring"):
        assert verify_quote(document, quotation).passes


def test_five_megabytes() -> None:
    """Read, indexed, and a hundred quotations checked: what takes a second would take hours if it were quadratic."""
    from detente.evidence.extract import read_bytes

    lines = [
        f"Line {k}: the harbour board {k * 7919 % 100_003} has “in any case” not met, he said. " * 3
        for k in range(22_000)
    ]
    data = "\n\n".join(lines).encode()
    assert len(data) > 5_000_000
    index = SearchIndex(read_bytes(data, "large.txt"))
    passed = [
        verify_quote(index, f"the harbour board {k * 7919 % 100_003} has", paragraph=k + 1).passes
        for k in range(0, 22_000, 220)
    ]
    refused = verify_quote(index, "the harbour board 7919 has met").passes
    assert (all(passed), refused) == (True, False)
