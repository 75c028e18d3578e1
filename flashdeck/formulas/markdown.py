"""Formulas inside Markdown source, for output that stays text."""

import re
from collections.abc import Callable

from flashdeck.formulas.inline import to_unicode

_FENCED = re.compile(r"^(?P<fence> {0,3}(?:`{3,}|~{3,})).*?(?:^(?P=fence).*?$|\Z)", re.M | re.S)
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.S)
_FORMULA = re.compile(
    r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<![\\$\w])\$(?=[^\s$])([^$\n]*?[^\s$\\])\$(?![\d$])", re.S
)


def formulas_as_unicode(markdown: str) -> str:
    """Return Markdown source in which each formula is Unicode and code is left alone."""
    if "$" not in markdown:
        return markdown
    return _outside(_FENCED, markdown, lambda text: _outside(_CODE, text, _replace))


def _outside(pattern: re.Pattern[str], text: str, change: Callable[[str], str]) -> str:
    """Apply ``change`` to what lies between the matches of ``pattern``."""
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        parts += [change(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def _replace(text: str) -> str:
    return _FORMULA.sub(lambda match: to_unicode((match[1] or match[2]).strip()), text)
