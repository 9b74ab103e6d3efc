"""Verdicts of so many states that they are kept in bits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import BoolArray

Bits = NDArray[np.uint8]
Key = TypeVar("Key", bound=str)


class PackedVerdicts(Mapping[Key, BoolArray]):
    """Who is stable where: bool arrays of shape (n, m) by concept, eight verdicts to a byte until they are looked at.

    Parameters
    ----------
    bits : mapping of concept to uint8 array, shape (n, m / 8 rounded up)
        The lowest bit first.
    n_states : int
        m.

    Notes
    -----
    Looking at a concept takes ``n * m`` bytes; the one looked at last is kept. Go through one concept after another.

    Examples
    --------
    >>> verdicts = PackedVerdicts({"nash": np.array([[0b101], [0b011]], dtype=np.uint8)}, 3)
    >>> verdicts["nash"].astype(int)
    array([[1, 0, 1],
           [1, 1, 0]])
    >>> verdicts.for_everybody("nash").astype(int), verdicts.of_state("nash", 2).astype(int)
    (array([1, 0, 0]), array([1, 0]))
    """

    def __init__(self, bits: Mapping[Key, Bits], n_states: int) -> None:
        self._bits, self._n_states = bits, n_states
        self._last: tuple[Key, BoolArray] | None = None

    def __getitem__(self, concept: Key) -> BoolArray:
        last = self._last
        if last is None or last[0] != concept:
            self._last = last = None  # two at a time are too many
            self._last = last = (concept, self._unpacked(self._bits[concept]))
        return last[1]

    def for_everybody(self, concept: Key) -> BoolArray:
        """Return which states are stable for everybody, bool array of shape (m,), without unpacking the rest."""
        return self._unpacked(np.bitwise_and.reduce(self._bits[concept], axis=0))

    def of_state(self, concept: Key, state: int) -> BoolArray:
        """Return for whom one state is stable, bool array of shape (n,), without unpacking the rest."""
        return np.asarray(self._bits[concept][:, state // 8] >> state % 8 & 1, dtype=np.bool_)

    def _unpacked(self, bits: Bits) -> BoolArray:
        unpacked = np.unpackbits(bits, axis=-1, count=self._n_states, bitorder="little")
        unpacked.setflags(write=False)
        return unpacked.view(np.bool_)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._bits)

    def __len__(self) -> int:
        return len(self._bits)

    def __contains__(self, concept: Any) -> bool:
        return concept in self._bits


def pack(parts: Iterable[BoolArray], bits: Bits) -> None:
    """Write verdicts that come part after part, of whatever lengths.

    >>> bits = np.zeros(2, dtype=np.uint8)
    >>> pack([np.ones(3, dtype=np.bool_), np.ones(6, dtype=np.bool_)], bits)
    >>> bits
    array([255,   1], dtype=uint8)
    """
    end, rest = 0, np.zeros(0, dtype=np.bool_)
    for part in parts:
        together = np.concatenate((rest, part)) if len(rest) else part
        whole = len(together) // 8
        bits[end : end + whole] = np.packbits(together[: 8 * whole], bitorder="little")
        end, rest = end + whole, together[8 * whole :]
    bits[end:] = np.packbits(rest, bitorder="little")
