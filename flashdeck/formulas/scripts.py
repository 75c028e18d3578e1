"""The characters that Unicode has as subscripts, superscripts, accents and special letters."""

SUBSCRIPTS = dict(
    zip(
        "0123456789+−-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)

SUPERSCRIPTS = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθ⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵀ",
        strict=True,
    )
)
SUPERSCRIPTS |= {"′": "′", "∗": "*", "*": "*"}

ACCENTS = {
    "~": "\u0303",
    "˜": "\u0303",
    "^": "\u0302",
    "ˆ": "\u0302",
    "¯": "\u0304",
    "‾": "\u0304",
    "―": "\u0304",
    "˙": "\u0307",
    "¨": "\u0308",
    "→": "\u20d7",
}

LETTERS = {
    ("script", "B"): "ℬ",
    ("script", "E"): "ℰ",
    ("script", "F"): "ℱ",
    ("script", "H"): "ℋ",
    ("script", "I"): "ℐ",
    ("script", "L"): "ℒ",
    ("script", "M"): "ℳ",
    ("script", "R"): "ℛ",
    ("double-struck", "C"): "ℂ",
    ("double-struck", "E"): "𝔼",
    ("double-struck", "N"): "ℕ",
    ("double-struck", "P"): "ℙ",
    ("double-struck", "Q"): "ℚ",
    ("double-struck", "R"): "ℝ",
    ("double-struck", "Z"): "ℤ",
}
