import json
import re
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from detente.case import Case, parse_case, read_case, read_condition
from detente.case.model import (
    AnyOrder,
    Hedge,
    Irreversible,
    Likelihood,
    Mode,
    PreferenceStatement,
    Prioritization,
    Ranking,
    Strength,
    Weights,
)
from detente.case.read import MAX_BYTES
from detente.errors import CaseError, FormulaError
from detente.logic import And, Atom, Constant, Named, Not
from tests.strategies import case_texts

WHOLE = """\
detente: 1
title: A town and a firm
about: Everything that the format has.
decision_makers:
  town:
    name: The town
    short: Town
    options:
      insist: Insist on the order
      modify: {label: Modify the order, short: Modify, irreversible: true, because: [s1]}
    preferences:
      - not abandon
      - that: insist iff not modify
        because: [s1, s2]
        likelihood: likely
        strength: strong
      - any order: [accept, {that: modify, because: [s1]}]
  firm:
    name: The firm
    options:
      accept: Accept the order
      abandon: {label: Abandon the plant, irreversible: dropping}
    preferences:
      ranking:
        - [accept and modify, YN--]
        - YNYN
        - true
      because: [s3]
  bank:
    name: The bank
    preferences:
      weights: {accept: 2, firm.abandon: -1/2, insist: 0.25}
constraints:
  - accept excludes abandon
  - {that: abandon implies insist, because: [s2]}
moves:
  - {by: firm, from: accept, to: not accept, never: true}
indistinguishable: [abandon]
status_quo: {state: [insist], because: [s2]}
outcomes:
  settlement: accept and modify
  failure: {that: not settlement, about: Anything else.}
sources:
  gazette-1991: {title: Gazette, author: A. Reporter, date: 1991-08, kind: news, url: "https://example.org/a"}
statements:
  s1: {source: gazette-1991, at: {paragraph: 4, quote: a few words}, voices: [reporter, mayor], mode: indirect,
       hedge: medium, hedge_words: presumably, claim: The mayor wants the order kept.}
  s2: {source: gazette-1991, mode: author's assertion, claim: The firm can leave.}
  s3: {mode: analyst's step, claim: Refusals before aims.}
perceptions:
  - {id: bluff, by: town, of: firm, preferences: [abandon], because: [s1]}
  - {id: unseen, by: bank, unaware_of: [firm.abandon]}
influences:
  - {id: pressure, by: town, through: insist, on: bank, preferences: [accept], because: [s2]}
variants:
  no-bluff: {drop: [bluff, s1]}
  tough: {about: The town means it., preferences: {town: [insist]}, status_quo: NNNN, constraints: [not modify]}
published:
  - {source: gazette-1991, at: Table 2, concept: nash, states: [YNYN, [insist], settlement]}
"""


@pytest.fixture(scope="module")
def whole() -> Case:
    return parse_case(WHOLE, file="whole.yaml")


