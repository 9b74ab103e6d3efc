"""What opponents can reach along explicit arcs: the definition by rounds, and the bound on the work."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.graphs import KINDS, random_graph

from detente.stability import arcs_flood
from detente.stability.arcs_flood import backward, improving, lowest_reached


def by_rounds(keys, starts, targets):
    """The equations of the module, solved by going round until nothing changes."""
    n, m = len(starts), len(keys)
    best = [[float("inf")] * m for _ in range(n)]
    while True:
        new = [[float("inf")] * m for _ in range(n)]
        for k in range(n):
            for t in range(m):
                for u in targets[k][starts[k][t] : starts[k][t + 1]]:
                    new[k][t] = min(new[k][t], keys[u], *(best[j][u] for j in range(n) if j != k))
        if new == best:
            return [min(keys[t], *(row[t] for row in best)) for t in range(m)]
        best = new


@pytest.mark.parametrize("seed", range(120))
def test_the_lowest_key_is_that_of_the_equations(seed):
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(1, 16)), int(rng.integers(1, 4))
    chance = rng.choice([0.05, 0.15, 0.4])
    starts, targets = [], []
    for _ in range(n):
        matrix = (rng.random((m, m)) < chance) & ~np.eye(m, dtype=bool)
        starts.append(np.concatenate([[0], np.cumsum(matrix.sum(axis=1))]))
        targets.append(np.nonzero(matrix)[1])
    keys = rng.integers(0, rng.choice([2, 8, 100]), size=m).astype(np.int32)
    found = lowest_reached(keys, [backward(*arcs) for arcs in zip(starts, targets, strict=True)])
    assert found.tolist() == by_rounds(keys.tolist(), [row.tolist() for row in starts], [t.tolist() for t in targets])


def test_without_opponents_keys_stay():
    assert lowest_reached(np.array([3, 1, 2]), []).tolist() == [3, 1, 2]


def test_improving_arcs_are_kept():
    arcs = improving(backward(np.array([0, 2, 3, 3]), np.array([1, 2, 0])), np.array([5, 5, 6]))
    assert (arcs.start.tolist(), arcs.origin.tolist()) == ([0, 0, 0, 1], [0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("arcs_together", [0, 512, 1 << 30])
def test_each_pair_of_a_state_and_a_last_mover_is_passed_once(kind, arcs_together, monkeypatch):
    monkeypatch.setattr(arcs_flood, "_ARCS_TOGETHER", arcs_together)
    passed = []
    for name in ("_pass_singly", "_pass_together"):
        work = getattr(arcs_flood._Flood, name)

        def counted(flood, k, key, states, work=work):
            passed.extend((k, int(state)) for state in states)
            work(flood, k, key, states)

        monkeypatch.setattr(arcs_flood._Flood, name, counted)
    conflict = random_graph(kind, 400, 2_400)
    arcs = [backward(*own) for own in zip(conflict.moves.start, conflict.moves.target, strict=True)]
    for i in range(len(arcs)):
        passed.clear()
        lowest_reached(conflict.level[i], arcs[:i] + arcs[i + 1 :])
        assert len(passed) == len(set(passed))
        assert passed or kind == "alone"
