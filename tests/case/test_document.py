import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings

from detente.case import case_text, list_cases, starter_text
from detente.case.document import parse_document, read_document, render_document, write_document
from detente.case.yaml_text import read_tree
from detente.errors import CaseError, OutputError
from tests.strategies import case_texts

ODD = """\
# heading

# after an empty line
detente: 1   # one
title:   'A "quoted"  title'
about: >-
  Folded
  text.

  A paragraph.
decision_makers:

    dm:  # an indentation of four
        name: "Name: with colon"
        options: {a: Do it,
                  b: 0101,   # inside brackets
                  c: no}
        preferences:
        - a      # a list without indentation
        # between entries
        -   not b

        - that: c
          because: []
# almost the end
status_quo: [ a,b ]
outcomes:
    all: a and
         b
# the end
"""


@pytest.mark.parametrize("name", [entry.name for entry in list_cases()])
def test_an_unedited_catalogue_case_is_written_as_it_was(name: str) -> None:
    text = case_text(name)

    assert render_document(parse_document(text)) == text


@pytest.mark.parametrize("text", [ODD, ODD.replace("\n", "\r\n"), starter_text(), "a: 1", "a:\n- b\n\n\n"])
def test_odd_layout_and_comments_stay(text: str) -> None:
    assert render_document(parse_document(text)) == text


@settings(max_examples=25, deadline=None)
@given(case_texts())
def test_generated_cases_come_back(text: str) -> None:
    assert render_document(parse_document(text)) == text


def _differences(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:3] not in ("---", "+++") and not line.startswith("@@")]


def test_an_edit_leaves_odd_layout_elsewhere_alone() -> None:
    document = parse_document(ODD)
    document.data["title"] = "Another"

    assert _differences(ODD, render_document(document)) == ["-title:   'A \"quoted\"  title'", "+title: 'Another'"]


def test_an_edit_inside_odd_layout_is_right_if_not_pretty() -> None:
    document = parse_document(ODD)
    document.data["decision_makers"]["dm"]["preferences"][2]["that"] = "c or a"
    expected = read_tree(ODD.replace("that: c", "that: c or a")).data

    assert read_tree(render_document(document)).data == expected


def test_an_edit_in_a_case_laid_out_as_usual_changes_one_line() -> None:
    text = starter_text()
    document = parse_document(text)
    document.data["decision_makers"]["company"]["options"]["build"] = "Build: now"
    del document.data["outcomes"]["showdown"]

    assert _differences(text, render_document(document)) == [
        "-      build: Start building                 # an option: a name, and what taking it means",
        "+      build: 'Build: now'                   # an option: a name, and what taking it means",
        "-  showdown: build and block",
    ]


@pytest.mark.parametrize("name", [entry.name for entry in list_cases()])
def test_an_edited_catalogue_case_says_what_was_edited(name: str) -> None:
    text = case_text(name)
    document = parse_document(text)
    document.data["title"] = "no: 1"
    document.data["sources"]["added"] = {"title": "0101"}
    written = render_document(document)

    expected = read_tree(text).data
    expected["title"] = "no: 1"
    expected["sources"]["added"] = {"title": "0101"}
    assert read_tree(written).data == expected
    assert len(_differences(text, written)) == 4


def test_documents_are_read_and_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(ODD, encoding="utf-8")
    document = read_document(path)
    write_document(document, tmp_path / "copy.yaml")

    assert (tmp_path / "copy.yaml").read_text(encoding="utf-8") == ODD
    with pytest.raises(OutputError):
        write_document(document, tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["case.yaml", "copy.yaml"]


def test_a_document_with_broken_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("a: [\n", encoding="utf-8")

    with pytest.raises(CaseError, match="E105"):
        read_document(path)
