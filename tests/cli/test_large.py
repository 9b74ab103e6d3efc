"""Answers where states are too many to be listed, and questions about some of them."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest

from detente.present.result_json import schema
from tests.cli.conftest import Run
from tests.random_models import as_text
from tests.stability.symbolic.compare import model_number

QUERY = ["--where", "not delay and insist", "--best-for", "uniroyal"]


def ladder(k: int, extra: str = "") -> str:
    """Return a dispute of two parties with k options each; every option is wanted by its owner and nobody else."""
    parties = []
    for dm in "ab":
        options = ", ".join(f"{dm}{j}: Take step {dm}{j}" for j in range(k))
        wants = ", ".join(f"{dm}{j}" for j in range(k))
        parties.append(f"  {dm}: {{name: Party {dm.upper()}, options: {{{options}}}, preferences: [{wants}]}}\n")
    return f"detente: 1\ntitle: Ladders\ndecision_makers:\n{''.join(parties)}status_quo: []\n{extra}"


@pytest.fixture
def large(tmp_path):
    """A case of fifty options; each party's best is to take all of its own, so that one state holds."""
    path = tmp_path / "large.yaml"
    outcomes = "outcomes: {start: a0 and not b0, end: a0 and b0, never: a0 and not a0}\n"
    path.write_text(ladder(25, outcomes + "variants: {held: {constraints: [not a0]}}\n"), encoding="utf-8")
    return path


def data(result) -> dict:
    """Return a JSON answer, checked against its schema."""
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    jsonschema.validate(document, schema("sets"))
    return document


def test_a_large_case_is_answered_in_words(run: Run, large) -> None:
    """Numbers are read as people read them; every digit is there."""
    text = " ".join(run("analyze", large).stdout.split())
    assert "1 of about 1.1 × 10^15 states holds by itself: “end” [s1125899906842624]" in text
    assert "“start” cannot hold in this model: under every concept asked for, Party B would leave each of its" in text
    assert "“never” is true in no feasible state." in text
    assert "Feasible states: 1,125,899,906,842,624" in text
    assert "The states were not listed but counted as sets, exactly (engine symbolic" in text
    assert "Left out: simultaneous stability" in text


def test_every_digit_is_in_the_json(run: Run, large) -> None:
    """Numbers of states are strings of digits."""
    document = data(run("analyze", large, "--format", "json"))
    assert document["n_states"] == str(1 << 50)
    assert document["equilibria"] == dict.fromkeys(("nash", "gmr", "smr", "seq", "sseq"), "1")
    assert document["stability"]["nash"] == {"a": str(1 << 25), "b": str(1 << 25)}
    assert [state["id"] for state in document["states"]] == [f"s{1 << 50}"]
    assert document["states"][0]["levels"] == {"a": 1 << 25, "b": 1 << 25}
    assert document["status_quo"]["stable"]["nash"] == {"a": False, "b": False}
    assert [outcome["n_settling"] for outcome in document["outcomes"]] == ["0", "1", "0"]


def test_a_variant_of_a_large_case(run: Run, large) -> None:
    """It is applied, and named."""
    document = data(run("analyze", large, "--variant", "held", "--format", "json"))
    assert (document["n_states"], document["parameters"]["variant"]) == (str(1 << 49), "held")
    assert run("analyze", large, "--variant", "hled").stderr.startswith("no variant 'hled'; did you mean 'held'?")


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "latex"])
@pytest.mark.parametrize("query", [[], QUERY, ["--sample", "2"]], ids=["", "where", "sample"])
def test_engines_give_the_same_answer_to_the_letter(run: Run, form: str, query: list[str]) -> None:
    """But for the engine's name."""
    concepts = ["--concepts", "nash,gmr,smr,seq,sseq", "--format", form]
    query = query or ["--sample", "100"]
    listed = run("analyze", "elmira", *concepts, *query)
    counted = run("analyze", "elmira", *concepts, *query, "--engine", "symbolic")
    assert (listed.exit_code, counted.exit_code) == (0, 0)
    if form == "json":
        documents = [data(listed), data(counted)]
        for document in documents:
            del document["parameters"]["engine"], document["parameters"]["reason"]
        documents[1]["notes"].pop(0)
        assert documents[0] == documents[1]
    elif form == "csv":
        assert listed.stdout == counted.stdout
    else:
        lines = [line for line in counted.stdout.splitlines() if line not in listed.stdout.splitlines()]
        assert all("listed" in line or "engine" in line or "explain" in line or "state" in line for line in lines)
        missing = [line for line in listed.stdout.splitlines() if line not in counted.stdout.splitlines()]
        assert missing == []


