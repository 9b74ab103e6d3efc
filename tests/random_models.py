"""Random models: plain dicts, and the same models as case files.

A model describes itself in the words of `tests.oracle`; nothing of it comes from the package. `as_text` renders it as a
case file, so that the reader, the formula language and the compiler are tested along with the engines.
"""

from __future__ import annotations

import json
from fractions import Fraction
from random import Random
from typing import Any

from tests.oracle import Formula, Model, feasible_cells, options_of, states_of, true_in

# what a model has that others have not; "listed" has the moves of option form written as explicit arcs
KINDS = (
    "plain",
    "infeasible",
    "irreversible",
    "everything",
    "listed",
    "merged",
    "moves",
    "graph",
    "graph",
    "graph",
    "graph-changed",
    "graph-changed",
)
VARIANT = "what_if"


def random_model(random: Random, kind: str) -> Model:
    """Return a model of a kind, with at least one feasible state."""
    while True:
        model = _graph(random, kind) if kind.startswith("graph") else _option_form(random, kind)
        if feasible_cells(model) and not _overlaps(model):
            break
    for party in model["dms"].values():
        party["preferences"] = _preferences(random, model)
    return model


def _option_form(random: Random, kind: str) -> Model:
    n = random.choice((1, 2, 2, 3, 3, 3, 4, 4, 5))
    k = random.choice((0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6)) if n < 4 else random.choice((3, 4, 4, 5, 5, 6))
    owners = [random.randrange(n) for _ in range(k)]
    one_way = kind in ("irreversible", "everything") or (
        kind in ("listed", "merged", "moves") and random.random() < 0.4
    )
    directions = ("taking", "dropping", None) if one_way else (None,)
    dms = {
        f"d{j}": {"options": {f"o{b}": random.choice(directions) for b, owner in enumerate(owners) if owner == j}}
        for j in range(n)
    }
    model: Model = {"kind": kind, "dms": dms, "constraints": [], "merge": [], "moves": [], "states": [], "arcs": {}}
    names = options_of(model)
    if names and (
        kind in ("infeasible", "everything") or (kind in ("listed", "merged", "moves") and random.random() < 0.5)
    ):
        model["constraints"] = [random_formula(random, names, 2) for _ in range(random.randint(1, 3))]
    if names and (kind == "merged" or (kind == "everything" and random.random() < 0.3)):
        model["merge"] = [random_formula(random, names, 2) for _ in range(random.randint(1, 2))]
    if names and kind == "listed":
        model["moves"] = [{"by": "d0", "from": ("false",), "to": ("false",), "never": True}]
    if names and (kind == "moves" or (kind == "everything" and random.random() < 0.3)):
        model["moves"] = _moves(random, model, names)
    return model


def _graph(random: Random, kind: str) -> Model:
    n = random.choice((1, 2, 2, 3, 3, 3, 4, 5))
    m = random.choice((1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14))
    names = [f"w{s}" for s in range(m)]
    density = random.choice((0.1, 0.2, 0.3, 0.5))
    arcs = {
        f"d{j}": {s: targets for s in names if (targets := [t for t in names if t != s and random.random() < density])}
        for j in range(n)
    }
    dms = {f"d{j}": {"options": {}} for j in range(n)}
    model: Model = {
        "kind": kind,
        "dms": dms,
        "constraints": [],
        "merge": [],
        "moves": [],
        "states": names,
        "arcs": arcs,
    }
    if kind == "graph-changed":
        model["moves"] = _moves(random, model, names)
        model["constraints"] = [random_formula(random, names, 2)] if random.random() < 0.5 else []
    return model


def _moves(random: Random, model: Model, names: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "by": random.choice(list(model["dms"])),
            "from": random_formula(random, names, 2),
            "to": random_formula(random, names, 2),
            "never": random.random() < 0.6,
        }
        for _ in range(random.randint(1, 3))
    ]


def _overlaps(model: Model) -> bool:
    return any(sum(true_in(merge, cell) for merge in model["merge"]) > 1 for cell in feasible_cells(model))


def random_formula(random: Random, names: list[str], depth: int) -> Formula:
    """Return a formula over some of the names."""
    if depth == 0 or random.random() < 0.3:
        atom = ("is", random.choice(names))
        return atom if random.random() < 0.6 else ("not", atom)

    def part() -> Formula:
        return random_formula(random, names, depth - 1)

    kind = random.choice(("and", "or", "and", "or", "not", "if", "requires", "excludes", "iff", "count"))
    if kind == "not":
        return ("not", part())
    if kind in ("and", "or"):
        return (kind, *(part() for _ in range(random.choice((2, 2, 3)))))
    if kind == "count":
        parts = tuple(part() for _ in range(random.choice((1, 2, 3))))
        return ("count", random.choice(("at least", "at most", "exactly")), random.randint(0, len(parts)), parts)
    return (kind, part(), part())


