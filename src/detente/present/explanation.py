"""Why a state holds or not, for everybody and under every concept, in the order it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.conflict import Conflict, state_id
from detente.errors import NotSupportedError, UnknownNameError
from detente.present.document import Words
from detente.present.names import concept_name, dm_name, join_words
from detente.present.words import state_words, trace_words
from detente.stability import Concept, Trace, explain_state


@dataclass(frozen=True, slots=True)
class Explanation:
    """The traces of one state, decision makers in file order, and the concepts left out with the reason."""

    state: int
    traces: tuple[Trace, ...]
    omitted: Mapping[Concept, str]


def explain_all(
    conflict: Conflict, state: int, decision_maker: str | None = None, concepts: Iterable[Concept] | None = None
) -> Explanation:
    """Explain a state: for one decision maker or all, under some concepts or all.

    Raises
    ------
    UnknownNameError
        There is no such decision maker.
    NotSupportedError
        None of the concepts can be answered in this model.
    """
    known = conflict.decision_makers
    if decision_maker is not None and decision_maker not in known:
        raise UnknownNameError("decision maker", decision_maker, known)
    chosen = range(len(known)) if decision_maker is None else [known.index(decision_maker)]
    asked = tuple(Concept if concepts is None else concepts)
    traces: list[Trace] = []
    omitted: dict[Concept, str] = {}
    for i in chosen:
        for concept in asked:
            try:
                traces.append(explain_state(conflict, state, i, concept))
            except NotSupportedError as error:
                omitted[concept] = str(error)
    if not traces:
        raise NotSupportedError("; ".join(omitted.values()))
    return Explanation(state, tuple(traces), omitted)


def explanation_parts(conflict: Conflict, explanation: Explanation) -> tuple[Words, ...]:
    """Say an explanation: the state, then each decision maker. Reasons that are the same are said once."""
    now = ("This is where the dispute stands.",) if explanation.state == conflict.status_quo else ()
    opening = Words(state_id(conflict, explanation.state), (f"{state_words(conflict, explanation.state)}.", *now))
    parts = [opening]
    for dm in dict.fromkeys(trace.decision_maker for trace in explanation.traces):
        alike: dict[tuple[str, ...], list[tuple[Concept, str]]] = {}
        for trace in explanation.traces:
            if trace.decision_maker == dm:
                verdict, *reasons = trace_words(conflict, trace)
                alike.setdefault(tuple(reasons), []).append((trace.concept, verdict))
        parts.extend(
            Words(
                f"{dm_name(conflict.case, dm)}: {join_words([concept_name(concept) for concept, _ in verdicts])}",
                tuple(dict.fromkeys(verdict for _, verdict in verdicts)),
                reasons,
            )
            for reasons, verdicts in alike.items()
        )
    left_out = tuple(f"{concept_name(concept)}: {reason}" for concept, reason in explanation.omitted.items())
    return (*parts, Words("Left out", (), left_out)) if left_out else tuple(parts)
