"""Markdown of a card: formulas as Unicode, links asked about before they open."""

from urllib.parse import unquote, urlsplit

from textual import on
from textual.widgets import Markdown

from flashdeck.tui.markdown_parser import answer_parser
from flashdeck.tui.screens.open_link import OpenLinkScreen


class CardMarkdown(Markdown):
    """One card's Markdown; no link opens without a question, and only on the web."""

    def __init__(self, markdown: str, classes: str = "") -> None:
        text = f"{markdown}\n"  # without a line break markdown-it trips over HTML in a last quote
        super().__init__(text, parser_factory=answer_parser, open_links=False, classes=classes)

    @on(Markdown.LinkClicked)
    def _ask_first(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        if is_web_address(event.href):
            self.app.push_screen(OpenLinkScreen(event.href))
        else:
            self.notify("Only http and https links can be opened.", markup=False)


def is_web_address(href: str) -> bool:
    """Tell whether a link, however often it is quoted, is plain http or https to a host."""
    for _ in range(3):
        href = unquote(href)
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
