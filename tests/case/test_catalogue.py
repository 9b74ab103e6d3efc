from importlib.resources import files
from pathlib import Path

import pytest

from detente.case import case_digest, case_text, list_cases, load_case, read_case, starter_text
from detente.errors import CaseError, UnknownNameError

SHIPPED = sorted(Path(str(files("detente").joinpath("cases"))).rglob("*.yaml"))


def test_every_shipped_file_is_listed_once_under_its_name() -> None:
    names = [entry.name for entry in list_cases()]

    assert sorted(names) == sorted(path.stem for path in SHIPPED)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", [entry.name for entry in list_cases()])
def test_an_entry_says_what_the_case_says(name: str) -> None:
    entry = next(entry for entry in list_cases() if entry.name == name)
    case = load_case(name)

    counts = len(case.decision_makers), len(case.options), len(case.states)
    assert (entry.decision_makers, entry.options, entry.states) == counts
    assert entry.title == case.title
    assert " ".join((case.about or "").split()).startswith(entry.about)
    assert entry.about.endswith(".")


def test_a_case_is_found_by_name_and_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = list_cases()[0].name
    path = tmp_path / "mine.yaml"
    path.write_text(case_text(name), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "without_ending").write_text(starter_text(), encoding="utf-8")

    found = [load_case(str(path)), load_case(path), load_case("mine.yaml"), load_case(name), read_case(path)]
    assert len({case_digest(case) for case in found}) == 1
    assert load_case("without_ending").title == "A wind farm off the island"


def test_unknown_names_and_paths() -> None:
    with pytest.raises(UnknownNameError, match="no case 'elmria'; did you mean 'elmira'"):
        load_case("elmria")
    with pytest.raises(UnknownNameError, match="no case 'elmria'; did you mean 'elmira'"):
        case_text("elmria")
    with pytest.raises(CaseError, match=r"elmira\.yaml: E101 there is no such file"):
        load_case("elmira.yaml")
    with pytest.raises(CaseError, match="E101 there is no such file"):
        load_case("cases/elmira")


def test_problems_of_a_catalogue_case_name_its_file() -> None:
    assert load_case("elmira").problem("W999", "x", ("title",)).file == "elmira.yaml"
