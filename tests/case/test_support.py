import pytest

from detente.case import Support, assumptions, parse_case
from detente.case.model import Hedge, Likelihood, Mode, Statement
from detente.case.support import support_of
from tests.case.test_read import GRAPH, WHOLE


def said(mode: Mode, hedge: Hedge = Hedge.NONE) -> Statement:
    source = None if mode is Mode.ANALYST_STEP else "a"
    return Statement(mode=mode, hedge=hedge, source=source, claim="x")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], (Support.NONE, Hedge.NONE)),
        ([said(Mode.DIRECT)], (Support.REPORTED, Hedge.NONE)),
        ([said(Mode.NARRATED_ACT, Hedge.WEAK)], (Support.REPORTED, Hedge.WEAK)),
        ([said(Mode.AUTHOR_ASSERTION)], (Support.ASSERTED, Hedge.NONE)),
        ([said(Mode.AUTHOR_INFERENCE, Hedge.MEDIUM)], (Support.INFERRED, Hedge.MEDIUM)),
        ([said(Mode.ANALYST_STEP)], (Support.ANALYST, Hedge.NONE)),
        # the firmest kind decides, however hedged, and the hedges of other kinds do not count
        ([said(Mode.AUTHOR_ASSERTION), said(Mode.INDIRECT, Hedge.MINIMAL)], (Support.REPORTED, Hedge.MINIMAL)),
        ([said(Mode.AUTHOR_INFERENCE, Hedge.WEAK), said(Mode.ANALYST_STEP)], (Support.INFERRED, Hedge.WEAK)),
        # among statements of that kind the least hedged
        ([said(Mode.MIXED, Hedge.WEAK), said(Mode.DIRECT, Hedge.STRONG)], (Support.REPORTED, Hedge.STRONG)),
    ],
)
def test_the_firmest_statement_decides(statements: list[Statement], expected: tuple[Support, Hedge]) -> None:
    assert support_of(statements) == expected
    assert support_of(statements[::-1]) == expected


def test_every_part_of_a_case_is_listed_with_what_it_rests_on() -> None:
    listed = [
        (part.kind, part.decision_maker, part.text, part.because, part.support, part.hedge)
        for part in assumptions(parse_case(WHOLE))
    ]

    none, reported, step = (Support.NONE, Hedge.NONE), (Support.REPORTED, Hedge.MEDIUM), (Support.ANALYST, Hedge.NONE)
    asserted = (Support.ASSERTED, Hedge.NONE)
    assert listed == [
        ("decision maker", "town", "The town", (), *none),
        ("option", "town", "Insist on the order", (), *none),
        ("irreversible option", "town", "Modify the order", ("s1",), *reported),
        ("preference", "town", "not abandon", (), *none),
        ("preference", "town", "insist iff not modify", ("s1", "s2"), *reported),
        ("preference", "town", "accept", (), *none),
        ("preference", "town", "modify", ("s1",), *reported),
        ("preference order", "town", "3 statements", (), *none),
        ("decision maker", "firm", "The firm", (), *none),
        ("option", "firm", "Accept the order", (), *none),
        ("irreversible option", "firm", "Abandon the plant", (), *none),
        ("preference order", "firm", "accept and modify = YN-- > YNYN > true", ("s3",), *step),
        ("decision maker", "bank", "The bank", (), *none),
        ("preference order", "bank", "firm.accept 2, firm.abandon -1/2, town.insist 1/4", (), *none),
        ("constraint", "", "accept excludes abandon", (), *none),
        ("constraint", "", "abandon implies insist", ("s2",), *asserted),
        ("move", "firm", "never from 'accept' to 'not accept'", (), *none),
        ("merge", "", "abandon", (), *none),
        ("status quo", "", "insist", ("s2",), *asserted),
        ("outcome", "", "settlement: accept and modify", (), *none),
        ("outcome", "", "failure: not settlement", (), *none),
        ("perception", "town", "how it sees firm", ("s1",), *reported),
        ("perception", "bank", "what it does not see", (), *none),
        ("influence", "town", "on bank through town.insist", ("s2",), *asserted),
    ]


def test_paths_are_those_of_the_file() -> None:
    parts = assumptions(parse_case(WHOLE, file="x.yaml"))

    assert parts[3].path == ("decision_makers", "town", "preferences", 0)
    assert parts[5].path == ("decision_makers", "town", "preferences", 2, "any order", 0)
    assert parts[4].likelihood is Likelihood.LIKELY


def test_the_arcs_of_graph_form_are_an_assumption_of_each_decision_maker() -> None:
    arcs = [
        (part.decision_maker, part.text, part.path) for part in assumptions(parse_case(GRAPH)) if part.kind == "arcs"
    ]

    assert arcs == [("us", "s1 to s2, s3; s2 to s1", ("arcs", "us"))]
