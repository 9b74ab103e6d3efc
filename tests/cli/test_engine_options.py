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


@pytest.mark.parametrize(
    "command", [["analyze"], ["explain", "s1"], ["report", "-o", "out.html"], ["export", "states"]], ids=lambda c: c[0]
)
def test_the_memory_limit_can_be_lowered(run: Run, tmp_path, monkeypatch, command: list[str]) -> None:
    """The message says what the limit is and how to raise it."""
    monkeypatch.setattr("detente.stability.choose.symbolic_is_installed", lambda: False)
    (tmp_path / "case.yaml").write_text(large(10))
    name, *rest = command
    rest = ["states"] if name == "export" else rest
    result = run(name, "case.yaml", *rest, "--memory-limit", "64 kiB")
    assert result.exit_code == 3
    assert "the limit is 64.0 KiB" in result.stderr
    assert "--memory-limit" in result.stderr


def test_much_memory_is_stated_first(run: Run, tmp_path, monkeypatch) -> None:
    """Also when constraints leave few states; with the engine and why it."""
    monkeypatch.setattr("detente.stability.choose.fast_is_installed", lambda: False)
    (tmp_path / "case.yaml").write_text(large(24) + "constraints: ['exactly 1 of (" + only(24) + ")']\n")
    result = run("export", "case.yaml", "states", "--memory-limit", "4GiB")
    assert result.exit_code == 0
    reason = "16,777,216 combinations; compiled kernels, pip install 'detente[fast]', would be faster"
    assert result.stderr == f"Engine: explicit-options ({reason}). It may take 328.0 MiB of memory.\n"
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
