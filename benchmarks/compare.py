"""Whether a run is slower than the last one, and whether engines agree."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass

Result = dict[str, float]

SLOWER = 1.3
_NOISE = {"s": 0.0005, "MiB": 8.0}  # differences that mean nothing
_COUNTS = ("nash", "gmr", "smr", "seq")
# what took how long, in seconds; the first of each that a result has, since processor time errs less
_TIMES = (("processor", "solve", "seconds"), ("compile_processor", "compile"), ("make",), ("analyze",), ("version",))
_RATES = ("per_processor_second", "per_second")


@dataclass(frozen=True)
class Change:
    """One number of one measurement, the last time and now, in seconds or MiB."""

    name: str
    what: str
    before: float
    now: float
    unit: str

    @property
    def ratio(self) -> float:
        """How many times the last."""
        return self.now / self.before

    @property
    def is_worse(self) -> bool:
        """Whether it is more than noise."""
        return self.ratio > SLOWER and self.now - self.before > _NOISE[self.unit]


def this_machine() -> str:
    """Return what results are compared on: the same processors, system and Python."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} processors, {system}, Python {platform.python_version()}"


def changes(name: str, now: Result, before: Result | None) -> list[Change]:
    """Return how a measurement compares with the last."""
    found = []
    for keys in _TIMES if before else ():
        key = next((key for key in keys if key in now and key in before), None)
        if key and before[key] > 0:
            found.append(Change(name, key, before[key], now[key], "s"))
    for key in _RATES if before else ():
        if key in now and key in before:
            found.append(Change(name, "a thousand", 1e3 / before[key], 1e3 / now[key], "s"))
            break
    if before and before.get("memory", 0) > 0 and "memory" in now:
        found.append(Change(name, "memory", before["memory"], now["memory"], "MiB"))
    return found


def better(one: Result, other: Result) -> Result:
    """Return the best of two runs, number by number."""
    merged = dict(one)
    smaller = {key for keys in _TIMES for key in keys} | {"memory", "without", "first", "python", "compiled", "loaded"}
    for key in one.keys() & other.keys():
        if key in smaller:
            merged[key] = min(one[key], other[key])
        elif key in _RATES:
            merged[key] = max(one[key], other[key])
    return merged


def disagreements(results: Mapping[str, Result]) -> list[str]:
    """Return what engines do not agree on: they have to find as many equilibria in the same model."""
    known: dict[str, tuple[str, list[float]]] = {}
    found = []
    for name, result in results.items():
        engine, _, model = name.partition(" ")
        if "states" not in result or not model.startswith(("plain ", "constrained ")):
            continue
        counts = [result["states"], *(result[key] for key in _COUNTS)]
        other, expected = known.setdefault(model, (engine, counts))
        if counts != expected:
            found.append(f"{model}: {engine} finds {counts}, {other} {expected}")
    return found


def report(found: list[Change]) -> str:
    """Write all comparisons as a Markdown page, the worst first."""
    rows = sorted(found, key=lambda change: -change.ratio)
    lines = [
        "# The last two runs of the benchmarks",
        "",
        f"Time and memory now, as many times the last. Marked: more than {SLOWER} times, and more than noise, in the "
        "best of three runs.",
        "",
        "| measurement | number | last | now | times | |",
        "| --- | --- | ---: | ---: | ---: | --- |",
    ]
    lines += [
        f"| {row.name} | {row.what} | {row.before:.4g} {row.unit} | {row.now:.4g} {row.unit} | {row.ratio:.2f} "
        f"| {'**worse**' if row.is_worse else ''} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"
