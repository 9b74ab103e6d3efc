"""How kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from numba import njit
from numba.core.event import Event, Listener, install_listener

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel at first use, without the interpreter's lock, and keep it on disk where there is a place for it.

    What is kept is renewed when the kernel's own file changes, not when another one does: kernels call no kernels of
    other files.
    """
    try:
        return cast("Kernel", njit(cache=True, nogil=True)(kernel))
    except RuntimeError:  # nowhere to write: compiled again by every process
        return cast("Kernel", njit(nogil=True)(kernel))


@contextmanager
def telling(tell: Callable[[bool], None]) -> Iterator[None]:
    """Call `tell`, from whatever thread, with True when a kernel begins to be compiled and with False when it is done.

    Kernels that are loaded from disk are not told of.
    """
    with install_listener("numba:compile", _Teller(tell)):
        yield


class _Teller(Listener):
    """Kernels that others call are compiled while those are: the outermost begins and ends it."""

    def __init__(self, tell: Callable[[bool], None]) -> None:
        self.tell, self.depth = tell, 0

    def on_start(self, event: Event) -> None:  # noqa: ARG002 (what is compiled does not matter)
        self.depth += 1  # one thread at a time compiles
        if self.depth == 1:
            self.tell(True)

    def on_end(self, event: Event) -> None:  # noqa: ARG002
        self.depth -= 1
        if not self.depth:
            self.tell(False)


def inlined(kernel: Kernel) -> Kernel:
    """Make a kernel part of those that call it: owners of arrays are not counted, and nothing is loaded for itself."""
    return cast("Kernel", njit(inline="always", nogil=True)(kernel))
