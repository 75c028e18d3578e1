"""Markdown text in, cards out: nothing here touches a disk or a store."""

from flashdeck.parsing.parse import parse

__all__ = ["parse"]
