"""Tables and plotted lines of the results, put between marks of the page about performance."""

from __future__ import annotations

import re
from collections.abc import Iterable

from benchmarks.compare import Result
from benchmarks.plot import Line
from benchmarks.questions import (
    ARCS,
    FAST,
    KINDS,
    LIST,
    LOCAL,
    MATRICES,
    NUMPY,
    PARTIES,
    READINGS,
    SIZES,
    STATES,
    SYMBOLIC,
    VARIANTS,
    WORKERS,
)
from benchmarks.questions import GRAPHS as KINDS_OF_GRAPH

Results = dict[str, Result]

AXES = ("combinations of options (graph form: states)", "time")
_LATE = "late"


def filled(page: str, results: Results, machine: str) -> str:
    """Return the page with its tables written anew."""
    copied = results["machine"]["copy"]
    made = {
        "machine": f"Measured on: {machine}; a plain copy moves {copied:.0f} GB a second, read and written together.\n",
        "goals": goals(results),
        "sizes": sizes(results),
        "memory": memory(results),
        "parties": parties(results),
        "matrices": matrices(results),
        "variants": variants(results),
        "readings": readings(results),
        "listed": listed(results),
        "graphs": graphs(results),
        "local": local(results),
        "start": start(results),
    }
    for name, text in made.items():
        page = between_marks(page, name, text)
    return page


def between_marks(page: str, name: str, text: str) -> str:
    """Return the page with another text between the marks of that name."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    return marks.sub(lambda found: f"{found[1]}{text}{found[2]}", page)


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; all columns but the first to the right."""
    ruled = ["---", *["---:"] * (len(heads) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, ruled, *rows))


def seconds(value: float | None) -> str:
    """Write a time with two digits that count; nothing where there is none."""
    if value is None:
        return ""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if value >= size:
            return f"{float(f'{value / size:.2g}'):g} {unit}"
    return f"{float(f'{value / 1e-6:.2g}'):g} µs"


def count(value: float) -> str:
    """Write a number with two digits that count."""
    return f"{int(float(f'{value:.2g}')):,}"


def _time(results: Results, name: str, key: str = "solve") -> float | None:
    return results.get(name, {}).get(key)


def goals(results: Results) -> str:
    """What was asked for, and what was measured."""

    def rate(name: str) -> float | None:
        return results.get(name, {}).get("per_second")

    times = [
        ("2^12 combinations, NumPy", 0.010, f"{NUMPY} plain 12", f"{NUMPY} constrained 12"),
        ("2^16 combinations, NumPy", 0.15, f"{NUMPY} plain 16", f"{NUMPY} constrained 16"),
        ("2^20 combinations, NumPy", 2.5, f"{NUMPY} plain 20", f"{NUMPY} constrained 20"),
        ("2^20 combinations, compiled", 0.15, f"{FAST} plain 20", f"{FAST} constrained 20"),
        ("2^24 combinations, compiled", 2.5, f"{FAST} plain 24", f"{FAST} constrained 24"),
        ("2^28 combinations, compiled", 60, f"{FAST} plain 28", f"{FAST} constrained 28"),
        ("1,000,000 states and 10,000,000 arcs", 60, "graph random 1000000", "graph chains 1000000"),
        ("one state of 100 options, 20 decision makers", 1, "local 20"),
    ]
    rows = []
    for what, goal, *names in times:
        known = [result for result in (results.get(name) for name in names) if result and "solve" in result]
        cells = [
            " / ".join(seconds(result[key]) for result in known if key in result) for key in ("solve", "processor")
        ]
        reached = _reached(result["solve"] <= goal for result in known)
        rows.append([what, seconds(goal), *cells, reached])
    rates = [
        ("variants a second, 64 states, NumPy", 70_000, "variants 6 3 0 1"),
        ("variants a second, 1,024 states, NumPy", 3_000, "variants 10 4 0 1"),
        ("variants a second, 64 states, compiled", 300_000, "variants 6 3 1 1"),
        ("variants a second, 1,024 states, compiled", 15_000, "variants 10 4 1 1"),
    ]
    for what, goal, name in rates:
        known_rate = rate(name)
        known_rates = [known_rate] if known_rate else []
        cells = [count(found) for found in known_rates] or [""]
        rows.append([what, f"{goal:,}", *cells, "", _reached(found >= goal for found in known_rates)])
    return table(["", "goal", "measured: plain / hard", "processor time", "reached"], rows)


