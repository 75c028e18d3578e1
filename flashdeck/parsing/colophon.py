"""How a note ends below its last answer: leave, a licence, the next chapter, what to read."""

import re

from flashdeck import late
from flashdeck.parsing.questions import is_back_matter

LONGEST = 300
MOST = 10
"""Paragraphs at the end of a note that are looked at."""

_BADGE = late.pattern(r"(?:\[!\[[^\]\n]*\]\([^()\n]*\)\]\([^()\n]*\)\s*)+\Z")
_LEAVE = late.pattern(
    r"[^\w\n]*(?:(?:many\s+)?thank(?:s|\s+you)\b|(?:please\s+)?(?:follow|subscribe|star)\b|"
    r"if\s+you\s+(?:found|liked?|enjoy)|feel\s+free\b|let\s+(?:me|us)\s+know\b|happy\s+\w+ing\b|"
    r"good\s+luck\b|stay\s+tuned\b|see\s+you\b|buy\s+me\s+a\b|don['’]t\s+forget\s+to\b|"
    r"connect\s+with\s+me\b|made\s+with\b|(?:muchas\s+)?gracias\b|obrigad[oa]\b|merci\b|"
    r"viel\s+erfolg\b|grazie\b|спасибо|удачи|谢谢|感谢|欢迎(?:关注|star)|ありがとう|감사합니다)",
    re.IGNORECASE,
)
_IMPRINT = late.pattern(
    r"[^\w\n]*(?:(?:written|compiled|curated|maintained|prepared|created|authored)\s+by\b|"
    r"(?:last\s+)?(?:updated|modified|revised|reviewed|edited)(?:\s+on\b|[*_]{0,3}[:：])|"
    r"(?:authors?|licen[cs]e|copyright|maintainers?|autora?|autore|licencia|lizenz|licença|автор|"
    r"작성자|作者|著者)[*_]{0,3}[:：]|licen[cs]ed\s+under\b|copyright\s+(?:©|\(c\)|\d)|"
    r"to-?do[*_]{0,3}[:：])[^\n]{1,200}"
    r"(?:\n[*_]{0,3}[^\W\d_][\w ]{1,20}[*_]{0,3}[:：][^\n]{1,200})*\Z|"
    r"[*_]{0,3}(?:©|\(c\))[ ]?\d{4}[^\n]{0,200}\Z",
    re.IGNORECASE,
)
"""Who wrote a note and when, under which licence, and what is still to do."""
_ONWARD = late.pattern(
    r"[^\w\n\[]*\[?(?:next|previous|prev|up\s+next|continue|siguiente|anterior|próximo|weiter|"
    r"zurück|suivant|précédent|далее|назад|下一[章节篇]|上一[章节篇])\b[^\n\[]{0,60}\[?[^\n\[\]]{0,80}"
    r"\]\([^()\n]*\)[^\n]{0,100}\Z",
    re.IGNORECASE,
)
"""A line with a link that leads to the next note."""
_TAGS = late.pattern(r"(?:#[^\W\d][\w/-]*[ \t]*)+\Z")
_ENDINGS = (_LEAVE, _BADGE, _IMPRINT, _ONWARD, _TAGS)
_REFERENCE = late.pattern(r"[^\n]*(?:\]\(|https?://)|[ \t>]*(?:[-*+]|\[?\d{1,3}[.)\]])[ \t]")


def without_colophon(answer: str, before: str) -> str:
    """Return the last answer of a note without what ends the note.

    What the answer ``before`` it ends with in the same way belongs to the answers.
    """
    answer = _without_reading(answer, before)
    above = before[before.rfind("\n\n") :].strip()
    for _time in range(MOST):
        start = answer.rfind("\n\n")
        last = answer[start:].strip()
        if start <= 0 or len(last) > LONGEST:
            break
        if not any(it.match(last) and not it.match(above) for it in _ENDINGS):
            break
        answer = answer[:start].rstrip()
    return answer


def _without_reading(answer: str, before: str) -> str:
    """Return ``answer`` without a last list of references below a caption that says so."""
    paragraphs = answer.split("\n\n")
    for place in range(len(paragraphs) - 1, max(0, len(paragraphs) - MOST), -1):
        caption, _, rest = paragraphs[place].strip().partition("\n")
        if caption and _is_caption(caption):
            listed = list(
                filter(str.strip, "\n".join([rest, *paragraphs[place + 1 :]]).split("\n"))
            )
            if not listed or not all(map(_REFERENCE.match, listed)) or caption in before:
                break
            return "\n\n".join(paragraphs[:place]).rstrip()
    return answer


def _is_caption(line: str) -> bool:
    """Tell whether a line is a title of references, in bold or with a colon behind it."""
    bare = line.strip("*_ :：")
    is_set_apart = line.startswith(("**", "__")) or line.endswith((":", "："))
    return is_set_apart and is_back_matter(bare)
