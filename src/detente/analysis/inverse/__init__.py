"""What would make a wanted outcome hold (inverse analysis)."""

from detente.analysis.inverse.kinds import (
    Adopted,
    Change,
    Edit,
    EditKind,
    Ingredient,
    Irrevocable,
    Part,
    Renounced,
    Rule,
)
from detente.analysis.inverse.model import (
    Access,
    Answer,
    Effect,
    Findings,
    Fixed,
    Obstacle,
    RankingAnswer,
    Rankings,
    Settlement,
    Shift,
)
from detente.analysis.inverse.profiles import Count, count_profiles
from detente.analysis.inverse.settle import settle

__all__ = [
    "Access",
    "Adopted",
    "Answer",
    "Change",
    "Count",
    "Edit",
    "EditKind",
    "Effect",
    "Findings",
    "Fixed",
    "Ingredient",
    "Irrevocable",
    "Obstacle",
    "Part",
    "RankingAnswer",
    "Rankings",
    "Renounced",
    "Rule",
    "Settlement",
    "Shift",
    "count_profiles",
    "settle",
]
