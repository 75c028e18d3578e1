"""Patterns that are compiled at their first use are as those that are compiled at once."""

import re
import subprocess
import sys

import pytest

from flashdeck import late

UNUSED = """
import gc
import flashdeck.parsing
from flashdeck.late import _Pattern
patterns = [it for it in gc.get_objects() if isinstance(it, _Pattern)]
print(len(patterns), sum("match" in vars(it) for it in patterns))
"""


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    source, flags, text = r"(?P<word>b+) ", re.IGNORECASE, "a BB b c"
    pattern, compiled = late.pattern(source, flags), re.compile(source, flags)
    assert pattern.pattern == source
    assert pattern.findall(text) == compiled.findall(text) == ["BB", "b"]
    assert pattern.sub("x", text) == compiled.sub("x", text)
    assert pattern.split(text) == compiled.split(text)
    found = pattern.search(text, 3)
    assert found
    assert found.span() == (3, 5)
    assert found["word"] == "B"
    assert pattern.flags == compiled.flags


def test_a_faulty_pattern_is_told_when_it_is_used() -> None:
    pattern = late.pattern("(")
    with pytest.raises(re.error):
        pattern.match("x")


def test_loading_the_parser_compiles_none_of_its_patterns() -> None:
    told = subprocess.run(
        [sys.executable, "-c", UNUSED], capture_output=True, check=True, text=True
    )
    patterns, compiled = map(int, told.stdout.split())
    assert patterns > 100
    assert compiled == 0
