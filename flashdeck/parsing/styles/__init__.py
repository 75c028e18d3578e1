"""The note styles, one a module; each claims a document with a score and reads its cards."""

from collections.abc import Callable
from typing import NamedTuple

from flashdeck.parsing.claim import Claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.styles import (
    anki_blocks,
    anki_fences,
    anki_text,
    answers,
    bold,
    callouts,
    choice,
    definitions,
    delimited,
    details,
    gift,
    glossary,
    hashcards,
    hashtags,
    headings,
    keyed,
    labels,
    lettered,
    logseq,
    mochi,
    native,
    numbered,
    obsidian,
    outline,
    prose,
    remnote,
    scraped,
    single,
    stubs,
    tables,
    terms,
)


class Style(NamedTuple):
    """A way of reading notes: what makes its claim, and the highest score that this can have."""

    claim: Callable[[Document], Claim | None]
    best: float

    @property
    def name(self) -> str:
        """The name that front matter may give and that the style's cards carry."""
        return self.claim.__module__.rpartition(".")[2]


STYLES = (
    Style(native.claim, 1.0),
    Style(anki_text.claim, anki_text.SCORE),
    Style(anki_blocks.claim, anki_blocks.SCORE),
    Style(anki_fences.claim, anki_fences.SCORE),
    Style(gift.claim, gift.SCORE),
    Style(delimited.claim, delimited.NAMED),
    Style(obsidian.claim, obsidian.MARKED),
    Style(mochi.claim, mochi.BY_RULES),
    Style(hashtags.claim, hashtags.SCORE),
    Style(logseq.claim, logseq.SCORE),
    Style(remnote.claim, remnote.SCORE),
    Style(hashcards.claim, hashcards.SCORE),
    Style(keyed.claim, keyed.SCORE),
    Style(details.claim, details.SCORE),
    Style(choice.claim, choice.SURE),
    Style(callouts.claim, callouts.ANSWERED),
    Style(labels.claim, labels.SCORE),
    Style(stubs.claim, stubs.LABELLED),
    Style(headings.claim, headings.SURE),
    Style(numbered.claim, numbered.HEADINGS),
    Style(bold.claim, bold.MANY_ASK),
    Style(tables.claim, tables.SCORE),
    Style(definitions.claim, definitions.SCORE),
    Style(glossary.claim, glossary.SCORE),
    Style(terms.claim, terms.SOUGHT),
    Style(prose.claim, prose.CERTAIN),
    Style(answers.claim, answers.SCORE),
    Style(lettered.claim, 1.0),
    Style(scraped.claim, scraped.ASKS),
    Style(single.claim, single.BY_KEYS),
)
"""In the order in which they win a tie."""

GUESSES = (Style(outline.claim, outline.SCORE),)
"""The styles that are asked only where no other has a card."""

BY_NAME = {style.name: style for style in STYLES + GUESSES}

_MARKED = """
native anki_text anki_blocks anki_fences gift delimited obsidian hashtags logseq remnote
"""
MARKED = tuple(BY_NAME[name] for name in _MARKED.split())
"""The styles whose cards the author has marked as such, which also specifications may have."""
