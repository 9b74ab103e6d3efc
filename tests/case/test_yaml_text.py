import pytest

from detente.case.yaml_text import read_tree


def faults(text: str) -> list[tuple[str, int, int, str]]:
    return [(problem.code, problem.line, problem.column, problem.message) for problem in read_tree(text).problems]


def test_every_scalar_stays_text() -> None:
    text = "a: 0101\nb: no\nc: 12:30\nd: 1991-08-01\ne: 1e3\nf: null\ng: ~\nh: 0x1F\ni: <<\n"

    assert faults(text) == []
    assert list(read_tree(text).data.values()) == [
        "0101",
        "no",
        "12:30",
        "1991-08-01",
        "1e3",
        "null",
        "~",
        "0x1F",
        "<<",
    ]


def test_a_key_without_a_value_is_left_out_and_an_empty_text_is_not() -> None:
    assert read_tree("a:\nb: ''\nc:\n  -\n").data == {"b": "", "c": [None]}


def test_places_of_values_keys_and_lists() -> None:
    tree = read_tree("a: x\nb:\n  - 'y z'\n  - c: d\n")

    assert tree.places == {
        (): (1, 1),
        ("a",): (1, 4),
        ("b",): (2, 1),
        ("b", 0): (3, 6),
        ("b", 1): (4, 5),
        ("b", 1, "c"): (4, 8),
    }
    assert tree.keys == {("a",): (1, 1), ("b",): (2, 1), ("b", 1, "c"): (4, 5)}


def test_only_scalars_written_as_they_are_count_as_verbatim() -> None:
    tree = read_tree('a: plain\nb: "quoted"\nc: "escaped \\u00e9"\nd: >\n  folded\ne: two\n  lines\n')

    assert {("a",), ("b",)} == tree.verbatim


def test_every_repeated_key_is_reported_and_what_is_in_it_is_not() -> None:
    assert faults("a: {x: 1}\nb: 2\na: {x: 2}\na: {x: 3, y: 4}\n") == [
        ("E110", 3, 1, "the key 'a' is repeated; it stands on line 1 already"),
        ("E110", 4, 1, "the key 'a' is repeated; it stands on line 1 already"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\tb: 1\n", ("E105", 2, 1, "a tab; YAML wants spaces for indentation")),
        (
            "a: [1, 2\nb: 3\n",
            ("E105", 1, 4, "a '[' whose entries are not separated by commas, or that is never closed"),
        ),
        (
            "a: {b: 1\nc: 2\n",
            ("E105", 1, 4, "a '{' whose entries are not separated by commas, or that is never closed"),
        ),
        ("a: 'x\nb: 3\n", ("E105", 1, 4, "a quotation mark that is never closed, or text after one that is")),
        (
            "a: b: c\n",
            ("E105", 1, 5, "a ':' where YAML expects none; put the text in quotes, or check the indentation"),
        ),
        ("a:\n  - b\n c: d\n", ("E105", 3, 2, "this line does not fit what stands above; check its indentation")),
        ("a: @x\n", ("E105", 1, 4, "'@' cannot start a value; put the text in quotes")),
        (
            "a: 1\nb\nc: 1\n",
            ("E105", 2, 1, "a line that is neither 'key: value' nor '- entry'; is there a ':' missing?"),
        ),
        (
            "a: - b\n",
            ("E105", 1, 4, "a '-' or '?' where YAML expects none; put the text in quotes, or check the indentation"),
        ),
        ("a: [\n  - b\n", ("E105", 2, 3, "a value is missing before this; is a bracket still open?")),
        ("a: & b\n", ("E105", 1, 5, "'&' at the start of a value has a meaning in YAML; put the text in quotes")),
        ("a: b\nc: \x07\n", ("E106", 2, 4, "the character U+0007 is not allowed in YAML")),
        ("a: b\n---\nc: d\n", ("E107", 2, 1, "a second document ('---'); a case is one YAML document")),
        ("a: &x 1\nb: *x\n", ("E108", 2, 4, "the alias '*x'; write the value out where it is needed")),
        ("a: !!python/object:os.system x\n", ("E109", 1, 4, "")),
        ("? {a: b}\n: c\n", ("E112", 1, 3, "a list or mapping in the place of a key; a key is one word")),
        ("[" * 40, ("E111", 1, 31, "nested more than 30 deep; a case never needs that")),
    ],
)
def test_faults_in_plain_words_with_their_place(text: str, expected: tuple[str, int, int, str]) -> None:
    found = faults(text)

    assert [expected[:3]] == [fault[:3] for fault in found]
    assert expected[3] in found[0][3]


def test_a_billion_laughs_is_refused_at_once() -> None:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]

    assert {"E108"} == {code for code, *_ in faults("\n".join(lines))}


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert read_tree("cafe\u0301: caf\u00e9\n").data == {"caf\u00e9": "caf\u00e9"}


def test_windows_line_ends_do_not_shift_places() -> None:
    tree = read_tree("a: x\r\nb:\r\n  - y\r\n")

    assert tree.data == {"a": "x", "b": ["y"]}
    assert tree.places["b", 0] == (3, 5)
