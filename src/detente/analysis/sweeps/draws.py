r"""Random choices that are the same everywhere: for a seed, each reading has its own.

The bits for chunk c are the stream of the generator PCG64 whose seed sequence has `seed` as its entropy and (c) as its
spawn key; reading r of the chunk takes the numbers from :math:`r w` to :math:`(r+1) w` of it, where w is how many a
reading needs. These streams are part of numpy's guarantees; what its distributions make of them is not, so that is
done here. A choice among n is a number of 64 bits modulo n: no chance differs from 1/n by more than :math:`2^{-64}`.
An order is that of as many such numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.conflict.levels import lexicographic_levels
from detente.conflict.model import BoolArray, IntArray

Bits = NDArray[np.uint64]
EXACT_BITS = 52  # whole numbers up to 2**53 are exact in floating point


def drawn_bits(seed: int, chunk: int, readings: int, width: int) -> Bits:
    """Return random bits, shape (readings, width).

    >>> drawn_bits(7, 0, 3, 1)[:2].tolist() == drawn_bits(7, 0, 2, 1).tolist()
    True
    """
    stream = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(chunk,)))
    raw: Bits = np.asarray(stream.random_raw(readings * width), dtype=np.uint64)
    return raw.reshape(readings, width)


def chosen(bits: Bits, n: int) -> IntArray:
    """Return a number below n for each."""
    return (bits % np.uint64(n)).astype(np.int64)


def arranged(bits: Bits, groups: Sequence[tuple[int, ...]], k: int) -> IntArray:
    """Return an order of k things for each reading, in which those of a group change places.

    Parameters
    ----------
    bits
        Shape (readings, things in groups).

    Returns
    -------
    int array, shape (readings, k)
        Which thing is at each place, the most important first.

    >>> arranged(np.array([[9, 3, 5]], dtype=np.uint64), [(1, 2, 3)], 5).tolist()
    [[0, 2, 3, 1, 4]]
    """
    order = np.tile(np.arange(k), (len(bits), 1))
    used = 0
    for group in groups:
        places = np.argsort(bits[:, used : used + len(group)], axis=1, kind="stable")
        order[:, group[0] : group[-1] + 1] = places + group[0]
        used += len(group)
    return order


def worth(tables: BoolArray, order: IntArray) -> IntArray:
    """Return what states are worth under orders of statements: numbers that compare as the preferences do.

    Parameters
    ----------
    tables : bool array, shape (k, m)
        Where each statement is true.
    order
        As of `arranged`.

    Returns
    -------
    int array, shape (m, readings)
    """
    k = order.shape[1]
    if k > EXACT_BITS:
        return np.stack([lexicographic_levels((tables[j] for j in row), tables.shape[1]) for row in order], axis=1)
    weights = np.empty((k, len(order)))
    np.put_along_axis(weights, order.T, 2.0 ** np.arange(k - 1, -1, -1)[:, None], axis=0)
    # sums of different powers of two are exact in floating point, and products of such matrices are fast
    return np.asarray(tables.T.astype(np.float64) @ weights).astype(np.int64)
