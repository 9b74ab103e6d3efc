"""The report as text: complete, self-contained, harmless, the same every time."""

from __future__ import annotations

import dataclasses
import re
import stat
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markupsafe import Markup

from detente.case import assumptions, load_case
from detente.case.model import AnyOrder, Hedge, Mode, Prioritization, Statement
from detente.conflict import build_conflict
from detente.errors import OutputError
from detente.present.answer import summarize
from detente.present.names import concept_name
from detente.present.report import answer_parts, build_page, context, render_report, support_parts, write_report
from detente.present.report.evidence import voices_words
from detente.stability import Concept, analyze_stability
from tests.report_cases import ATTACK, CATALOGUE, conflict_of, hostile_case, html_of, large_case, result_of

VOID = {"meta", "br", "img", "link", "input", "hr"}
TEMPLATES = Path(context.__file__).parent.parent / "templates"

NOUNS = [
    noun
    for module in (answer_parts, support_parts, context)
    for noun in vars(module).values()
    if isinstance(noun, type) and dataclasses.is_dataclass(noun) and noun.__module__ == module.__name__
]


class Reader(HTMLParser):
    """Reads a page strictly: every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"{tag}: repeated attribute")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(f"{tag} closed out of order")

    def handle_data(self, data: str) -> None:
        if not self.stack or self.stack[-1] != "style":
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def said(page: context.Page) -> list[support_parts.StatementRow]:
    """Return every statement of a page, source by source, then the analyst's."""
    return [*(row for source in page.sources for row in source.statements), *page.steps]


