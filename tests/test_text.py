"""No character of a note that steers a terminal is left, and nothing else is taken away."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.text import clean, holds, one_line
from flashdeck.yaml_text import YamlError, read_yaml

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b]52;c;aGk=\x07copied", "]52;c;aGk=copied"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b31mred", "31mred"),
        ("\x90title\x9c", "title"),
        ("a\x00b\x08c\x7fd", "abcd"),
        ("\u202egnp.exe", "gnp.exe"),
        ("line\u2028end\u2029", "lineend"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("\ufeffmark", "mark"),
        ("tab\tstays", "tab\tstays"),
        ("half a pair \ud800", "half a pair "),
        ("ü, 漢字, 👩‍🔬, עברית", "ü, 漢字, 👩‍🔬, עברית"),
    ],
)
def test_what_steers_a_terminal_is_taken_out(hostile: str, harmless: str) -> None:
    assert clean(hostile) == harmless


@given(st.text(st.characters()) | st.text(st.sampled_from("\x1b\x9b\r\n\t a\u202e\ud800")))
def test_nothing_but_newline_and_tab_steers_a_terminal_afterwards(text: str) -> None:
    cleaned = clean(text)
    for char in cleaned:
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert char not in BIDI
    cleaned.encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M", "Zs"])))
def test_plain_text_is_left_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 80, "short"),
        ("two\nlines\tand  gaps ", 80, "two lines and gaps"),
        ("abcdefghij", 10, "abcdefghij"),
        ("abcdefghijk", 10, "abcdefghi…"),
        ("abcdefgh ijk", 10, "abcdefgh…"),
        ("\x1b[2Jgone", 80, "[2Jgone"),
    ],
)
def test_a_text_on_one_line_is_at_most_so_long(text: str, limit: int, shown: str) -> None:
    assert one_line(text, limit) == shown


@given(st.text(), st.integers(2, 50))
def test_one_line_is_one_line(text: str, limit: int) -> None:
    shown = one_line(text, limit)
    assert "\n" not in shown
    assert len(shown) <= limit


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: [", 1), ("a: 1\nb: *c", 1), ("\n\na: !!x y", 2), ("a:\n  - [[[" + "[" * 60, 1)],
)
def test_broken_yaml_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(YamlError) as caught:
        read_yaml(text)
    assert caught.value.line == line


@given(st.text() | st.text(st.sampled_from("a:1[]{}&*!|>-?'\"\\,# \n%@`")))
def test_yaml_gives_plain_values_or_a_yaml_error(text: str) -> None:
    try:
        value = read_yaml(text)
    except YamlError:
        return
    assert "object at" not in repr(value)


@given(st.text("=:-a\n"), st.sampled_from(["==", "::", "--", "=:", "a", "---", "=-a"]))
def test_a_sign_is_held_where_it_stands(text: str, sign: str) -> None:
    assert holds(text, sign) == (sign in text)
