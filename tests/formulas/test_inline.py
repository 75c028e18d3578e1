"""LaTeX on one line of Unicode, each expectation reasoned out from what TeX would print."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.formulas import to_unicode

EXPECTED = r"""
h_{t-1}                                 hₜ₋₁
x_{<t}                                  x_(<t)
x_{i,j}                                 x_(i, j)
d_k                                     dₖ
W_q                                     W_q
W^Q                                     W^Q
x^2                                     x²
x_i^2                                   xᵢ²
e^{-x}                                  e⁻ˣ
x^{i+j}                                 xⁱ⁺ʲ
x_t^{(i)}                               xₜ⁽ⁱ⁾
a^{b^c}                                 a^(bᶜ)
10^{-3}                                 10⁻³
K^\top                                  Kᵀ
y'                                      y′
a+b=c                                   a + b = c
a - b                                   a − b
-x                                      −x
2 \times -3                             2 × −3
f(-x, -y)                               f(−x, −y)
a \le b                                 a ≤ b
x \in \mathbb{R}                        x ∈ ℝ
a \to b                                 a → b
x_1, x_2                                x₁, x₂
n!                                      n!
1/2                                     1/2
50\%                                    50%
\infty                                  ∞
\ldots                                  …
\mathcal{L}                             ℒ
\mathbb{R}^{n \times d}                 ℝ^(n × d)
f \odot c                               f ⊙ c
p(x|y)                                  p(x|y)
\|x\|                                   ‖x‖
|x|                                     |x|
\lfloor x \rfloor                       ⌊x⌋
\{1, 2\}                                {1, 2}
O(n^2)                                  O(n²)
\text{softmax}(x)                       softmax(x)
\log p(x)                               log p(x)
2 \log x                                2 log x
\exp(-x^2)                              exp(−x²)
\max_a Q                                maxₐ Q
\lim_{x \to 0} f(x)                     lim_(x → 0) f(x)
\sum_{i=1}^{n} x_i                      ∑ᵢ₌₁ⁿ xᵢ
\prod_{t=1}^{T} p_t                     ∏ₜ₌₁ᵀ pₜ
\sigma(Wx + b)                          σ(Wx + b)
\frac{a}{b}                             a/b
\frac{a+b}{c}                           (a + b)/c
\frac{a}{b+c}                           a/(b + c)
\frac{\frac{a}{b}}{c}                   (a/b)/c
\frac{\partial L}{\partial W}           ∂L/∂W
\left(\frac{a}{b}\right)^2              (a/b)²
\sqrt{d_k}                              √dₖ
\sqrt{a+b}                              √(a + b)
\sqrt[3]{x}                             ³√x
2\sqrt{2}                               2√2
\hat{y}                                 ŷ
\bar{x}                                 x̄
\tilde{c}_t                             c̃ₜ
\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}  (1, 2; 3, 4)
f_t \odot c_{t-1} + i_t \odot \tilde{c}_t  fₜ ⊙ cₜ₋₁ + iₜ ⊙ c̃ₜ
"""

# What stands next to a fraction, a root or a script without a Unicode form must not seem to be
# part of it: 1/2x would be 1/(2x), √2x would be √(2x), ∇_θL would be ∇ with the index θL.
NEIGHBOURS = r"""
\frac{1}{2}x                            1/2 x
\frac{1}{2}(x+y)                        1/2 (x + y)
2\frac{1}{3}                            2 1/3
\frac{1}{2}\frac{a}{b}                  1/2 a/b
-\frac{1}{2}                            −1/2
(\frac{1}{2})                           (1/2)
\frac{1}{n}\sum_i x_i                   1/n ∑ᵢ xᵢ
\frac{d}{dx}f(x)                        d/dx f(x)
\log\frac{a}{b}                         log a/b
\sqrt{2}x                               √2 x
\sqrt{2}\sqrt{3}                        √2 √3
\nabla_\theta L                         ∇_θ L
W_q x                                   W_q x
p_\theta(x)                             p_θ(x)
x_{<t}y                                 x_(<t)y
dk^Q = 1                                dk^Q = 1
"""


def pairs(table: str) -> list[tuple[str, str]]:
    rows = [line.rpartition("  ") for line in table.strip().splitlines()]
    return [(latex.strip(), shown) for latex, _, shown in rows]


@pytest.mark.parametrize(("latex", "shown"), pairs(EXPECTED) + pairs(NEIGHBOURS))
def test_a_formula_reads_as_it_would_be_printed(latex: str, shown: str) -> None:
    same = unicodedata.normalize("NFC", to_unicode(latex))
    assert same == unicodedata.normalize("NFC", shown)


@pytest.mark.parametrize("latex", [r"\hat{}", r"\frac{}{}", r"\sqrt{}", "_", "^", "{", r"\left("])
def test_half_a_formula_does_not_raise(latex: str) -> None:
    assert isinstance(to_unicode(latex), str)


@pytest.mark.parametrize("latex", ["{" * 300, r"\frac{" * 300, r"\left(" * 300, "x" * 5_000])
def test_what_cannot_be_read_stays_as_it_was_written(latex: str) -> None:
    assert to_unicode(latex) == latex


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{" * 250 + "1" + "}{2}" * 250,
        r"\frac{" * 60 + "1" + "}{2}" * 60,
        "x_{" * 600 + "y" + "}" * 600,
        "x_{" * 80 + "y" + "}" * 80,
        r"\sqrt{" * 250 + "y" + "}" * 250,
        r"\left(" * 90 + r"\right)" * 90,
        "^" * 2_000,
        "&" * 2_000,
    ],
    ids=lambda latex: latex[:9],
)
def test_a_formula_made_to_be_slow_is_not(latex: str) -> None:
    started = time.process_time()
    to_unicode(latex)
    assert time.process_time() - started < 2


BRACED = ("frac", "sqrt", "hat", "overline", "underbrace", "text", "mathbb", "begin", "end")
BARE = (
    "sum",
    "int",
    "left(",
    "right)",
    "limits",
    "binom",
    "mid",
    "|",
    "\\",
    "max",
    "middle",
    "over",
)
PIECES = st.sampled_from(
    [rf"\{name}{{" for name in BRACED]
    + [f"\\{name}" for name in BARE]
    + list("&_^{}ax1-+=<>()[]',%#~ ")
)


@given(st.text() | st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES).map("".join))
def test_no_text_whatever_raises_or_leaves_a_control_character(latex: str) -> None:
    shown = to_unicode(latex)
    assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in shown)
