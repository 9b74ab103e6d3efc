"""Proposals against the gold coding of the test texts: precision and recall, layer by layer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from detente.evidence.attributions import find_attributions
from detente.evidence.document import Document
from detente.evidence.extract import read_source
from detente.evidence.propose import hedges_outside_quotations, propose
from detente.evidence.quotations import find_quotations
from detente.evidence.speakers import SpeakerFinder
from tests.evidence.variants import TEXTS


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the gold coding."""

    text: str
    kind: str
    paragraph: int
    words: str
    value: str


@dataclass(slots=True)
class Score:
    """Counts of one layer."""

    gold: int = 0
    found: int = 0
    right: int = 0
    value_right: int = 0
    value_given: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0


def read_gold() -> tuple[Entry, ...]:
    lines = (TEXTS / "gold.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    return tuple(Entry(text, kind, int(paragraph), words, value) for text, kind, paragraph, words, value in rows)


def same_speaker(gold: str, proposed: str) -> bool:
    """Whether a proposed speaker is one of the gold names: its words contain the name, or are its last word."""
    have = [word.lower().removesuffix("’s") for word in re.findall(r"[\w’']+", proposed)]
    for name in gold.split("/"):
        want = [word.lower() for word in re.findall(r"[\w’']+", name)]
        if want == have or " ".join(want) in " ".join(have) or (have and have[-1] == want[-1]):
            return True
    return False


def measure(part: str) -> tuple[dict[str, Score], Counter[str], Counter[str]]:
    """Score the texts whose names start with `part`: ``dev`` or ``held``.

    Returns the scores by layer, and how often each way to a speaker was taken and was right.
    """
    scores = {name: Score() for name in ("quotations", "turns", "attributions", "hedges", "acts")}
    taken: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for path in sorted(TEXTS.glob(f"{part}_*.txt")):
        document = read_source(path)
        gold = [entry for entry in read_gold() if entry.text == path.stem]
        assert gold
        _score_quotations(document, gold, scores, taken, right)
        _score_cues(document, gold, scores)
    return scores, taken, right


def _place(document: Document, entry: Entry, used: set[int]) -> int:
    """Return where the words of a gold entry stand, the first place not used yet."""
    paragraph = document.paragraph(entry.paragraph)
    assert paragraph is not None, entry
    for match in re.finditer(re.escape(entry.words), document.text[paragraph.start : paragraph.end]):
        if paragraph.start + match.start() not in used:
            used.add(paragraph.start + match.start())
            return paragraph.start + match.start()
    raise AssertionError(f"not in the text: {entry}")


def _score_quotations(
    document: Document, gold: list[Entry], scores: dict[str, Score], taken: Counter[str], right: Counter[str]
) -> None:
    proposals = propose(document)
    quoted = {proposal.start: proposal for proposal in proposals if "quotation" in proposal.rules}
    turns = {proposal.start: proposal for proposal in proposals if "label" in proposal.rules}
    for layer, kind, found in (("quotations", "Q", quoted), ("turns", "L", turns)):
        score, used = scores[layer], set[int]()
        entries = [entry for entry in gold if entry.kind == kind]
        score.gold += len(entries)
        score.found += len(found)
        for entry in entries:
            proposal = found.get(_place(document, entry, used))
            if proposal is None:
                score.misses.append(f"not found: {entry}")
                continue
            score.right += 1
            if proposal.speaker is None:
                score.misses.append(f"no speaker: {entry}")
                continue
            score.value_given += 1
            taken[proposal.speaker.rule] += 1
            if same_speaker(entry.value, proposal.speaker.name):
                score.value_right += 1
                right[proposal.speaker.rule] += 1
            else:
                score.misses.append(f"{proposal.speaker}: {entry}")
        if entries:
            extra = set(found) - used
            score.misses.extend(f"extra: {found[start].quote}" for start in sorted(extra))


def _score_cues(document: Document, gold: list[Entry], scores: dict[str, Score]) -> None:
    quotations = find_quotations(document)
    attributions = find_attributions(document, quotations)
    finder = SpeakerFinder(document, quotations, attributions)
    speaking = {entry.start: entry for entry in attributions if entry.reports and not entry.negated}
    acting = {entry.start: entry for entry in attributions if entry.act != "state"}
    hedges = {cue.start: cue for cue in hedges_outside_quotations(document, quotations)}
    quoted_hedges = {cue.start: cue for cue in _all_hedges(document)}
    for layer, kind, found in (
        ("attributions", "A", speaking),
        ("hedges", "H", hedges | quoted_hedges),
        ("acts", "S", acting),
    ):
        score, used = scores[layer], set[int]()
        entries = [entry for entry in gold if entry.kind == kind]
        score.gold += len(entries)
        score.found += len(found)
        for entry in entries:
            at = _place(document, entry, used)
            near = next((cue for cue in found.values() if cue.start < at + len(entry.words) and cue.end > at), None)
            if near is None:
                score.misses.append(f"not found: {entry}")
                continue
            score.right += 1
            used.add(near.start)
            value = ""
            if layer == "attributions":
                speaker = finder.resolve(near)
                value = speaker.name if speaker else ""
                ok = same_speaker(entry.value, value)
            else:
                value = str(near.level if layer == "hedges" else near.act)
                ok = value == entry.value
            score.value_given += bool(value)
            score.value_right += ok
            if not ok:
                score.misses.append(f"{value}: {entry}")
        extra = [start for start in found if not any(abs(start - place) < 21 for place in used)]
        score.misses.extend(f"extra: {document.text[max(0, s - 30) : s]}>>{found[s].words}" for s in sorted(extra))


def _all_hedges(document: Document) -> tuple:
    from detente.evidence.lexicon import find_hedges

    return find_hedges(document.text)


def show(part: str, verbose: bool = False) -> None:
    scores, taken, right = measure(part)
    for layer, score in scores.items():
        print(
            f"  {layer:<13} gold {score.gold:>3}  found {score.found:>3}  precision {score.precision:.2f}  "
            f"recall {score.recall:.2f}  value right {score.value_right}/{score.right}"
        )
        if verbose:
            for miss in score.misses:
                print("      ", miss)
    print("  ways to a speaker:", ", ".join(f"{rule} {right[rule]}/{n}" for rule, n in sorted(taken.items())))


if __name__ == "__main__":
    import sys

    show(sys.argv[1], verbose=True)
