"""Styles are asked by what they can claim, and not asked where it makes no difference."""

from random import Random

import pytest

from flashdeck.parsing.document import Document
from flashdeck.parsing.parse import _read
from flashdeck.parsing.reading import claims_of, read_claims
from flashdeck.parsing.styles import STYLES
from flashdeck.text import clean
from tests.parsing.mutate import mutate, samples

SAMPLES = samples()
SEEDS = 150


def documents() -> dict[str, tuple[str, str]]:
    """Return samples and mutations of them: by a name, the note's name and its text."""
    mutants = {f"seed {seed}": mutate(Random(seed), SAMPLES) for seed in range(SEEDS)}
    return {sample.name: (sample.name, sample.text) for sample in SAMPLES} | mutants


@pytest.fixture(scope="module", params=documents().items(), ids=lambda item: item[0])
def document(request: pytest.FixtureRequest) -> Document:
    name, text = request.param[1]
    return _read(clean(text), name)[0]


def test_no_style_claims_with_more_than_it_says(document: Document) -> None:
    claims = [(style, style.claim(document)) for style in STYLES]
    assert [style.name for style, claim in claims if claim and claim.score > style.best] == []


def test_who_is_not_asked_would_have_got_no_card(document: Document) -> None:
    everybody = [claim for style in STYLES if (claim := style.claim(document))]
    assert read_claims(claims_of(STYLES, document)).cards == read_claims(everybody).cards


def test_after_a_claim_on_everything_hardly_anybody_is_asked() -> None:
    text = "# Quiz\n" + "\n## What is it?\nIt.\n" * 5
    asked = _read(text, "a.md")[0]
    claims_of(STYLES, asked)
    names = {style.name for style in STYLES if style.claim in asked._known}
    assert "labels" in names
    assert not {"prose", "bold", "answers", "terms"} & names
