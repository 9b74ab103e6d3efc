"""Formulas over options: parsed once, folded into any algebra (NumPy masks, decision diagrams, words)."""

from detente.logic.formula import (
    Algebra,
    And,
    Atom,
    Bound,
    Constant,
    Count,
    Formula,
    Iff,
    Implies,
    Named,
    Not,
    Or,
    Wording,
    atoms,
    fold,
)
from detente.logic.names import KEYWORDS, is_name
from detente.logic.parse import parse
from detente.logic.resolve import Scope, read_formula, resolve

__all__ = [
    "KEYWORDS",
    "Algebra",
    "And",
    "Atom",
    "Bound",
    "Constant",
    "Count",
    "Formula",
    "Iff",
    "Implies",
    "Named",
    "Not",
    "Or",
    "Scope",
    "Wording",
    "atoms",
    "fold",
    "is_name",
    "parse",
    "read_formula",
    "resolve",
]
