"""Why a state holds or not, for everybody and under every concept, in the order it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic

from detente.errors import LimitError, NotSupportedError, UnknownNameError
from detente.present.document import Words
from detente.present.names import concept_name, dm_name, join_words
from detente.present.words import trace_words
from detente.present.words.models import Model, S, id_of
from detente.present.words.states import scene_words
from detente.stability import Concept, Trace
from detente.stability.choose import Choice, Engine


@dataclass(frozen=True, slots=True)
class Explanation(Generic[S]):
    """The traces of one state, decision makers in file order, and the concepts left out with the reason."""

    state: S
    traces: tuple[Trace, ...]
    omitted: Mapping[Concept, str]


def explain_all(
    model: Model[S], state: S, decision_maker: str | None = None, concepts: Iterable[Concept] | None = None
) -> Explanation[S]:
    """Explain a state: for one decision maker or all, under some concepts or all.

    Raises
    ------
    UnknownNameError
        There is no such decision maker.
    NotSupportedError
        None of the concepts can be answered in this model.
    LimitError
        None of them can be answered within the time and memory allowed.
    """
    known = tuple(model.case.decision_makers)
    if decision_maker is not None and decision_maker not in known:
        raise UnknownNameError("decision maker", decision_maker, known)
    asked = tuple(Concept if concepts is None else concepts)
    traces: list[Trace] = []
    failed: dict[Concept, NotSupportedError | LimitError] = {}
    for dm in known if decision_maker is None else (decision_maker,):
        for concept in asked:
            try:
                traces.append(model.explain(state, dm, concept))
            except (NotSupportedError, LimitError) as error:
                failed[concept] = error
    omitted = {concept: str(error) for concept, error in failed.items()}
    if not traces:
        limits = any(isinstance(error, LimitError) for error in failed.values())
        raise (LimitError if limits else NotSupportedError)("; ".join(dict.fromkeys(omitted.values())))
    return Explanation(state, tuple(traces), omitted)


def explanation_parts(model: Model[S], explanation: Explanation[S], choice: Choice | None = None) -> tuple[Words, ...]:
    """Say an explanation: the state, then each decision maker. Reasons that are the same are said once.

    `choice` says how it was found, which is told where no list of states was made.
    """
    scene, case = model.scene(explanation.state), model.case
    stands = model.status_quo is not None and id_of(model, model.status_quo) == scene.id
    now = ("This is where the dispute stands.",) if stands else ()
    parts = [Words(scene.id, (f"{scene_words(scene, model.outcomes(explanation.state))}.", *now))]
    for dm in dict.fromkeys(trace.decision_maker for trace in explanation.traces):
        alike: dict[tuple[str, ...], list[tuple[Concept, str]]] = {}
        for trace in explanation.traces:
            if trace.decision_maker == dm:
                verdict, *reasons = trace_words(model, trace)
                alike.setdefault(tuple(reasons), []).append((trace.concept, verdict))
        parts.extend(
            Words(
                f"{dm_name(case, dm)}: {join_words([concept_name(concept) for concept, _ in verdicts])}",
                tuple(dict.fromkeys(verdict for _, verdict in verdicts)),
                reasons,
            )
            for reasons, verdicts in alike.items()
        )
    left_out = tuple(f"{concept_name(concept)}: {reason}" for concept, reason in explanation.omitted.items())
    if left_out:
        parts.append(Words("Left out", (), left_out))
    if choice is not None and choice.engine is Engine.SYMBOLIC:
        parts.append(Words("To know", (), (f"No list of states was made (engine {choice.engine}: {choice.reason}).",)))
    return tuple(parts)
