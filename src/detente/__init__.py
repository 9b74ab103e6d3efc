"""Détente: write a dispute down in one file; see which outcomes would hold in this model, and why.

>>> import detente
>>> case = detente.load_case("prisoners")
>>> result = detente.analyze_stability(detente.build_conflict(case))
>>> [detente.state_id(result.conflict, s) for s in result.equilibria(detente.Concept.NASH).nonzero()[0]]
['s1']

Names are loaded when they are first used: ``import detente`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.case import Case, apply_variant, case_digest, load_case, read_case
    from detente.case.catalogue import list_cases
    from detente.conflict import Conflict, build_conflict, conflict_from_arcs, find_state, state_id
    from detente.errors import (
        CaseError,
        DetenteError,
        LimitError,
        NotSupportedError,
        OutputError,
        Problem,
        UnknownNameError,
    )
    from detente.present.answer import Answer, summarize
    from detente.present.report import render_report, write_report
    from detente.present.result_json import result_lines
    from detente.present.words import state_words, trace_words
    from detente.stability import Concept, StabilityResult, Trace, analyze_stability, explain_state
    from detente.version import __version__

__all__ = [
    "Answer",
    "Case",
    "CaseError",
    "Concept",
    "Conflict",
    "DetenteError",
    "LimitError",
    "NotSupportedError",
    "OutputError",
    "Problem",
    "StabilityResult",
    "Trace",
    "UnknownNameError",
    "__version__",
    "analyze_stability",
    "apply_variant",
    "build_conflict",
    "case_digest",
    "conflict_from_arcs",
    "explain_state",
    "find_state",
    "list_cases",
    "load_case",
    "read_case",
    "render_report",
    "result_lines",
    "state_id",
    "state_words",
    "summarize",
    "trace_words",
    "write_report",
]

_MODULES = {
    "case": ("Case", "apply_variant", "case_digest", "load_case", "read_case"),
    "case.catalogue": ("list_cases",),
    "conflict": ("Conflict", "build_conflict", "conflict_from_arcs", "find_state", "state_id"),
    "errors": (
        "CaseError",
        "DetenteError",
        "LimitError",
        "NotSupportedError",
        "OutputError",
        "Problem",
        "UnknownNameError",
    ),
    "present.answer": ("Answer", "summarize"),
    "present.report": ("render_report", "write_report"),
    "present.result_json": ("result_lines",),
    "present.words": ("state_words", "trace_words"),
    "stability": ("Concept", "StabilityResult", "Trace", "analyze_stability", "explain_state"),
    "version": ("__version__",),
}
_MODULE_OF = {name: f"detente.{module}" for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'detente' has no attribute '{name}'")
    value = globals()[name] = getattr(import_module(_MODULE_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
