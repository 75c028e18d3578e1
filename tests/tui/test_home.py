"""The home screen: the decks, what waits in each, and the way into a session."""

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from flashdeck.scheduling import Grade

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Seat, Sit

CARD = "## What is {0}?\nIt is {0}.\n"


@pytest.fixture
def library(desk: "Desk") -> "Desk":
    """Give a desk with decks at two levels, and one due card that was graded yesterday."""
    desk.write("Letters.md", CARD.format("a"))
    desk.bring_in()
    desk.session().grade(Grade.GOOD)
    desk.later(days=1)
    desk.write("Models/RNN.md", CARD.format("b") + "\n" + CARD.format("c"))
    desk.write("Models/CTC.md", CARD.format("d"))
    desk.bring_in()
    return desk


def rows(seat: "Seat") -> list[tuple[str, ...]]:
    """Return the rows of the list as (indented name, due, new, cards)."""
    found = (re.fullmatch(r" {4}(.*?) +(\d+) +(\d+) +(\d+) *", line) for line in seat.lines)
    return [match.groups() for match in found if match]


TREE = [
    ("All decks", "1", "3", "4"),
    ("  Letters", "1", "0", "1"),
    ("  Models", "0", "3", "3"),
    ("    CTC", "0", "1", "1"),
    ("    RNN", "0", "2", "2"),
]


async def test_the_decks_are_a_tree_with_the_counts_of_all_below(
    library: "Desk", sit: "Sit"
) -> None:
    del library
    async with sit() as seat:
        await seat.until(lambda: rows(seat) == TREE)
        await seat.until(lambda: "1 due · 3 new today" in seat.lines[0])


def is_aligned(seat: "Seat", width: int) -> bool:
    """Tell whether the line above the list and its first row are both so wide."""
    lines = [line.rstrip() for line in seat.lines]
    found = [line for line in lines if line.strip().startswith(("Deck ", "All decks"))]
    return [len(line) for line in found] == [width, width]


async def test_the_list_follows_the_size_of_the_terminal(library: "Desk", sit: "Sit") -> None:
    del library
    async with sit() as seat:
        await seat.until(lambda: rows(seat) == TREE)
        for width, height in ((40, 12), (200, 60), (80, 24)):
            await seat.pilot.resize_terminal(width, height)
            await seat.until(lambda: rows(seat) == TREE)
            await seat.until(partial(is_aligned, seat, width - 4))


async def test_new_cards_are_counted_up_to_what_the_day_still_admits(
    library: "Desk", sit: "Sit"
) -> None:
    del library
    async with sit(new_per_day=2) as seat:
        await seat.sees("1 due · 2 new today")


async def test_names_of_wide_characters_leave_the_columns_where_they_are(
    desk: "Desk", sit: "Sit"
) -> None:
    desk.write("漢字" * 40 + ".md", CARD.format("a"))
    desk.bring_in()
    async with sit() as seat:
        await seat.sees("漢字…")
        first = next(y for y, line in enumerate(seat.lines) if "All decks" in line)
        name, below = seat.lines[first + 1 : first + 3]
        assert re.search(r"… +0 +1 +1 *$", name)
        assert cell_len(name) == 80
        assert not below.strip()


async def test_what_is_muted_is_fainter_than_what_is_not(library: "Desk", sit: "Sit") -> None:
    del library
    async with sit() as seat:
        await seat.sees("Letters")
        name, zero = seat.style_of("Letters").color, seat.style_of("      0").color
        assert sum(zero.get_truecolor()) < sum(name.get_truecolor())


async def test_enter_studies_the_highlighted_deck_and_q_comes_back(
    library: "Desk", sit: "Sit"
) -> None:
    del library
    async with sit() as seat:
        await seat.sees("Models")
        seat.press("down", "down", "enter")
        await seat.sees("Models/CTC", "What is d?", "0 due · 3 new")
        seat.press("space", "3", "q")
        await seat.sees("All decks", "1 due · 2 new today")
        assert rows(seat)[2] == ("  Models", "0", "2", "3")


async def test_a_click_on_a_deck_studies_it(library: "Desk", sit: "Sit") -> None:
    del library
    async with sit() as seat:
        await seat.click_on("RNN")
        await seat.sees("Models/RNN", "What is b?", "0 due · 2 new")


async def test_a_double_click_on_a_deck_opens_one_session(library: "Desk", sit: "Sit") -> None:
    del library
    async with sit() as seat:
        await seat.sees("RNN")
        await seat.click("DeckList", offset=(8, 4), times=2)
        await seat.sees("What is b?")
        await seat.settled()
        seat.press("q")
        await seat.until(lambda: seat.screen == "HomeScreen")


async def test_a_deck_with_nothing_to_ask_says_so_and_stays(three: "Desk", sit: "Sit") -> None:
    three.ask_everything()
    async with sit() as seat:
        await seat.sees("Letters")
        seat.press("enter")
        await seat.sees("Nothing to study here now.")
        assert seat.screen == "HomeScreen"


async def test_r_counts_again(three: "Desk", sit: "Sit") -> None:
    async with sit() as seat:
        await seat.sees("0 due · 3 new")
        three.write("More.md", CARD.format("m"))
        three.bring_in()
        seat.press("r")
        await seat.sees("0 due · 4 new", "More")


async def test_an_empty_store_offers_two_ways_on(desk: "Desk", sit: "Sit") -> None:
    del desk
    async with sit() as seat:
        await seat.sees("There are no cards yet.", "Import notes", "Study the shipped decks")
        seat.press("enter")
        await seat.sees("A note, or a folder of notes:")


async def test_the_shipped_decks_are_studied_at_once(desk: "Desk", sit: "Sit") -> None:
    del desk
    async with sit() as seat:
        await seat.sees("Study the shipped decks")
        await seat.click("#shipped", offset=(5, 1), times=2)
        await seat.sees("Sequence models", "new · 0 again", "Space")
        seat.press("q")
        await seat.sees("All decks", "Sequence models")


async def test_enter_studies_while_the_list_has_no_focus_yet(three: "Desk", sit: "Sit") -> None:
    del three
    async with sit() as seat:
        await seat.sees("All decks")
        seat.app.screen.set_focus(None)
        seat.press("enter")
        await seat.sees("What is a?")


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        ("loading", "ctrl+q ctrl+q space enter"),
        ("home", "ctrl+c ctrl+c ctrl+c"),
        ("home", "i escape q q"),
        ("question", "q q q"),
        ("question", "space 3 ctrl+q space 3"),
    ],
)
async def test_hasty_keys_leave_without_a_word(
    three: "Desk", sit: "Sit", where: str, keys: str
) -> None:
    del three
    async with sit(study=where == "question") as seat:
        if where != "loading":
            await seat.sees("All decks" if where == "home" else "What is a?")
        seat.press(*keys.split())
        await seat.left()
    assert seat.app.return_value is None
