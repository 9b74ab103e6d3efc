"""What rests only on another party's claim, or only on an inference, is said wherever preferences are shown."""

from detente.case import parse_case
from detente.conflict import build_conflict
from detente.present.document import document_text
from detente.present.evidence.weak import weak_parts, weak_preferences
from detente.present.findings import ListedFindings
from detente.present.notes import notes
from detente.present.overview import case_overview
from detente.present.result_tables import wants_table
from detente.stability import analyze_stability

CASE = parse_case("""
detente: 1
title: Harbour
decision_makers:
  a:
    name: A
    voices: [Ann]
    options: {sign: Sign}
    preferences:
      - {that: sign, because: [bo]}
      - any order:
          - {that: not block, because: [guess]}
          - {that: block, because: [ann, bo]}
  b:
    name: B
    voices: [Bo]
    options: {block: Block}
    preferences:
      pairs:
        - {better: block, worse: not block, because: [ann]}
sources: {news: {title: N}}
statements:
  ann: {source: news, voices: [reporter, Ann], mode: direct, claim: x}
  bo: {source: news, voices: [reporter, Bo], mode: direct, claim: x}
  guess: {source: news, voices: [reporter], mode: author's inference, claim: x}
status_quo: []
""")
SENTENCE = (
    "Of 4 preferences, as coded, 2 rest only on another party's claim (A 1, B 1) and 1 rests only on an author's"
    " inference (A 1)."
)


def test_weak_parts_by_their_place() -> None:
    """As if the file left no key out, and inside groups."""
    assert weak_parts(CASE) == {
        ("decision_makers", "a", "preferences", "statements", 0): "only another party's claim",
        ("decision_makers", "a", "preferences", "statements", 1, "any order", 0): "only inferred",
        ("decision_makers", "b", "preferences", "pairs", 0): "only another party's claim",
    }


def test_counted_in_a_sentence_in_notes_and_overview() -> None:
    """One sentence, the same everywhere."""
    conflict = build_conflict(CASE)
    assert weak_preferences(CASE) == SENTENCE
    assert SENTENCE in notes(ListedFindings(analyze_stability(conflict)))
    assert SENTENCE in document_text(case_overview(conflict), 1000)


def test_marked_beside_the_wish() -> None:
    """In the table that long answers show, each where it stands."""
    assert [row[2] for row in wants_table(CASE).rows] == [
        "A: Sign [only another party's claim]",
        "in any order: B: not Block [only inferred]; B: Block",
        "B: Block; rather than: B: not Block [only another party's claim]",
    ]
