"""Count in several processes of this machine."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for_end
from threading import Thread
from types import TracebackType
from typing import Self

from detente.analysis.sweeps.model import R
from detente.errors import WorkerError

MOST_LOSSES = 3  # without a chunk counted in between
_AHEAD = 3  # chunks that wait for each worker


class Processes:
    """Processes of this machine, started when they are needed.

    A process that ends before its time, say because memory ran out, is replaced, and what it was at is counted again.

    Parameters
    ----------
    n_workers
        How many.

    Examples
    --------
    >>> with Processes(2) as executor:
    ...     sorted(executor.run(abs, [3, -4]))
    [(-4, 4), (3, 3)]
    """

    def __init__(self, n_workers: int) -> None:
        self.n_workers = n_workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def run(self, task: Callable[[int], R], numbers: Iterable[int]) -> Iterator[tuple[int, R]]:
        """Yield each number with what the task returns for it, once, in whatever order they are done.

        Raises
        ------
        WorkerError
            Processes end again and again.
        """
        waiting = dict.fromkeys(numbers)
        losses = 0
        while waiting:
            try:
                for number, result in self._attempt(task, list(waiting)):
                    del waiting[number]
                    losses = 0
                    yield number, result
            except BrokenProcessPool:
                self._close()
                losses += 1
                if losses >= MOST_LOSSES:
                    raise WorkerError(
                        f"worker processes ended {losses} times before they had counted anything; chunks left:"
                        f" {len(waiting):,}. If memory is short, take fewer than {self.n_workers} workers"
                    ) from None

    def _attempt(self, task: Callable[[int], R], numbers: list[int]) -> Iterator[tuple[int, R]]:
        """Yield what is done until a process ends."""
        rest = deque(numbers)
        pending: dict[Future[R], int] = {}
        try:
            while rest or pending:
                while rest and len(pending) < _AHEAD * self.n_workers:
                    number = rest.popleft()
                    pending[self._submitted(task, number)] = number
                broken: BaseException | None = None
                for future in wait(pending, return_when=FIRST_COMPLETED).done:
                    number = pending.pop(future)
                    if isinstance(future.exception(), BrokenProcessPool):
                        broken = future.exception()  # others may be done all the same
                    else:
                        yield number, future.result()
                if broken:
                    raise broken
        finally:
            for future in pending:
                future.cancel()

    def _submitted(self, task: Callable[[int], R], number: int) -> Future[R]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.n_workers, mp_context=get_context("spawn"), initializer=_begin)
        with interrupts_held():  # processes are started here, and inherit that
            return self._pool.submit(task, number)

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back; processes and threads that are started meanwhile never get it.

    A terminal sends it to all of them, and they have nothing to say about it.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Begin a worker: deaf to Ctrl-C, and gone when the program is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_program, daemon=True).start()


def _end_with_the_program() -> None:
    program = parent_process()
    if program is not None:
        wait_for_end([program.sentinel])
        os._exit(1)