def _report_on(case: object) -> str:
    return render_report(analyze_stability(build_conflict(case)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def hostile() -> str:
    return _report_on(hostile_case())


@pytest.mark.parametrize("name", CATALOGUE)
def test_page_is_well_formed_and_every_reference_has_a_target(name: str) -> None:
    page = Reader(html_of(name))
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    targets = {attributes["href"] for _, attributes in page.elements if "href" in attributes}
    labels = {
        label
        for _, attributes in page.elements
        for key in ("aria-labelledby", "aria-describedby")
        for label in attributes.get(key, "").split()
    }
    assert (page.faults, page.stack) == ([], [])
    assert {1} == set(ids.values())
    assert {target for target in targets if not target.startswith("https://")} <= {f"#{name}" for name in ids}
    assert labels <= set(ids)


@pytest.mark.parametrize("name", CATALOGUE)
def test_page_is_small_needs_nothing_and_runs_nothing(name: str) -> None:
    html = html_of(name)
    page = Reader(html)
    policy = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert len(html.encode()) < 250_000
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'")
    assert not {tag for tag, _ in page.elements} & {
        "script",
        "iframe",
        "object",
        "embed",
        "img",
        "link",
        "form",
        "base",
    }
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on") or key == "src"]
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("name", CATALOGUE)
def test_page_has_landmarks_headings_in_order_and_captions(name: str) -> None:
    page = Reader(html_of(name))
    tags = [tag for tag, _ in page.elements]
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert page.all("html")[0]["lang"] == "en"
    assert [tags.count(tag) for tag in ("header", "main", "footer", "nav", "h1")] == [1, 1, 1, 1, 1]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert tags.count("table") == tags.count("caption")
    assert all("scope" in cell for cell in page.all("th"))
    regions = [attributes for _, attributes in page.elements if attributes.get("role") == "region"]
    assert regions
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)


def test_page_is_the_same_to_the_byte() -> None:
    assert html_of("elmira") == _report_on(load_case("elmira"))


@pytest.mark.parametrize("name", CATALOGUE)
def test_answer_comes_first_and_whole(name: str) -> None:
    text = Reader(html_of(name)).text
    answer = summarize(result_of(name))
    for sentence in (*answer.headline, *answer.notes, *(outcome.sentence for outcome in answer.outcomes)):
        assert " ".join(sentence.replace("`", "").split()) in text
    assert text.index(" ".join(answer.headline[0].split())) < text.index("The picture")


@pytest.mark.parametrize("name", CATALOGUE)
def test_tables_of_stability_say_what_was_found(name: str) -> None:
    result = result_of(name)
    page = build_page(result)
    names = [result.conflict.case.decision_makers[dm].name for dm in result.conflict.decision_makers]
    concepts = {concept_name(concept): concept for concept in Concept}
    for table in page.stability:
        for row in table.rows:
            state = _position(result, row.ring.name)
            for party, verdicts in zip(table.parties, row.verdicts, strict=True):
                expected = [bool(result.stable[concepts[c]][names.index(party.name), state]) for c in table.concepts]
                assert expected == list(verdicts)
            held = [concept_name(concept) for concept in result.stable if result.equilibria(concept)[state]]
            assert [word for word in held if word not in row.settles] == []
            assert bool(held) == bool(row.settles)


@pytest.mark.parametrize("name", CATALOGUE)
def test_table_of_places_is_the_twin_of_the_drawing(name: str) -> None:
    result = result_of(name)
    conflict = result.conflict
    for row in build_page(result).ranks:
        state = _position(result, row.name)
        expected = [int(conflict.level[i].max() - conflict.level[i, state]) + 1 for i in range(len(row.places))]
        assert expected == [int(re.match(r"\d+", place)[0]) for place in row.places]  # type: ignore[index]


def test_every_part_of_the_model_is_listed_with_its_support() -> None:
    case = load_case("ukraine-2026-01")
    page = build_page(result_of("ukraine-2026-01"))
    rows = [row for group in page.assumptions for row in group.rows]
    anchors = {row.anchor: row.name for row in said(page)}
    expected = Counter(part.because for part in assumptions(case))
    assert sorted(case.statements) == sorted(anchors.values())
    assert expected == Counter(tuple(anchors[one.link.target] for one in row.support) for row in rows)
    assert [str(number) for number in range(1, len(rows) + 1)] == [row.number for row in rows]
    assert sum(count for _, _, count in page.kinds) == len(rows)


def test_statements_point_back_to_the_parts_that_rest_on_them() -> None:
    page = build_page(result_of("ukraine-2026-01"))
    there = {(row.anchor, one.link.target) for group in page.assumptions for row in group.rows for one in row.support}
    back = {(link.target, statement.anchor) for statement in said(page) for link in statement.used}
    assert there == back


def test_analysts_steps_and_loose_orders_are_marked_so() -> None:
    case = hostile_case()
    assert any(
        isinstance(entry, AnyOrder)
        for party in case.decision_makers.values()
        if isinstance(party.preferences, Prioritization)
        for entry in party.preferences.statements
    )
    page = build_page(analyze_stability(build_conflict(case)))
    assert [len(want.parts) for want in page.wants[0].wants] == [0, 2]
    assert [row.kind for group in page.assumptions for row in group.rows].count("no source") > 0
    assert [row.name for row in page.steps] == ["step"]
    assert "analyst’s own step" in page.steps[0].voices


@pytest.mark.parametrize(
    ("mode", "voices", "expected"),
    [
        (Mode.DIRECT, ("author", "Lavrov"), "The author quotes Lavrov"),
        (Mode.INDIRECT, ("author", "Lavrov", "Paris"), "The author reports what Lavrov says that Paris says"),
        (Mode.NARRATED_ACT, ("Reuters", "mayor"), "Reuters reports what the mayor did"),
        (Mode.AUTHOR_ASSERTION, ("author",), "The author asserts"),
        (Mode.AUTHOR_INFERENCE, (), "The author infers"),
        (Mode.ANALYST_STEP, (), "The analyst’s own step, without a source"),
    ],
)
def test_voices_say_whose_words_they_are(mode: Mode, voices: tuple[str, ...], expected: str) -> None:
    source = None if mode is Mode.ANALYST_STEP else "s"
    assert expected == voices_words(Statement(mode=mode, voices=voices, claim="...", source=source))


@pytest.mark.parametrize("hedge", [hedge for hedge in Hedge if hedge is not Hedge.NONE])
def test_every_hedge_is_said(hedge: Hedge) -> None:
    said = Statement(mode=Mode.INDIRECT, hedge=hedge, claim="...", source="s")
    assert re.fullmatch(r"The author reports \(.+\)", voices_words(said))


def test_reasons_are_told_for_what_holds_and_what_fails() -> None:
    page = build_page(result_of("elmira"))
    assert [reason.ring.name for reason in page.reasons] == ["s5", "s8", "s9", "s1", "s4"]
    assert all(not reason.lines for reason in page.reasons[:3])
    assert all("deters" in line for reason in page.reasons[3:] for _, line in reason.lines)
    assert {"s2", "s3", "s6", "s7"} == {reason.ring.name for reason in page.failures}
    assert all(line for failure in page.failures for _, line in failure.lines)


def test_parties_without_moves_get_no_column_and_are_named() -> None:
    page = build_page(result_of("ukraine-2026-01"))
    shown = {party.short for table in page.stability for party in table.parties}
    assert "Neoconservatives" not in shown
    assert "Neoconservatives" in page.unmoving


def test_published_results_stand_beside_ours() -> None:
    page = build_page(result_of("elmira-12"))
    text = Reader(html_of("elmira-12")).text
    assert [block.title for block in page.published] == ["As published, and here"]
    assert text.index("As published, and here") < text.index("Why it can settle there")
    assert build_page(result_of("ukraine-2026-01")).published == ()


def test_variants_are_shown_with_what_follows() -> None:
    result = result_of("ukraine-2026-01")
    rows = {row.name: row.answer for row in build_page(result).variants}
    assert list(result.conflict.case.variants) == list(rows)
    reversal = analyze_stability(build_conflict(result.conflict.case, variant="reversal"))
    assert summarize(reversal).where == rows["reversal"]
    assert build_page(reversal).variants == ()


def test_large_models_are_cut_and_say_so() -> None:
    result = analyze_stability(build_conflict(large_case(10)))
    html = render_report(result)
    page = build_page(result)
    assert len(html.encode()) < 250_000
    assert page.strips is None
    assert page.cut.startswith("Showing ")
    assert "of 1,024 states" in page.cut
    assert "of 1,024 states" in page.picture.caption
    assert all(wants.extremes for wants in page.wants)


CHASE = """
detente: 1
title: Hide and seek
decision_makers:
  hider: {name: Hider, options: {left: Hide on the left}, preferences: [left iff not right]}
  seeker: {name: Seeker, options: {right: Look on the left}, preferences: [left iff right]}
outcomes: {found: left and right}
"""


@pytest.mark.parametrize("concepts", [(Concept.NASH,), ()])
def test_a_model_that_settles_nowhere_says_so(concepts: tuple[Concept, ...]) -> None:
    result = analyze_stability(conflict_of(CHASE), concepts)
    page = build_page(result)
    text = Reader(render_report(result)).text
    assert "There is no state in which it settles under the concepts used" in text
    assert page.settling == ()
    assert ["s4"] * len(concepts) == [failure.ring.name for failure in page.failures]


def test_hostile_text_is_text_only(hostile: str) -> None:
    page = Reader(hostile)
    shown = ATTACK.replace("\u202e", "[U+202E]")
    known = {tag for name in ("elmira", "ukraine-2026-01") for tag, _ in Reader(html_of(name)).elements}
    assert (page.faults, page.stack) == ([], [])
    assert {tag for tag, _ in page.elements} <= known
    assert shown in page.text
    assert "\u202e" not in hostile
    assert not [href for href in page.all("a") if not re.match(r"#|https://", href["href"])]
    assert page.text.count("{{7*7}}") == page.text.count("</title></style>")
    assert "49</title>" not in page.text


def test_every_field_of_the_page_is_shown() -> None:
    template = "".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.j2")))
    missing = [
        f"{noun.__name__}.{field.name}"
        for noun in NOUNS
        for field in dataclasses.fields(noun)
        if not re.search(rf"\.{field.name}\b", template)
    ]
    assert missing == []


def test_every_field_of_the_page_is_documented() -> None:
    for noun in NOUNS:
        documented = re.findall(r"^    (\w+(?:, \w+)*) : ", noun.__doc__ or "", re.MULTILINE)
        names = [name for line in documented for name in line.split(", ")]
        assert [field.name for field in dataclasses.fields(noun)] == names, noun.__name__


def test_only_our_own_drawings_are_markup() -> None:
    result = analyze_stability(build_conflict(hostile_case()))

    def walk(value: object) -> None:
        if isinstance(value, Markup):
            assert value.startswith("<svg ")
            assert ATTACK not in value
        elif dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, tuple):
            for part in value:
                walk(part)

    walk(build_page(result))


def test_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(result_of("elmira"), path)
    assert html_of("elmira") == path.read_text(encoding="utf-8")
    assert [path] == list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_an_error_that_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no folder"):
        write_report(result_of("elmira"), tmp_path / "missing" / "report.html")
    with pytest.raises(OutputError, match="folder"):
        write_report(result_of("elmira"), tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert stat.S_ISDIR(tmp_path.stat().st_mode)


def _position(result: object, name: str) -> int:
    from detente.conflict import find_state

    return find_state(result.conflict, name)  # type: ignore[attr-defined]
