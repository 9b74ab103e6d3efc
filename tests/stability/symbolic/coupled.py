"""Random disputes whose parties are tied together closely or loosely, the same whatever machine makes them.

Every statement is on one to three options. *Local*: 45 % of a party's statements are on its own options only, 35 % on
its own and its two neighbours', 20 % on its neighbours' (parties stand in a ring). *Uniform*: on any options, the worst
case. With constraints: pairs of a party's options that exclude each other, as many further excluded combinations of two
or three options as a fifth of the options, and an eighth of the options irreversible, in either direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from detente.case import Case, parse_case


@dataclass(frozen=True)
class Coupled:
    """What a dispute is made of."""

    options: int
    decision_makers: int
    statements: int
    local: bool = True
    constrained: bool = False
    seed: int = 1


def coupled_case(size: Coupled) -> Case:
    """Return the dispute of a size."""
    random = Random(repr(size))  # noqa: S311 (no secrets here)
    n = size.decision_makers
    owners = sorted(j % n for j in range(size.options))
    names = [f"p{owner}.o{j}" for j, owner in enumerate(owners)]
    own = [[name for name, owner in zip(names, owners, strict=True) if owner == i] for i in range(n)]
    around = [own[(i - 1) % n] + own[(i + 1) % n] for i in range(n)]
    rules = _excluded(random, size, names, own) if size.constrained else []
    one_way = random.sample(names, size.options // 8) if size.constrained else []
    lines = ["detente: 1", f"title: {size}", "decision_makers:"]
    for i in range(n):
        lines += [f"  p{i}:", f"    name: Party {i}", "    options:"]
        for name in own[i]:
            way = f", irreversible: {random.choice(('taking', 'dropping'))}" if name in one_way else ""
            lines.append(f"      {name.partition('.')[2]}: {{label: Do it{way}}}")
        lines.append("    preferences:")
        for _ in range(size.statements):
            draw = random.random()
            near = own[i] if draw < 0.45 else own[i] + around[i] if draw < 0.8 else around[i]
            lines.append(f"      - {_statement(random, near if size.local else names)}")
    return parse_case("\n".join([*lines, *(["constraints:"] if rules else []), *rules]) + "\n")


def _excluded(random: Random, size: Coupled, names: list[str], own: list[list[str]]) -> list[str]:
    rules = []
    for options in own:
        pairs = random.sample(options, len(options) // 2 * 2)
        rules += [
            f"  - not ({a} and {b})" for a, b in zip(pairs[::2], pairs[1::2], strict=True) if random.random() < 0.6
        ]
    for _ in range(size.options // 5):
        i = random.randrange(len(own))
        near = own[i] + own[(i + 1) % len(own)] if size.local else names
        rules.append(f"  - not ({_joined(random, near, 'and', random.choice((2, 3)))})")
    return rules


def _statement(random: Random, names: list[str]) -> str:
    number = min(random.choice((1, 2, 2, 3, 3)), len(names))
    kind = random.choice(("and", "or", "if"))
    if number == 1:
        return _literal(random, random.choice(names))
    if kind != "if":
        return _joined(random, names, kind, number)
    chosen = [_literal(random, name) for name in random.sample(names, number)]
    return f"{chosen[0]} if {' and '.join(chosen[1:])}"


def _joined(random: Random, names: list[str], word: str, number: int) -> str:
    return f" {word} ".join(_literal(random, name) for name in random.sample(names, min(number, len(names))))


def _literal(random: Random, name: str) -> str:
    return name if random.random() < 0.5 else f"not {name}"
