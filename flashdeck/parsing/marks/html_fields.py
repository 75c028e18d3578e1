"""The HTML of a flashcard program's fields as Markdown."""

import re
from html import unescape
from unicodedata import normalize

from flashdeck import late
from flashdeck.text import clean

DEEPEST = 40

_TAG = late.pattern(r"<!--.{0,400}?-->|<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s|/)[^<>]*)?>", re.DOTALL)
_SOUND = late.pattern(r"\[(?:sound|anki:play)[^\[\]\n]*\]")
_INLINE_MATH = late.pattern(r"\\\((.{1,400}?)\\\)|\[\$\](.{1,400}?)\[/\$\]", re.DOTALL)
_BLOCK_MATH = late.pattern(r"\\\[(.{1,400}?)\\\]|\[\$\$\](.{1,400}?)\[/\$\$\]", re.DOTALL)
_ATTRIBUTE = late.pattern(r"""\b(src|alt|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_MARKUP = late.pattern(
    r"<(?:br|div|p|b|i|u|li|ul|ol|img|span|strong|em|table|sub|sup)\b[^<>]*>|&(?:nbsp|lt|gt|amp);",
    re.I,
)
_BREAKS = late.pattern(r"<(?:br|div|p|ul|ol|img)\b[^<>]*>|&nbsp;", re.I)
_BLANKS = late.pattern(r"\n{3,}")
_EDGE = "\1"
"""Begins and ends a line, unless the text before or behind it has done so already."""
_EDGES = late.pattern("\n?\1+")
_EMPTY = "\2"
_TAG_LIKE = late.pattern(r"<(?=[A-Za-z/!?])")

_EMPHASIS = {
    "b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "strike": "~~", "del": "~~",
    "code": "`", "tt": "`", "kbd": "`", "samp": "`", "anki-mathjax": "$",
    "h1": "**", "h2": "**", "h3": "**", "h4": "**", "h5": "**", "h6": "**", "th": "",
}  # fmt: skip
_LINES = frozenset({"div", "section", "article", "center", "dt", "dd", "ul", "ol"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre", "blockquote"})
_SILENT = frozenset({"style", "script"})
_OTHERS = frozenset(
    {"span", "font", "u", "a", "sub", "sup", "ruby", "rt", "rp", "rb", "td", "th", "tbody", "thead",
     "tfoot", "small", "big", "mark", "br", "hr", "img", "audio", "video", "source", "input",
     "button", "label", "col", "colgroup", "caption", "wbr", "figure", "html", "body"}
)  # fmt: skip
_KNOWN = _LINES | {"li", "tr"} | _PARAGRAPHS | _SILENT | _OTHERS | frozenset(_EMPHASIS)


def has_html(text: str) -> bool:
    """Tell whether ``text`` holds the tags and entities that a rich text field is made of."""
    return ("<" in text or "&" in text) and bool(_MARKUP.search(text))


def has_breaks(text: str) -> bool:
    """Tell whether ``text`` breaks its lines by HTML, as nobody does in plain text."""
    return ("<" in text or "&" in text) and bool(_BREAKS.search(text))


def to_markdown(html: str) -> str:
    """Return ``html`` as Markdown: breaks, emphasis, lists, code, images; sounds are dropped."""
    text = _SOUND.sub("", html) if "[" in html else html
    if "<" in text or "&" in text:
        text = _Writer().write(text)
    if "\\" in text or "[$" in text:
        text = _BLOCK_MATH.sub(lambda match: f"$${(match[1] or match[2]).strip()}$$", text)
        text = _INLINE_MATH.sub(lambda match: f"${(match[1] or match[2]).strip()}$", text)
    lines = (line.rstrip() for line in clean(text).split("\n"))
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")


class _Writer:
    """Text written piece by piece; an open element keeps its content until it is closed."""

    def __init__(self) -> None:
        self.open: list[tuple[str, str, list[str]]] = [("", "", [])]
        self.lists: list[int | None] = []

    def write(self, html: str) -> str:
        done = 0
        for match in _TAG.finditer(html):
            self._text(html[done : match.start()])
            done = match.end()
            if match[2]:
                self._tag(match[0], match[2].lower(), match[3] or "", is_end=bool(match[1]))
        self._text(html[done:])
        while len(self.open) > 1:
            self._close()
        return _settled("".join(self.open[0][2]))

    def _text(self, text: str) -> None:
        plain = unescape(text).replace("\xa0", " ") if "&" in text else text
        if not any(name in _SILENT for name, _, _ in self.open):
            in_code = any(name in ("code", "tt", "pre") for name, _, _ in self.open)
            self._put(plain if in_code else _TAG_LIKE.sub(r"\\<", plain))

    def _put(self, text: str) -> None:
        if text:
            self.open[-1][2].append(text)

    def _tag(self, raw: str, name: str, attributes: str, *, is_end: bool) -> None:
        if name not in _KNOWN:
            self._put("\\" + raw)
        elif name in ("br", "hr", "img"):
            self._put(_void(name, attributes))
        elif is_end:
            self._end(name)
        elif len(self.open) < DEEPEST:
            self._start(name, attributes)

    def _start(self, name: str, attributes: str) -> None:
        if name == "li":
            self._close_through("li", until=("ul", "ol"))
        elif name in ("ul", "ol"):
            self.lists.append(1 if name == "ol" else None)
        self.open.append((name, attributes, []))

    def _end(self, name: str) -> None:
        if any(opened == name for opened, _, _ in self.open):
            self._close_through(name)

    def _close_through(self, name: str, until: tuple[str, ...] = ()) -> None:
        """Close elements up to the innermost ``name``, if no element of ``until`` is inside it."""
        for opened, _, _ in reversed(self.open):
            if opened in until or not opened:
                return
            if opened == name:
                break
        while self.open[-1][0] != name:
            self._close()
        self._close()

    def _close(self) -> None:
        name, attributes, parts = self.open.pop()
        content = "".join(parts)
        if name in ("ul", "ol"):
            self.lists.pop()
        if name not in _SILENT:
            self._put(self._element(name, attributes, content))

    def _element(self, name: str, attributes: str, content: str) -> str:
        if name == "li":
            return self._item(content)
        if name == "pre":
            content = _settled(content)
            return f"\n\n```\n{content.strip(chr(10))}\n```\n\n"
        if name == "a":
            target = _attribute(attributes, "href")
            return f"[{content}]({target})" if target and content.strip() else content
        if name in ("sub", "sup"):
            return _script(name, content)
        if name == "rt":
            return f"({content})"
        if name in ("td", "th"):
            return _settled(content).replace("\n", " ").strip() + "\0"
        if name in ("tr", "table", "blockquote"):
            return _BLOCKS[name](_settled(content))
        in_pre = any(opened == "pre" for opened, _, _ in self.open)
        if (mark := _EMPHASIS.get(name)) and not in_pre:
            content = _emphasised(content, mark)
        if name in _PARAGRAPHS:
            return f"\n\n{content}\n\n"
        if name not in _LINES:
            return content
        return _EDGE + (content if content.strip("\n ") else _EMPTY) + _EDGE

    def _item(self, content: str) -> str:
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        mark = "- " if number is None else f"{number}. "
        lines = _settled(content).strip("\n ").split("\n")
        indented = [lines[0], *(" " * len(mark) + line for line in lines[1:] if line.strip())]
        return _EDGE + mark + "\n".join(indented)


def _settled(text: str) -> str:
    return _EDGES.sub("\n", text).replace(_EMPTY, "")


def _row(content: str) -> str:
    return f"{_EDGE}| {' | '.join(content.split(chr(0))[:-1])} |"


def _table(content: str) -> str:
    """Return the rows with the line that Markdown wants below the first."""
    rows = [line for line in content.split("\n") if line.startswith("| ")]
    if rows:
        rows.insert(1, "|" + " --- |" * (rows[0].count(" | ") + 1))
    return "\n\n" + "\n".join(rows) + "\n\n"


def _quote(content: str) -> str:
    return "\n\n" + "\n".join(f"> {line}" for line in content.strip().split("\n")) + "\n\n"


_BLOCKS = {"tr": _row, "table": _table, "blockquote": _quote}


def _void(name: str, attributes: str) -> str:
    if name == "img":
        return f"![{_attribute(attributes, 'alt')}]({_attribute(attributes, 'src')})"
    return "\n" if name == "br" else "\n\n---\n\n"


def _attribute(attributes: str, name: str) -> str:
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            value = unescape(match[2] or match[3] or match[4] or "")
            return value.replace(" ", "%20") if name != "alt" else value
    return ""


def _emphasised(content: str, mark: str) -> str:
    """Put ``mark`` around each line of ``content``, inside of the spaces at its edges."""
    lines = []
    for line in _settled(content).split("\n"):
        bare = line.strip()
        left = line[: len(line) - len(line.lstrip())]
        right = line[len(line.rstrip()) :] if bare else ""
        marked = f"{mark}{bare}{mark}" if bare and not bare.startswith(mark) else bare
        lines.append(left + marked + right)
    return "\n".join(lines)


_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()n", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ")


def _script(name: str, content: str) -> str:
    """Return digits as raised or lowered characters, anything else behind `^` or `_`."""
    changed = content.translate(_RAISED if name == "sup" else _LOWERED)
    if normalize("NFKC", changed).replace("−", "-") == content and not set(content) & set(changed):
        return changed
    return ("^" if name == "sup" else "_") + (content if len(content) == 1 else f"({content})")
