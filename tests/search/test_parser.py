"""What a search means, and where it is wrong."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.cards import Flag, Kind
from flashdeck.errors import SearchError
from flashdeck.search import parse_search
from flashdeck.search.parser import MOST_NESTED, MOST_TERMS
from flashdeck.search.tree import (
    All,
    Contains,
    Either,
    Flagged,
    Id,
    Is,
    Named,
    Node,
    Not,
    OfKind,
    Pattern,
    Property,
    Within,
    mentions,
)


def words(*pieces: str) -> Node:
    return Contains(("question", "answer"), Pattern(pieces))


A, B, C = (words(letter) for letter in "abc")

MEANINGS: list[tuple[str, Node]] = [
    ("", All(())),
    ("  ", All(())),
    ("a", A),
    ("a b", All((A, B))),
    ("a and b AND c", All((A, B, C))),
    ("a or b", Either((A, B))),
    ("a b or c", Either((All((A, B)), C))),
    ("a (b or c)", All((A, Either((B, C))))),
    ("(a)or(b)", Either((A, B))),
    ("-a", Not(A)),
    ("-(a b)", Not(All((A, B)))),
    ("--a", Not(Not(A))),
    ("-a -b", All((Not(A), Not(B)))),
    ("well-known", words("well-known")),
    ("order", words("order")),
    ("or-gate", words("or-gate")),
    ('"or"', words("or")),
    ('"a b"', words("a b")),
    ('"a""b"', words('a"b')),
    ('"a*b"', words("a*b")),
    ('-"a b"c', All((Not(words("a b")), C))),
    ("a*b", words("a", "b")),
    ("a***b*", words("a", "b", "")),
    ("f(x)", words("f(x)")),
    ("(f(x) or a)", Either((words("f(x)"), A))),
    (r"\frac{1}{2}", words(r"\frac{1}{2}")),
    ("3:4", words("3:4")),
    ("x_t", words("x_t")),
    ("deck:a/b", Named("deck", Pattern(("a/b",)))),
    ('DECK:"a b"', Named("deck", Pattern(("a b",)))),
    ("tag:x*", Named("tag", Pattern(("x", "")))),
    ('tag:"x*"', Named("tag", Pattern(("x*",)))),
    ("is:due", Is("due")),
    ("is:New", Is("new")),
    ("-is:leech", Not(Is("leech"))),
    ("flag:red", Flagged(Flag.RED)),
    ("flag:2", Flagged(Flag.ORANGE)),
    ("flag:none", Flagged(None)),
    ("flag:0", Flagged(None)),
    ("prop:ease<2", Property("ease", "<", 2)),
    ("prop:ease>=2.35", Property("ease", ">=", 2.35)),
    ("prop:due<=-3", Property("due", "<=", -3)),
    ("prop:ivl!=21", Property("interval", "!=", 21)),
    ("prop:reps=0", Property("reviews", "=", 0)),
    ("added:7", Within("added", 7)),
    ("rated:3", Within("rated", 3)),
    ("rated:3:1", Within("rated", 3, 1)),
    ("introduced:1", Within("introduced", 1)),
    ("kind:cloze", OfKind(Kind.CLOZE)),
    ("id:ab2", Id("ab2")),
    ("path:gates", Contains(("path",), Pattern(("gates",)))),
    ("file:a.md", Contains(("file",), Pattern(("a.md",)))),
    ("answer:tanh", Contains(("answer",), Pattern(("tanh",)))),
]


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_a_search_means(text: str, meaning: Node) -> None:
    assert parse_search(text) == meaning


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("a or", 5, "a word is missing at the end", '"or"'),
        ("or a", 1, "a word is missing before 'or'", '"or"'),
        ("a or or b", 6, "missing before 'or'", "quote"),
        ("a and )", 7, "missing before ')'", "quote"),
        ("()", 2, "missing before ')'", "quote"),
        ("a )", 3, "this parenthesis closes nothing", "quote"),
        ("a (b", 3, "this parenthesis is never closed", "Close it"),
        ('a "b', 3, "this quote is never closed", "Close it"),
        ('a ""', 3, "nothing between these quotes", "phrase"),
        ("a - b", 3, "nothing behind this minus", "right behind"),
        ("a -", 3, "nothing behind this minus", "right behind"),
        ("a colour:red", 3, "there is no colour:", "Known: deck:, tag:, is:, flag:"),
        ("std::vector", 1, "there is no std:", 'quote it: "std:"'),
        ("deck:", 1, "nothing behind deck:", "deck:Maths"),
        ("is:old", 1, "is:old is unknown", "due, new, suspended"),
        ("a is:", 3, "is: is unknown", "due, new"),
        ("flag:pink", 1, "flag:pink is unknown", "red, orange, green, blue"),
        ("flag:7", 1, "flag:7 is unknown", "red"),
        ("prop:ease<<2", 1, "prop:ease<<2 compares nothing", "prop:ease<2"),
        ("prop:ease", 1, "compares nothing", "prop:ease<2"),
        ("prop:beauty>2", 1, "prop:beauty is unknown", "ease, interval"),
        ("added:0", 1, "added:0 is not a number of days from 1", "added:7"),
        ("added:soon", 1, "added:soon is not a number of days", "added:7"),
        ("rated:3:5", 1, "rated:3:5 is not", "rated:7:1"),
        ("kind:sound", 1, "kind:sound is unknown", "cloze"),
        ("a " * (MOST_TERMS + 1), 2 * MOST_TERMS + 1, "more than 100 words", "less"),
        ("(" * (MOST_NESTED + 1), MOST_NESTED + 1, "nested too deeply", "fewer"),
        ("-" * 5000, 0, "longer than 2,000 characters", "less"),
        ("a*b*c*d*e*f*g*h*i*j", 1, "more than 8 stars", "Quote"),
    ],
)
def test_a_wrong_search_is_told_with_its_place_and_what_would_be_right(
    text: str, place: int, message: str, hint: str
) -> None:
    with pytest.raises(SearchError) as caught:
        parse_search(text)
    assert message in caught.value.message
    assert caught.value.message.startswith(f"at character {place}: " if place else "it is")
    assert hint in caught.value.hint


@given(st.text(st.sampled_from('ab -()":*orand\\\t\nIS:due'), max_size=40) | st.text(max_size=40))
def test_whatever_is_typed_means_something_or_is_told(text: str) -> None:
    with suppress(SearchError):
        parse_search(text)


TERMS = st.sampled_from([text for text, _ in MEANINGS if " or " not in text and text.strip()])


@given(TERMS, TERMS, TERMS)
def test_and_binds_before_or_and_not_before_both(one: str, two: str, three: str) -> None:
    parts = [parse_search(f"({text})") for text in (one, two, three)]
    assert parse_search(f"({one}) ({two}) or -({three})") == Either(
        (All((parts[0], parts[1])), Not(parts[2]))
    )


def test_whether_a_search_speaks_of_a_state() -> None:
    assert mentions(parse_search("a or -(b is:retired)"), "retired")
    assert not mentions(parse_search("a or -(b is:due)"), "retired")
