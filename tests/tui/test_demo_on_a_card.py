"""A live demo on a card: its steps are shown, and a fence that is wrong stops no one."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Reveal, Seat, Sit

FENCE = "```demo attention\ntokens: [the, cat, sat]\nd_k: 2\n```"
STEPS = ("1. queries  Q", "2. keys  K", "3. values  V", "4. products  QKᵀ", "5. scores  QKᵀ/√dₖ")
BAD_FENCES = {
    "": "there is no demo called ''",
    "atention": "there is no demo called 'atention'",
    "attention\nd_k: 0": "d_k is 0",
    "attention\nd_k: 1000000000000": "d_k is 1000000000000",
    "attention\nd_x: 1": "there is no parameter 'd_x'",
    f"attention\ntokens: {['word'] * 13}": "tokens is [",
    "attention\n[1, 2": "are not valid YAML",
    "attention\n- 1": "are no mapping",
}


def cell(seat: "Seat", row: str) -> str:
    """Return the text of a heatmap's row."""
    start = next(i for i, line in enumerate(seat.lines) if "6. weights" in line)
    return next(line for line in seat.lines[start + 2 :] if row in line)


async def test_a_demo_shows_its_named_steps_and_a_heatmap(desk: "Desk", sit: "Sit") -> None:
    desk.write("Demo.md", f"## Walk attention. {{.worked}}\nFirst this.\n\n{FENCE}\n\nThen that.\n")
    desk.bring_in()
    async with sit(study=True, size=(80, 90)) as seat:
        await seat.sees("Walk attention.")
        assert "queries" not in seat.text
        seat.press("space")
        await seat.sees(*STEPS, "6. weights  A = softmax(QKᵀ/√dₖ)", "7. output  AV")
        await seat.sees("What each word looks for.", "First this.", "Then that.")
        order = ("First this.", "1. queries", "7. output", "Then that.")
        assert sorted(order, key=seat.text.index) == list(order)
        assert seat.style_of("0.642").bgcolor.name == "#fee838"
        assert seat.style_of("0.136").bgcolor.name == "#00224e"


async def test_without_colour_the_heatmap_uses_shades(
    reveal: "Reveal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reveal(FENCE, size=(80, 90)) as seat:
        await seat.sees("7. output  AV")
        assert "sat 0.136 █0.642  0.222 " in cell(seat, "sat")


async def test_a_bad_fence_says_what_is_wrong_and_the_card_can_be_graded(
    reveal: "Reveal",
) -> None:
    fences = "\n\n".join(f"```demo {fence}\n```" for fence in BAD_FENCES)
    async with reveal(f"Before.\n\n{fences}\n\nBehind.", size=(100, 60)) as seat:
        await seat.sees("Before.", "Behind.", *BAD_FENCES.values())
        assert seat.text.count("Its parameters: ") == 4
        seat.press("3")
        await seat.sees("What is b?")


async def test_a_long_complaint_is_wrapped_and_not_cut_off(reveal: "Reveal") -> None:
    async with reveal("```demo attention\nunknown_one: 1\nunknown_two: 2\nd_k: 0\n```") as seat:
        await seat.sees("d_k is 0")
        for part in ("greater", "'unknown_one'", "'unknown_two'", "queries, keys, values."):
            await seat.sees(part)


async def test_the_app_can_be_left_while_a_demo_is_still_computed(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    for seed in range(5):
        query("UPDATE card SET answer = ?", FENCE.replace("d_k: 2", f"seed: {seed}"))
        async with sit(study=True) as seat:
            await seat.sees("Show the answer")
            seat.press("space", *["1"] * seed, "ctrl+q")
            await seat.left()
        assert seat.app.return_value is None


async def test_a_card_can_be_graded_while_its_demo_is_still_computed(
    reveal: "Reveal",
) -> None:
    async with reveal("\n\n".join([FENCE] * 5)) as seat:
        seat.press("3")
        await seat.sees("What is b?")
        seat.press("u")
        await seat.sees("What is a?")
        seat.press("space", "3", "space")
        await seat.sees("Beta")
        await seat.settled()
        assert "queries" not in seat.text


async def test_arrows_change_an_input_and_every_step_follows(reveal: "Reveal") -> None:
    async with reveal(FENCE, size=(100, 90)) as seat:
        await seat.sees("7. output  AV", "seed 7")
        before = cell(seat, "sat")
        seat.press("d", "right", "right", "up")
        await seat.sees("seed 8")
        await seat.until(lambda: cell(seat, "sat") != before)
        seat.press("down")
        await seat.sees("seed 7")
        await seat.until(lambda: cell(seat, "sat") == before)
        seat.press("right", "up")
        await seat.sees("causal yes", "-∞")
        seat.press("escape", "3")
        await seat.loses("causal")


async def test_an_input_can_be_typed_and_what_is_wrong_with_it_is_told(reveal: "Reveal") -> None:
    async with reveal(FENCE, size=(100, 90)) as seat:
        await seat.sees("7. output  AV")
        seat.press("d", "enter")
        await seat.until(lambda: type(seat.app.focused).__name__ == "Input")
        seat.press("end", *" [b]now", "enter")
        await seat.sees("tokens the cat sat [b]now", "products[the, the]")
        seat.press("right", "down")
        await seat.sees("d_k 1")
        seat.press("down")
        await seat.sees("d_k is 0: input should be greater than or equal to 1", "d_k 1")
        seat.press("up")
        await seat.loses("d_k is 0")
        await seat.sees("d_k 2")


async def test_steps_are_predicted_one_at_a_time(reveal: "Reveal") -> None:
    async with reveal(FENCE, size=(100, 90)) as seat:
        await seat.sees("7. output  AV")
        seat.press("d", "w")
        await seat.loses("2. keys")
        assert "What each word looks for." not in seat.text
        await seat.sees("1. queries", "Predict it, then press n.")
        seat.press("n")
        await seat.sees("What each word looks for.", "2. keys")
        seat.press("w")
        await seat.sees("7. output  AV")


async def test_the_key_of_a_demo_is_offered_on_cards_that_have_one(
    desk: "Desk", sit: "Sit"
) -> None:
    desk.write("Demo.md", f"## Walk attention. {{.worked}}\n{FENCE}\n\n## What is a?\nAlpha\n")
    desk.bring_in()
    async with sit(study=True) as seat:
        await seat.sees("Walk attention.")
        assert "d Demo" not in seat.text
        seat.press("space")
        await seat.sees("d Demo")
        seat.press("3")
        await seat.sees("What is a?")
        await seat.loses("d Demo")
