"""The note styles, one a module; each claims a document with a score and reads its cards."""

from collections.abc import Callable

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

Style = Callable[[Document], Claim | None]

STYLES: tuple[Style, ...] = (
    native.claim,
    anki_text.claim,
    anki_blocks.claim,
    anki_fences.claim,
    gift.claim,
    delimited.claim,
    obsidian.claim,
    mochi.claim,
    hashtags.claim,
    logseq.claim,
    remnote.claim,
    hashcards.claim,
    keyed.claim,
    details.claim,
    choice.claim,
    callouts.claim,
    labels.claim,
    stubs.claim,
    headings.claim,
    numbered.claim,
    bold.claim,
    tables.claim,
    definitions.claim,
    glossary.claim,
    terms.claim,
    prose.claim,
    answers.claim,
    lettered.claim,
    scraped.claim,
    single.claim,
)
"""In the order in which they win a tie."""

GUESSES: tuple[Style, ...] = (outline.claim,)
"""The styles that are asked only where no other has a card."""

BY_NAME = {style.__module__.rpartition(".")[2]: style for style in STYLES + GUESSES}
"""Every style by the name that front matter may give and that its cards carry."""

MARKED: tuple[Style, ...] = (
    native.claim,
    anki_text.claim,
    anki_blocks.claim,
    anki_fences.claim,
    gift.claim,
    delimited.claim,
    obsidian.claim,
    hashtags.claim,
    logseq.claim,
    remnote.claim,
)
"""The styles whose cards the author has marked as such, which also specifications may have."""
