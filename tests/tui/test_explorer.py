"""The explorer: demos, a form that is checked as it is typed, copies and cards."""

from typing import TYPE_CHECKING

from textual.widgets import Input, OptionList

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Seat, Sit


async def choose(seat: "Seat", name: str) -> None:
    """Open the explorer from the home screen and highlight a demo."""
    await seat.sees("All decks")
    seat.press("d")
    await seat.until(lambda: seat.screen == "ExplorerScreen" and seat.app.screen.query("#demos"))
    demos = seat.app.screen.query_one("#demos", OptionList)
    await seat.until(lambda: demos.option_count > 1)
    demos.highlighted = demos.get_option_index(name)


async def test_a_demo_follows_the_form_as_it_is_typed(three: "Desk", sit: "Sit") -> None:
    del three
    async with sit(size=(150, 100)) as seat:
        await choose(seat, "attention")
        await seat.sees("Which words each row of the weights favours", "tokens", "7. output")
        assert "Demos" in seat.lines[0]
        tokens = next(entry for entry in seat.app.screen.query(Input) if entry.name == "tokens")
        tokens.value = "one [two]"
        await seat.sees("[two]", "products[one, one]")
        width = next(entry for entry in seat.app.screen.query(Input) if entry.name == "d_k")
        seat.app.screen.set_focus(width)
        width.value = "0"
        await seat.sees("d_k is 0")
        await seat.until(lambda: width.has_class("-invalid"))
        assert "products[one, one]" in seat.text
        width.value = "3"
        await seat.loses("d_k is 0")
        await seat.until(lambda: not width.has_class("-invalid"))


async def test_what_is_shown_can_be_copied_and_made_a_card(three: "Desk", sit: "Sit") -> None:
    async with sit(size=(150, 100)) as seat:
        await choose(seat, "attention")
        await seat.sees("7. output")
        seat.press("f5")
        await seat.until(lambda: "### weights" in seat.app.clipboard)
        seat.press("f6")
        await seat.until(lambda: seat.app.clipboard.startswith('{\n  "demo": "attention"'))
        seed = next(entry for entry in seat.app.screen.query(Input) if entry.name == "seed")
        seed.value = "9"
        await seat.loses("0.000  0.300 -0.300 -0.900")
        seat.press("f7", "f7")
        await seat.told("deck Demos")
        question = "Walk through: Scaled dot-product attention, with seed 9"
        await seat.until(lambda: three.card(question))
        assert "```demo attention\nseed: 9\n```" in three.card(question).answer
        seat.press("escape")
        await seat.until(lambda: seat.screen == "HomeScreen")
        await seat.sees("Demos")