def faults(text: str) -> list[tuple[str, int, int, str]]:
    with pytest.raises(CaseError) as caught:
        parse_case(text, file="x.yaml")
    return [(problem.code, problem.line, problem.column, problem.message) for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert WHOLE.count(old) == 1
    return WHOLE.replace(old, new)


def test_everything_that_the_format_has_arrives(whole: Case) -> None:
    town, firm, bank = whole.decision_makers.values()

    assert whole.options == ("town.insist", "town.modify", "firm.accept", "firm.abandon")
    assert [option.irreversible for option in town.options.values()] == [None, Irreversible.TAKING]
    assert Irreversible.DROPPING is whole.option("firm.abandon").irreversible
    assert isinstance(town.preferences, Prioritization)
    first, second, third = town.preferences.statements
    assert isinstance(first, PreferenceStatement)
    assert Not(Atom("firm.abandon")) == first.that.formula
    assert isinstance(second, PreferenceStatement)
    assert (second.because, second.likelihood, second.strength) == (("s1", "s2"), Likelihood.LIKELY, Strength.STRONG)
    assert isinstance(third, AnyOrder)
    assert [statement.that.text for statement in third.any_order] == ["accept", "modify"]
    assert isinstance(firm.preferences, Ranking)
    assert [[condition.text for condition in group] for group in firm.preferences.ranking] == [
        ["accept and modify", "YN--"],
        ["YNYN"],
        ["true"],
    ]
    assert isinstance(bank.preferences, Weights)
    assert {
        "firm.accept": Fraction(2),
        "firm.abandon": Fraction(-1, 2),
        "town.insist": Fraction(1, 4),
    } == bank.preferences.weights
    assert (whole.statements["s1"].at.paragraph, whole.statements["s1"].at.quote) == (4, "a few words")  # type: ignore[union-attr]
    assert (whole.statements["s1"].mode, whole.statements["s1"].hedge) == (Mode.INDIRECT, Hedge.MEDIUM)
    assert whole.perceptions[1].unaware_of == ("firm.abandon",)
    assert whole.influences[0].through == "town.insist"
    assert True is whole.moves[0].never


def test_states_are_full_conjunctions_however_they_are_written(whole: Case) -> None:
    insist, modify, accept, abandon = (Atom(name) for name in whole.options)
    listed = And((insist, Not(modify), Not(accept), Not(abandon)))

    assert whole.status_quo is not None
    assert ("insist", listed) == (whole.status_quo.state.text, whole.status_quo.state.formula)
    published = [condition.formula for condition in whole.published[0].states]
    assert [And((insist, Not(modify), accept, Not(abandon))), listed] == published[:2]
    assert Named("settlement", And((accept, modify))) == published[2]
    firm = whole.decision_makers["firm"].preferences
    assert isinstance(firm, Ranking)
    assert And((insist, Not(modify))) == firm.ranking[0][1].formula


def test_outcomes_may_use_each_other_in_any_order() -> None:
    case = parse_case(
        changed("  settlement: accept and modify\n", "  good: not failure\n  settlement: accept and modify\n")
    )

    settlement = Named("settlement", And((Atom("firm.accept"), Atom("town.modify"))))
    assert Not(Named("failure", Not(settlement))) == case.outcomes["good"].that.formula


def test_places_are_found_by_model_path_and_by_file_path(whole: Case) -> None:
    by_model = whole.problem("W999", "x", ("decision_makers", "town", "preferences", "statements", 0, "that"))
    by_file = whole.problem("W999", "x", ("decision_makers", "town", "preferences", 0))

    assert by_file == by_model
    assert (by_model.file, by_model.line, by_model.column) == ("whole.yaml", 12, 9)


GRAPH = """\
detente: 1
title: A graph
decision_makers:
  us: {name: One side, preferences: {ranking: [s3, [s1, s2], YN]}}
  cn: {name: Other side, preferences: [not s1]}
states: {s1: Tariffs, s2: Talks, s3: Deal, YN: Odd}
arcs:
  us: {s1: [s2, s3], s2: [s1]}
status_quo: s1
"""


def test_graph_form() -> None:
    case = parse_case(GRAPH)

    assert case.is_graph_form
    assert case.arcs == {"us": {"s1": ("s2", "s3"), "s2": ("s1",)}}
    assert case.status_quo is not None
    assert Atom("s1") == case.status_quo.state.formula
    ranking = case.decision_makers["us"].preferences
    assert isinstance(ranking, Ranking)
    assert Atom("YN") == ranking.ranking[2][0].formula


# What is replaced, by what (with ^ before the place that the problem has to point at), code, message.
EACH_FAULT = [
    ("- not abandon\n", "- not ^abanodn\n", "E201", "no option or outcome 'abanodn'; did you mean 'abandon'?"),
    ("weights: {accept: 2", "weights: {^acept: 2", "E206", "no option 'acept'; did you mean 'accept'?"),
    ("because: [s1, s2]", "because: [s1, ^s4]", "E203", "no statement 's4'; known: s1, s2, s3"),
    (
        "s2: {source: gazette-1991",
        "s2: {source: ^gazette",
        "E204",
        "no source 'gazette'; did you mean 'gazette-1991'?",
    ),
    ("{by: firm, from", "{by: ^frim, from", "E205", "no decision maker 'frim'; did you mean 'firm'?"),
    ("  - {source: g", "  - {variant: ^tuogh, source: g", "E207", "no variant 'tuogh'; did you mean 'tough'?"),
    (
        "outcomes:\n",
        "outcomes:\n  ^accept: insist\n",
        "E210",
        "'accept' already names an option ('firm.accept'); choose another",
    ),
    (
        "- {id: unseen",
        "- {^id: s1",
        "E210",
        "'s1' already names a statement; 'drop' needs ids that are unique among all three",
    ),
    (
        "weights: {accept: 2,",
        "^weights: {accept: 2, firm.accept: 3,",
        "E210",
        "'firm.accept' and 'accept' are the same option",
    ),
    ("{state: [insist]", "{^state: [insist, insist]", "E210", "'insist' is listed twice"),
    (
        "  settlement: accept and modify",
        "  ^settlement: not failure",
        "E211",
        "'settlement' is explained by itself (through 'failure')",
    ),
    ("  settlement: accept and modify", "  ^settlement: settlement", "E211", "'settlement' is explained by itself"),
    ("concept: nash", "concept: ^nsah", "E212", "no concept 'nsah'; did you mean 'nash'?"),
    (
        "insist: Insist on the order",
        "^in-sist: Insist on the order",
        "E209",
        "'in-sist' cannot be a name: use letters, digits and underscores, starting with a letter, "
        "for example 'in_sist'",
    ),
    ("  failure: {", "  ^unless: {", "E209", "'unless' cannot be a name: it is a word of the formula language"),
    (
        "  no-bluff:",
        "  ^'no bluff':",
        "E209",
        "'no bluff' cannot be an id: use letters, digits, '_', '-' and '.', without spaces",
    ),
    ("title: A town and a firm", "^tilte: A town", "E116", "unknown key 'tilte'; did you mean 'title'?"),
    (
        "short: Modify, irr",
        "^colour: red, irr",
        "E116",
        "unknown key 'colour'; known: because, label, short, irreversible",
    ),
    ("- any order: [", "- ^any_order: [", "E116", "unknown key 'any_order'; did you mean 'any order'?"),
    ("title: A town and a firm", "title: '^'", "E121", "'title' is empty"),
    ("detente: 1", "detente: ^2", "E122", "format '2'; this program reads format 1, so write 'detente: 1'"),
    ("  bank:\n    name: The bank\n", "  ^bank:\n", "E117", "missing key 'name'"),
    (
        "likelihood: likely",
        "likelihood: ^probably",
        "E118",
        "'probably' is not one of the words for 'likelihood'; write 'almost no chance' or 'very unlikely' or "
        "'unlikely' or 'roughly even' or 'likely' or 'very likely' or 'almost certain'",
    ),
    (
        "mode: author's assertion",
        "mode: ^author's assertoin",
        "E118",
        "'author's assertoin' is not one of the words for 'mode'; did you mean 'author's assertion'?",
    ),
    ("never: true", "never: ^yes", "E118", "'yes' in the place of 'true' or 'false'"),
    ("accept: 2,", "accept: ^two,", "E119", "'two' is not a number; write for example 3, -2, 0.5 or 1/3"),
    ("-1/2", "^1/0", "E119", "'1/0' is not a number; write for example 3, -2, 0.5 or 1/3"),
    ("paragraph: 4", "paragraph: ^-4", "E119", "'-4' is not a whole number; count from 1 (0 is a headline)"),
    ("date: 1991-08,", "date: ^1991-13,", "E120", "'1991-13' is not a date; write 2026-01-26, 2026-01 or 2026"),
    (
        "date: 1991-08,",
        "sha256: ^abc,",
        "E120",
        "'abc' is not a checksum; write the 64 digits and letters a-f of the SHA-256",
    ),
    (
        "any order: [accept, {that: modify, because: [s1]}]",
        "^any order: [accept]",
        "E121",
        "'any order' needs at least 2 entries",
    ),
    ("because: [s1, s2]", "because: ^s1", "E115", "'s1' in the place of a list ('- entry', or '[entry, entry]')"),
    (
        "  - accept excludes abandon",
        "  - ^[accept]",
        "E115",
        "a list in the place of a formula, for example 'accept if not insist'",
    ),
    (
        "  - accept excludes abandon",
        "  -^",
        "E115",
        "nothing in the place of a formula, for example 'accept if not insist'",
    ),
    (
        "{state: [insist]",
        "{^state: [insist, [a]]",
        "E115",
        "a list in the place of an option",
    ),
    ("sources:\n", "sources:\n  other: ^x\n", "E115", "'x' in the place of a mapping ('key: value')"),
    (
        "accept excludes abandon",
        "accept ^exclude abandon",
        "E124",
        "'exclude' cannot stand here; expected 'and', 'or', 'if' or the end",
    ),
    (
        "        - YNYN\n",
        "        - ^YNYNN\n",
        "E125",
        "'YNYNN' has 5 letters and the case 4 options; write one Y, N or - each",
    ),
    (
        "s2: {source: gazette-1991, mode",
        "^s2: {mode",
        "E301",
        "missing key 'source'; only an analyst's step does without one",
    ),
    (
        "s3: {mode",
        "^s3: {source: gazette-1991, mode",
        "E302",
        "an analyst's step has no source and no place in one; remove 'source' and 'at'",
    ),
    (
        "    preferences:\n      weights: {",
        "    ^preferences:\n      ranking: [accept]\n      weights: {",
        "E303",
        "preferences are a list, or a mapping with exactly one of 'statements', 'ranking', 'weights' and 'pairs'",
    ),
    (
        "{id: unseen, by: bank, unaware_of: [firm.abandon]}",
        "^{id: unseen, by: bank}",
        "E307",
        "a perception that says nothing; give 'of' and 'preferences', 'unaware_of' or 'unseen'",
    ),
    (
        "{id: unseen, by: bank,",
        "^{id: unseen, by: bank, of: town,",
        "E307",
        "'of' and 'preferences' go together: whose preferences are misread, and how",
    ),
    (
        "{id: pressure, by: town, through: insist",
        "^{id: pressure, by: town, through: accept",
        "E308",
        "'firm.accept' is not an option of 'town'; 'through' is what 'by' does",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "code", "message"), EACH_FAULT, ids=[f"{row[2]}-{row[1]}" for row in EACH_FAULT]
)
def test_each_fault_is_one_problem_at_its_place(old: str, new: str, code: str, message: str) -> None:
    marked = changed(old, new)
    before = marked[: marked.index("^")]
    place = before.count("\n") + 1, len(before) - before.rfind("\n")

    assert [(code, *place, message)] == faults(marked.replace("^", ""))


GRAPH_FAULTS = [
    ("us: {s1: [s2, s3]", "us: {s1: [s2, s1]", "E306", 8, "an arc from 's1' to itself is no move"),
    ("s2: [s1]}", "s2: [s9]}", "E208", 8, "no state 's9'; known: YN, s1, s2, s3"),
    (
        "cn: {name: Other side,",
        "cn: {name: Other side, options: {go: Go},",
        "E304",
        5,
        "options in a case that lists its states; a case has one or the other",
    ),
    (
        "status_quo: s1",
        "indistinguishable: [s1]",
        "E304",
        9,
        "'indistinguishable' in a case that lists its states; list one state in the place of several",
    ),
    (
        "arcs:\n  us: {s1: [s2, s3], s2: [s1]}\n",
        "",
        "E305",
        6,
        "'states' without 'arcs'; list who can move from where to where",
    ),
    (
        "status_quo: s1",
        "status_quo: [s1]",
        "E309",
        9,
        "a list of options, but this case lists its states; write the name of one state",
    ),
    ("[not s1]", "[not s5]", "E201", 5, "no state or outcome 's5'"),
]


@pytest.mark.parametrize(("old", "new", "code", "line", "message"), GRAPH_FAULTS, ids=[row[2] for row in GRAPH_FAULTS])
def test_each_fault_of_graph_form(old: str, new: str, code: str, line: int, message: str) -> None:
    assert GRAPH.count(old) == 1
    found = faults(GRAPH.replace(old, new))

    assert [(code, line, message)] == [(fault[0], fault[1], fault[3]) for fault in found]


def test_arcs_without_states() -> None:
    text = GRAPH.replace("states: {s1: Tariffs, s2: Talks, s3: Deal, YN: Odd}\n", "")

    assert "E305" in {code for code, *_ in faults(text)}


def test_all_faults_at_once_in_the_order_of_the_file() -> None:
    text = WHOLE
    for code in ("E212", "E120", "E205", "E201", "E203"):
        old, new = next(row[:2] for row in EACH_FAULT if row[2] == code)
        text = text.replace(old, new.replace("^", ""))

    assert [fault[0] for fault in faults(text)] == ["E201", "E203", "E205", "E120", "E212"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        # a misspelt section: what it would define is not missed elsewhere
        ("    options:\n      insist", "    optoins:\n      insist", "E116"),
        ("\nstatements:\n", "\nstatments:\n", "E116"),
        ("\nsources:\n", "\nsuorces:\n", "E116"),
        ("\noutcomes:\n", "\noutcoms:\n", "E116"),
        # a part of the wrong shape
        ("  bank:\n    name: The bank\n", "  clerk: x\n  bank:\n    name: The bank\n", "E115"),
    ],
)
def test_one_fault_does_not_bring_others(old: str, new: str, code: str) -> None:
    assert [code] == [fault[0] for fault in faults(changed(old, new))]


