"""A limit on how long work may take, for work that does not look at the clock itself."""

from __future__ import annotations

import _thread
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from detente.errors import LimitError


@contextmanager
def at_most(seconds: float | None) -> Iterator[None]:
    """Interrupt what takes longer; only in the main thread, and only between two steps of Python.

    Raises
    ------
    LimitError
        The time is over.
    """
    if seconds is None:
        yield
        return
    rung = []

    def ring() -> None:
        rung.append(True)
        _thread.interrupt_main()

    is_ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if is_ignored:  # a job in the background: the interrupt would be lost
        signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = Timer(seconds, ring)
    timer.daemon = True
    try:
        timer.start()
        yield
        timer.cancel()
        timer.join()
        if rung:
            time.sleep(1)  # it rang as the work ended: the interrupt arrives here
    except KeyboardInterrupt:
        if not rung:
            raise
        raise LimitError(
            f"not done within {seconds:g} s; allow more (--time-limit), ask for fewer concepts (--concepts), or for "
            "single states (`detente explain CASE STATE`)"
        ) from None
    finally:
        timer.cancel()
        if is_ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
