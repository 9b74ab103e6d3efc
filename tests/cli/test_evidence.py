"""The commands of ``detente evidence``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEXT = (
    "By our staff,\n\nThe firm will not build. Perhaps it will talk, Ann Lee said.\n\n“We go to court,” said Bo Ek.\n\n"
    "The town does not mind."
)
CASE = """\
detente: 1
title: Two farms
decision_makers:
  up:
    name: Upstream
    voices: [Ann Lee]
    options: {reduce: Take less}
    preferences: [{that: not sue, because: [s2]}, not reduce]
  down:
    name: Downstream
    voices: [Bo Ek]
    options: {sue: Go to court}
    preferences: [{that: sue if not reduce, because: [s1]}, not sue]
status_quo: []
sources: {news: {title: News}}
statements:
  # what the one says
  s1: {source: news, at: {paragraph: 2, quote: We go to court}, voices: [staff, Bo Ek], mode: direct, claim: Goes.}
  s2: {source: news, at: {paragraph: 1, quote: will not build}, voices: [staff], mode: author's inference, claim: No.}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A case and its document."""
    case, document = tmp_path / "farms.yaml", tmp_path / "news.txt"
    case.write_text(CASE, encoding="utf-8")
    document.write_text(TEXT, encoding="utf-8")
    return case, document


def test_verify(run: Run, files: tuple[Path, Path]) -> None:
    case, document = files
    result = run("evidence", "verify", case, "--source", document)
    assert result.exit_code == 0
    assert "2 of 2 statements verified without a flag." in result.output
    missing = run("evidence", "verify", case)
    assert missing.exit_code == 3
    assert "no document at hand (--source news=FILE)" in missing.output


def test_verify_finds_the_file_that_the_case_names(run: Run, files: tuple[Path, Path]) -> None:
    case, _ = files
    case.write_text(CASE.replace("{title: News}", "{title: News, file: news.txt}"), encoding="utf-8")
    assert run("evidence", "verify", case).exit_code == 0


def test_a_recorded_version_is_compared(run: Run, files: tuple[Path, Path]) -> None:
    case, document = files
    assert run("evidence", "verify", case, "--source", document, "--record").exit_code == 0
    document.write_text(TEXT.replace("will not build", "will not build here"), encoding="utf-8")
    result = run("evidence", "verify", case, "--source", f"news={document}", "--format", "json")
    report = json.loads(result.output)["report"]
    assert result.exit_code == 2
    assert report["sources"][0]["change"]["kind"] == "content"
    assert [entry["finding"] for entry in report["statements"]] == ["verified", "stale"]
    coverage = run("evidence", "coverage", case, "--source", document)
    assert "only stale" in coverage.output


def test_verify_refuses(run: Run, files: tuple[Path, Path]) -> None:
    case, document = files
    result = run("evidence", "verify", case, "--source", f"newz={document}")
    assert (result.exit_code, result.stderr) == (1, "no source 'newz'; did you mean 'news'?\n")
    result = run("evidence", "verify", "elmira", "--record")
    assert result.exit_code == 1
    assert "a case file of your own" in result.stderr
    result = run("evidence", "verify", case, "--source", "nothing.txt")
    assert (result.exit_code, result.stderr) == (1, "nothing.txt: no such file\n")


@pytest.mark.parametrize(
    ("quotation", "code", "words"),
    [
        ("The town does not mind.", 0, "It stands there word for word."),
        ("it will talk", 1, "sentence lead contains hedge (Perhaps)"),
        ("The firm will build", 2, "[-not-]"),
    ],
)
def test_quote(run: Run, files: tuple[Path, Path], quotation: str, code: int, words: str) -> None:
    result = run("evidence", "quote", files[1], quotation)
    assert result.exit_code == code
    assert words in result.output
    data = json.loads(run("evidence", "quote", files[1], quotation, "--format", "json").output)
    assert (data["kind"], data["exit_code"]) == ("quotation", code)


def test_propose(run: Run, files: tuple[Path, Path]) -> None:
    result = run("evidence", "propose", files[1])
    assert result.exit_code == 0
    assert "Proposals by rule, not findings" in result.output
    data = json.loads(run("evidence", "propose", files[1], "--format", "json").output)
    assert [entry["speaker"]["name"] for entry in data["proposals"]] == ["Ann Lee", "Bo Ek"]


def test_coverage(run: Run, files: tuple[Path, Path]) -> None:
    output = run("evidence", "coverage", files[0]).output
    assert "2 of 11 parts rest on a source" in output
    assert "only inferred" in output
    entries = json.loads(run("evidence", "coverage", files[0], "--format", "json").output)["entries"]
    assert entries[0]["gaps"] == ["no source"]


def test_drop(run: Run, files: tuple[Path, Path]) -> None:
    """Without its voice nothing is known of what Downstream wants when nothing changes."""
    output = run("evidence", "drop", files[0], "voice:Bo Ek").output
    assert "Left out: 1 statement (s1)." in output
    assert "leaves the model" in output
    data = json.loads(run("evidence", "drop", files[0], "s2", "--format", "json").output)
    assert (data["dropped"], data["falls"][0]["removed"]) == (["s2"], True)
    result = run("evidence", "drop", files[0], "voice:Bo Ex")
    assert (result.exit_code, result.stderr) == (1, "no voice 'Bo Ex'; did you mean 'Bo Ek'?\n")


def test_drop_answers_the_two_questions_about_the_bundled_case(run: Run) -> None:
    inferred = run("evidence", "drop", "ukraine-2026-01", "author's inference").output
    assert "In this model no conclusion changes." in inferred
    minister = run("evidence", "drop", "ukraine-2026-01", "voice:Lavrov").output
    assert "Left out: 10 statements" in minister
    assert "still hold" in minister


def test_review_asks_for_each_and_writes_at_once(
    tmp_path: Path, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flagged statement and two proposals: flags accepted, one accepted with a confirmed speaker, one rejected."""
    from click.testing import CliRunner

    from detente.case import read_case
    from detente.cli import main

    case, document = files
    monkeypatch.chdir(tmp_path)
    case.write_text(CASE.replace("claim: No.", "claim: Builds."), encoding="utf-8")
    document.write_text(TEXT + "\n\nThe board said that it wants peace. It rejected the fence.", encoding="utf-8")

    def review(keys: str) -> str:
        arguments = [
            "evidence",
            "review",
            str(case),
            "--source",
            str(document),
            "--by",
            "A. Reader",
            "--on",
            "2026-02-01",
        ]
        result = CliRunner().invoke(main, arguments, input=keys)
        assert result.exit_code == 0, result.output
        return result.output

    output = review("a" + "r" + "a" + "The board\nWants peace.\n" + "q")
    assert "sentence lead contains negation" in output
    after = read_case(case)
    assert after.statements["s2"].review.flags == ("sentence_lead_contains_negation",)
    assert after.statements["s3"].voices == ("author", "The board")
    assert (after.statements["s3"].claim, after.statements["s3"].review.on) == ("Wants peace.", "2026-02-01")
    assert "# what the one says" in case.read_text(encoding="utf-8")
    again = review("q")
    assert "flags" not in again.split("Perhaps")[0]
    assert "it will talk" not in again
    assert "It rejected the fence" in again


def test_export_and_import_go_round(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    case, _ = files
    table = tmp_path / "statements.csv"
    assert run("evidence", "export", case, "-o", table).exit_code == 0
    assert run("evidence", "import", case, table, "--check").output == "Would change: nothing.\n"
    text = table.read_text(encoding="utf-8").replace("Goes.", "'=HYPERLINK(1)")
    table.write_text(text, encoding="utf-8")
    assert run("evidence", "import", case, table).output == f"1 statement written to {case}.\n"
    assert "claim: =HYPERLINK(1)" in case.read_text(encoding="utf-8")
    assert "# what the one says" in case.read_text(encoding="utf-8")
    exported = run("evidence", "export", case).output
    assert "'=HYPERLINK(1)" in exported
    assert ",=HYPERLINK" not in exported
    table.write_text(text.replace("direct", "directly"), encoding="utf-8")
    result = run("evidence", "import", case, table)
    assert (result.exit_code, "'directly' is not one of the words for 'mode'" in result.stderr) == (1, True)


def test_review_from_csv_stamps_who_and_when(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    from detente.case import read_case

    case, _ = files
    table = tmp_path / "statements.csv"
    run("evidence", "export", case, "-o", table)
    run("evidence", "review", case, "--from-csv", table, "--by", "B. Reader", "--on", "2026-02-02")
    assert {entry.review.by for entry in read_case(case).statements.values()} == {"B. Reader"}


def test_annotations_and_dna(run: Run, files: tuple[Path, Path]) -> None:
    case, document = files
    page = json.loads(run("evidence", "export", case, "--as", "annotations", "--source", document).output)
    quote, position = page["items"][0]["target"]["selector"]
    assert quote["exact"] == "We go to court"
    assert quote["prefix"].endswith("“")
    assert position["end"] - position["start"] == len("We go to court")
    assert page["items"][0]["body"][0]["value"] == "Goes."
    dna = run("evidence", "export", case, "--as", "dna", "--source", document).output.splitlines()
    assert dna[0].startswith("ID,Start,Stop,Coder,Document ID")
    assert dna[1].split(",")[10:12] == ["Bo Ek", "Downstream"]


def test_agree(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    """One mode differs, in a statement on which a conclusion depends."""
    other = tmp_path / "other.yaml"
    other.write_text(CASE.replace("author's inference", "author's assertion"), encoding="utf-8")
    result = run("evidence", "agree", files[0], other)
    assert "2 statements coded by both; 0 by the first only, 0 by the second only." in result.output
    data = json.loads(run("evidence", "agree", files[0], other, "--format", "json").output)
    assert data["agreement"]["disputed"] == [["s2", ["mode"]]]
    assert data["matter"] == ["s2"]
    assert data["agreement"]["fields"][0] == {"field": "mode", "alpha": 0.4, "agreed": 1, "compared": 2}


def test_a_catalogue_case_is_copied_before_it_is_changed(run: Run, tmp_path: Path) -> None:
    result = run("evidence", "import", "elmira", tmp_path / "x.csv")
    assert (result.exit_code, "detente catalogue copy" in result.stderr) == (1, True)