@pytest.mark.parametrize("number", range(20))
def test_random_cases_are_explained_alike(run: Run, tmp_path, number: int) -> None:
    """Words and data are the same whether states are listed or not."""
    path = tmp_path / "case.yaml"
    path.write_text(as_text(model_number(12, number)), encoding="utf-8")
    concepts = ["--concept", "nash,gmr,smr,seq,sseq"]
    listed = run("explain", path, "s1", *concepts, "--format", "json")
    counted = run("explain", path, "s1", *concepts, "--format", "json", "--engine", "symbolic")
    documents = [json.loads(result.stdout) for result in (listed, counted)]
    for document in documents:
        jsonschema.validate(document, schema("explanation"))
        del document["parameters"]["engine"], document["parameters"]["reason"]
    assert documents[0] == documents[1]


def test_a_query_is_answered_in_words(run: Run) -> None:
    """Whether it can ever hold, how many match, what the party thinks of them."""
    text = " ".join(run("analyze", "elmira", *QUERY).stdout.split())
    assert "It is true in 2 of 9 states and can hold: s8 holds by itself." in text
    assert "It is true in 1 of the 5 states where the dispute can settle." in text
    assert "Of these, Uniroyal likes 1 best: 3rd of 9 of all states in its eyes." in text


def test_a_pattern_that_never_holds(run: Run) -> None:
    """Is said to be so; nothing is listed."""
    result = run("analyze", "elmira", "--where", "delay and modify", "--format", "json")
    document = data(result)
    assert (document["n_where"], document["n_matching"], document["states"], document["best"]) == ("2", "0", [], {})
    assert "cannot hold in this model" in " ".join(document["answer"])


def test_a_fault_in_a_formula_is_pointed_at(run: Run) -> None:
    """Below the character."""
    result = run("analyze", "elmira", "--where", "delay and insits")
    assert result.exit_code == 1
    assert result.stderr == (
        "--where, column 11: no option or outcome 'insits'; did you mean 'insist'?\n  delay and insits\n            ^\n"
    )


def test_an_unknown_party_is_named(run: Run) -> None:
    """With the nearest there is."""
    assert run("analyze", "elmira", "--best-for", "uniroyl").stderr == (
        "no decision maker 'uniroyl'; did you mean 'uniroyal'?\n"
    )


def test_samples_are_the_same_for_a_seed(run: Run, tmp_path) -> None:
    """And differ from seed to seed, whatever the engine."""
    path = tmp_path / "free.yaml"
    path.write_text(ladder(5).replace("a1, a2, a3, a4]", "a1]").replace("b1, b2, b3, b4]", "b1]"), encoding="utf-8")

    def drawn(*arguments: str) -> list[str]:
        rows = csv.DictReader(io.StringIO(run("analyze", path, "--sample", "4", "--format", "csv", *arguments).stdout))
        return [row["state"] for row in rows]

    assert len(drawn()) == 4
    assert drawn() == drawn("--engine", "symbolic") == drawn("--seed", "1")
    assert drawn() != drawn("--seed", "2")


