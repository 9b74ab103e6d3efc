"""Folding: typography goes, everything else stays, and every offset finds its way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.fold import fold, fold_text

SAME = [
    ("“a”", '"a"'),
    ("“a”", "«a»"),
    ("it’s", "it's"),
    ("a – b", "a—b"),
    ("a - b", "a – b"),
    ("a -- b", "a—b"),
    ("so…", "so..."),
    ("so … then", "so. . .then"),
    ("ﬁve", "five"),
    ("one\n\ntwo", "one two"),
    ("‘a’", "“a”"),
]
DIFFERENT = [
    ("a, b", "a b"),
    ("a. b", "a b"),
    ("us", "US"),
    ("1,5", "1.5"),
    ("resign", "re-sign"),
    ("a; b", "a, b"),
    ("resume", "résumé"),
    ("a?", "a."),
    ("“a” b", "a b"),
    ("a b", "ab"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_typography_is_folded(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_may_change_meaning_is_not_folded(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


@given(st.text(alphabet="ab .-–—…“”\"'ﬁ\n", max_size=60))
def test_offsets_find_their_way_back(text: str) -> None:
    """Mapping is monotone, ends where the text ends, and agrees with folding what lies before."""
    folded = fold(text)
    assert folded.text == fold_text(text)
    back = [folded.to_canonical(k) for k in range(len(folded.text) + 1)]
    assert back == sorted(back)
    assert all(0 <= offset <= len(text) for offset in back)
    for offset, character in zip(back, folded.text, strict=False):
        if character in "ab":
            assert text[offset] == character
            assert folded.to_canonical(folded.to_folded(offset)) == offset


def test_hyphens_at_line_ends_are_put_back() -> None:
    folded = fold("renewed secondstrike", (2, 14))
    assert folded.text == "re-newed second-strike"
    assert folded.to_canonical(folded.text.index("strike")) == 14
