"""Links on a card: none opens without a question, none but http and https opens at all."""

from typing import TYPE_CHECKING

import pytest

from flashdeck.tui.widgets.card_markdown import is_web_address

if TYPE_CHECKING:
    from tests.tui.conftest import Reveal

LONG = "https://example.org/" + "/".join(f"part-{i}" for i in range(40)) + "?x=[/nope]#end"


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/a?b=c#d",
        "http://localhost:8000",
        "HTTPS://EXAMPLE.ORG",
        "https://[::1]/",
    ],
)
def test_an_address_on_the_web_can_be_opened(href: str) -> None:
    assert is_web_address(href)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "javascript%3Aalert(1)",
        "java\nscript:alert(1)",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "%66ile:///etc/passwd",
        "vscode://file/x",
        "mailto:a@example.org",
        "data:text/html,x",
        "//example.org",
        "/etc/passwd",
        "other.md",
        "#heading",
        "https:",
        "https:///path",
        "http://[bad",
        "http://[bad]/",
        "",
    ],
)
def test_nothing_else_can_be_opened(href: str) -> None:
    assert not is_web_address(href)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the addresses that the browser was asked for."""
    asked: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url, **_: asked.append(url))
    return asked


async def test_other_links_give_a_notice_and_open_nothing(
    reveal: "Reveal", opened: list[str]
) -> None:
    text = "[file](%66ile:///etc/passwd)\n\n[note](other.md)\n\n[odd](<http://[bad>)"
    async with reveal(text) as seat:
        for times, name in enumerate(("file", "note", "odd"), 1):
            await seat.click_on(name)
            await seat.until(lambda times=times: len(seat.app._notifications) == times)  # type: ignore[misc]
            await seat.told("Only http and https links can be opened.")
            assert seat.screen == "StudyScreen"
    assert opened == []


async def test_scripts_and_files_are_not_even_links(reveal: "Reveal", opened: list[str]) -> None:
    async with reveal("[run](javascript:alert%281%29) [file](file:///etc/passwd)") as seat:
        for name in ("run", "file"):
            await seat.click_on(name)
            await seat.settled()
            assert seat.screen == "StudyScreen"
    assert opened == []


async def test_a_web_link_shows_its_whole_address_and_asks_first(
    reveal: "Reveal", opened: list[str]
) -> None:
    async with reveal(f"[harmless]({LONG})") as seat:
        await seat.click_on("harmless")
        await seat.sees("Open this link in the browser?", "Open (y)")
        assert LONG in seat.flat.replace("│", "")
        seat.press("n")
        await seat.loses("Open this link")
        assert opened == []
        await seat.click_on("harmless")
        await seat.sees("Open (y)")
        seat.press("y", "y")
        await seat.loses("Open this link")
        await seat.settled()
        assert seat.screen == "StudyScreen"
    assert opened == [LONG]


async def test_the_question_can_be_answered_however_long_the_address_is(
    reveal: "Reveal", opened: list[str]
) -> None:
    text = f"[harmless](https://example.org/{'x' * 4000})"
    async with reveal(text, size=(80, 24)) as seat:
        await seat.click_on("harmless")
        await seat.click_on("Cancel (n)")
        await seat.until(lambda: seat.screen == "StudyScreen")
    assert opened == []
