"""The tables of ``docs/explanation/performance.md``, from the results."""

from __future__ import annotations

import re

from benchmarks.tasks import Result

Results = dict[str, Result]

NUMPY, FAST = "explicit-options", "explicit-options-fast"


def filled(page: str, results: Results, machine: str) -> str:
    """Return the page with each table between its marks replaced."""
    made = {
        "machine": f"Measured on: {machine}; a plain copy moves {results['machine']['copy']:.0f} GB a second, "
        "read and written together.\n",
        "sizes": sizes(results),
        "parties": parties(results),
        "matrices": matrices(results),
        "variants": variants(results),
        "listed": listed(results),
        "start": start(results),
    }
    for name, text in made.items():
        marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page = marks.sub(lambda found, text=text: f"{found[1]}{text}{found[2]}", page)
    return page


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; all columns but the first to the right."""
    ruled = ["---", *["---:"] * (len(heads) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (heads, ruled, *rows))


def seconds(value: float) -> str:
    """Write a time with two digits that count."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if value >= size:
            return f"{float(f'{value / size:.2g}'):g} {unit}"
    return f"{float(f'{value / 1e-6:.2g}'):g} µs"


def count(value: float) -> str:
    """Write a number with two digits that count."""
    return f"{int(float(f'{value:.2g}')):,}"


def sizes(results: Results) -> str:
    """Time against size: each engine, as a ratio to a copy of the same bytes too."""
    rows = []
    for kind in ("plain", "constrained"):
        for options in range(6, 40, 2):
            numpy, fast = (results.get(f"{engine} {kind} {options}") for engine in (NUMPY, FAST))
            known = numpy or fast
            if known is None:
                continue
            cells = [f"2^{options} {kind}", f"{known['states']:,.0f}", seconds(known["compile"])]
            for result in (numpy, fast):
                cells += [seconds(result["solve"]), f"{result['solve'] / result['copy']:,.0f}"] if result else ["", ""]
            cells.append(seconds(fast["processor"]) if fast else "")
            cells.append(
                f"{known['memory']:,.0f} / {fast['memory']:,.0f}" if fast and numpy else f"{known['memory']:,.0f}"
            )
            rows.append(cells)
    heads = ["combinations", "states", "compile", "NumPy", "copies", "compiled", "copies", "processor time", "MiB"]
    return table(heads, rows)


def parties(results: Results) -> str:
    """Time against decision makers."""
    rows = []
    for number in (2, 3, 4, 6, 8):
        numpy, fast = results[f"{NUMPY} parties {number}"], results[f"{FAST} parties {number}"]
        rows.append([str(number), seconds(numpy["solve"]), seconds(fast["solve"]), seconds(fast["processor"])])
    return table(["decision makers", "NumPy, 2^16", "compiled, 2^20", "processor time"], rows)


def matrices(results: Results) -> str:
    """The literature's formulas against the engine."""
    rows = []
    for options in (6, 8, 10, 11):
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
    for options, n in ((6, 3), (6, 4), (8, 4), (10, 4), (12, 4)):
        row = [f"{1 << options:,} states, {n} decision makers"]
        for fast in (0, 1):
            for sequential in (1, 0):
                result = results[f"variants {options} {n} {fast} {sequential}"]
                row.append(f"{count(result['per_second'])} ({count(result['per_processor_second'])})")
        rows.append(row)
    heads = ["", "NumPy", "NumPy, without SEQ", "compiled", "compiled, without SEQ"]
    product = results["parties 6 3"]["per_second"]
    return (
        table(heads, rows)
        + f"\nWhere three decision makers vary by themselves (64 states, 2,000 variants each, GMR): {product:.1e} "
        "combinations a second.\n"
    )


def listed(results: Results) -> str:
    """Few feasible combinations of many options."""
    rows = []
    for options in (30, 60):
        result = results[f"listed {options}"]
        cells = [f"2^{options}", f"{result['states']:,.0f}", seconds(result["compile"]), seconds(result["solve"])]
        rows.append([*cells, f"{result['memory']:,.0f}"])
    return table(["combinations", "feasible", "compile", "solve", "MiB"], rows)


def start(results: Results) -> str:
    """New processes, and small cases again."""
    started, again = results["start"], results["again 100"]
    loading = started["loaded"] - started["without"]
    rows = [
        ["Python alone", seconds(started["python"])],
        ["`detente --version`", seconds(started["version"])],
        ["`detente analyze`, 12 states", seconds(started["analyze"])],
        [f"{again['states']:,.0f} states again after a change, all concepts", seconds(again["seconds"])],
        ["compiled kernels: first use on a machine", seconds(started["compiled"])],
        ["compiled kernels: first use in a process", seconds(loading)],
    ]
    return table(["", "time"], rows)
