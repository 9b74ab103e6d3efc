import subprocess
import sys

import pytest

from detente.errors import FormulaError
from detente.logic import And, Atom, Constant, Formula, Named, Not, Or, Scope, Wording, parse, read_formula, resolve
from detente.logic.formula import Bound, Count, Iff, Implies

SCOPE = Scope(
    options=("town.insist", "town.sue", "firm.accept", "firm.sue"),
    outcomes={"deal": Atom("firm.accept"), "broken": None},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("insist", Atom("town.insist")),
        ("firm.sue", Atom("firm.sue")),
        ("deal", Named("deal", Atom("firm.accept"))),
        ("broken", Named("broken", Constant(True))),
        ("not insist and deal", And((Not(Atom("town.insist")), Named("deal", Atom("firm.accept"))))),
        ("accept or insist", Or((Atom("firm.accept"), Atom("town.insist")))),
        ("accept iff insist", Iff(Atom("firm.accept"), Atom("town.insist"))),
        ("accept if insist", Implies(Atom("town.insist"), Atom("firm.accept"), Wording.IF)),
        ("at most 1 of (accept, insist)", Count(Bound.AT_MOST, 1, (Atom("firm.accept"), Atom("town.insist")))),
        ("true", Constant(True)),
    ],
)
def test_names_become_what_they_mean(text: str, expected: Formula) -> None:
    assert expected == read_formula(text, SCOPE)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("not insits", 5, "no option or outcome 'insits'; did you mean 'insist'?"),
        ("sue", 1, "'sue' is an option of several decision makers; write 'town.sue' or 'firm.sue'"),
        ("accept if town.accept", 11, "no option or outcome 'town.accept'; did you mean 'firm.accept'?"),
        ("insist and zzz", 12, "no option or outcome 'zzz'"),
        (
            "insits or acept",
            1,
            "no option or outcome 'insits'; did you mean 'insist'?; "
            "and no option or outcome 'acept'; did you mean 'accept'?",
        ),
    ],
)
def test_unknown_and_ambiguous_names(text: str, column: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        read_formula(text, SCOPE)

    assert (column, message) == (caught.value.column, caught.value.message)


def test_states_of_graph_form() -> None:
    scope = Scope(states=frozenset({"talks", "war"}))

    assert Or((Atom("talks"), Atom("war"))) == read_formula("talks or war", scope)
    with pytest.raises(FormulaError, match="no state or outcome 'tlaks'; did you mean 'talks'"):
        read_formula("tlaks", scope)


def test_unknown_names_pass_where_the_case_could_not_be_read_whole() -> None:
    scope = Scope(options=("town.insist",), is_complete=False)

    assert And((Atom("town.insist"), Constant(True))) == resolve(parse("insist and unheard_of"), scope)


def test_outcomes_that_double_are_stopped_before_they_grow() -> None:
    outcomes: dict[str, Formula | None] = {"o0": Atom("town.insist")}
    for level in range(1, 40):
        inner = Named(f"o{level - 1}", outcomes[f"o{level - 1}"] or Constant(True))
        outcomes[f"o{level}"] = And((inner, inner))

    with pytest.raises(FormulaError, match="parts nested 81 deep when its named outcomes are written out; at most"):
        read_formula("not o39", Scope(("town.insist",), frozenset(), outcomes))


def test_importing_the_logic_does_not_load_the_parser_library() -> None:
    code = "import sys, detente.logic; print('lark' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert printed.stdout == "False\n"
