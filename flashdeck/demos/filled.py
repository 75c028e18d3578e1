"""Formulas with their numbers put in, as one line of text."""

from collections.abc import Iterable


def shown(value: float, digits: int = 4) -> str:
    """Return a number with up to ``digits`` significant digits and a true minus sign."""
    return f"{value + 0.0:.{digits}g}".replace("inf", "∞").replace("-", "−")


def factor(value: float, digits: int = 4) -> str:
    """Return a number as it stands behind another sign: in parentheses if it is negative."""
    text = shown(value, digits)
    return f"({text})" if text.startswith("−") else text


def product_sum(left: Iterable[float], right: Iterable[float], digits: int = 4) -> str:
    """Return ``a·b + c·d + ...`` for the pairs of two vectors of equal length."""
    pairs = zip(left, right, strict=True)
    return " + ".join(f"{factor(a, digits)}·{factor(b, digits)}" for a, b in pairs)


def plain_sum(values: Iterable[float], digits: int = 4) -> str:
    """Return ``a + b + ...`` with negative numbers in parentheses."""
    return " + ".join(factor(value, digits) for value in values)
