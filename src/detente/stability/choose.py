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

All give the same verdicts. The estimates look at nothing but the model, so that the same case is answered by the same
engine on every machine that has the same extras: memory (`memory`), which must be within the limit, and seconds for two
operations of every decision maker on every combination, measured once, against the third of a second that loading the
compiled kernels takes. Where states are too many to be listed within the limit, the symbolic engine is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.util import find_spec

from detente.case.model import Case, Pairs
from detente.conflict.arcs import directions, needs_arcs
from detente.conflict.limits import (
    combinations_words,
    counted_sizes,
    fewer,
    in_words,
    larger_limit,
    listed_combinations,
    listed_memory,
    too_much,
)
from detente.conflict.model import DEFAULT_MEMORY_LIMIT, Conflict, OptionMoves
from detente.errors import LimitError, NotSupportedError
from detente.stability.memory import arcs_memory, fast_memory, list_memory, options_memory


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
    memory : int or None
        Bytes that compiling and analyzing take by estimate; the limit for the symbolic engine, which gives up there.
        None where it is not known yet, or the conflict is compiled already.
    """

    engine: Engine
    reason: str
    memory: int | None = None


_LOADING = 0.35  # seconds until compiled kernels are loaded from disk
_TIMES_AS_FAST = 4  # on one core
_TOGETHER = 3  # variants evaluated together take such a part of the time
# nanoseconds for a combination, a decision maker, an opponent: for each pass, and for each setting compared in it
_PASS, _COMPARED = 30, 2.5
_ASKED = "asked for"


def plan_engine(
    case: Case, *, engine: str | None = None, memory_limit: int = DEFAULT_MEMORY_LIMIT, listing: bool = False
) -> Choice:
    """Return the engine for a case, before anything is compiled.

    Parameters
    ----------
    case
        With its variant applied, if any.
    engine
        A name, to have that engine; None to have it chosen.
    memory_limit
        Bytes that compiling and analyzing may take by estimate.
    listing
        Whether the states have to be listed, which leaves the symbolic engine out.

    Raises
    ------
    NotSupportedError
        There is no engine of that name, it does not apply to this case, or it is not installed.
    LimitError
        No engine can answer within the limit; what would do is said.

    Cost
    ----
    Little, except where all combinations are too many: then those that constraints leave are looked for.

    Examples
    --------
    >>> from detente.case import load_case
    >>> choice = plan_engine(load_case("cuba-1962"))
    >>> print(f"{choice.engine}: {choice.reason}")
    explicit-options: 16 combinations: too few for compiled kernels to pay
    """
    wanted = None if engine is None else _known(engine)
    if wanted is Engine.SYMBOLIC and not listing:
        return _symbolic(case, memory_limit)
    choices = _explicit(case, memory_limit)
    if wanted is not None:
        _check(wanted, [choice.engine for choice in choices])
        choices = [replace(choice, reason=_ASKED) for choice in choices if choice.engine is wanted]
    fitting = [choice for choice in choices if choice.memory is not None and choice.memory <= memory_limit]
    if fitting:
        return fitting[0]
    needed = min(choice.memory or 0 for choice in choices)
    if not (wanted or listing or why_not_symbolic(case)) and symbolic_is_installed():
        size = f"{combinations_words(len(case.options))}: to list them takes {in_words(needed)}"
        return Choice(Engine.SYMBOLIC, f"{size}, and the limit is {in_words(memory_limit)}", memory_limit)
    if choices[0].engine is Engine.ARCS and not case.is_graph_form and counted_sizes(case).compiling <= memory_limit:
        return replace(choices[0], memory=None)  # what moves the constraints leave is counted when it is compiled
    ways = "; or ".join(_ways(case, needed, memory_limit, listing=listing))
    raise LimitError(f"{too_much(case, needed, memory_limit)} What would do: {ways}.")


def _symbolic(case: Case, memory_limit: int) -> Choice:
    if reason := why_not_symbolic(case):
        raise NotSupportedError(f"engine '{Engine.SYMBOLIC}' cannot take this case: {reason}; leave --engine out")
    if not symbolic_is_installed():
        raise NotSupportedError(f"engine '{Engine.SYMBOLIC}' needs decision diagrams: pip install 'detente[symbolic]'")
    return Choice(Engine.SYMBOLIC, _ASKED, memory_limit)


def _explicit(case: Case, memory_limit: int) -> list[Choice]:
    """Return the explicit engines that apply, the best first, with the memory they take."""
    sizes = counted_sizes(case)
    if needs_arcs(case):
        reason = _why_arcs(graph_form=case.is_graph_form, merged=bool(case.indistinguishable))
        return [Choice(Engine.ARCS, reason, arcs_memory(case, sizes))]
    cells = listed_combinations(case, memory_limit)
    if cells is not None:
        return [Choice(Engine.LIST, _few(sizes.cells, len(cells)), listed_memory(case, cells))]
    memory = {
        Engine.OPTIONS: options_memory(sizes),
        Engine.FAST: fast_memory(sizes),
        Engine.LIST: list_memory(case, sizes),
    }
    best = _fastest(sizes.cells, directions(case).own)
    others = [engine for engine in memory if engine is not best.engine]
    if not fast_is_installed():
        others.remove(Engine.FAST)
    instead = f"{combinations_words(len(case.options))}; {best.engine} would take {in_words(memory[best.engine])}"
    return [
        replace(best, memory=memory[best.engine]),
        *(Choice(engine, instead, memory[engine]) for engine in others),
    ]


def _ways(case: Case, needed: int, memory_limit: int, *, listing: bool) -> Iterator[str]:
    """Yield what would do where a case takes too much memory, what changes least first."""
    yield from larger_limit(needed)
    if not (fast_is_installed() or needs_arcs(case)) and fast_memory(counted_sizes(case)) <= memory_limit:
        yield "compiled kernels, which take less: pip install 'detente[fast]'"
    if not why_not_symbolic(case):
        get = "" if symbolic_is_installed() else ", with the symbolic engine: pip install 'detente[symbolic]'"
        if listing:
            yield f"`detente analyze CASE` and `detente explain CASE STATE`, which need no list of the states{get}"
        elif get:
            yield "the symbolic engine, which lists no states: pip install 'detente[symbolic]'"
        else:
            yield "the symbolic engine, which lists no states: --engine symbolic"
            yield "a single state: `detente explain CASE STATE`"
    yield fewer("states" if case.is_graph_form else "options")


def why_not_symbolic(case: Case) -> str:
    """Return why a case cannot be given to the symbolic engine; empty when it can."""
    if case.is_graph_form:
        return "its states are listed one by one"
    if case.moves:
        return "moves are listed or forbidden"
    pairs = (dm for dm, party in case.decision_makers.items() if isinstance(party.preferences, Pairs))
    return next((f"the preferences of '{dm}' are comparisons of pairs" for dm in pairs), "")


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
    _check(wanted, _possible(conflict))
    return Choice(wanted, _ASKED)


def _check(wanted: Engine, possible: Sequence[Engine]) -> None:
    """Refuse an engine that does not apply or is not installed."""
    if wanted is Engine.FAST and not fast_is_installed() and Engine.OPTIONS in possible:
        raise NotSupportedError(f"engine '{wanted}' needs compiled kernels: pip install 'detente[fast]'")
    if wanted not in possible:
        forms = {Engine.ARCS: "moves listed one by one", Engine.LIST: "combinations listed one by one"}
        form = forms.get(possible[0], "option form with its states listed")
        raise NotSupportedError(f"engine '{wanted}' does not work on {form}; {' or '.join(sorted(possible))} does")


def fast_is_installed() -> bool:
    """Return whether the extra with compiled kernels is there, without loading it."""
    return find_spec("numba") is not None


def compiled_for(conflict: Conflict, n_variants: int) -> bool:
    """Return whether compiled kernels pay, when many variants of the preferences are evaluated."""
    moves = conflict.moves
    if not isinstance(moves, OptionMoves):
        return False
    cells = conflict.n_states if moves.is_listed else len(moves.feasible)
    return _pays(n_variants * _seconds(cells, moves.own) / _TOGETHER) and fast_is_installed()


def _pays(seconds: float) -> bool:
    return seconds * (1 - 1 / _TIMES_AS_FAST) > _LOADING


def _possible(conflict: Conflict) -> tuple[Engine, ...]:
    if not isinstance(conflict.moves, OptionMoves):
        return (Engine.ARCS,)
    return (Engine.LIST,) if conflict.moves.is_listed else (Engine.OPTIONS, Engine.FAST, Engine.LIST)


def _chosen(conflict: Conflict) -> Choice:
    moves = conflict.moves
    if not isinstance(moves, OptionMoves):
        return Choice(Engine.ARCS, _why_arcs(graph_form=bool(conflict.names), merged=bool(conflict.unfixed.any())))
    if moves.is_listed:
        return Choice(Engine.LIST, _few(len(moves.feasible), conflict.n_states))
    return _fastest(len(moves.feasible), moves.own)


def _why_arcs(*, graph_form: bool, merged: bool) -> str:
    return "graph form" if graph_form else f"{'states are merged, so ' * merged}moves are listed one by one"


def _few(cells: int, n_states: int) -> str:
    return f"{cells:,} combinations, of which {n_states:,} are feasible"


def _fastest(cells: int, own: Sequence[int]) -> Choice:
    """Return the faster one of the engines that work on all combinations."""
    size = f"{cells:,} combinations"
    if not _pays(_seconds(cells, own)):
        return Choice(Engine.OPTIONS, f"{size}: too few for compiled kernels to pay")
    if fast_is_installed():
        return Choice(Engine.FAST, f"{size}: compiled kernels pay")
    return Choice(Engine.OPTIONS, f"{size}; compiled kernels, pip install 'detente[fast]', would be faster")


def _seconds(cells: int, own: Sequence[int]) -> float:
    """Return about how long all concepts take without compiled kernels, for levels of two bytes.

    >>> round(_seconds(1 << 20, (0b11111, 0b11111 << 5, 0b1111111111 << 10)), 1)
    1.2
    """
    settings = [1 << mine.bit_count() for mine in own if mine]
    opponents = max(1, len(own) - 1)
    return 1e-9 * cells * opponents * sum(_PASS + _COMPARED * min(a, 128) for a in settings)
