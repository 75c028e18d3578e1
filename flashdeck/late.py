"""Regular expressions that are compiled when they are first used: a note needs a few of many."""

import re
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


class _Pattern:
    """Stands for a pattern and takes over its methods when one of them is called."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` does, compiled at its first use."""
    return cast("re.Pattern[str]", _Pattern(source, flags))