def test_what_is_established_is_printed_when_the_time_is_up(run: Run, large, monkeypatch) -> None:
    """With exit code 3 and what to do; the status quo is judged by itself."""

    def stop(*_: object) -> None:
        raise LimitError("not done within 60 s")

    from detente.errors import LimitError

    monkeypatch.setattr("detente.stability.symbolic.solve.stable_states", stop)
    result = run("analyze", large)
    assert result.exit_code == 3
    assert "the symbolic engine gave up: not done within 60 s. Established for all states: NASH" in result.stderr
    text = " ".join(result.stdout.split())
    assert "1 of about 1.1 × 10^15 states holds by itself" in text
    left = "general metarational, symmetric metarational, sequential and symmetric sequential"
    assert f"Time or memory ran out before all states were judged under {left}: what needs that may hold, too." in text
    assert f"Left out: {left} stability (time or memory ran out before it was done)." in text
    assert "under the concept asked for" not in text


def test_a_list_of_states_may_take_too_long(run: Run, tmp_path) -> None:
    """Then that is said, with what to do."""
    path = tmp_path / "middle.yaml"
    path.write_text(ladder(11), encoding="utf-8")
    result = run("analyze", path, "--engine", "explicit-options", "--time-limit", "0.02")
    assert result.exit_code == 3
    assert result.stderr.startswith("not done within 0.02 s; allow more (--time-limit)")


def test_a_state_of_a_large_case_is_explained(run: Run, large) -> None:
    """And the end names how it was found."""
    text = " ".join(run("explain", large, "end-of-all", "--by", "a").stderr.split())
    assert text.startswith("no state or option 'end-of-all'")
    result = run("explain", large, f"s{1 << 50}", "--by", "a", "--concept", "seq")
    text = " ".join(result.stdout.split())
    assert result.exit_code == 0
    assert "nothing better is within reach by moving alone" in text
    assert "No list of states was made (engine symbolic: 50 options" in text


def test_the_extra_may_be_missing(run: Run, large, monkeypatch) -> None:
    """Then the message says how to get it."""
    monkeypatch.setattr("detente.stability.choose.symbolic_is_installed", lambda: False)
    for command in (["analyze", large], ["explain", large, "s1"], ["analyze", large, "--engine", "symbolic"]):
        result = run(*command)
        assert result.exit_code in (1, 3)
        assert "pip install 'detente[symbolic]'" in result.stderr


def test_work_can_be_stopped(run: Run, large, monkeypatch) -> None:
    """Without a traceback."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.stability.symbolic.solve_symbolic", stop)
    result = run("analyze", large)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (130, "Stopped.")


@pytest.mark.parametrize("party", ["{name: A, preferences: []}", "{name: A, options: {x: X}, preferences: []}"])
def test_hardly_any_option(run: Run, tmp_path, party: str) -> None:
    """None, or one, and no status quo."""
    (tmp_path / "small.yaml").write_text(f"detente: 1\ntitle: t\ndecision_makers: {{a: {party}}}\n", encoding="utf-8")
    listed = data(run("analyze", "small.yaml", "--sample", "9", "--format", "json", "--concepts", "nash,seq"))
    counted = data(
        run(
            "analyze",
            "small.yaml",
            "--sample",
            "9",
            "--format",
            "json",
            "--engine",
            "symbolic",
            "--concepts",
            "nash,seq",
        )
    )
    assert counted["status_quo"] is None
    assert [state["id"] for state in counted["states"]] == [state["id"] for state in listed["states"]]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_fit(run: Run, large, width: int) -> None:
    """Whatever the terminal."""
    lines = run("analyze", large, COLUMNS=str(width)).stdout.splitlines()
    assert max(map(len, lines)) <= min(width, 100)


def test_no_feasible_state_is_the_same_fault(run: Run, tmp_path) -> None:
    """With its place in the file."""
    text = "detente: 1\ntitle: t\ndecision_makers: {a: {name: A, options: {x: X}, preferences: []}}\n"
    (tmp_path / "none.yaml").write_text(f"{text}constraints: [x, not x]\n", encoding="utf-8")
    listed = run("analyze", "none.yaml")
    counted = run("analyze", "none.yaml", "--engine", "symbolic")
    assert "none.yaml:4:18: E350" in listed.stderr
    assert counted.stderr.endswith(listed.stderr)
    assert (listed.exit_code, counted.exit_code) == (1, 1)
