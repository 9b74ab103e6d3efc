"""Legal sequences against growing sets of (state, last mover)."""

from __future__ import annotations

import numpy as np
import pytest

from detente.conflict import build_conflict, moves_from, state_id
from detente.stability.legal import LegalSearch, bulk_moves
from tests.stability.test_explain import random_case, random_graph, seeded
from tests.trace_verifier import Game


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("make", [random_case, random_graph])
def test_moves_in_bulk_are_the_moves_one_by_one(make, seed: int) -> None:
    conflict = build_conflict(make(seeded(seed)))
    states = np.arange(conflict.n_states)[::-1].copy()
    for j in range(len(conflict.decision_makers)):
        row, target = bulk_moves(conflict, j, states)
        expected = [(r, t) for r, s in enumerate(states.tolist()) for t in moves_from(conflict, j, s).tolist()]
        assert list(zip(row.tolist(), target.tolist(), strict=True)) == expected


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("improving", [False, True])
@pytest.mark.parametrize("make", [random_case, random_graph])
def test_ends_and_their_distances(make, improving: bool, seed: int) -> None:
    """With all decision makers as movers, too: the search asks for no opponent."""
    case = make(seeded(seed))
    conflict, game = build_conflict(case), Game(case)
    everybody = tuple(range(len(game.dms)))
    for start, movers in (
        (start, movers) for start in range(conflict.n_states) for movers in (everybody, everybody[1:])
    ):
        search = LegalSearch(conflict, start, movers, improving=improving)
        found = {}
        for entries, ends in search.ends():
            for entry, end in zip(entries.tolist(), ends.tolist(), strict=True):
                steps = search.steps(entry)
                assert steps[-1][1] == end
                found[state_id(conflict, end)] = len(steps)
        steps = game.improvements if improving else lambda dm, name: game.moves[dm][name]
        assert found == game.distances(game.names[start], [game.dms[j] for j in movers], steps)


def test_small_batches_give_the_same(monkeypatch) -> None:
    conflict = build_conflict(random_graph(seeded(3)))
    movers = tuple(range(len(conflict.decision_makers)))

    def found() -> list[tuple[tuple[int, int], ...]]:
        search = LegalSearch(conflict, 0, movers, improving=False)
        return [search.steps(entry) for entries, _ in search.ends() for entry in entries.tolist()]

    at_once = found()
    monkeypatch.setattr("detente.stability.legal._BATCH", 1)
    assert found() == at_once