def test_a_position_in_a_folded_formula_is_told_in_words() -> None:
    text = changed("  - accept excludes abandon", "  - >-\n    accept and\n    insits")

    assert (faults(text)) == [
        ("E201", 34, 5, "no option or outcome 'insits'; did you mean 'insist'? (at character 12 of the formula)")
    ]


FILES = [
    (b"", "E113", 0, "the file is empty; 'detente new' writes a case to start from"),
    (b"# only a comment\n", "E113", 0, "the file is empty; 'detente new' writes a case to start from"),
    (b"- a\n- b\n", "E114", 1, "a list; a case starts with keys: 'detente: 1', 'title: ...'"),
    (b"Dear reader\n", "E114", 1, "only text; a case starts with keys: 'detente: 1', 'title: ...'"),
    (b"\x7fELF\x02\x01\x00\x00", "E104", 0, "a binary file; a case is a text file in YAML"),
    (b"title: caf\xe9\n", "E104", 1, "byte 0xE9 is not UTF-8; save the file as UTF-8"),
    ("title: x".encode("utf-16"), "E104", 0, "the file is UTF-16; save it as UTF-8"),
]


@pytest.mark.parametrize(("content", "code", "line", "message"), FILES)
def test_files_that_are_no_cases(tmp_path: Path, content: bytes, code: str, line: int, message: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(CaseError) as caught:
        read_case(path)

    (problem,) = caught.value.problems
    assert (code, line, message, str(path)) == (problem.code, problem.line, problem.message, problem.file)


def test_a_missing_file_and_a_directory(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=re.escape("nothing.yaml: E101 there is no such file")):
        read_case(tmp_path / "nothing.yaml")
    with pytest.raises(CaseError, match="E102 this is a directory; give the case file in it"):
        read_case(tmp_path)
    with pytest.raises(CaseError, match="E102 the file cannot be read: "):
        read_case("x" * 5000)


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    started = time.process_time()
    with pytest.raises(CaseError, match="E103 100 MB; a case file of more than 10 MB is not read"):
        read_case(path)

    assert time.process_time() - started < 0.5
    assert MAX_BYTES == 10_000_000


def test_ten_thousand_statements_are_read_in_a_few_seconds() -> None:
    options = ", ".join(f"o{number}: Do it" for number in range(10))
    statements = "\n".join(f"      - not o{n % 10} and o{n // 10 % 10} or o{n // 100 % 10}" for n in range(10_000))
    party = f"    name: A\n    options: {{{options}}}\n    preferences:\n{statements}\n"
    text = f"detente: 1\ntitle: Long\ndecision_makers:\n  a:\n{party}"
    started = time.process_time()
    case = parse_case(text)

    preferences = case.decision_makers["a"].preferences
    assert isinstance(preferences, Prioritization)
    assert len(preferences.statements) == 10_000
    assert time.process_time() - started < 60


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GRAPH.replace("\n", "\r\n").encode())

    assert read_case(path).title == "A graph"


@settings(max_examples=40, deadline=None)
@given(case_texts())
def test_generated_cases_are_read_whole(text: str) -> None:
    case = parse_case(text)

    data = json.loads(text)
    taken = {f"{name}.{option}" for name, party in data["decision_makers"].items() for option in party["options"]}
    assert set(case.options) == taken
    assert len(case.constraints) == len(data.get("constraints", []))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("isnist", "no option or outcome 'isnist'; did you mean 'insist'?"),
        ("YNY", "'YNY' has 3 letters"),
        ("accept(", "'(' cannot stand here"),
    ],
)
def test_a_query_with_a_fault(whole: Case, text: str, message: str) -> None:
    with pytest.raises(FormulaError, match=re.escape(message)):
        read_condition(whole, text)


def test_a_query_reads_formulas_patterns_and_outcomes(whole: Case) -> None:
    assert Atom("town.insist") == read_condition(whole, "insist").formula
    assert Atom("town.insist") == read_condition(whole, "Y---").formula
    assert Constant(True) == read_condition(whole, "true").formula
    assert Named("settlement", whole.outcomes["settlement"].that.formula) == read_condition(whole, "settlement").formula
