"""How kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

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