def _preferences(random: Random, model: Model) -> dict[str, Any]:
    names = model["states"] or options_of(model)
    kind = random.choice(("order", "order", "order", "statements", "statements", "patterns", "weights"))
    if kind == "weights" and names and not model["states"]:
        return {"weights": {name: str(Fraction(random.randint(-4, 4), random.choice((1, 1, 2, 3)))) for name in names}}
    if kind == "statements" or not names:
        depths = [random.choice((0, 1, 2)) for _ in range(random.randint(0, 6))] if names else []
        return {"statements": [random_formula(random, list(names), depth) for depth in depths]}
    if kind == "patterns":
        groups = [[random_formula(random, list(names), 2) for _ in range(random.randint(1, 2))] for _ in range(3)]
        return {"ranking": [*groups, [("true",)]]}
    return {"ranking": _order(random, model)}


def _order(random: Random, model: Model) -> list[list[Formula]]:
    """An explicit order of all states, with ties."""
    patterns = [_pattern(model, state) for state in states_of(model)]
    random.shuffle(patterns)
    ties = random.choice((0.0, 0.2, 0.5))
    groups: list[list[Formula]] = []
    for pattern in patterns:
        if groups and random.random() < ties:
            groups[-1].append(pattern)
        else:
            groups.append([pattern])
    return groups


def _pattern(model: Model, state: frozenset[frozenset[str]]) -> Formula:
    names = model["states"] or options_of(model)
    cells = sorted(state, key=sorted)
    if model["states"]:
        return ("is", next(iter(cells[0])))
    full = [("and", *(("is", name) if name in cell else ("not", ("is", name)) for name in names)) for cell in cells]
    return full[0] if len(full) == 1 else ("or", *full)


# ---- the same model as a case file -----------------------------------------------------------------------------------


def words(formula: Formula) -> str:
    """Write a formula in the language of case files."""
    kind, *parts = formula
    if kind == "is":
        return str(parts[0])
    if kind in ("true", "false"):
        return str(kind)
    if kind == "not":
        return f"not ({words(parts[0])})"
    if kind == "count":
        return f"{parts[0]} {parts[1]} of ({', '.join(words(part) for part in parts[2])})"
    return f" {kind} ".join(f"({words(part)})" for part in parts)


def as_text(model: Model) -> str:
    """Render a model as a case file (in YAML's flow style).

    A case that lists its states takes constraints and changed moves in a variant only: there it is `VARIANT`.
    """
    party = {
        dm: {
            "name": dm.upper(),
            "options": {
                option: {"label": f"Do {option}", **({"irreversible": direction} if direction else {})}
                for option, direction in about["options"].items()
            },
            "preferences": _preference_text(about["preferences"]),
        }
        for dm, about in model["dms"].items()
    }
    changes = {
        "constraints": [words(rule) for rule in model["constraints"]],
        "moves": [
            {"by": move["by"], "from": words(move["from"]), "to": words(move["to"]), "never": move["never"]}
            for move in model["moves"]
        ],
    }
    case: dict[str, Any] = {"detente": 1, "title": f"A random model ({model['kind']})", "decision_makers": party}
    case["states"] = {name: f"State {name}" for name in model["states"]}
    case["arcs"] = model["arcs"]
    case["indistinguishable"] = [words(merge) for merge in model["merge"]]
    if has_variant(model):
        case["variants"] = {VARIANT: changes}
    else:
        case |= changes
    return json.dumps({key: value for key, value in case.items() if value}, indent=1)


def has_variant(model: Model) -> bool:
    """Whether the model is the `VARIANT` of its case file."""
    return bool(model["states"]) and bool(model["moves"] or model["constraints"])


def _preference_text(preferences: dict[str, Any]) -> dict[str, Any]:
    if "statements" in preferences:
        statements: list[Any] = [words(statement) for statement in preferences["statements"]]
        if len(statements) > 3:  # a group of unknown order is analyzed in the order written: it makes no difference
            statements[1:3] = [{"any order": statements[1:3]}]
        return {"statements": statements}
    if "ranking" in preferences:
        return {"ranking": [[words(pattern) for pattern in group] for group in preferences["ranking"]]}
    return {"weights": dict(preferences["weights"])}
