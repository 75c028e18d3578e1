"""The table of demos in the docs names every demo of ours and every parameter of it."""

import re
from pathlib import Path

import pytest

from flashdeck.demos import demo_named, demo_names

ROOT = Path(__file__).parents[2]
ROWS = dict(
    re.findall(
        r"^\| `([a-z0-9-]+)` \| .+? \| (.+) \|$",
        (ROOT / "docs" / "writing-decks.md").read_text("utf-8"),
        re.MULTILINE,
    )
)


@pytest.mark.parametrize("name", demo_names())
def test_the_docs_name_every_demo_with_all_its_parameters(name: str) -> None:
    written = set(re.findall(r"`(\w+)`", ROWS[name]))
    fields = demo_named(name).params.model_fields
    assert set(fields) <= written, "a parameter is not in the docs"
