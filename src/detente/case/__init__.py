"""What the analyst wrote: the case file, the frozen `Case`, its checks, and the catalogue of published cases."""

from detente.case.catalogue import CatalogueEntry, case_text, list_cases, load_case, starter_text
from detente.case.model import Case, Condition
from detente.case.read import parse_case, read_case, read_condition, scope_of

__all__ = [
    "Case",
    "CatalogueEntry",
    "Condition",
    "case_text",
    "list_cases",
    "load_case",
    "parse_case",
    "read_case",
    "read_condition",
    "scope_of",
    "starter_text",
]
