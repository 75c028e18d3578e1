"""The command that finds cards, and what it does to all that it finds."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cli


def test_cards_are_listed_with_their_place_and_how_they_stand(filled: "Cli") -> None:
    filled.study("", "3", "f", "s", "q", args=("Letters",))
    letters = filled.notes / "Letters.md"
    assert filled.good("search", "deck:letters").splitlines() == [
        f"{letters}:1  What is a?  (due in 1 day)",
        f"{letters}:4  What is b?  (new, suspended, red flag)",
    ]
    assert filled.good("search", "--limit", "1").splitlines() == [
        f"{letters}:1  What is a?  (due in 1 day)"
    ]
    filled.now = "2026-03-05T09:00:00+01:00"
    assert "(due for 2 days)" in filled.good("search", "alpha")
    assert filled.good("search", "nowhere") == "No card is found.\n"


def test_a_search_may_be_several_arguments_and_begin_with_a_minus(filled: "Cli") -> None:
    for args in (("-is:due", "what", "or", "walk"), ("-hidden (what or walk)",)):
        assert len(filled.good("search", *args).splitlines()) == 4
    assert len(filled.good("search", "-tag:sets").splitlines()) == 2


def test_what_is_found_as_json(filled: "Cli") -> None:
    filled.study("", "1", "q", args=("Letters",))
    (card,) = filled.json("search", "alpha", "--json")["cards"]
    assert card.pop("id")
    assert card == {
        "deck": "Letters",
        "kind": "basic",
        "question": "What is a?",
        "tags": [],
        "source": {"path": str(filled.notes / "Letters.md"), "line": 1},
        "states": ["to repeat today"],
        "due": "2026-03-03",
        "suspended": False,
        "retired": False,
        "leech": False,
        "flag": None,
        "ease_factor": 2.5,
        "interval_days": 1,
        "lapses": 0,
    }


def test_all_that_is_found_is_suspended_buried_or_flagged(filled: "Cli") -> None:
    assert filled.good("search", "deck:Letters", "--suspend") == "2 cards suspended.\n"
    assert filled.json("search", "alpha", "--flag", "green", "--bury", "--json") == {
        "buried": 1,
        "flagged": 1,
    }
    assert "(new, suspended, buried, green flag)" in filled.good("search", "alpha")
    assert filled.good("search", "flag:green", "--flag", "none") == "1 card unflagged.\n"
    assert filled.good("search", "is:buried", "--unbury") == "1 card unburied.\n"
    assert filled.good("search", "is:suspended", "--unsuspend") == "2 cards unsuspended.\n"
    assert filled.good("search", "is:suspended or is:buried") == "No card is found.\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--suspend",), "Say by an expression alone which cards to change."),
        (("a", "--limit", "1", "--flag", "red"), "Say by an expression alone"),
        (("a", "--suspned"), "--suspned"),
        (("a", "--flag", "pink"), "'red', 'orange', 'green', 'blue', 'none'"),
    ],
)
def test_what_could_change_other_cards_than_meant_is_refused(
    filled: "Cli", args: tuple[str, ...], message: str
) -> None:
    done = filled.run("search", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert filled.good("search", "is:suspended or is:flagged") == "No card is found.\n"


def test_the_help_shows_the_terms_line_by_line(filled: "Cli") -> None:
    assert "\n  is:due              also new, suspended" in filled.good("search", "--help")


@pytest.mark.parametrize("command", [("search",), ("study", "--plain", "--search")])
def test_a_wrong_search_is_wrong_usage_and_told_with_its_place(
    filled: "Cli", command: tuple[str, ...]
) -> None:
    done = filled.run(*command, "letters prop:eas<2")
    assert (done.returncode, done.stdout) == (2, "")
    assert "at character 9: prop:eas is unknown. Known: ease, interval," in done.stderr


def test_a_session_asks_what_a_search_finds(filled: "Cli") -> None:
    lines = filled.study("", "3", args=("--search", "-tag:sets b")).splitlines()
    assert lines[0] == "All decks: -tag:sets b: 0 due, 1 new, 0 to repeat."
    assert "Q: What is b?" in lines
    assert lines[-1] == "1 grade recorded. Nothing more for today."


def test_hostile_words_are_searched_for_and_never_printed(filled: "Cli") -> None:
    done = filled.run("search", "a\x1b]52;c;x\x07 colour:b")
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert filled.run("search", "a' OR '1'='1").returncode == 0
