"""The commands ``robust`` and ``compare``."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from detente.case import case_text
from detente.present.result_json import schema
from tests.cli.conftest import Run


def said(run: Run, *arguments: str, code: int = 0) -> str:
    """What a command prints, if it ends as it should."""
    result = run(*arguments)
    assert result.exit_code == code, result.output
    return result.output


def test_robust_in_every_format(run: Run) -> None:
    text = said(run, "robust", "elmira", "--swaps", "1")
    assert text.startswith("Elmira groundwater contamination, 1991: how much depends on what")
    document = json.loads(said(run, "robust", "elmira", "--format", "json"))
    jsonschema.validate(document, schema("robustness"))
    assert document["parameters"]["swaps"] == 1
    rows = list(csv.DictReader(io.StringIO(said(run, "robust", "elmira", "--format", "csv"))))
    assert {"about": "state", "name": "s8", "concept": "seq", "count": "100", "of": "100", "exact": "yes",
            "low": "1.000000", "high": "1.000000"} in rows  # fmt: skip
    assert said(run, "robust", "elmira", "--format", "markdown").startswith("## ")
    assert "\\section" in said(run, "robust", "elmira", "--format", "latex")


def test_robust_variants_pairs_sample_and_seed(run: Run) -> None:
    text = said(run, "robust", "gisborne-unknown", "--variants", "--pairs")
    assert "Under the variants of the case" in text
    assert "pairs of changes" not in " ".join(text.split())  # single changes turn everything
    tried = said(run, "robust", "prisoners", "--pairs")
    assert "For conclusions that no single change turns round, 24 pairs were tried." in " ".join(tried.split())
    drawn = said(run, "robust", "gisborne-unknown", "--sample", "30", "--seed", "9", "--format", "json")
    share = json.loads(drawn)["census"]["looked_at"]["seq"]
    assert (share["count"], share["of"], share["is_exact"]) == (30, 2520, False)
    assert drawn == said(run, "robust", "gisborne-unknown", "--sample", "30", "--seed", "9", "--format", "json")
    one = json.loads(said(run, "robust", "gisborne-unknown", "--variant", "economics-oriented", "--format", "json"))
    assert (one["census"]["n_readings"], one["parameters"]["variant"]) == (27, "economics-oriented")


def test_compare_in_every_format(run: Run) -> None:
    text = said(run, "compare", "gisborne", "environment-oriented")
    assert text.startswith("Lake Gisborne water export: the case as it stands, and environment-oriented")
    document = json.loads(said(run, "compare", "gisborne", "environment-oriented", "--format", "json"))
    jsonschema.validate(document, schema("comparison"))
    assert document["other"]["variant"] == "environment-oriented"
    rows = list(
        csv.DictReader(io.StringIO(said(run, "compare", "gisborne", "environment-oriented", "--format", "csv")))
    )
    assert [(row["before"], row["after"]) for row in rows] == [("lift", "not lift"), ("not continue", "continue")]
    assert said(run, "compare", "elmira", "elmira-12", "--format", "markdown").startswith("## ")
    assert "\\section" in said(run, "compare", "elmira", "elmira-12", "--format", "latex")


def test_compare_files_and_variants(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "later.yaml"
    path.write_text(case_text("elmira").replace("title: Elmira", "title: Later, Elmira"), encoding="utf-8")
    text = " ".join(said(run, "compare", "elmira", str(path)).split())
    assert "1 difference in words and sources; the answer depends on none." in text
    back = said(run, "compare", "gisborne", "environment-oriented", "--variant", "environment-oriented")
    assert "Nothing is different in what the two say." in back


def test_names_that_are_not_there(run: Run) -> None:
    message = said(run, "compare", "ukraine-2026-01", "reversl", code=1)
    assert message.strip() == "no variant or case 'reversl'; did you mean 'reversal'?"
    assert "no variant 'x'" in said(run, "robust", "gisborne", "--variant", "x", code=1)


@pytest.mark.parametrize("arguments", [("robust", "elmira", "--swaps", "-1"), ("robust", "elmira", "--sample", "0")])
def test_numbers_out_of_range(run: Run, arguments: tuple[str, ...]) -> None:
    assert "Invalid value" in said(run, *arguments, code=2)


def test_more_exchanges_than_can_be_listed_are_not_counted(run: Run) -> None:
    text = " ".join(said(run, "robust", "ukraine-2026-01", "--swaps", "9").split())
    assert "Readings were not counted: 'russia' has more than 5,040 orders within 9 exchanges of neighbours" in text
