"""Text from notes is text: nothing in it is markup, no control character of it gets out."""

import json
from typing import TYPE_CHECKING

import pytest
from rich.segment import ControlType, Segment
from textual.color import Color
from textual.filter import Monochrome

from flashdeck.tui.text import ControlFilter

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Reveal, Seat, Sit

MARKUP = ("[/nope]", "[@click=app.quit]", "h[t-1]")
ALL = " ".join(MARKUP)
PAYLOADS = {
    "colour": "\x1b[31m",
    "clipboard": "\x1b]52;c;aGVsbG8=\x07",
    "title": "\x1b]0;owned\x1b\\",
    "c1": "\x9b31m\x85\x90x\x9c",
    "bidi": "\u202egnp.exe\u202c\u2066\u2069",
    "rest": "\x00\x08\x0b\x0c\x0e\x7f\r",
}
HOSTILE = "".join(PAYLOADS.values())
FORBIDDEN = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} | set(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


async def is_unharmed(seat: "Seat") -> None:
    """Check that all of it is on the screen as it was written, and that a click does nothing."""
    await seat.sees(*MARKUP)
    await seat.click_on("[@click=app.quit]")
    await seat.settled()
    assert not seat.app._exit


def escapes(seat: "Seat") -> set[str]:
    """Return the forbidden characters among those that would go to the terminal or a file."""
    shown = {char for piece in seat.segments if piece.text != "\n" for char in piece.text}
    return (shown | set(seat.app.export_screenshot().replace("\n", ""))) & FORBIDDEN


async def test_markup_in_a_question_and_an_answer_is_text(reveal: "Reveal") -> None:
    text = f"{ALL}\n\n- {ALL}\n\n> {ALL}\n\n| {ALL} |\n| --- |\n| `{ALL}` |\n\n```\n{ALL}\n```"
    async with reveal(text, question=ALL) as seat:
        for part in MARKUP:
            await seat.until(lambda part=part: seat.text.count(part) >= 7)  # type: ignore[misc]
        await is_unharmed(seat)


async def test_markup_in_the_names_of_decks_and_headings_is_text(desk: "Desk", sit: "Sit") -> None:
    name = ALL.replace("/", "⁄")
    desk.write(f"{name}.md", f"# Head {ALL}\n## What is a?\nAlpha.\n")
    desk.bring_in()
    async with sit(size=(120, 24)) as seat:
        await seat.sees(name)
        await seat.click_on("[@click=app.quit]")
        await seat.sees("What is a?", name, f"Head {ALL}")


async def test_markup_in_the_title_of_a_session_is_text(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    query("UPDATE deck SET name = ?", ALL.replace("/", "⁄"))
    async with sit(ALL.replace("/", "⁄"), study=True) as seat:
        await seat.sees("What is a?")
        assert ALL.replace("/", "⁄") in seat.lines[0]


async def test_markup_in_a_notice_is_text(three: "Desk", sit: "Sit", query: "Query") -> None:
    del three
    query("UPDATE source SET path = ?", f"/n/{ALL}.md")
    async with sit(study=True, size=(200, 24)) as seat:
        await seat.sees("What is a?")
        seat.press("e")
        await is_unharmed(seat)


async def test_markup_in_an_import_report_is_text(desk: "Desk", sit: "Sit") -> None:
    bad = desk.write(f"{ALL}.md", b"\xff")
    assert bad.parent.name.endswith("[")
    async with sit(desk.notes, study=True, size=(200, 40)) as seat:
        await seat.sees("Close")
        for part in MARKUP:
            assert part in seat.flat.replace("│", "")


async def test_markup_in_the_error_of_an_import_is_text(desk: "Desk", sit: "Sit") -> None:
    del desk
    async with sit(size=(200, 24)) as seat:
        await seat.sees("There are no cards yet.")
        seat.press("i")
        await seat.sees("A note, or a folder")
        seat.paste(ALL)
        seat.press("enter")
        await seat.sees("there is no such file")
        await is_unharmed(seat)


async def test_markup_in_the_words_of_a_demo_is_text(reveal: "Reveal") -> None:
    fence = f"```demo attention\ntokens: {json.dumps(MARKUP)}\n```"
    async with reveal(fence, size=(120, 60)) as seat:
        await seat.sees("queries")
        await is_unharmed(seat)


async def test_markup_in_a_bad_demo_is_text(reveal: "Reveal") -> None:
    async with reveal(f"```demo {ALL}\n```", size=(120, 30)) as seat:
        await is_unharmed(seat)


async def test_no_control_character_of_the_store_gets_out(
    three: "Desk", sit: "Sit", query: "Query"
) -> None:
    del three
    query("UPDATE deck SET name = ?", f"deck{HOSTILE}")
    query("UPDATE source SET path = ?", f"/n/source{HOSTILE}.md")
    text = (
        f"plain{HOSTILE} `code{HOSTILE}`\n\n```{HOSTILE}\nfence{HOSTILE}\n```\n\n"
        f"| cell{HOSTILE} |\n| --- |\n\n![alt{HOSTILE}](x{HOSTILE})\n\n"
        f'[link](https://x.org/{HOSTILE} "title{HOSTILE}")\n\n<b>{HOSTILE}</b>\n\n'
        f"<div>\nblock{HOSTILE}\n</div>\n\n$f{HOSTILE}$\n\n$$g{HOSTILE}$$"
    )
    card = (f"question{HOSTILE}", text, json.dumps([f"path{HOSTILE}"], ensure_ascii=False))
    query("UPDATE card SET question = ?, answer = ?, path = ?", *card)
    async with sit(size=(200, 60)) as seat:
        await seat.sees("deck[31m")
        assert not escapes(seat)
        seat.press("enter")
        await seat.sees("question", "path")
        assert not escapes(seat)
        seat.press("space")
        await seat.sees("plain")
        assert not escapes(seat)
        seat.press("e", "pagedown")
        await seat.told("is not there any more")
        await seat.settled()
        assert not escapes(seat)


async def test_no_control_character_of_a_demo_or_of_a_long_answer_gets_out(
    reveal: "Reveal", query: "Query"
) -> None:
    tokens = json.dumps([f"to{payload[:8]}ken" for payload in PAYLOADS.values()])
    unknown = HOSTILE.replace("\r", "")
    fences = f"```demo {unknown}\n```\n\n```demo attention\ntokens: {tokens}\n```"
    query("UPDATE card SET answer = ? WHERE question = 'What is b?'", f"line{HOSTILE}\n" * 1000)
    async with reveal(fences, size=(200, 80)) as seat:
        await seat.sees("queries", "there is no demo")
        assert not escapes(seat)
        seat.press("3", "space")
        await seat.sees("line")
        assert not escapes(seat)


@pytest.mark.parametrize("no_color", [False, True])
async def test_the_control_filter_is_always_the_last(
    three: "Desk", sit: "Sit", monkeypatch: pytest.MonkeyPatch, no_color: bool
) -> None:
    del three
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    async with sit() as seat:
        filters = seat.app.get_line_filters()
        assert isinstance(filters[-1], ControlFilter)
        assert any(isinstance(one, Monochrome) for one in filters) == no_color


def test_the_control_filter_drops_characters_and_leaves_styles_and_the_apps_own_controls() -> None:
    own = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    hostile = [Segment(f"a{payload}") for payload in PAYLOADS.values()]
    filtered = ControlFilter().apply([own, *hostile, Segment("héllo 漢字 ☑")], Color(0, 0, 0))
    assert filtered[0] is own
    assert filtered[-1].text == "héllo 漢字 ☑"
    text = "".join(segment.text for segment in filtered[1:])
    assert not set(text) & FORBIDDEN
    assert text.startswith("a[31ma]52;c;aGVsbG8=a]0;owned")
