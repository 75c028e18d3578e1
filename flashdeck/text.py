"""Making text from files harmless: no control character of a note ever reaches a terminal."""

import re

# C0 without tab and newline, DEL and C1, line and paragraph separators, the characters that
# reorder text on screen (bidirectional embeddings, overrides and isolates), and surrogates, which
# no encoding can write.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


_UNSAFE_ASCII = dict.fromkeys(c for c in range(128) if _UNSAFE.match(chr(c)))


def clean(text: str) -> str:
    """Return ``text`` with LF line ends and without control or bidi-override characters."""
    text = with_plain_ends(text.removeprefix("\ufeff"))
    return text.translate(_UNSAFE_ASCII) if text.isascii() else _UNSAFE.sub("", text)


def with_plain_ends(text: str) -> str:
    """Return ``text`` with LF line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def holds(text: str, sign: str) -> bool:
    """Tell whether ``sign`` stands in a long text: single characters are found ten times faster.

    Where one stands twice in a row, nothing is between two of them.
    """
    if not all(character in text for character in sign):
        return False
    if sign == 2 * sign[0]:
        return "" in text.split(sign[0])[1:-1]
    return sign in text


def unbroken(text: str) -> str:
    r"""Return ``text`` cleaned, with a line break, as a file's name may hold, written as `\n`."""
    return clean(text).replace("\n", "\\n")


def escaped(json_text: str) -> str:
    """Return JSON with what `clean` would take away written as escapes: the same values."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json_text)


def one_line(text: str, limit: int = 80) -> str:
    """Return ``text`` on one line, shortened to at most ``limit`` characters with an ellipsis."""
    flat = " ".join(clean(text).split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
