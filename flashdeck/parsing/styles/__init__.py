"""The note styles, one a module; each claims a document with a score and reads its cards."""

from collections.abc import Callable

from flashdeck.parsing.claim import Claim
from flashdeck.parsing.document import Document
from flashdeck.parsing.styles import headings, lettered, native, outline, scraped

Style = Callable[[Document], Claim | None]

STYLES: tuple[Style, ...] = (
    native.claim,
    headings.claim,
    lettered.claim,
    scraped.claim,
    outline.claim,
)
"""In the order in which they win a tie."""
