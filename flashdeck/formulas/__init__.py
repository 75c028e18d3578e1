"""LaTeX formulas as a terminal can show them."""

from flashdeck.formulas.inline import to_unicode
from flashdeck.formulas.markdown import formulas_as_unicode

__all__ = ["formulas_as_unicode", "to_unicode"]
