"""Markdown text in, cards out: nothing here touches a disk or a store."""

from flashdeck.parsing.parse import PARSER_VERSION, parse

__all__ = ["PARSER_VERSION", "parse"]
