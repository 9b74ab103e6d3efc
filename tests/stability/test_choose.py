"""Which engine is chosen, why, and what is said where none fits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.case import Case, list_cases, load_case, parse_case
from detente.conflict import OptionMoves, build_conflict
from detente.conflict.limits import counted_sizes
from detente.errors import LimitError, NotSupportedError
from detente.stability import Concept, analyze_stability, choose
from detente.stability.choose import Choice, Engine, choose_engine, fast_is_installed, plan_engine
from tests.random_models import as_text
from tests.stability.sample import SIZE, sample_model, sample_world
from tests.stability.symbolic.coupled import Coupled, coupled_case

GIB = 1 << 30


@pytest.fixture
def installed(monkeypatch):
    """Pretend that an extra is there, or not."""

    def pretend(**extras: bool) -> None:
        for name, there in extras.items():
            monkeypatch.setattr(choose, f"{name}_is_installed", lambda there=there: there)

    return pretend


def options(k: int, extra: str = "", parties: int = 1) -> Case:
    """A case with k options for each decision maker."""
    text = "".join(
        f"  p{i}:\n    name: P{i}\n    options: {{{', '.join(f'o{i}_{j}: x' for j in range(k))}}}\n"
        f"    preferences: [o{i}_0]\n"
        for i in range(parties)
    )
    return parse_case(f"detente: 1\ntitle: t\ndecision_makers:\n{text}{extra}")


class TestCompiled:
    """Chosen for a conflict that is compiled already."""

    def test_it_is_named_in_the_result(self):
        result = analyze_stability(build_conflict(load_case("cuba-1962")))
        assert (result.engine, result.reason) == (
            "explicit-options",
            "16 combinations: too few for compiled kernels to pay",
        )

    def test_an_engine_asked_for_is_used(self):
        conflict = build_conflict(load_case("cuba-1962"))
        result = analyze_stability(conflict, engine="explicit-list")
        assert (result.engine, result.reason) == ("explicit-list", "asked for")
        np.testing.assert_array_equal(result.stable[Concept.SIM], analyze_stability(conflict).stable[Concept.SIM])

    def test_a_plan_is_followed_and_gives_its_reason(self):
        conflict = build_conflict(load_case("cuba-1962"))
        result = analyze_stability(conflict, engine=Choice(Engine.LIST, "as planned"))
        assert (result.engine, result.reason) == ("explicit-list", "as planned")

    @pytest.mark.parametrize(
        ("there", "engine", "reason"),
        [
            (True, Engine.FAST, "1,048,576 combinations: compiled kernels pay"),
            (False, Engine.OPTIONS, "1,048,576 combinations; compiled kernels, pip install 'detente[fast]', would be"),
        ],
    )
    def test_large_cases_are_compiled_where_that_is_installed(self, there, engine, reason, installed):
        installed(fast=there)
        conflict = build_conflict(load_case("cuba-1962"))
        own = tuple(0b11111 << 5 * j for j in range(4))
        feasible = np.broadcast_to(np.True_, 1 << 20)
        chosen = choose_engine(replace(conflict, moves=OptionMoves(feasible, None, own, 0, 0)))
        assert chosen.engine is engine
        assert chosen.reason.startswith(reason)


class TestPlan:
    """Chosen before anything is compiled."""

    def test_small_cases_are_planned_as_they_are_chosen_when_compiled(self):
        for number in range(0, SIZE, 2):
            if sample_model(number)["states"]:
                continue
            case = parse_case(as_text(sample_model(number)))
            plan, chosen = plan_engine(case), choose_engine(build_conflict(case))
            assert plan.engine is chosen.engine
            if not sample_world(number).has_explicit_moves:  # whether states are merged is seen when they are there
                assert plan.reason == chosen.reason

    @pytest.mark.parametrize("name", [entry.name for entry in list_cases()])
    def test_the_catalogue_is_planned_as_it_is_chosen(self, name):
        case = load_case(name)
        plan, chosen = plan_engine(case), choose_engine(build_conflict(case))
        assert (plan.engine, plan.reason) == (chosen.engine, chosen.reason)
        assert plan.memory is not None
        assert plan.memory < 1 << 27

    @pytest.mark.parametrize(("there", "engine"), [(True, "explicit-options-fast"), (False, "explicit-options")])
    def test_a_million_combinations(self, there, engine, installed):
        installed(fast=there)
        assert plan_engine(options(5, parties=4)).engine == engine

    def test_2_24_combinations_of_four_fit_the_default_limit_with_compiled_kernels(self, installed):
        installed(fast=True)
        case = coupled_case(Coupled(24, 4, 12, local=False))
        plan = plan_engine(case)
        assert plan.engine is Engine.FAST
        assert plan.reason == "16,777,216 combinations: compiled kernels pay"
        assert 600 << 20 < plan.memory < GIB

    def test_without_compiled_kernels_they_do_not_and_it_is_said_what_would_do(self, installed):
        installed(fast=False, symbolic=False)
        with pytest.raises(LimitError) as caught:
            plan_engine(coupled_case(Coupled(24, 4, 12, local=False)))
        assert str(caught.value) == (
            "24 options make 16,777,216 combinations: with 4 decision makers they take about 1.0 GiB, and the limit is "
            "1.0 GiB. What would do: --memory-limit 1.1GiB; or compiled kernels, which take less: "
            "pip install 'detente[fast]'; or the symbolic engine, which lists no states: "
            "pip install 'detente[symbolic]'; or fewer options (leave out those that no preference turns on, join "
            "those that are always taken together)."
        )
        assert plan_engine(coupled_case(Coupled(24, 4, 12, local=False)), memory_limit=11 * GIB // 10).memory > GIB

    def test_the_limit_that_is_named_is_enough(self, installed):
        installed(symbolic=False)
        for case in (options(27), options(6, parties=5), coupled_case(Coupled(26, 3, 30, local=False))):
            with pytest.raises(LimitError) as caught:
                plan_engine(case, memory_limit=GIB // 4)
            size = str(caught.value).partition("--memory-limit ")[2].partition("GiB")[0]
            assert plan_engine(case, memory_limit=round(float(size) * GIB)).memory > GIB // 4

    def test_too_many_states_are_left_to_the_symbolic_engine(self, installed):
        installed(symbolic=True)
        plan = plan_engine(options(25, parties=4))
        assert plan == Choice(
            Engine.SYMBOLIC,
            "2^100 combinations: to list them takes 1,000 TiB and more, and the limit is 1.0 GiB",
            GIB,
        )
        assert plan_engine(options(4), engine="symbolic") == Choice(Engine.SYMBOLIC, "asked for", GIB)

    def test_where_states_have_to_be_listed_it_is_said_what_needs_no_list(self, installed):
        installed(symbolic=True)
        with pytest.raises(LimitError, match="What would do: `detente analyze CASE` and `detente explain CASE STATE`"):
            plan_engine(options(25, parties=4), listing=True)
        installed(symbolic=False)
        with pytest.raises(LimitError, match=r"no list of the states, with the symbolic engine: pip install"):
            plan_engine(options(25, parties=4), listing=True)

    def test_an_explicit_engine_asked_for_is_not_replaced(self, installed):
        installed(symbolic=True)
        with pytest.raises(LimitError, match="--engine symbolic; or a single state: `detente explain CASE STATE`"):
            plan_engine(options(25, parties=4), engine="explicit-options")

    def test_few_feasible_combinations_are_listed(self):
        names = ", ".join(f"o0_{j}" for j in range(40))
        plan = plan_engine(options(40, f"constraints: ['at most 1 of ({names})']\n"))
        assert plan.engine is Engine.LIST
        assert plan.reason == "1,099,511,627,776 combinations, of which 41 are feasible"
        with pytest.raises(NotSupportedError, match="does not work on combinations listed one by one; explicit-list"):
            plan_engine(options(40, f"constraints: ['at most 1 of ({names})']\n"), engine="explicit-options")

    def test_feasible_combinations_are_counted_before_they_are_laid_out(self):
        names = [f"o0_{j}" for j in range(24)]
        case = options(24, f"constraints: ['exactly 2 of ({', '.join(names)})', not {names[0]}]\n")
        assert counted_sizes(case).states == 23 * 22 // 2

    @pytest.mark.parametrize("engine", ["explicit-options-fast", "symbolic"])
    def test_an_engine_that_is_not_installed_is_refused_with_what_to_do(self, engine, installed):
        installed(fast=False, symbolic=False)
        with pytest.raises(NotSupportedError, match=r"pip install 'detente\["):
            plan_engine(options(3), engine=engine)

    @pytest.mark.parametrize(
        ("case", "engine", "message"),
        [
            ("elmira", "explicit-options", "does not work on moves listed one by one; explicit-arcs does"),
            ("elmira", "no-such", "no engine 'no-such'; there are explicit-options, "),
            ("gisborne-unknown", "symbolic", "are comparisons of pairs"),
        ],
    )
    def test_an_engine_that_does_not_apply_is_refused(self, case, engine, message):
        with pytest.raises(NotSupportedError, match=message):
            plan_engine(load_case(case), engine=engine)

    def test_what_the_symbolic_engine_cannot_take_is_not_left_to_it(self):
        with pytest.raises(LimitError, match="What would do: fewer options"):
            plan_engine(options(40, "moves: [{by: p0, from: o0_1, to: o0_2, never: true}]\n"))


def test_compiling_kernels_is_told_only_when_they_are_compiled():
    if not fast_is_installed():
        pytest.skip("the extra fast is not installed")
    from numba import njit

    from detente.stability.fast.compiled import telling

    told: list[bool] = []
    called = njit(lambda x: x + 1)
    kernel = njit(lambda x: called(x) + called(2.5))
    with telling(told.append):
        kernel(1)
        kernel(2)
    kernel(1.5)
    assert told == [True, False]
