"""LaTeX to a MathML tree, for sources that nobody has vouched for."""

from xml.etree.ElementTree import Element

MAX_LENGTH = 2_000


def parse_latex(latex: str) -> Element | None:
    """Return the MathML tree of ``latex``, or None if it is too long, too deep or not LaTeX."""
    if len(latex) > MAX_LENGTH:
        return None
    from latex2mathml.converter import convert_to_element  # deferred: 50 ms, only with formulas

    try:
        element = convert_to_element(latex)
    except (Exception, RecursionError):  # the converter raises bare errors of many kinds
        return None
    return element if isinstance(element, Element) else None
