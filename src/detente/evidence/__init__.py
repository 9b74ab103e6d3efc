"""Documents, quotations checked against them, proposals of statements, and what each part of a case rests on.

Names are loaded when they are first used: whoever asks the ledger does not load what reads documents and proposes
statements. The rules that propose are called as `detente.evidence.propose.propose`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from detente.evidence.ledger import Entry, Fall, Gap, falls, ledger, rests_on, select_statements, without_statements

if TYPE_CHECKING:
    from detente.evidence.agreement import Agreement, compare_codings, krippendorff_alpha
    from detente.evidence.check_case import Finding, StatementCheck, VerificationReport, verify_case
    from detente.evidence.compare import Change, ChangeKind, compare_versions, touched_statements
    from detente.evidence.document import Document, Fingerprint, fingerprint
    from detente.evidence.extract import read_bytes, read_source, text_document
    from detente.evidence.flags import Flag, FlagCode
    from detente.evidence.propose import Proposal, Proposer, admitted
    from detente.evidence.search import SearchIndex
    from detente.evidence.verify import QuoteCheck, Status, verify_quote

__all__ = [
    "Agreement",
    "Change",
    "ChangeKind",
    "Document",
    "Entry",
    "Fall",
    "Finding",
    "Fingerprint",
    "Flag",
    "FlagCode",
    "Gap",
    "Proposal",
    "Proposer",
    "QuoteCheck",
    "SearchIndex",
    "StatementCheck",
    "Status",
    "VerificationReport",
    "admitted",
    "compare_codings",
    "compare_versions",
    "falls",
    "fingerprint",
    "krippendorff_alpha",
    "ledger",
    "read_bytes",
    "read_source",
    "rests_on",
    "select_statements",
    "text_document",
    "touched_statements",
    "verify_case",
    "verify_quote",
    "without_statements",
]

_MODULES = {
    "agreement": ("Agreement", "compare_codings", "krippendorff_alpha"),
    "check_case": ("Finding", "StatementCheck", "VerificationReport", "verify_case"),
    "compare": ("Change", "ChangeKind", "compare_versions", "touched_statements"),
    "document": ("Document", "Fingerprint", "fingerprint"),
    "extract": ("read_bytes", "read_source", "text_document"),
    "flags": ("Flag", "FlagCode"),
    "propose": ("Proposal", "Proposer", "admitted"),
    "search": ("SearchIndex",),
    "verify": ("QuoteCheck", "Status", "verify_quote"),
}
_MODULE_OF = {name: f"detente.evidence.{module}" for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'detente.evidence' has no attribute '{name}'")
    value = globals()[name] = getattr(import_module(_MODULE_OF[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