def _reached(goals_met: Iterable[bool]) -> str:
    met = list(goals_met)
    return "" if not met else "yes" if all(met) else "partly" if any(met) else "no"


def sizes(results: Results) -> str:
    """Time against size: each engine, as a ratio to a copy of the same bytes too."""
    rows = []
    for kind in KINDS:
        for options in range(6, 64, 2):
            known = {engine: results.get(f"{engine} {kind} {options}", {}) for engine in SIZES}
            of_any = next((result for result in known.values() if "states" in result), None)
            if of_any is None:
                continue
            compiling = next((result["compile"] for result in known.values() if "compile" in result), None)
            cells = [f"2^{options} {kind}", f"{of_any['states']:,.0f}", seconds(compiling)]
            for engine in (NUMPY, FAST):
                result = known[engine]
                cells.append(seconds(result.get("solve")))
                cells.append(f"{result['solve'] / result['copy']:,.0f}" if result else "")
            cells.append(seconds(known[FAST].get("processor")))
            cells += [seconds(known[engine].get("solve")) for engine in (LIST, ARCS)]
            cells.append("gave up" if "gave_up" in known[SYMBOLIC] else seconds(known[SYMBOLIC].get("solve")))
            rows.append(cells)
    heads = ["combinations", "states", "compile", "NumPy", "copies", "compiled", "copies", "its processor time"]
    return table([*heads, "list", "arcs", "symbolic"], rows)


def memory(results: Results) -> str:
    """Memory taken, against the estimate that stands before anything is compiled."""
    rows = []
    for engine in (NUMPY, FAST, LIST, ARCS):
        for kind in KINDS:
            known = [(options, results.get(f"{engine} {kind} {options}")) for options in range(16, 32, 4)]
            rows += [_memory_row(f"`{engine}`, 2^{options} {kind}", result) for options, result in known]
    for name, what in (("30", "2^30, blocks"), ("60", "2^60, blocks"), (_LATE, "2^30, scattered")):
        rows.append(_memory_row(f"`{LIST}`, {what}", results.get(f"listed {name}")))
    return table(["", "MiB taken", "MiB by estimate", "share"], [row for row in rows if row])


def _memory_row(what: str, result: Result | None) -> list[str]:
    """Return the memory taken by one measurement; nothing where it was not measured or not estimated."""
    if not (result and result.get("estimate")):
        return []
    taken, estimated = result["memory"], result["estimate"]
    return [what, f"{taken:,.0f}", f"{estimated:,.0f}", f"{taken / estimated:.2f}"]


def parties(results: Results) -> str:
    """Time against decision makers."""
    rows = []
    for number in PARTIES:
        names = [f"{engine} parties {number}" for engine in (NUMPY, FAST, SYMBOLIC)]
        cells = [seconds(_time(results, name)) for name in names]
        rows.append([str(number), cells[0], cells[1], seconds(_time(results, names[1], "processor")), cells[2]])
    return table(["decision makers", "NumPy, 2^16", "compiled, 2^20", "its processor time", "symbolic, 2^20"], rows)


def matrices(results: Results) -> str:
    """The literature's formulas against the engine."""
    rows = []
    for options in MATRICES:
        by_matrices = results.get(f"matrices {options}")
        if by_matrices:
            engine = results.get(f"{NUMPY} plain {options}")
            cells = [f"2^{options}", seconds(by_matrices["solve"])]
            cells += [seconds(engine["solve"]), count(by_matrices["solve"] / engine["solve"])] if engine else ["", ""]
            rows.append([*cells, f"{by_matrices['memory']:,.0f}"])
    return table(["states", "matrices", "engine", "times as fast", "matrices, MiB"], rows)


def variants(results: Results) -> str:
    """Variants a second."""
    rows = []
    for options, n, _ in VARIANTS:
        row = [f"{1 << options:,} states, {n} decision makers"]
        for fast in (0, 1):
            for sequential in (1, 0):
                result = results.get(f"variants {options} {n} {fast} {sequential}")
                cell = f"{count(result['per_second'])} ({count(result['per_processor_second'])})" if result else ""
                row.append(cell)
        rows.append(row)
    heads = ["", "NumPy", "NumPy, without SEQ", "compiled", "compiled, without SEQ"]
    product = results.get("parties 6 3")
    text = table(heads, rows)
    if product:
        text += (
            "\nWhere three decision makers vary by themselves (64 states, 2,000 variants each, GMR): "
            f"{product['per_second']:.1e} combinations a second.\n"
        )
    return text


