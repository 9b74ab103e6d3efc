"""A conflict from arrays of arcs: for programs that have their states and moves in arrays, not in a case file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import ValidationError

from detente.case.model import Case, DecisionMaker, Prioritization
from detente.conflict.arcs import rows_of_arcs
from detente.conflict.levels import dense
from detente.conflict.model import ArcMoves, Conflict, IntArray
from detente.errors import DetenteError, NotSupportedError

_MOST_STATES = (1 << 31) - 1  # the number of a state is one of 32 bits


def conflict_from_arcs(
    arcs: Mapping[str, tuple[ArrayLike, ArrayLike]],
    worth: Mapping[str, ArrayLike],
    *,
    status_quo: int | None = None,
    title: str = "A conflict made of arrays",
) -> Conflict:
    """Return the conflict that arrays describe, in graph form; states are their positions, named ``s1``, ``s2``, ...

    It is for the questions that states, moves and preference levels answer: who would stay where and why, how it could
    move on, who could act together, what foresight, attitudes and mixed opponents change, how many rankings make a
    state hold, the margins of rankings, and the tables of the model and of the result. What asks about the case itself
    is refused (`written_case`): readings and what tips them, unknown comparisons, the smallest changes, comparisons of
    two cases, influence, beliefs, and the report.

    Parameters
    ----------
    arcs
        For each decision maker, the states its moves leave and the states they lead to: two integer arrays of the
        same length. Moves from a state to itself are dropped, repeated ones count once; no order is needed, and none
        of the moves is taken to follow from others.
    worth
        For each decision maker, integers for the states, as many for everybody: larger is better, equal is
        indifferent, and nothing else about them matters.
    status_quo
        Position of the state where the dispute stands.
    title
        Of the case that the conflict says it comes from. It names the decision makers and nothing else: no options,
        sources or statements; so its digest tells conflicts apart by their title and decision makers only.

    Raises
    ------
    DetenteError
        The decision makers of `arcs` and `worth` are not the same, or an array does not fit: not of integers, not of
        the right length, or with a state that does not exist; or a name that is none.

    Cost
    ----
    The arcs are sorted. 16 bytes an arc while that is done for one decision maker, 8 an arc of all afterwards.

    Examples
    --------
    Three states in a row; A can go right, B left, one step at a time. A likes the right end most, B the middle.

    >>> import detente
    >>> conflict = detente.conflict_from_arcs(
    ...     {"a": ([0, 1], [1, 2]), "b": ([2, 1], [1, 0])}, {"a": [1, 2, 3], "b": [1, 3, 2]}
    ... )
    >>> result = detente.analyze_stability(conflict)
    >>> result.stable[detente.Concept.NASH]
    array([[False, False,  True],
           [ True,  True, False]])
    >>> result.equilibria(detente.Concept.SEQ)
    array([False,  True,  True])
    """
    if not worth or set(arcs) != set(worth):
        raise DetenteError(f"arcs of {_listed(arcs)}, but states are worth something to {_listed(worth)}")
    level = np.stack([dense(row) for row in _worths(worth)])
    m = level.shape[1]
    if status_quo is not None and not 0 <= status_quo < m:
        raise DetenteError(f"no state {status_quo} for the status quo; there are {m:,}, from 0")
    rows = [rows_of_arcs(m, [_ends(dm, arcs[dm], m)]) for dm in worth]
    moves = ArcMoves(tuple(start for start, _ in rows), tuple(target for _, target in rows))
    for array in (level, *moves.start, *moves.target):
        array.setflags(write=False)
    parties = {dm: DecisionMaker(name=dm, preferences=Prioritization(statements=())) for dm in worth}
    try:
        case = Case(detente=1, title=title, decision_makers=parties)
    except ValidationError as error:
        raise DetenteError("; ".join(fault["msg"] for fault in error.errors())) from None
    nothing = np.broadcast_to(np.uint64(0), (m,))
    return Conflict(case, "", tuple(worth), (), nothing, nothing, level, moves, status_quo)


def written_case(conflict: Conflict) -> Case:
    """Return the case that a conflict was compiled from, to read there what levels do not say or to compile it again.

    Raises
    ------
    NotSupportedError
        The conflict was made from arrays.
    """
    if conflict.is_from_arrays:
        raise NotSupportedError(
            "this conflict was made from arrays: its preferences are not in a case file, so they cannot be"
            " varied, compared or traced to what they rest on; write it as a case in graph form for that"
        )
    return conflict.case


def _worths(worth: Mapping[str, ArrayLike]) -> list[IntArray]:
    rows = [_integers(f"what states are worth to '{dm}'", row) for dm, row in worth.items()]
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        raise DetenteError(f"each state is worth something to everybody, but the arrays have {_listed(lengths)} items")
    if not 0 < len(rows[0]) <= _MOST_STATES:
        raise DetenteError(f"{len(rows[0]):,} states; there may be 1 to {_MOST_STATES:,}")
    return rows


def _ends(dm: str, arcs: tuple[ArrayLike, ArrayLike], m: int) -> tuple[IntArray, IntArray]:
    source, target = (_integers(f"the arcs of '{dm}'", ends) for ends in arcs)
    if len(source) != len(target):
        raise DetenteError(f"the arcs of '{dm}' leave {len(source):,} states and lead to {len(target):,}")
    for ends in (source, target):
        outside = ends[(ends < 0) | (ends >= m)]
        if len(outside):
            raise DetenteError(f"the arcs of '{dm}' name state {outside[0]}; there are {m:,}, from 0")
    return source, target


def _integers(what: str, values: ArrayLike) -> IntArray:
    array: NDArray[np.generic] = np.asarray(values)
    if array.ndim != 1 or (array.size and not np.issubdtype(array.dtype, np.integer)):
        raise DetenteError(f"{what}: integers in one dimension are expected, not {array.dtype} in {array.ndim}")
    return array.astype(np.int64)


def _listed(names: Mapping[str, object] | set[int]) -> str:
    return ", ".join(str(name) for name in sorted(names)) or "nobody"
