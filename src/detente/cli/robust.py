"""``detente robust``: how much of the answer depends on which assumption."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.cli.common import (
    case_argument,
    compiled,
    emit,
    emit_document,
    format_option,
    memory_limit_option,
    output_option,
    variant_option,
)

if TYPE_CHECKING:
    from detente.analysis.sweeps import Executor, Progress

MANY = 100  # states; with more, the work takes long enough to show that it goes on
MANY_READINGS = 10_000  # likewise
LOCAL = "local"


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
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draws, where there are more readings."
)
@click.option("--variants", is_flag=True, help="Count the readings of each variant of the case, too.")
@click.option("--pairs", is_flag=True, help="Try pairs of assumptions, however many there are.")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Try readings in N processes; the answer is the same."
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Try readings on the workers of a Dask scheduler; local: of one that is started here, with N workers.",
)
@click.option(
    "--journal", type=click.Path(path_type=Path), metavar="FILE",
    help="Keep in FILE what is counted, and go on from there if it was interrupted.",
)  # fmt: skip
@variant_option
@memory_limit_option
@format_option
@output_option
def robust(  # noqa: PLR0913, PLR0917 (one parameter an option of the command)
    case: str,
    swaps: int | None,
    sample: int | None,
    seed: int,
    variants: bool,
    pairs: bool,
    workers: int | None,
    scheduler: str | None,
    journal: Path | None,
    variant: str,
    memory_limit: int | None,
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
      detente robust dispute.yaml --sample 1000000 --workers 8 --journal a.jsonl
    """  # noqa: D205, D301
    from detente.analysis.partial import find_partial_if_few
    from detente.analysis.robustness import find_robustness
    from detente.analysis.sweeps import Runner
    from detente.cli.terminal import at_work
    from detente.present.robust_document import census_columns, census_rows, robust_parts
    from detente.present.robust_words import progress_words

    if scheduler not in {None, LOCAL} and workers is not None:
        raise click.UsageError("--workers is for workers that are started here; the scheduler has its own")
    if variants and variant:
        raise click.UsageError("--variants counts from the case as it stands; leave --variant out")
    conflict = compiled(case, variant, memory_limit)
    trying = f"Trying assumptions on {conflict.n_states:,} states"
    is_long = conflict.n_states > MANY or (sample or 0) > MANY_READINGS
    with _resumable(journal), _executor(workers, scheduler) as executor, at_work(trying, long=is_long) as say:

        def tell(progress: Progress) -> None:
            say(progress_words(progress) if progress.share < 1 else trying)

        runner = Runner(executor, journal, tell)
        result = find_robustness(
            conflict, swaps=swaps, sample=sample, seed=seed, variants=variants, pairs=pairs, runner=runner
        )
        partial = find_partial_if_few(conflict)
    if form == "json":
        from detente.present.robust_json import robustness_lines

        emit(robustness_lines(result, partial), output)
    elif form == "csv":
        from detente.present.tables import csv_lines

        emit(csv_lines(census_columns(), census_rows(result)), output)
    else:
        emit_document(robust_parts(result, partial, limit=form == "text"), form, output)


@contextmanager
def _executor(workers: int | None, scheduler: str | None) -> Iterator[Executor | None]:
    """Where readings are tried: in this process, in several, or on the workers of a scheduler."""
    if scheduler is None and workers is None:
        yield None
        return
    from detente.analysis.sweeps import Cluster, Processes

    executor: Executor = (
        Processes(workers or 1) if scheduler is None else Cluster(None if scheduler == LOCAL else scheduler, workers)
    )
    with executor:
        yield executor


@contextmanager
def _resumable(journal: Path | None) -> Iterator[None]:
    """Say how to go on after an interruption."""
    try:
        yield
    except KeyboardInterrupt:
        if journal:
            from detente.cli.terminal import show_error

            show_error(f"What is counted so far is kept in {journal}: the same command goes on from there.")
        raise
