"""Tables that are read back, and what must not get through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import load_case
from detente.errors import DocumentError
from detente.evidence.exchange import COLUMNS, guarded, read_statements_csv, statements_csv, unguarded, web_annotations


@given(st.text(alphabet="=+-@'a \t1|%", max_size=8))
def test_guarding_is_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in {"=", "+", "-", "@", "|", "%"}


def test_the_bundled_case_goes_round() -> None:
    """Every statement comes back as it stands in the file."""
    case = load_case("ukraine-2026-01")
    rows = read_statements_csv("".join(statements_csv(case)), "x.csv")
    assert set(rows) == set(case.statements)
    for key, content in rows.items():
        written = case.statements[key].model_dump(mode="json", exclude_defaults=True)
        if "at" in content:
            content["at"] = {**content["at"], "paragraph": int(content["at"]["paragraph"])}
        assert content == written


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("claim", "claims", 1), "no column claim"),
        (lambda text: text.replace("id,", "id,id,", 1), "unknown or repeated"),
        (lambda text: text + text.splitlines()[1] + "\n", "repeats the id"),
        (lambda text: text + "," * (len(COLUMNS) - 2) + "x,\n", "has no id"),
        (lambda text: text + "z" + "," * len(COLUMNS) + "\n", "more cells than columns"),
    ],
)
def test_tables_that_are_refused(change: object, message: str) -> None:
    text = "".join(statements_csv(load_case("ukraine-2026-01")))
    with pytest.raises(DocumentError, match=message):
        read_statements_csv(change(text), "x.csv")  # type: ignore[operator]


def test_annotations_leave_out_what_has_no_source() -> None:
    case = load_case("ukraine-2026-01")
    page = web_annotations(case, {})
    assert len(page["items"]) == sum(entry.source is not None for entry in case.statements.values())
    assert page["items"][0]["target"]["source"].startswith("urn:sha256:")
