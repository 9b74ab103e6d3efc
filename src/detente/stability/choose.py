"""Which engine answers: by what it can do, and by estimate of how long it takes.

============================  =========================================================  ==========================
engine                        for                                                        module
============================  =========================================================  ==========================
``explicit-options``          option form, on the cube of all combinations               `options_engine`
``explicit-options-fast``     the same, compiled; needs the extra ``fast``               `fast.engine`
``explicit-list``             option form, on a list of the feasible combinations        `sparse`
``explicit-arcs``             graph form, merged states, moves listed one by one         `arcs_engine`
``symbolic``                  option form, no state listed; needs the extra ``symbolic`` `symbolic`
============================  =========================================================  ==========================

All give the same verdicts. The estimate looks at nothing but the model, so that the same case is answered by the same
engine on every machine that has the same extras: seconds for two operations of every decision maker on every
combination, measured once, against the half second that loading the compiled kernels takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec

from detente.case.model import Case
from detente.conflict.arcs import needs_arcs
from detente.conflict.limits import DEFAULT_MEMORY_LIMIT, check_size, estimated_memory, listed_combinations
from detente.conflict.model import ArcMoves, Conflict, OptionMoves
from detente.errors import NotSupportedError


class Engine(StrEnum):
    """An engine, by the name that results carry."""

    OPTIONS = "explicit-options"
    FAST = "explicit-options-fast"
    LIST = "explicit-list"
    ARCS = "explicit-arcs"
    SYMBOLIC = "symbolic"


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine, and why it.

    Attributes
    ----------
    engine
    reason
    memory : int
        Bytes that compiling and analyzing take by estimate; 0 where it depends on the limit.
    """

    engine: Engine
    reason: str
    memory: int = 0


_LOADING = 0.5  # seconds until compiled kernels are loaded from disk
_TIMES_AS_FAST = 8  # on one core
# nanoseconds for a combination, a decision maker, an opponent: for each pass, and for each setting compared in it
_PASS, _COMPARED = 30, 2.5


def plan_engine(case: Case, *, engine: str | None = None, memory_limit: int = DEFAULT_MEMORY_LIMIT) -> Choice:
    """Return the engine for a case, before anything is compiled.

    Parameters
    ----------
    case
        With its variant applied, if any.
    engine
        A name, to have that engine; None to have it chosen.
    memory_limit
        Bytes that compiling and analyzing may take by estimate.

    Raises
    ------
    NotSupportedError
        There is no engine of that name, it does not apply to this case, or it is not installed.
    LimitError
        No engine can answer within the limit.
    """
    wanted = None if engine is None else _known(engine)
    if wanted is Engine.SYMBOLIC:
        if reason := why_not_symbolic(case):
            raise NotSupportedError(f"engine '{wanted}' cannot take this case: {reason}; use an explicit engine")
        if not symbolic_is_installed():
            raise NotSupportedError(f"engine '{wanted}' needs decision diagrams: pip install 'detente[symbolic]'")
        return Choice(wanted, "asked for", memory_limit)
    needed = estimated_memory(case)
    if needed > memory_limit and listed_combinations(case, memory_limit) is None:
        if wanted is None and not why_not_symbolic(case) and symbolic_is_installed():
            return Choice(Engine.SYMBOLIC, f"{len(case.options)} options: too many states to list", memory_limit)
        check_size(case, memory_limit)
    if wanted is not None:
        return Choice(wanted, "asked for", needed)
    if needs_arcs(case):
        return Choice(Engine.ARCS, "moves are listed one by one", needed)
    if needed > memory_limit:
        return Choice(Engine.LIST, "few of the combinations are feasible", memory_limit)
    return Choice(Engine.OPTIONS, f"{1 << len(case.options):,} combinations", needed)


def why_not_symbolic(case: Case) -> str:
    """Return why a case cannot be given to the symbolic engine; empty when it can."""
    if case.is_graph_form:
        return "its states are listed one by one"
    if case.moves:
        return "moves are listed or forbidden"
    return ""


def symbolic_is_installed() -> bool:
    """Return whether the extra with decision diagrams is there, without loading it."""
    return find_spec("oxidd") is not None


