import pytest
from hypothesis import given, settings

from detente.case import Case, apply_variant, case_digest, parse_case
from detente.case.model import AnyOrder, PreferenceStatement, Prioritization, Ranking
from detente.errors import UnknownNameError
from tests.case.test_read import GRAPH, WHOLE
from tests.strategies import case_texts


@pytest.fixture(scope="module")
def whole() -> Case:
    return parse_case(WHOLE, file="whole.yaml")


def test_no_variant_is_the_case_itself(whole: Case) -> None:
    assert apply_variant(whole, "") is whole


def test_an_unknown_variant(whole: Case) -> None:
    with pytest.raises(UnknownNameError, match="no variant 'tuogh'; did you mean 'tough'"):
        apply_variant(whole, "tuogh")


def test_what_a_variant_gives_replaces_or_is_added(whole: Case) -> None:
    tough = apply_variant(whole, "tough")

    town = tough.decision_makers["town"].preferences
    assert isinstance(town, Prioritization)
    assert [item.that.text for item in town.statements if isinstance(item, PreferenceStatement)] == ["insist"]
    assert tough.decision_makers["firm"] == whole.decision_makers["firm"]
    assert [constraint.that.text for constraint in tough.constraints] == [
        "accept excludes abandon",
        "abandon implies insist",
        "not modify",
    ]
    assert tough.status_quo is not None
    assert tough.status_quo.state.text == "NNNN"
    assert tough.statements == whole.statements


def test_what_rests_on_dropped_statements_alone_goes_and_the_rest_rests_on_less(whole: Case) -> None:
    dropped = apply_variant(whole, "no-bluff")

    town = dropped.decision_makers["town"]
    assert isinstance(town.preferences, Prioritization)
    items = town.preferences.statements
    assert all(isinstance(item, PreferenceStatement) for item in items)
    # of the group in any order one is left, so there is no order to leave open
    assert [(item.that.text, item.because) for item in items if isinstance(item, PreferenceStatement)] == [
        ("not abandon", ()),
        ("insist iff not modify", ("s2",)),
        ("accept", ()),
    ]
    assert town.options["modify"].because == ()
    assert list(dropped.statements) == ["s2", "s3"]
    assert [perception.id for perception in dropped.perceptions] == ["unseen"]
    assert [influence.id for influence in dropped.influences] == ["pressure"]
    assert len(dropped.constraints) == 2


def test_dropping_keeps_groups_that_still_have_two_members() -> None:
    text = WHOLE.replace("any order: [accept, {that: modify", "any order: [accept, insist, {that: modify")
    dropped = apply_variant(parse_case(text), "no-bluff")

    preferences = dropped.decision_makers["town"].preferences
    assert isinstance(preferences, Prioritization)
    group = preferences.statements[2]
    assert isinstance(group, AnyOrder)
    assert [statement.that.text for statement in group.any_order] == ["accept", "insist"]


def test_a_ranking_stays_without_its_support() -> None:
    dropped = apply_variant(parse_case(WHOLE.replace("drop: [bluff, s1]", "drop: [s3]")), "no-bluff")

    firm = dropped.decision_makers["firm"].preferences
    assert isinstance(firm, Ranking)
    assert firm.because == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A town and a firm", "title: 'A town and a firm'  # comment"),
        ("      - not abandon\n", "\n      # a comment\n      - 'not abandon'\n"),
        ("status_quo: {state: [insist], because: [s2]}", "status_quo:\n  because: [s2]\n  state:\n    - insist"),
        ("because: [s1, s2]", "because:\n          - s1\n          - s2"),
        ("      insist: Insist on the order", "      insist: {label: Insist on the order}"),
        (
            "  s2: {source: gazette-1991, mode: author's assertion, claim: The firm can leave.}\n"
            "  s3: {mode: analyst's step, claim: Refusals before aims.}\n",
            "  s3: {mode: analyst's step, claim: Refusals before aims.}\n"
            "  s2: {claim: The firm can leave., source: gazette-1991, mode: author's assertion}\n",
        ),
    ],
)
def test_layout_does_not_count_in_the_digest(whole: Case, old: str, new: str) -> None:
    assert WHOLE.count(old) == 1
    assert case_digest(parse_case(WHOLE.replace(old, new))) == case_digest(whole)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A town and a firm", "title: A firm and a town"),
        ("      - not abandon\n", "      - not accept\n"),
        ("because: [s1, s2]", "because: [s1]"),
        ("likelihood: likely", "likelihood: very likely"),
        ("[accept and modify, YN--]", "[YN--]"),
        ("accept: 2,", "accept: 3,"),
        ("never: true", "never: false"),
        ("hedge: medium", "hedge: weak"),
        ("  settlement: accept and modify\n", ""),
        ("paragraph: 4", "paragraph: 5"),
        ("drop: [bluff, s1]", "drop: [bluff]"),
        (
            "      insist: Insist on the order\n"
            "      modify: {label: Modify the order, short: Modify, irreversible: true, because: [s1]}\n",
            "      modify: {label: Modify the order, short: Modify, irreversible: true, because: [s1]}\n"
            "      insist: Insist on the order\n",
        ),
    ],
)
def test_content_and_order_count_in_the_digest(whole: Case, old: str, new: str) -> None:
    assert WHOLE.count(old) == 1
    text = WHOLE.replace(old, new)
    if "settlement" in old:
        text = text.replace("not settlement", "not accept").replace(", settlement]", "]")
    assert case_digest(parse_case(text)) != case_digest(whole)


def test_the_order_of_states_counts() -> None:
    swapped = GRAPH.replace("s1: Tariffs, s2: Talks", "s2: Talks, s1: Tariffs")

    assert case_digest(parse_case(swapped)) != case_digest(parse_case(GRAPH))


@settings(max_examples=20, deadline=None)
@given(case_texts())
def test_the_digest_is_that_of_the_content(text: str) -> None:
    case = parse_case(text, file="a.yaml")

    assert case_digest(case) == case_digest(parse_case("# comment\n" + text, file="b.yaml"))
    assert len(case_digest(case)) == 64
