"""Proof traces against the referee, the engine, and hand-made cases."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from detente.case import list_cases, load_case
from detente.case.model import (
    Case,
    Condition,
    Constraint,
    DecisionMaker,
    Irreversible,
    Merge,
    Move,
    Option,
    PreferenceStatement,
    Prioritization,
    Ranking,
    Weights,
)
from detente.conflict import build_conflict, find_state, improvements_from, moves_from, state_id
from detente.errors import NotSupportedError
from detente.logic import And, Atom, Bound, Constant, Count, Formula, Iff, Implies, Not, Or
from detente.stability import Concept, analyze_stability
from detente.stability.explain import explain_state
from detente.stability.model import Comparison, Departure, Reply, Step, Trace
from tests.trace_verifier import Game, Referee, complaints

ALL = tuple(Concept)
ONE_AFTER_ANOTHER = tuple(concept for concept in Concept if concept is not Concept.SIM)


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (test data)


def condition(formula: Formula) -> Condition:
    return Condition("", formula)


def random_formula(rng: random.Random, names: tuple[str, ...], depth: int = 2) -> Formula:
    if depth == 0 or rng.random() < 0.3:
        atom = Atom(rng.choice(names))
        return Not(atom) if rng.random() < 0.4 else atom
    parts = tuple(random_formula(rng, names, depth - 1) for _ in range(2))
    return rng.choice([And(parts), Or(parts), Implies(*parts), Iff(*parts), Count(rng.choice(tuple(Bound)), 1, parts)])


def random_preferences(rng: random.Random, names: tuple[str, ...]) -> Prioritization | Ranking | Weights:
    formulas = [condition(random_formula(rng, names)) for _ in range(rng.randint(0, 4))]
    kind = rng.random()
    if kind < 0.7:
        return Prioritization(statements=tuple(PreferenceStatement(that=that) for that in formulas))
    if kind < 0.85:
        return Ranking(ranking=(*((that,) for that in formulas), (condition(Constant(True)),)))
    return Weights(weights={name: Fraction(rng.randint(-3, 3), 2) for name in names})


def random_case(rng: random.Random) -> Case:
    """Option form with ties, constraints and one-way options; every other one with listed moves or merged states."""
    sizes = [rng.randint(0, 2) for _ in range(rng.randint(2, 4))]
    sizes[0] = max(sizes[0], 1)
    names = tuple(f"d{i}.o{j}" for i, size in enumerate(sizes) for j in range(size))
    one_way = [None, None, None, Irreversible.TAKING, Irreversible.DROPPING]
    parties = {
        f"d{i}": DecisionMaker(
            name=f"D{i}",
            options={f"o{j}": Option(label=f"Do {j}", irreversible=rng.choice(one_way)) for j in range(size)},
            preferences=random_preferences(rng, names),
        )
        for i, size in enumerate(sizes)
    }
    several = rng.choice([(), (random_formula(rng, names), random_formula(rng, names))])
    explicit = rng.random() < 0.5
    return Case(
        detente=1,
        title="random",
        decision_makers=parties,
        constraints=tuple(Constraint(that=condition(Or((part, Atom(names[0]))))) for part in several),
        indistinguishable=(Merge(that=condition(And((Atom(names[0]), Atom(names[-1]))))),) if explicit else (),
        moves=tuple(
            Move.model_validate(
                {
                    "by": rng.choice(tuple(parties)),
                    "from": condition(random_formula(rng, names, 1)),
                    "to": condition(random_formula(rng, names, 1)),
                    "never": rng.random() < 0.5,
                }
            )
            for _ in range(rng.randint(0, 2) if explicit else 0)
        ),
    )


def random_graph(rng: random.Random) -> Case:
    """Graph form with intransitive moves, common moves, cycles and ties."""
    names = tuple(f"x{k}" for k in range(rng.randint(2, 7)))
    dms = tuple(f"d{i}" for i in range(rng.randint(2, 4)))
    density = rng.uniform(0.1, 0.4)

    def party(dm: str) -> DecisionMaker:
        groups: dict[int, list[Condition]] = {}
        for name in names:
            groups.setdefault(rng.randint(0, 4), []).append(condition(Atom(name)))
        return DecisionMaker(name=dm, preferences=Ranking(ranking=tuple(tuple(groups[key]) for key in sorted(groups))))

    return Case(
        detente=1,
        title="random graph",
        decision_makers={dm: party(dm) for dm in dms},
        states={name: f"State {name}" for name in names},
        arcs={dm: {s: tuple(t for t in names if t != s and rng.random() < density) for s in names} for dm in dms},
    )


def check_everything(case: Case) -> int:
    """Check every trace of a case against the referee and the engine; return how many there were."""
    conflict = build_conflict(case)
    game = Game(case)
    result = analyze_stability(conflict, ALL)
    count = 0
    for concept, stable in result.stable.items():
        for i, s in product(range(len(conflict.decision_makers)), range(conflict.n_states)):
            trace = explain_state(conflict, s, i, concept)
            assert complaints(game, trace) == [], trace
            assert bool(stable[i, s]) == trace.stable, trace
            count += 1
    return count


@pytest.mark.parametrize("seed", range(60))
def test_option_form(seed: int) -> None:
    assert check_everything(random_case(seeded(seed))) > 0


@pytest.mark.parametrize("seed", range(60))
def test_graph_form(seed: int) -> None:
    assert check_everything(random_graph(seeded(seed))) > 0


@pytest.mark.parametrize("entry", list_cases(), ids=lambda entry: entry.name)
def test_catalogue(entry) -> None:
    case = load_case(entry.name)
    conflict = build_conflict(case)
    if conflict.n_states <= 100:
        assert check_everything(case) > 0
        return
    game = Game(case)
    result = analyze_stability(conflict, ONE_AFTER_ANOTHER)
    states = seeded(7).sample(range(conflict.n_states), 25)
    for s, i, concept in product(states, range(len(conflict.decision_makers)), ONE_AFTER_ANOTHER):
        trace = explain_state(conflict, s, i, concept)
        assert bool(result.stable[concept][i, s]) == trace.stable
        assert complaints(game, trace) == []


def graph(arcs: dict[str, dict[str, tuple[str, ...]]], rankings: dict[str, str]) -> Case:
    """Build a graph-form case; rankings are written best first, "ab c" with a tie of a and b."""
    names = sorted(set("".join(rankings.values())) - {" "})
    return Case(
        detente=1,
        title="by hand",
        decision_makers={
            dm: DecisionMaker(
                name=dm,
                preferences=Ranking(
                    ranking=tuple(tuple(condition(Atom(name)) for name in group) for group in ranking.split())
                ),
            )
            for dm, ranking in rankings.items()
        },
        states={name: name.upper() for name in names},
        arcs=arcs,
    )


def trace_of(case: Case, state: str, dm: str, concept: Concept) -> Trace:
    conflict = build_conflict(case)
    return explain_state(conflict, find_state(conflict, state), conflict.decision_makers.index(dm), concept)


def test_return_to_the_state_left_deters_unless_a_countermove_counts() -> None:
    """The smallest witness: i moves to something better, j moves back."""
    case = graph({"i": {"s": ("t",)}, "j": {"t": ("s",)}}, {"i": "t s", "j": "st"})
    back = Reply((Step("j", "s"),), "s", Comparison.SAME)

    assert Trace("s", "i", Concept.GMR, True, (Departure("t", back, (), None),)) == trace_of(
        case, "s", "i", Concept.GMR
    )
    again = replace(back, countermove="t")
    assert Trace("s", "i", Concept.SMR, False, (Departure("t", None, (again,), 1),)) == trace_of(
        case, "s", "i", Concept.SMR
    )


def test_nobody_can_answer() -> None:
    case = graph({"i": {"s": ("t",)}, "j": {}}, {"i": "t s", "j": "st"})

    assert Trace("s", "i", Concept.GMR, False, (Departure("t", None, (), 0),)) == trace_of(case, "s", "i", Concept.GMR)


def test_a_single_decision_maker_meets_no_answer() -> None:
    trace = trace_of(graph({"i": {"s": ("t",)}}, {"i": "t s"}), "s", "i", Concept.SSEQ)

    assert trace.departures == (Departure("t", None, (), 0),)


def test_nash_considers_no_reply() -> None:
    case = graph({"i": {"s": ("t",)}, "j": {"t": ("s",)}}, {"i": "t s", "j": "st"})

    assert Trace("s", "i", Concept.NASH, False, (Departure("t", None, (), 0),)) == trace_of(
        case, "s", "i", Concept.NASH
    )


def test_an_answer_against_the_mover_s_own_interest_counts_only_where_the_concept_says_so() -> None:
    case = graph({"i": {"s": ("t",)}, "j": {"t": ("u",)}}, {"i": "t s u", "j": "st u"})

    assert trace_of(case, "s", "i", Concept.GMR).stable
    assert trace_of(case, "s", "i", Concept.SMR).stable
    assert not trace_of(case, "s", "i", Concept.SEQ).stable
    assert not trace_of(case, "s", "i", Concept.SSEQ).stable


def test_nobody_moves_twice_in_a_row() -> None:
    """j could lead from t over u to v only by moving twice; when k can make the first move, j makes the second."""
    arcs = {"i": {"s": ("t",)}, "j": {"t": ("u",), "u": ("v",)}, "k": {}}
    case = graph(arcs, {"i": "t u s v", "j": "stuv", "k": "stuv"})
    assert not trace_of(case, "s", "i", Concept.GMR).stable

    arcs["k"] = {"t": ("u",)}
    case = graph(arcs, {"i": "t u s v", "j": "stuv", "k": "stuv"})
    reply = trace_of(case, "s", "i", Concept.GMR).departures[0].deterred_by
    assert Reply((Step("k", "u"), Step("j", "v")), "v", Comparison.LESS) == reply


def test_a_state_reached_again_with_another_last_mover_opens_moves() -> None:
    """j reaches u first; only after k has reached it too can j go on to v."""
    arcs = {"i": {"s": ("t",)}, "j": {"t": ("u", "w"), "u": ("v",)}, "k": {"w": ("u",)}}
    case = graph(arcs, {"i": "t uw s v", "j": "stuvw", "k": "stuvw"})
    reply = trace_of(case, "s", "i", Concept.GMR).departures[0].deterred_by

    assert Reply((Step("j", "w"), Step("k", "u"), Step("j", "v")), "v", Comparison.LESS) == reply


def test_the_first_of_the_shortest_replies() -> None:
    """By movers in file order first, then by states in order."""
    arcs = {"i": {"s": ("t",)}, "j": {"t": ("y", "x")}, "k": {"t": ("a",)}}
    case = graph(arcs, {"i": "t s axy", "j": "saxyt", "k": "saxyt"})

    assert (
        Reply((Step("j", "x"),), "x", Comparison.LESS)
        == trace_of(case, "s", "i", Concept.GMR).departures[0].deterred_by
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_first_of_the_shortest_replies_by_going_through_all(seed: int) -> None:
    case = random_graph(seeded(2000 + seed))
    conflict, game = build_conflict(case), Game(case)
    for s, i, concept in product(range(conflict.n_states), range(len(conflict.decision_makers)), ONE_AFTER_ANOTHER):
        trace = explain_state(conflict, s, i, concept)
        referee = Referee(game, trace)
        for departure in trace.departures:
            reply = departure.deterred_by
            if reply is None:
                continue
            sequences: list[tuple[Step, ...]] = [()]
            for _ in reply.steps:
                sequences = [
                    (*steps, Step(mover, end))
                    for steps in sequences
                    for mover in referee.opponents
                    if not steps or steps[-1].mover != mover
                    for end in sorted(referee.steps(mover, steps[-1].state if steps else departure.to))
                ]
            assert reply.steps == next(steps for steps in sequences if referee.deters(steps[-1].state))


def test_failures_are_cut_at_fifty_and_counted() -> None:
    """Seven free options of an opponent that the mover does not care about: 127 ends, none of which deters."""
    case = Case(
        detente=1,
        title="wide",
        decision_makers={
            "i": DecisionMaker(
                name="I",
                options={"o": Option(label="Do")},
                preferences=Prioritization(statements=(PreferenceStatement(that=condition(Atom("i.o"))),)),
            ),
            "j": DecisionMaker(
                name="J",
                options={f"o{n}": Option(label="Do") for n in range(7)},
                preferences=Prioritization(statements=()),
            ),
        },
    )
    trace = explain_state(build_conflict(case), 0, 0, Concept.GMR)

    assert (len(trace.departures[0].undeterring), trace.departures[0].n_replies) == (50, 127)
    assert complaints(Game(case), trace) == []


def test_moves_at_the_same_moment() -> None:
    """Chicken: each would swerve first; if both stop at once, they collide."""
    conflict = build_conflict(load_case("chicken"))
    game = Game(load_case("chicken"))
    traces = [explain_state(conflict, s, i, Concept.SIM) for s, i in product(range(4), range(2))]

    assert [complaints(game, trace) for trace in traces] == [[]] * 8
    replies = [d.deterred_by for trace in traces for d in trace.departures if d.deterred_by is not None]
    assert replies
    assert all(reply.simultaneous and len(reply.steps) == 1 for reply in replies)


def test_sim_needs_moves_that_add_up() -> None:
    case = graph({"i": {"s": ("t",)}, "j": {"t": ("s",)}}, {"i": "t s", "j": "st"})

    for dm in ("i", "j"):
        with pytest.raises(NotSupportedError, match="cannot be superposed"):
            trace_of(case, "s", dm, Concept.SIM)


# The referee itself: it must refuse every trace that has been tampered with.


def mutations(trace: Trace):
    """Yield tampered copies of a trace, each with the name of what was done to it."""
    yield "verdict turned", replace(trace, stable=not trace.stable)
    for n, departure in enumerate(trace.departures):

        def put(new: Departure | None, n: int = n) -> Trace:
            kept = () if new is None else (new,)
            return replace(trace, departures=(*trace.departures[:n], *kept, *trace.departures[n + 1 :]))

        yield "improvement left out", put(None)
        yield "improvement twice", replace(trace, departures=(*trace.departures, departure))
        yield "no improvement", put(replace(departure, to=trace.state))
        reply = departure.deterred_by
        if reply is not None:
            yield "reply dropped", put(replace(departure, deterred_by=None, n_replies=0))
            for name, tampered in tampered_replies(trace, reply):
                yield name, put(replace(departure, deterred_by=tampered))
        elif departure.undeterring:
            yield "failure left out", put(replace(departure, undeterring=departure.undeterring[1:]))
            yield "miscounted", put(replace(departure, n_replies=(departure.n_replies or 0) + 1))
            first = departure.undeterring[0]
            yield "failure made a deterrent", put(replace(departure, deterred_by=first, undeterring=(), n_replies=None))
            for name, tampered in tampered_replies(trace, first):
                yield name, put(replace(departure, undeterring=(tampered, *departure.undeterring[1:])))


def tampered_replies(trace: Trace, reply: Reply):
    last = reply.steps[-1]
    yield "step doubled", replace(reply, steps=(*reply.steps, last))
    yield "steps dropped", replace(reply, steps=())
    yield "own move", replace(reply, steps=(*reply.steps[:-1], replace(last, mover=trace.decision_maker)))
    yield "end swapped", replace(reply, state="elsewhere")
    yield "end is the state left", replace(reply, state=trace.state if reply.state != trace.state else last.state + "x")
    yield "kind swapped", replace(reply, simultaneous=not reply.simultaneous)
    for compared in Comparison:
        if compared is not reply.compared:
            yield f"compared as {compared}", replace(reply, compared=compared)
    yield "countermove", replace(reply, countermove="elsewhere" if reply.countermove is None else None)


@pytest.mark.parametrize("seed", range(12))
def test_the_referee_refuses_tampered_traces(seed: int) -> None:
    rng = seeded(1000 + seed)
    case = random_graph(rng) if seed % 2 else random_case(rng)
    conflict, game = build_conflict(case), Game(case)
    concepts = ONE_AFTER_ANOTHER if seed % 2 or case.moves or case.indistinguishable else ALL
    refused = 0
    for s, i, concept in product(range(conflict.n_states), range(len(conflict.decision_makers)), concepts):
        for name, tampered in mutations(explain_state(conflict, s, i, concept)):
            assert complaints(game, tampered), (name, tampered)
            refused += 1
    assert refused > 0


def test_the_referee_refuses_a_move_against_the_mover_s_interest() -> None:
    case = graph({"i": {"s": ("t",)}, "j": {"t": ("u",)}}, {"i": "t s u", "j": "st u"})
    under_gmr = trace_of(case, "s", "i", Concept.GMR)

    assert complaints(Game(case), under_gmr) == []
    assert "a step that cannot or would not be made" in complaints(Game(case), replace(under_gmr, concept=Concept.SEQ))


def test_the_referee_reads_the_case_as_the_compiler_does() -> None:
    """Same states, same moves, same improvements: otherwise its verdicts would mean little."""
    for seed in range(20):
        case = random_case(seeded(seed))
        conflict, game = build_conflict(case), Game(case)
        assert game.names == [state_id(conflict, s) for s in range(conflict.n_states)]
        for i, dm in enumerate(conflict.decision_makers):
            for s, name in enumerate(game.names):
                assert game.moves[dm][name] == {state_id(conflict, int(t)) for t in moves_from(conflict, i, s)}
                assert game.improvements(dm, name) == {
                    state_id(conflict, int(t)) for t in improvements_from(conflict, i, s)
                }
