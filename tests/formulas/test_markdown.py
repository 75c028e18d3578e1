"""Formulas inside Markdown are shown in Unicode; code and money are left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.formulas import formulas_as_unicode


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("The state $h_t$ is new.", "The state hₜ is new."),
        ("$h_t$", "hₜ"),
        ("$a$ and $b$", "a and b"),
        ("$$a^2 + b^2$$", "a² + b²"),
        ("Here:\n\n$$\nx_1 \\le\nx_2\n$$\n\nThere.", "Here:\n\nx₁ ≤ x₂\n\nThere."),
        ("($x$)", "(x)"),
        ("$x$, $y$; $z$.", "x, y; z."),
        ("**$x$** and *$y_1$*", "**x** and *y₁*"),
    ],
)
def test_each_formula_becomes_unicode(markdown: str, shown: str) -> None:
    assert formulas_as_unicode(markdown) == shown


@pytest.mark.parametrize(
    "markdown",
    [
        "It costs $5 and $10.",
        "It costs $5-$10.",
        "US$ 5 and US$ 6",
        "Pay 5$ or 6$ now.",
        "`$x^2$`",
        "``a ` $x^2$``",
        "```\n$x^2$\n```",
        "~~~python\ns = '$x_1$'\n~~~",
        "```\n$x^2$ never closed",
        r"\$x^2\$",
        "$ x$",
        "$x $",
        "$$",
        "$",
        "No formula at all.",
        "",
    ],
)
def test_code_money_and_loose_dollars_are_left_alone(markdown: str) -> None:
    assert formulas_as_unicode(markdown) == markdown


def test_a_formula_between_two_pieces_of_code_is_shown() -> None:
    assert formulas_as_unicode("`$a_1$` $a_1$ `$a_1$`") == "`$a_1$` a₁ `$a_1$`"
    assert formulas_as_unicode("```\n$a_1$\n```\n$a_1$\n") == "```\n$a_1$\n```\na₁\n"


@given(st.text(st.sampled_from("$`~\\\n ax_^{}1.<")) | st.text())
def test_no_text_whatever_raises(markdown: str) -> None:
    formulas_as_unicode(markdown)


@given(st.text(st.sampled_from("`~\\\n ax_^{}1.<")))
def test_without_a_dollar_nothing_changes(markdown: str) -> None:
    assert formulas_as_unicode(markdown) == markdown


@pytest.mark.parametrize(
    "markdown",
    [
        "$a$ " + "`" * 100_000,
        "$a$ " + " ".join("`" * k for k in range(1, 300)),
        "$a$ " + "` " * 50_001,
        "$a" * 50_000,
        "$$" * 50_001,
        "$$ a\\" * 30_000,
        "$a$\n" + "~~~\n" * 30_001,
        "$a$\n" + "".join("`" * (3 + k) + "\n" for k in range(300)),
    ],
    ids=lambda markdown: markdown[:9],
)
def test_markdown_made_to_be_slow_is_not(markdown: str) -> None:
    started = time.process_time()
    formulas_as_unicode(markdown)
    assert time.process_time() - started < 2
