"""Documents, quotations checked against them, proposals of statements, and what each part of a case rests on."""

from detente.evidence.agreement import Agreement, compare_codings, krippendorff_alpha
from detente.evidence.check_case import Finding, StatementCheck, VerificationReport, verify_case
from detente.evidence.compare import Change, ChangeKind, compare_versions, touched_statements
from detente.evidence.document import Document, Fingerprint, fingerprint
from detente.evidence.extract import read_bytes, read_source, text_document
from detente.evidence.flags import Flag, FlagCode
from detente.evidence.ledger import Entry, Fall, Gap, falls, ledger, rests_on, select_statements, without_statements
from detente.evidence.propose import Proposal, Proposer, admitted, propose
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
    "propose",
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
