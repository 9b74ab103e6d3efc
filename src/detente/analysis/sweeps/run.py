"""Run a sweep: whatever counts the chunks, each one once, all of them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from detente.analysis.sweeps.ground import Chunks, Ground, Task
from detente.analysis.sweeps.journal import Journal
from detente.analysis.sweeps.model import Counts, Executor, Progress, Sweep


@dataclass(frozen=True, slots=True)
class Runner:
    """How sweeps are run; what they count does not depend on it.

    Attributes
    ----------
    executor
        Where: `detente.analysis.sweeps.Processes`, `detente.analysis.sweeps.Cluster`; None for in this process.
    journal
        The file that keeps chunks as they are counted; a sweep that stands in it goes on from there.
    progress
        Called at the beginning and after every chunk.
    """

    executor: Executor | None = None
    journal: Path | None = None
    progress: Callable[[Progress], None] | None = None


def run_sweep(ground: Ground, sweep: Sweep, runner: Runner | None = None) -> Counts:
    """Count the chunks of a sweep.

    Returns
    -------
    Counts
        The same for every way to run it, to the last digit: chunks are cut by what is asked, random choices go by
        their numbers, whole numbers are added, and of a chunk that is reported twice only one report counts.

    Raises
    ------
    WorkerError
        Workers were lost again and again, or cannot be reached.
    NotSupportedError
        The journal is one of something else; or what the executor needs is not installed.
    OutputError
        The journal cannot be written.

    Cost
    ----
    One variant (`detente.stability.batch`) a reading; memory for a chunk in each process.

    Examples
    --------
    >>> from detente.analysis.sweeps import Processes
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> from detente.stability.model import Concept
    >>> ground = Ground(build_conflict(load_case("gisborne-unknown")))
    >>> sweep = ground.sweep(10_000, seed=0, concepts=[Concept.SEQ])
    >>> counts = run_sweep(ground, sweep)
    >>> counts.readings, dict(counts.states[Concept.SEQ])
    (2520, {3: 2100, 5: 1260, 7: 420})
    >>> with Processes(2) as executor:
    ...     run_sweep(ground, sweep, Runner(executor)) == counts
    True
    """
    runner = runner or Runner()
    began = monotonic()
    done: set[int] = set()
    total = Counts()
    with ExitStack() as stack:
        journal = stack.enter_context(Journal(runner.journal, sweep)) if runner.journal else None
        for number, counts in journal.kept() if journal else ():
            if number not in done:
                done.add(number)
                total.add(counts)
        kept = len(done)

        def tell() -> None:
            if runner.progress:
                runner.progress(Progress(sweep, len(done), kept, monotonic() - began))

        tell()
        waiting = [number for number in range(sweep.n_chunks) if number not in done]
        for number, counts in _counted(ground, sweep, runner.executor, waiting):
            if number in done:
                continue
            if journal:
                journal.keep(number, counts)
            done.add(number)
            total.add(counts)
            tell()
    return total


def _counted(
    ground: Ground, sweep: Sweep, executor: Executor | None, waiting: list[int]
) -> Iterator[tuple[int, Counts]]:
    if not waiting:
        return
    if executor is None:
        chunks = Chunks(ground, sweep)
        yield from ((number, chunks(number)) for number in waiting)
    else:
        yield from executor.run(Task.of(ground, sweep), waiting)
