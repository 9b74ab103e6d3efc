"""Choosing the engine, and how much memory a case may take."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


def test_an_engine_can_be_asked_for(run: Run) -> None:
    """The result names the engine; everything else is the same."""
    chosen = json.loads(run("analyze", "cuba-1962", "--format", "json").stdout)
    asked = json.loads(run("analyze", "cuba-1962", "--format", "json", "--engine", "explicit-options").stdout)
    assert asked["parameters"].pop("reason") == "asked for"
    assert chosen["parameters"].pop("reason") == "16 combinations: too few for compiled kernels to pay"
    assert asked["parameters"]["engine"] == "explicit-options"
    assert asked == chosen


def test_an_engine_that_does_not_apply_is_refused(run: Run) -> None:
    """Naming one that does."""
    result = run("analyze", "elmira", "--engine", "explicit-options")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "engine 'explicit-options' does not work on moves listed one by one; explicit-arcs does\n"


def test_an_unknown_engine_is_refused(run: Run) -> None:
    """Naming those there are."""
    result = run("analyze", "elmira", "--engine", "fast")
    assert result.exit_code == 1
    assert result.stderr.startswith("no engine 'fast'; there are explicit-options, ")


def large(k: int) -> str:
    """Return the text of a case with k options."""
    options = ", ".join(f"o{j}: x" for j in range(k))
    return f"detente: 1\ntitle: t\ndecision_makers: {{a: {{name: A, options: {{{options}}}, preferences: [o1]}}}}\n"


LISTING = [
    ["report", "-o", "out.html"],
    ["export", "states"],
    ["check"],
    ["paths"],
    ["coalitions"],
    ["settle", "s2"],
    ["robust"],
    ["compare", "elmira"],
    ["mindsets"],
    ["views"],
    ["influence"],
]


def over_the_limit(run: Run, command: list[str], *arguments: str) -> str:
    """Run a command that has to refuse a case; return what it says."""
    name, *rest = command
    result = run(name, "case.yaml", *rest, *arguments)
    assert result.exit_code == 3
    return result.stderr


@pytest.mark.parametrize("command", [["analyze"], ["explain", "s1"], *LISTING], ids=lambda c: c[0])
def test_the_memory_limit_can_be_lowered(run: Run, tmp_path, monkeypatch, command: list[str]) -> None:
    """The message says what the limit is and how to raise it."""
    monkeypatch.setattr("detente.stability.choose.symbolic_is_installed", lambda: False)
    (tmp_path / "case.yaml").write_text(large(10))
    message = over_the_limit(run, command, "--memory-limit", "64 kiB")
    assert "the limit is 64.0 KiB. What would do: --memory-limit " in message
    assert "pip install 'detente[symbolic]'" in message


@pytest.mark.parametrize("command", LISTING, ids=lambda c: c[0])
def test_commands_that_need_a_list_of_the_states_say_what_does_not(run: Run, tmp_path, monkeypatch, command) -> None:
    """Where the symbolic engine is there and would take the case."""
    monkeypatch.setattr("detente.stability.choose.symbolic_is_installed", lambda: True)
    (tmp_path / "case.yaml").write_text(large(60))
    message = over_the_limit(run, command)
    assert "60 options make 1,152,921,504,606,846,976 combinations" in message
    assert "`detente analyze CASE` and `detente explain CASE STATE`, which need no list of the states; or" in message


def test_much_memory_is_stated_first(run: Run, tmp_path, monkeypatch) -> None:
    """Also when constraints leave few states; with the engine and why it."""
    monkeypatch.setattr("detente.stability.choose.fast_is_installed", lambda: False)
    (tmp_path / "case.yaml").write_text(large(24) + "constraints: ['exactly 1 of (" + only(24) + ")']\n")
    result = run("export", "case.yaml", "states", "--memory-limit", "4GiB")
    assert result.exit_code == 0
    reason = "16,777,216 combinations; compiled kernels, pip install 'detente[fast]', would be faster"
    assert result.stderr.startswith(f"Engine: explicit-options ({reason}). It may take up to ")
    assert result.stderr.endswith(" MiB of memory.\n")
    assert len(result.stdout.splitlines()) == 25


def only(k: int) -> str:
    """Return the names of k options."""
    return ", ".join(f"o{j}" for j in range(k))


@pytest.mark.parametrize("size", ["4", "GiB", "4 XB", "-1GiB", "1e3MiB"])
def test_a_size_that_is_none_is_a_usage_error(run: Run, size: str) -> None:
    """The message shows how to write one."""
    result = run("analyze", "elmira", f"--memory-limit={size}")
    assert result.exit_code == 2
    assert "as in 4GiB" in result.stderr
