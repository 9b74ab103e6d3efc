"""Count on the workers of a Dask scheduler; or of one that is started here for the purpose.

Nothing here reaches beyond this machine unless the address of a scheduler is given. What is sent is a sweep and its
case; what comes back is counts. Whoever can reach a scheduler can run programs on its workers: keep it to networks that
you trust, or use ``tls://`` addresses with the certificates of Dask's configuration.
"""

from __future__ import annotations

import logging
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from multiprocessing.resource_tracker import ensure_running
from types import TracebackType
from typing import TYPE_CHECKING, Self

from detente.analysis.sweeps.model import R
from detente.analysis.sweeps.processes import MOST_LOSSES, interrupts_held
from detente.errors import NotSupportedError, WorkerError
from detente.version import __version__

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 3  # chunks that wait for each thread
_PATIENCE = 20  # seconds to wait for a scheduler, and for its first worker
_LOST = "the connection with the scheduler was lost; nothing more is counted"
_EVERY = count()  # tells apart what this process asks for


class Cluster:
    """Workers of Dask.

    Parameters
    ----------
    address
        Of a scheduler that is running, for example ``tcp://10.0.0.5:8786``; None to start one and its workers here,
        which can be reached from this machine only.
    n_workers
        How many to start here; None for as many as there are cores. Not for a scheduler that is running.

    Raises
    ------
    NotSupportedError
        When it is first needed: Dask is not installed.
    WorkerError
        When it is first needed: the scheduler cannot be reached, has no workers, or workers without the same version
        of this program.
    """

    def __init__(self, address: str | None = None, n_workers: int | None = None) -> None:
        self.address, self.n_workers = address, n_workers
        self._stack = ExitStack()
        self._client: Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client = None
        self._stack.close()

    def run(self, task: Callable[[int], R], numbers: Iterable[int]) -> Iterator[tuple[int, R]]:
        """Yield each number with what the task returns for it, once, in whatever order they are done.

        Raises
        ------
        WorkerError
            Workers end again and again with the same chunk, or the scheduler is lost on the way; see also the class.
        """
        client = self._connected()
        from distributed import as_completed
        from distributed.client import ClosedClientError

        name = f"detente-{client.id}-{next(_EVERY)}"
        # a task of its own, not data: if the worker that has it ends, another one makes it again
        shared = client.submit(_itself, task, key=name, pure=False)
        rest = deque(numbers)
        losses: Counter[int] = Counter()
        pending: dict[str, tuple[int, Future[R]]] = {}
        done = as_completed(loop=client.loop, with_results=True, raise_errors=False)
        try:
            while rest or pending:
                try:
                    threads = sum(client.nthreads().values())  # workers come and go
                    while rest and len(pending) < _AHEAD * max(1, threads):
                        number = rest.popleft()
                        key = f"{name}-{number}-{losses[number]}"
                        future = client.submit(_call, shared, number, key=key, pure=False)
                        pending[key] = number, future
                        done.add(future)
                except (OSError, ClosedClientError):
                    raise WorkerError(_LOST) from None
                future, result = next(done)
                number, _ = pending.pop(future.key)
                if future.status == "finished":
                    yield number, result
                else:
                    losses[number] += 1
                    _check(future, losses[number])
                    rest.appendleft(number)
        finally:
            for _, future in pending.values():
                future.release()

    def _connected(self) -> Client:
        if self._client is None:
            try:
                from distributed import Client
                from distributed.comm.addressing import parse_address, parse_host_port
                from distributed.comm.registry import get_backend
            except ModuleNotFoundError as error:
                if error.name not in {"distributed", "dask"}:
                    raise
                raise NotSupportedError(
                    "counting on a cluster needs an extra: pip install 'detente[cluster]'"
                ) from error
            self._stack.enter_context(_quiet())
            address = self.address or self._stack.enter_context(_started(self.n_workers))
            try:
                # a client that cannot even begin to connect does not end as it should
                scheme, location = parse_address(address)
                get_backend(scheme)
                parse_host_port(location)
                client = self._stack.enter_context(Client(address, timeout=_PATIENCE, set_as_default=False))
            except (OSError, ValueError) as error:
                raise WorkerError(
                    f"there is no Dask scheduler at {self.address}: {error}; start one with: dask scheduler"
                ) from error
            self._check_workers(client)
            self._client = client
        return self._client

    def _check_workers(self, client: Client) -> None:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise WorkerError(
                f"the scheduler at {self.address} has no workers; start some with: dask worker {self.address}"
            ) from None
        for worker, version in client.run(_version, on_error="return").items():
            if version != __version__:
                found = "none that can be used" if isinstance(version, BaseException) else version
                raise WorkerError(
                    f"the worker at {worker} needs detente {__version__}, the version used here; it has {found}"
                )


def _check(future: Future[R], losses: int) -> None:
    """Raise what went wrong, unless a worker was lost and it can be tried again."""
    from distributed import KilledWorker

    if future.status != "error":
        raise WorkerError(_LOST)
    error = future.exception()
    if isinstance(error, ModuleNotFoundError):
        raise WorkerError(f"a worker cannot load this program: {error}; install detente {__version__} there")
    if not isinstance(error, KilledWorker):
        raise error
    if losses >= MOST_LOSSES:
        raise WorkerError(
            f"workers ended {losses} times more often than Dask allows while they counted the same chunk; if memory is"
            " short, give each worker more of it"
        )


@contextmanager
def _started(n_workers: int | None) -> Iterator[str]:
    """Start a scheduler and workers that can be reached from this machine only."""
    from distributed import LocalCluster

    ensure_running()  # it would let Ctrl-C through to what is started after it
    with interrupts_held():
        cluster = LocalCluster(
            n_workers=n_workers or os.cpu_count(),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL,
        )
    with cluster:
        yield cluster.scheduler_address


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from telling the terminal about every worker that comes and goes."""
    before = {logging.getLogger(name): logging.getLogger(name).level for name in ("distributed", "distributed.client")}
    for logger in before:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in before.items():
            logger.setLevel(level)


def _itself(task: Callable[[int], R]) -> Callable[[int], R]:
    return task


def _call(task: Callable[[int], R], number: int) -> R:
    return task(number)


def _version() -> str:
    return __version__
