"""The language of searches, such as `tag:rnn -is:suspended`: from an expression to a tree."""

from flashdeck.search.parser import parse_search
from flashdeck.search.tree import Node

__all__ = ["Node", "parse_search"]
