"""Sweeps in processes and on Dask: the same counts, whoever is lost on the way."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import dask
import psutil
import pytest
from distributed import LocalCluster

from detente.analysis.robustness import take_census
from detente.analysis.sweeps import Cluster, Counts, Executor, Processes, Runner, run_sweep
from detente.analysis.sweeps import cluster as cluster_module
from detente.analysis.sweeps.model import R
from detente.errors import NotSupportedError, WorkerError
from tests.analysis.test_sweeps import NothingStarted, drawn, ground


@cache
def expected() -> Counts:
    return run_sweep(ground(), drawn())


@dataclass(frozen=True)
class Deadly:
    """A task that ends its worker at one chunk, the first time; or every time, without a place to note it."""

    task: Callable[[int], Any]
    number: int
    noted: Path | None

    def __call__(self, number: int) -> Any:
        if number == self.number and not (self.noted and self.noted.exists()):
            if self.noted:
                self.noted.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.task(number)


class Losing(NothingStarted):
    """An executor of which a worker is lost; whoever made it lets go of it."""

    def __init__(self, executor: Executor, number: int, noted: Path | None) -> None:
        self.executor, self.number, self.noted = executor, number, noted
        self.reported: list[int] = []

    def run(self, task: Callable[[int], R], numbers: Iterable[int]) -> Iterator[tuple[int, R]]:
        for number, result in self.executor.run(Deadly(task, self.number, self.noted), numbers):
            self.reported.append(number)
            yield number, result


@pytest.fixture(scope="module")
def local() -> Iterator[Cluster]:
    with Cluster(n_workers=2) as cluster:
        yield cluster


def opened_ports() -> list[str]:
    """Where this process and those it started can be reached."""
    program = psutil.Process()
    return [
        connection.laddr.ip
        for process in (program, *program.children(recursive=True))
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]


@pytest.mark.parametrize("n_workers", [1, 2, 3])
def test_processes_count_the_same(n_workers: int) -> None:
    with Processes(n_workers) as executor:
        assert run_sweep(ground(), drawn(), Runner(executor)) == expected()
        if n_workers == 2:  # another question to the same workers
            sweep = drawn(per_chunk=50)
            assert run_sweep(ground(), sweep, Runner(executor)) == run_sweep(ground(), sweep) != expected()


def test_dask_counts_the_same(local: Cluster) -> None:
    assert run_sweep(ground(), drawn(), Runner(local)) == expected()
    sweep = drawn(per_chunk=50)
    assert run_sweep(ground(), sweep, Runner(local)) == run_sweep(ground(), sweep)
    conflict = ground().conflict
    assert take_census(conflict, sample=50, runner=Runner(local)).states == take_census(conflict, sample=50).states


def test_nothing_that_is_started_here_can_be_reached_from_elsewhere(local: Cluster) -> None:
    run_sweep(ground(), drawn(), Runner(local))
    assert set(opened_ports()) == {"127.0.0.1"}


def test_a_process_that_is_lost_is_replaced(tmp_path: Path) -> None:
    """Nothing is lost with it, nothing is counted twice."""
    with Processes(2) as pool:
        executor = Losing(pool, 4, tmp_path / "noted")
        assert run_sweep(ground(), drawn(), Runner(executor, tmp_path / "journal")) == expected()
    assert (tmp_path / "noted").exists()
    assert sorted(executor.reported) == list(range(7))
    lines = (tmp_path / "journal").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 + 7


def test_processes_that_are_lost_again_and_again_are_given_up() -> None:
    with (
        Processes(1) as pool,
        pytest.raises(WorkerError, match=r"worker processes ended 3 times .* left: 1\."),
    ):
        run_sweep(ground(), drawn(), Runner(Losing(pool, 6, None)))


def test_a_dask_worker_that_is_lost_is_replaced(local: Cluster, tmp_path: Path) -> None:
    executor = Losing(local, 4, tmp_path / "noted")
    assert run_sweep(ground(), drawn(), Runner(executor, tmp_path / "journal")) == expected()
    assert (tmp_path / "noted").exists()
    assert sorted(executor.reported) == list(range(7))


@pytest.mark.parametrize("is_noted", [True, False])
def test_dask_gives_up_a_chunk_and_is_asked_again(is_noted: bool, tmp_path: Path) -> None:
    """With one loss allowed the chunk counts as deadly at once; three times of that are enough."""
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), Cluster(n_workers=1) as cluster:
        executor = Losing(cluster, 4, tmp_path / "noted" if is_noted else None)
        if is_noted:
            assert run_sweep(ground(), drawn(), Runner(executor)) == expected()
        else:
            with pytest.raises(WorkerError, match="workers ended 3 times more often than Dask allows"):
                run_sweep(ground(), drawn(), Runner(executor))


def test_a_scheduler_that_is_running(monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalCluster(n_workers=1, threads_per_worker=2, host="127.0.0.1", dashboard_address="127.0.0.1:0") as running:
        address = running.scheduler_address
        with Cluster(address) as cluster:
            assert run_sweep(ground(), drawn(), Runner(cluster)) == expected()
        with monkeypatch.context() as patch, Cluster(address) as cluster:
            patch.setattr(cluster_module, "__version__", "9.9")
            with pytest.raises(WorkerError, match=r"the worker at tcp://127.* needs detente 9\.9, .*; it has "):
                run_sweep(ground(), drawn(), Runner(cluster))
        monkeypatch.setattr(cluster_module, "_PATIENCE", 1)
        with Cluster(address) as cluster:
            counted = cluster.run(Slow(), range(50))
            next(counted)
            running.close()
            with pytest.raises(WorkerError, match="the connection with the scheduler was lost"):
                list(counted)


@dataclass(frozen=True)
class Slow:
    """A task that takes its time."""

    def __call__(self, number: int) -> int:
        time.sleep(0.05)
        return number


def test_faults_of_a_task_are_shown(local: Cluster) -> None:
    with pytest.raises(ValueError, match="chr"):
        list(local.run(chr, [-1]))
    with Processes(1) as executor, pytest.raises(ValueError, match="chr"):
        list(executor.run(chr, [-1]))


def test_schedulers_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "_PATIENCE", 0.2)
    for address, message in (
        ("tcp://127.0.0.1:9", "Timed out"),
        ("elsewhere", "missing port number"),
        ("smoke://x:1", "unknown address scheme 'smoke'"),
    ):
        with (
            Cluster(address) as cluster,
            pytest.raises(WorkerError, match=f"no Dask scheduler at {address}: {message}"),
        ):
            list(cluster.run(abs, [1]))
    with LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address="127.0.0.1:0") as empty:
        address = empty.scheduler_address
        with Cluster(address) as cluster, pytest.raises(WorkerError, match=f"at {address} has no workers; start some"):
            list(cluster.run(abs, [1]))


def test_dask_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with Cluster() as cluster, pytest.raises(NotSupportedError, match=r"pip install 'detente\[cluster\]'"):
        list(cluster.run(abs, [1]))


def test_nothing_is_started_for_a_sweep_that_is_finished(tmp_path: Path) -> None:
    run_sweep(ground(), drawn(), Runner(journal=tmp_path / "journal"))
    for executor in (Processes(2), Cluster("tcp://127.0.0.1:9")):
        with executor:
            assert run_sweep(ground(), drawn(), Runner(executor, tmp_path / "journal")) == expected()


def test_workers_end_with_the_program(tmp_path: Path) -> None:
    """However it ends."""
    program = tmp_path / "program.py"
    program.write_text(
        "import os, signal\n"
        "from detente.analysis.sweeps import Processes\n"
        "from tests.analysis.test_sweeps_workers import own_id\n"
        "if __name__ == '__main__':\n"
        "    with Processes(2) as executor:\n"
        "        for _, worker in executor.run(own_id, range(8)):\n"
        "            print(worker, flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n",
        encoding="utf-8",
    )
    done = psutil.Popen(
        [sys.executable, str(program)], stdout=-1, text=True, env=os.environ | {"PYTHONPATH": str(Path.cwd())}
    )
    workers = {int(line) for line in done.communicate(timeout=60)[0].splitlines()}
    assert workers
    _, alive = psutil.wait_procs(
        [psutil.Process(worker) for worker in workers if psutil.pid_exists(worker)], timeout=10
    )
    assert not alive


def own_id(number: int) -> int:
    """The process that a number came to; not at once, so that both get some."""
    time.sleep(0.01 * (number >= 0))
    return os.getpid()


def test_sweep_chunks_can_have_any_size(local: Cluster) -> None:
    sweep = replace(drawn(), per_chunk=1_000)
    assert sweep.n_chunks == 1
    assert run_sweep(ground(), sweep, Runner(local)) == run_sweep(ground(), sweep)