def readings(results: Results) -> str:
    """Readings a second, against processes."""
    rows = []
    for options, n, _ in READINGS:
        row = [f"{1 << options:,} states, {n} decision makers"]
        for workers in WORKERS:
            result = results.get(f"readings {options} {n} {workers}")
            row.append(count(result["per_second"]) if result else "")
        result = results.get(f"readings {options} {n} {WORKERS[-1]}")
        rows.append([*row, seconds(result["first"]) if result else ""])
    return table(["", "in this process", "1 process", "2 processes", "first answer, 2 processes"], rows)


def listed(results: Results) -> str:
    """Few feasible combinations of many options."""
    rows = []
    shapes = (("30", "2^30, blocks"), ("60", "2^60, blocks in a chain"), (_LATE, "2^30, scattered"))
    for name, what in shapes:
        result = results.get(f"listed {name}")
        if result:
            cells = [what, f"{result['states']:,.0f}", seconds(result["compile"]), seconds(result["solve"])]
            rows.append([*cells, seconds(result.get("processor")), f"{result['memory']:,.0f}"])
    return table(["combinations", "feasible", "compile", "solve", "processor time", "MiB"], rows)


def graphs(results: Results) -> str:
    """Arcs between listed states."""
    rows = []
    for kind in KINDS_OF_GRAPH:
        for states in STATES:
            result = results.get(f"graph {kind} {states}")
            if result:
                cells = [kind, f"{result['states']:,.0f}", f"{result['arcs']:,.0f}", seconds(result["make"])]
                cells += [seconds(result["solve"]), seconds(result["processor"])]
                rows.append([*cells, f"{result['solve'] / result['copy']:,.0f}", f"{result['whole']:,.0f}"])
    return table(["graph", "states", "arcs", "from arrays", "solve", "processor time", "copies", "MiB in all"], rows)


def local(results: Results) -> str:
    """One state, judged without the others."""
    rows = []
    for number in LOCAL:
        result = results.get(f"local {number}")
        if result:
            cells = [seconds(result[key]) for key in ("compile", "without", "solve")]
            rows.append([f"100 options, {number} decision makers", *cells])
    return table(["", "compile", "without SEQ", "with SEQ"], rows)


def start(results: Results) -> str:
    """New processes, and small cases again."""
    started, again = results.get("start"), results.get("again 100")
    rows = []
    if started:
        rows = [
            ["Python alone", seconds(started["python"])],
            ["`detente --version`", seconds(started["version"])],
            ["`detente analyze`, 12 states", seconds(started["analyze"])],
        ]
    if again:
        rows.append([f"{again['states']:,.0f} states again after a change, all concepts", seconds(again["seconds"])])
    if started and "compiled" in started:
        loading = started["loaded"] - started["without"]
        rows.append(["compiled kernels: first use on a machine", seconds(started["compiled"])])
        rows.append(["compiled kernels: first use in a process", seconds(loading)])
    return table(["", "time"], rows)


def lines(results: Results) -> list[Line]:
    """Return what is plotted: combinations and seconds."""

    def points(prefix: str) -> tuple[tuple[float, float], ...]:
        names = [name for name in results if name.startswith(prefix) and "solve" in results[name]]
        sized = [(2.0 ** int(name.rpartition(" ")[2]), results[name]["solve"]) for name in names]
        return tuple(sorted(sized))

    drawn = [(result["states"], result["solve"]) for name, result in results.items() if name.startswith("graph random")]
    return [
        Line("matrices, as published", "#b3261e", "6 4", "square", points("matrices ")),
        Line("NumPy", "#1f5fa8", "", "circle", points(f"{NUMPY} plain ")),
        Line("compiled", "#2e7d32", "", "triangle", points(f"{FAST} plain ")),
        Line("graph form", "#7a4b00", "2 3", "open", tuple(sorted(drawn)), above=True),
        Line("symbolic", "#6a1b9a", "9 3 2 3", "diamond", points(f"{SYMBOLIC} plain ")),
    ]
