"""Random disputes of a given size, as case files, the same whatever machine makes them.

Statements are on one to three options, joined by *and*, *or* and *if*; constraints exclude a combination of two or
three options. Options go to the decision makers as evenly as they can.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from detente.case import Case, parse_case


@dataclass(frozen=True)
class Size:
    """What a random dispute is made of.

    Attributes
    ----------
    irreversible : percent of the options that change one way only
    listed_moves : whether a move that nobody has is forbidden, so that moves have to be listed
    open_orders : whether nobody says which statements matter more
    """

    options: int
    decision_makers: int = 4
    statements: int = 12
    constraints: int = 0
    irreversible: int = 0
    seed: int = 1
    listed_moves: int = 0
    open_orders: int = 0


def plain(options: int, decision_makers: int = 4) -> Size:
    """Every combination feasible, every option reversible."""
    return Size(options, decision_makers)


def constrained(options: int, decision_makers: int = 4) -> Size:
    """Up to eight constraints, and three options in ten change one way only."""
    return Size(options, decision_makers, constraints=min(8, options // 2), irreversible=30)


def random_case(size: Size) -> Case:
    """Return the dispute of a size."""
    drawn = repr(size).partition(", listed_moves")[0] + ")"  # how it is written down changes nothing that is drawn
    random = Random(drawn)  # noqa: S311 (no secrets here)
    owners = sorted(j % size.decision_makers for j in range(size.options))
    names = [f"p{owner}.o{j}" for j, owner in enumerate(owners)]
    one_way = {name for name in names if random.randrange(100) < size.irreversible}
    lines = ["detente: 1", f"title: Random dispute with {size.options} options", "decision_makers:"]
    for party in range(size.decision_makers):
        lines += [f"  p{party}:", f"    name: Party {party}"]
        own = [name for name in names if name.startswith(f"p{party}.")]
        if own:
            lines.append("    options:")
        for name in own:
            direction = f", irreversible: {random.choice(('taking', 'dropping'))}" if name in one_way else ""
            lines.append(f"      {name.partition('.')[2]}: {{label: Do it{direction}}}")
        statements = [_statement(random, names) for _ in range(size.statements)]
        lines.append("    preferences:")
        if size.open_orders:
            lines.append(f"      - any order: [{', '.join(statements)}]")
        else:
            lines += [f"      - {statement}" for statement in statements]
    if size.constraints:
        lines.append("constraints:")
        lines += [f"  - not ({_joined(random, names, 'and', 2 + j % 2)})" for j in range(size.constraints)]
    if size.listed_moves:
        lines += ["moves:", f"  - {{by: p0, from: {names[0]} and not {names[0]}, to: {names[0]}, never: true}}"]
    return parse_case("\n".join(lines) + "\n")


def _statement(random: Random, names: list[str]) -> str:
    kind = random.choice(("literal", "and", "or", "if", "requires"))
    if kind == "literal":
        return _literal(random, random.choice(names))
    if kind in ("and", "or"):
        return _joined(random, names, kind, random.choice((2, 3)))
    left, right = random.sample(names, 2)
    return f"{_literal(random, left)} {kind} {_literal(random, right)}"


def _joined(random: Random, names: list[str], word: str, number: int) -> str:
    return f" {word} ".join(_literal(random, name) for name in random.sample(names, min(number, len(names))))


def _literal(random: Random, name: str) -> str:
    return name if random.random() < 0.5 else f"not {name}"
