import pytest

from detente.case import advise, parse_case, starter_text

BASE = """\
detente: 1
title: A town and a firm
decision_makers:
  town:
    name: The town
    options: {insist: Insist, modify: Modify}
    preferences:
      statements:
        - {that: insist iff not modify, because: [s1]}
        - {that: not insist, because: [s1]}
      because: [s2]
  firm:
    name: The firm
    options: {accept: Accept}
    preferences:
      ranking: [accept, true]
      because: [s2]
sources:
  gazette: {title: Gazette}
statements:
  s1: {source: gazette, mode: direct, claim: x}
  s2: {mode: analyst's step, claim: y}
"""


def test_a_sound_case_gets_no_advice() -> None:
    assert advise(parse_case(BASE)) == ()
    assert advise(parse_case(starter_text())) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "message"),
    [
        (
            "insist iff not modify",
            "insist",
            "W401",
            6,
            "nobody's preferences mention the option 'town.modify'; "
            "it changes nothing unless a constraint ties it to another",
        ),
        (
            "ranking: [accept, true]",
            "statements:\n        - {that: town.insist iff not modify, because: [s2]}\n"
            "        - {that: not insist, because: [s1]}\n        - any order: [{that: accept, because: [s1]},"
            " {that: modify, because: [s1]}]",
            None,
            0,
            "",
        ),
        (
            "ranking: [accept, true]\n      because: [s2]",
            "ranking: [accept, true]",
            "W403",
            15,
            "the preference order 'accept > true' has no source; "
            "add 'because', or a statement with mode analyst's step",
        ),
        (
            "  s2: {mode",
            "  s3: {mode: analyst's step, claim: z}\n  s2: {mode",
            "W404",
            22,
            "nothing rests on the statement 's3'",
        ),
        (
            "  gazette: {title: Gazette}",
            "  gazette: {title: Gazette}\n  other: {title: Other}",
            "W404",
            20,
            "no statement and no published result cites the source 'other'",
        ),
        (
            "        - {that: not insist, because: [s1]}\n",
            "        - {that: not insist, because: [s1]}\n        - {that: not town.insist, because: [s1]}\n",
            "W405",
            11,
            "'not town.insist' is repeated; it stands higher in the list already",
        ),
    ],
)
def test_each_piece_of_advice(old: str, new: str, code: str | None, line: int, message: str) -> None:
    assert BASE.count(old) == 1
    found = [(problem.code, problem.line, problem.message) for problem in advise(parse_case(BASE.replace(old, new)))]

    assert found == ([(code, line, message)] if code else [])


def test_two_parties_that_want_the_same() -> None:
    text = BASE.replace(
        "ranking: [accept, true]", "statements: [{that: insist iff not modify, because: [s1]}]"
    ).replace("        - {that: not insist, because: [s1]}\n", "")

    assert [(problem.code, problem.line) for problem in advise(parse_case(text))] == [("W401", 13), ("W402", 14)]


def test_a_statement_that_only_a_variant_or_a_belief_rests_on_is_used() -> None:
    text = BASE + (
        "  s3: {mode: analyst's step, claim: z}\n"
        "  s4: {mode: analyst's step, claim: z}\n"
        "variants:\n  calm: {preferences: {firm: [{that: accept, because: [s3]}]}, because: [s4]}\n"
    )

    assert advise(parse_case(text)) == ()


def test_a_case_without_statements_is_not_asked_for_sources() -> None:
    text = BASE[: BASE.index("sources:")]
    for support in ("\n      because: [s2]", ", because: [s1]"):
        text = text.replace(support, "")

    assert advise(parse_case(text)) == ()