def _known(engine: str) -> Engine:
    if engine not in tuple(Engine):
        raise NotSupportedError(f"no engine '{engine}'; there are {', '.join(Engine)}")
    return Engine(engine)


def choose_engine(conflict: Conflict, engine: str | None = None) -> Choice:
    """Return the engine for a conflict.

    Parameters
    ----------
    engine
        A name, to have that engine; None to have it chosen.

    Raises
    ------
    NotSupportedError
        There is no engine of that name, it does not apply to this conflict, or it is not installed.

    Examples
    --------
    >>> from detente.case import load_case
    >>> from detente.conflict import build_conflict
    >>> choice = choose_engine(build_conflict(load_case("elmira")))
    >>> print(f"{choice.engine}: {choice.reason}")
    explicit-arcs: states are merged, so moves are listed one by one
    """
    if engine is None:
        return _chosen(conflict)
    wanted = _known(engine)
    possible = _possible(conflict)
    if wanted not in possible:
        forms = {Engine.ARCS: "moves listed one by one", Engine.LIST: "combinations listed one by one"}
        form = forms.get(possible[0], "option form")
        raise NotSupportedError(f"engine '{wanted}' does not work on {form}; {' or '.join(possible)} does")
    if wanted is Engine.FAST and not fast_is_installed():
        raise NotSupportedError(f"engine '{wanted}' needs compiled kernels: pip install 'detente[fast]'")
    return Choice(wanted, "asked for")


def fast_is_installed() -> bool:
    """Return whether the extra with compiled kernels is there, without loading it."""
    return find_spec("numba") is not None


def fast_applies(moves: OptionMoves | ArcMoves) -> bool:
    """Return whether compiled kernels can be used for these moves here."""
    return isinstance(moves, OptionMoves) and not moves.is_listed and fast_is_installed()


def compiled_for(moves: OptionMoves | ArcMoves, n_variants: int = 1) -> bool:
    """Return whether compiled kernels pay, when many variants of the preferences are evaluated."""
    return fast_applies(moves) and isinstance(moves, OptionMoves) and _pays(n_variants * estimated_seconds(moves))


def _pays(seconds: float) -> bool:
    return seconds * (1 - 1 / _TIMES_AS_FAST) > _LOADING


def _possible(conflict: Conflict) -> tuple[Engine, ...]:
    if not isinstance(conflict.moves, OptionMoves):
        return (Engine.ARCS,)
    return (Engine.LIST,) if conflict.moves.is_listed else (Engine.OPTIONS, Engine.FAST, Engine.LIST)


def _chosen(conflict: Conflict) -> Choice:
    moves = conflict.moves
    if not isinstance(moves, OptionMoves):
        merged = "states are merged, so " if conflict.unfixed.any() else ""
        return Choice(Engine.ARCS, "graph form" if conflict.names else f"{merged}moves are listed one by one")
    size = f"{len(moves.feasible):,} combinations"
    if moves.is_listed:
        return Choice(Engine.LIST, f"{size}, of which {conflict.n_states:,} are feasible")
    seconds = estimated_seconds(moves)
    if not _pays(seconds):
        return Choice(Engine.OPTIONS, f"{size}: too few for compiled kernels to pay")
    if fast_is_installed():
        return Choice(Engine.FAST, f"{size}: compiled kernels pay")
    return Choice(Engine.OPTIONS, f"{size}; compiled kernels, pip install 'detente[fast]', would be faster")


def estimated_seconds(moves: OptionMoves) -> float:
    """Return about how long all concepts take without compiled kernels, for levels of two bytes.

    >>> import numpy as np
    >>> feasible = np.broadcast_to(np.True_, 1 << 20)
    >>> round(estimated_seconds(OptionMoves(feasible, None, (0b11111, 0b11111 << 5, 0b1111111111 << 10), 0, 0)), 1)
    1.2
    """
    settings = [1 << own.bit_count() for own in moves.own if own]
    opponents = max(1, len(moves.own) - 1)
    return 1e-9 * len(moves.feasible) * opponents * sum(_PASS + _COMPARED * min(a, 128) for a in settings)
