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

__all__ = [
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
    "Wording",
    "atoms",
    "fold",
]
