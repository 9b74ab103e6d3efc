"""How the answer was found: concepts, choices where the literature differs, parameters."""

from __future__ import annotations

from detente.case import case_digest
from detente.conflict import Conflict
from detente.present.names import CONCEPT_NAMES, concept_name, counted
from detente.present.report.material import Material
from detente.present.report.support_parts import ConceptRow
from detente.version import __version__

_CHOICES = (
    ("Does a way back to where the mover began deter it?", "Yes: it would have gained nothing."),
    ("Does an answer that leaves the mover as well off as before deter it?", "Yes: it need not be worse."),
    (
        "How far can the others go when they answer?",
        "Any number of moves in any order, except that nobody moves twice in a row; the mover itself waits.",
    ),
    (
        "When is an answer in the others’ own interest?",
        "When each move in it improves the position of whoever makes it, judged at the state where it is made.",
    ),
    (
        "With which moves may a mover escape an answer, where the concept lets it?",
        "With any one move of its own that ends better than where it began.",
    ),
    ("What does “A if B” mean when B is false?", "The statement is then true."),
    (
        "How are preferences compared?",
        "As an order only: a place in a ranking says what is preferred to what, never by how much; places of "
        "different parties are not compared.",
    ),
)

_MERGED = (
    "What can be done from states that count as one?",
    "Whatever can be done from at least one of the combinations that it stands for.",
)


def concepts(material: Material) -> tuple[ConceptRow, ...]:
    """Return the concepts that were used or left out."""
    result = material.result
    used = [
        (concept, f"{counted(int(result.equilibria(concept).sum()), 'state holds', 'states hold')}")
        for concept in result.stable
    ]
    left_out = [(concept, f"left out: {reason}") for concept, reason in result.omitted.items()]
    return tuple(
        ConceptRow(concept_name(concept), CONCEPT_NAMES[concept].gloss, found, CONCEPT_NAMES[concept].reference)
        for concept, found in (*used, *left_out)
    )


def choices(material: Material) -> tuple[tuple[str, str], ...]:
    """Return what is done where the literature differs."""
    merged = (_MERGED,) if material.conflict.unfixed.any() else ()
    return (*_CHOICES, *merged, *_numbering(material.conflict))


def parameters(material: Material) -> tuple[tuple[str, str], ...]:
    """Return what is needed to make the same report again."""
    result, conflict = material.result, material.conflict
    return (
        ("Case", material.case.title),
        ("Digest of the case (SHA-256)", case_digest(material.case)),
        ("Variant", conflict.variant or "none: the case as it stands"),
        ("Concepts", ", ".join(concept_name(concept) for concept in result.stable)),
        ("Engine", result.engine),
        ("Version", f"Détente {__version__}"),
    )


def facts(material: Material) -> tuple[str, ...]:
    """Return the size of the model in a few words."""
    conflict = material.conflict
    listed = [counted(len(conflict.decision_makers), "decision maker")]
    if conflict.options:
        listed.append(counted(len(conflict.options), "option"))
        listed.append(f"{counted(conflict.n_states, 'feasible state')} of {1 << len(conflict.options):,} combinations")
    else:
        listed.append(counted(conflict.n_states, "state"))
    if material.case.sources:
        listed.append(counted(len(material.case.sources), "source"))
    if conflict.variant:
        listed.append(f"variant “{conflict.variant}”")
    return tuple(listed)


def _numbering(conflict: Conflict) -> tuple[tuple[str, str], ...]:
    if not conflict.options:
        return ()
    how = (
        "Like binary numbers, the first option of the case as the last digit; states that stand for several come last."
    )
    return (("How are states numbered?", how),)
