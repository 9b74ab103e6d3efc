"""``detente robust``: how much of the answer depends on which assumption."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from detente.cli.common import case_argument, compiled, emit, output_option, show_document, variant_option

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ["text", "json", "csv", "latex", "markdown"]
MANY = 100  # states; with more, the work takes long enough to show that it goes on


@click.command(short_help="How much depends on which assumption.")
@case_argument
@click.option(
    "--swaps", type=click.IntRange(0), metavar="K",
    help="Also orders within K exchanges of neighbours in each list; without it, 1 where the case leaves none open.",
)  # fmt: skip
@click.option(
    "--sample", type=click.IntRange(1), metavar="N",
    help="Try at most N readings one by one; else as many as take about a second.",
)  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Of the draws, where there are more readings.")
@click.option("--variants", is_flag=True, help="Count the readings of each variant of the case, too.")
@click.option("--pairs", is_flag=True, help="Try pairs of assumptions, however many there are.")
@variant_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@output_option
def robust(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    swaps: int | None,
    sample: int | None,
    seed: int,
    variants: bool,
    pairs: bool,
    variant: str,
    form: str,
    output: Path,
) -> None:
    """Say how much of the answer depends on which assumption: in how many readings of the case a state is an
    equilibrium; which single assumptions tip a conclusion, and what they rest on; what falls when statements of one
    kind, voice or source are left out; how near rankings and lists are to another answer.

    A reading is one order for each party that the case admits (`any order`, `pairs`). Where the case leaves comparisons
    unknown, this also says what is certain, possible and impossible, and what to find out next. Shares of readings are
    no probabilities. JSON is a documented contract (`detente schema robustness`); CSV has one share a row.

    \b
    Examples:
      detente robust ukraine-2026-01
      detente robust gisborne-unknown --variants
      detente robust dispute.yaml --swaps 2 --sample 5000 --seed 7
      detente robust elmira --format json -o robust.json
    """  # noqa: D205, D301
    from detente.analysis.partial import find_partial
    from detente.analysis.partial.relation import MOST_STATES
    from detente.analysis.robustness import find_robustness
    from detente.cli.terminal import at_work
    from detente.present.document import document_latex, document_markdown
    from detente.present.robust_document import census_columns, census_rows, robust_parts

    conflict = compiled(case, variant)
    with at_work(f"Trying assumptions on {conflict.n_states:,} states", long=conflict.n_states > MANY):
        result = find_robustness(conflict, swaps=swaps, sample=sample, seed=seed, variants=variants, pairs=pairs)
        partial = find_partial(conflict) if conflict.n_states <= MOST_STATES else None
    if form == "json":
        from detente.present.robust_json import robustness_lines

        emit(robustness_lines(result, partial), output)
    elif form == "csv":
        from detente.present.tables import csv_lines

        emit(csv_lines(census_columns(), census_rows(result)), output)
    elif form == "text":
        show_document(robust_parts(result, partial), output)
    else:
        write = {"latex": document_latex, "markdown": document_markdown}[form]
        emit([write(robust_parts(result, partial, limit=False))], output)
