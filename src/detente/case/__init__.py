"""What the analyst wrote: the case file, the frozen `Case`, its checks, and the catalogue of published cases."""

from detente.case.catalogue import CatalogueEntry, case_text, list_cases, load_case, starter_text
from detente.case.lint import advise
from detente.case.model import Case, Condition
from detente.case.read import parse_case, read_case, read_condition, scope_of
from detente.case.schema import json_schema
from detente.case.support import Assumption, Support, assumptions
from detente.case.variant import apply_variant, case_digest

__all__ = [
    "Assumption",
    "Case",
    "CatalogueEntry",
    "Condition",
    "Support",
    "advise",
    "apply_variant",
    "assumptions",
    "case_digest",
    "case_text",
    "json_schema",
    "list_cases",
    "load_case",
    "parse_case",
    "read_case",
    "read_condition",
    "scope_of",
    "starter_text",
]
