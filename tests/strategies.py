"""Hypothesis strategies: formulas, and cases as the data of a case file. New features belong here."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from detente.logic import And, Atom, Bound, Constant, Count, Formula, Iff, Implies, Named, Not, Or, Wording

NAMES = ("accept", "delay", "insist", "modify", "abandon", "großzügig", "x_1")


def formulas(names: tuple[str, ...] = NAMES, *, max_leaves: int = 12) -> st.SearchStrategy[Formula]:
    """Formulas of every kind of node except named outcomes."""
    leaves = st.sampled_from(names).map(Atom) | st.booleans().map(Constant)
    return st.recursive(leaves, _nodes, max_leaves=max_leaves)


def _nodes(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        parts.map(Not),
        several.map(And),
        several.map(Or),
        st.builds(Iff, parts, parts),
        st.builds(Implies, parts, parts, st.sampled_from([Wording.IF, Wording.IMPLIES, Wording.REQUIRES])),
        st.builds(lambda exception, wanted: Implies(Not(exception), wanted, Wording.UNLESS), parts, parts),
        several.flatmap(
            lambda group: st.builds(
                Count, st.sampled_from(list(Bound)), st.integers(min_value=0, max_value=len(group)), st.just(group)
            )
        ),
    )


def formula_text(formula: Formula) -> str:  # noqa: C901, PLR0911 (one return a kind of node)
    """Write a formula so that parsing it gives the same tree: parentheses around everything that is not one word."""
    match formula:
        case Atom(name) | Named(name, _):
            return name
        case Constant(value):
            return "true" if value else "false"
        case Not(part):
            return f"not {_operand(part)}"
        case And(parts):
            return " and ".join(map(_operand, parts))
        case Or(parts):
            return " or ".join(map(_operand, parts))
        case Implies(Not(exception), consequence, Wording.UNLESS):
            return f"{_operand(consequence)} unless {_operand(exception)}"
        case Implies(condition, consequence, Wording.IF):
            return f"{_operand(consequence)} if {_operand(condition)}"
        case Implies(condition, consequence, wording):
            return f"{_operand(condition)} {wording} {_operand(consequence)}"
        case Iff(left, right):
            return f"{_operand(left)} iff {_operand(right)}"
        case Count(bound, number, parts):
            return f"{bound} {number} of ({', '.join(map(formula_text, parts))})"


def _operand(formula: Formula) -> str:
    text = formula_text(formula)
    return text if isinstance(formula, Atom | Constant | Named | Count) else f"({text})"


@st.composite
def case_data(draw: st.DrawFn) -> dict[str, Any]:
    """Cases of 2 to 5 decision makers in option form, as the plain data of a case file.

    With constraints (possibly such that no state is feasible), options that cannot be undone in either direction,
    and ties: few preference statements leave many states equal, and rankings end with everything else.
    """
    owners = draw(st.lists(st.integers(min_value=1, max_value=2), min_size=2, max_size=5))
    options = [f"o{party}_{number}" for party, count in enumerate(owners) for number in range(count)]
    condition = formulas(tuple(options), max_leaves=5).map(formula_text)
    data: dict[str, Any] = {"detente": "1", "title": draw(st.sampled_from(["A case", "Ein Fall: größer", "- # '"]))}
    data["decision_makers"] = {
        f"dm{party}": {
            "name": f"Party {party}",
            "options": {option: _option(draw, option) for option in options if option.startswith(f"o{party}_")},
            "preferences": draw(_preferences(condition, options)),
        }
        for party in range(len(owners))
    }
    constraints = draw(st.lists(condition, max_size=2))
    if constraints:
        data["constraints"] = constraints
    if draw(st.booleans()):
        data["status_quo"] = draw(st.lists(st.sampled_from(options), unique=True))
    return data


def case_texts() -> st.SearchStrategy[str]:
    """Cases as the text of a case file (JSON is YAML)."""
    return case_data().map(lambda data: json.dumps(data, indent=1, ensure_ascii=False))


def _option(draw: st.DrawFn, name: str) -> Any:
    reversal = draw(st.sampled_from([None, None, None, True, "taking", "dropping"]))
    label = f"Do {name}"
    return label if reversal is None else {"label": label, "irreversible": reversal}


def _preferences(condition: st.SearchStrategy[str], options: list[str]) -> st.SearchStrategy[Any]:
    statement = condition | st.builds(
        lambda that, likelihood: {"that": that, "likelihood": likelihood},
        condition,
        st.sampled_from(["likely", "roughly even", "almost certain"]),
    )
    any_order = st.lists(statement, min_size=2, max_size=3).map(lambda group: {"any order": group})
    group = condition | st.lists(condition, min_size=1, max_size=2)
    worth = st.sampled_from(["-2", "-1", "0", "1", "1/3", "0.5", "2"])
    return st.one_of(
        st.lists(statement | any_order, max_size=5),
        st.lists(group, max_size=4).map(lambda groups: {"ranking": [*groups, "true"]}),
        st.dictionaries(st.sampled_from(options), worth, max_size=4).map(lambda weights: {"weights": weights}),
    )
