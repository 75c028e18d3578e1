"""What a question looks like, and how to free it of the author's numbering and emphasis."""

import re
from functools import lru_cache
from unicodedata import normalize

from flashdeck import late
from flashdeck.parsing.edges import without_marks_behind
from flashdeck.parsing.words import vocabulary
from flashdeck.parsing.words.vocabulary import EXERCISE, NUMBER_SIGN, QUESTION

_WRAPPERS = late.pattern(r"^(\*\*\*|\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1$", re.DOTALL)
_BOLD_LABEL = late.pattern(
    rf"^(\*\*|__)(\(?[A-Za-z0-9]{{1,3}}[.):：]|(?:Q|{QUESTION}|{EXERCISE})\s?\d{{1,4}}\s?[.):：]?)\1"
    r"(?:[.:：]\s*|\s*)",
    re.I,
)
_SIGN = rf"[\s.-]*(?:{NUMBER_SIGN})?\s*"
_MARK = r"(?:\s*[.):：\]、|>~–—·•-]+|\s*/(?=\s))\s*"
_OF = r"(?:\s?(?:/|of|von|de|из)\s?\d{1,4})?"
_NUMERAL = "[一二三四五六七八九十百]{1,4}"
_ASKING_WORD = "(?:what|why|how|when|which|who|where|explain|describe|define)"
_QUESTION_LABEL = late.pattern(
    rf"^(?:(?:Q|{QUESTION}){_SIGN}|(?:Problem|Exercise)\s*)\d{{1,5}}{_OF}"
    rf"(?:{_MARK}|\s+(?!20\d\d\b)(?=\S))"
    rf"|^[(\[【](?:Q|{QUESTION}){_SIGN}\d{{1,5}}[)\]】][.:：]?\s*(?=\S)"
    rf"|^(?:Q\s*[.:：]|(?:{QUESTION})\s*(?:{_NUMERAL}\s*)?[:：])\s*"
    r"|^第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,4})\s*[题題问問][.:：、\s]*",
    re.I,
)
_OTHER_LABEL = late.pattern(
    rf"^(?:[PFВس]|{EXERCISE}){_SIGN}\d{{1,4}}{_MARK}|^[A-Z]\d{{1,3}}[a-z]?[.)]\s+(?=\S)|^[PFВ]\s*[:：]\s*|^#\d{{1,5}}[.):]?\s+"
    "|^(?:\\d\ufe0f?\u20e3)+[.):]?\\s*|^[①-⑳❶-❿➀-➓][.):]?\\s*",
    re.I,
)
_NUMBER = late.pattern(
    r"^\(?\d{1,3}(?:\.\d{1,3})*\s?(?:\\?[.)]|[、．])(?:-(?=[\s*¿¡]))?\s*(?=[^\d\s])"
    r"|^\d{1,3}(?:\.\d{1,3})+\s+"
    r"|^\d{1,3}\s*[:：]\s*(?=\D)|^\d{1,3}(?:\s+[–—-]|[–—-](?=\s+[^\W\d]))\s+"
    r"|^(?!1[6-9]\d\d|20\d\d)\d{4,5}[.)]\s+(?=\D)|^（\d{1,3}）\s*(?=\D)|^\[\d{1,3}\]\s+(?=[^\W\d])"
    rf"|^\d{{1,3}}，\s*(?=[^\W\d])|^[（(]?{_NUMERAL}[)）、．.]\s*(?=\w)"
    rf"|^\d{{1,3}}\s+(?={_ASKING_WORD}\b)|^\d{{1,3}}번(?:\s?문제)?[.:)]?\s",
    re.I,
)
_LETTER = late.pattern(r"^(?:\([a-zA-Z]\)|[a-zA-Z]\))\s*(?=\S)|^[a-zA-Z]\.\s+(?=\S)")
_ROMAN = late.pattern(r"^\(?[ivx]{2,4}[.)]\s+(?=\S)")
_LABELS = (_QUESTION_LABEL, _OTHER_LABEL, _NUMBER, _LETTER, _ROMAN)
_MAY_BE_LABELLED = late.pattern(r"[^\d.:：、①-⑳❶-❿➀-➓）)]{0,20}+[\d.:：、①-⑳❶-❿➀-➓）)]")
_BARE = late.pattern(
    r"[A-Za-z]{2}(?:[A-Za-z ',?-]{20}[\w ',.?-]*+|[A-Za-z ',?-]*+)(?<![\s_])\Z", re.ASCII
)
"""A question of plain words, with numbers at most far behind, which has nothing to be freed of."""
_ANCHOR = late.pattern(r"<a\s[^<>]*>\s*</a>\s*", re.I)
_WHOLE_LINK = late.pattern(r"^\[([^\[\]]+)\]\([^()\s]*\)$")
_LINKS_BEHIND = late.pattern(r"(?<=[?？؟])(?:\s*\[{1,2}[^\[\]]{0,80}\](?:\([^()\s]*\))?\]?)+$")
_HTML = late.pattern(
    r"<(b|strong|em|i|u|p|span|div|center|h[1-6])\b[^<>]*>((?:(?!</?\1\b).)*)</\1>", re.I | re.S
)
_BREAKS = late.pattern(r"(?:(?<!\s)\s*(?:<br\s*/?>|\\))+$", re.I)
_PICTURE = (
    "[\u231a-\u23ff\u25aa-\u25ff\u2600-\u265f\u2670-\u27bf\u2b50-\u2b55"
    "\U0001f300-\U0001faff\ufe0f\u200d]"
)
_PICTURES = late.pattern(rf"^(?:{_PICTURE}\s*)+(?=[^\W_]|[¿\"'*_`(\[{{<])(?=.*[^\W\d_])", re.S)
_STRAY_MARKS = late.pattern(r"(?:\s+|(?<=[?？؟]))#+$")
_STRAY_STARS = late.pattern(r"\s*(?<!\bint)(?<!\bchar)(?<!\bvoid)\*+$")
_ATTRIBUTES = late.pattern(r"\{\s*((?:[#.][^\s{}#.][^\s{}]*\s*)+)\}\s*$")

_ASKING = late.pattern(
    r"what|why|how|when|where|which|who|whom|whose|is|are|was|were|do|does|did|can|could|should|"
    r"would|will|has|have|may|must",
    re.I,
)
_TELLING = late.pattern(vocabulary.ORDER, re.I)
_INTERROGATIVE = late.pattern(
    r"(?:what|why|how|when|where|which|who)\s+(?:is|are|was|were|do|does|did|can|could|should|would|"
    r"will|has|have)\s+\S",
    re.I,
)
"""How a question begins that needs no mark to be one, unlike *How it works*."""
_WIDE = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
_BLANK = late.pattern(rf"(?:(?<![\w:：])(?<![:：][ ])|(?<={_WIDE}))_{{3,}}+(?:(?!\w)|(?={_WIDE}))")
"""A blank to fill in, but for that of a form, which has a colon before it."""
_QUESTION_SIGNS = frozenset("❓❔")
_FIRST_WORD = late.pattern(r"^\W*([A-Za-z']+)")

_RECIPE = late.pattern(r"^(?:how\s+(?:to|it\s+works)|do\s+not)\b", re.I)
_NEWS = late.pattern(r"^what(?:['’]s|\s+is)\s+(?:new|changed|next|included|inside)\b", re.I)

_NOT_A_QUESTION = late.pattern(
    r"^(?:(?:table of )?contents|toc|index|references|resources|further reading|links|"
    r"licen[cs]e|contribut(?:ing|ors)|acknowledge?ments|credits|changelog|installation|usage|"
    r"bibliography|about|sources|índice|contenido|referencias|bibliografía|referências|sumário|"
    r"inhalt(?:sverzeichnis)?|quellen|literatur|références|sommaire|indice|riferimenti|"
    r"оглавление|содержание|ссылки|источники|литература|目录|目錄|目次|[参參]考(?:文献|资料|資料|链接|連結|阅读|来源)?|(?:相关|延伸)(?:链接|阅读|资料)|المراجع)$",
    re.I,
)


LONGEST = 1000
"""The most characters of a line that may still be a question."""

LONGEST_JUDGED = 30
"""The characters at the end of a statement among which stands how to judge it."""
LONGEST_BLANK = 8
"""The characters of a blank with too little around it to ask where words have no spaces."""
LONGEST_BACK_MATTER = 60
ENOUGH_STYLED = 6
"""The letters of mathematical alphabets from which a text is in bold and not a formula."""

_ASKS = late.pattern(
    r"[?？؟⁇](?:\s?[*_`]*[(\[（][^()\[\]（）]{1,30}[)\]）]|\s[*_(]{0,3}(?i:select|choose|pick|check|mark|tick|"
    r"seleccion[ae]|elige|elija|selecione|escolha|choisissez|sélectionnez|wählen)\s[^?.()]{1,40})?\W{0,20}$"
)
"""A question mark at the end, but for where it was asked, or how many options to choose."""
_ASKS_EARLY = late.pattern(
    r"[^?？؟]{8,}[?？؟]\s+[^\W\d_][^?？؟.!]{0,60}(?:[(\[][^()\[\]]{1,30}[)\]])?\W{0,3}$"
)
"""A question with a short order behind it: `Is it pure? Explain (2 points)`."""
_ASKS_WIDE = late.pattern(r"[\u3040-\u9fff]？(?=[\u3040-\u9fff])")
_ASKS_IN_GREEK = late.pattern(
    r"[\u0370-\u03ff\u1f00-\u1fff][^;\u037e]{0,40}[;\u037e][*_»”\")\s]{0,9}$"
)
"""A semicolon behind Greek is a question mark; an Armenian one stands within a word."""
_STYLED = late.pattern(r"[\U0001d400-\U0001d7ff]")


def strip_label(text: str) -> str:
    """Return ``text`` without the numbering, letter or `Question n` label that it begins with."""
    patterns = _LABELS if _MAY_BE_LABELLED.match(text) else (_LETTER,)
    for pattern in patterns:
        label = pattern.match(text)
        if label and 0 < label.end() < len(text):
            return text[label.end() :]
    return text


def has_letter(text: str) -> bool:
    """Tell whether ``text`` begins with a small letter such as `a)`; `A.` numbers chapters."""
    label = _LETTER.match(_unwrap(text))
    return label is not None and label[0].strip("(). ").islower()


def clean_question(text: str) -> str:
    """Return the question free of whole-line emphasis, numbering, letters and trailing colon."""
    if _BARE.match(text):
        return text
    return _cleaned(text) if len(text) <= LONGEST else text.strip()


@lru_cache(maxsize=2048)
def _cleaned(text: str) -> str:
    if not text.isascii() and len(_STYLED.findall(text)) >= ENOUGH_STYLED:
        text = _STYLED.sub(lambda match: normalize("NFKC", match[0]), text)
    while (bare := _strip_once(text)) != text:
        text = bare
    return text


def _strip_once(text: str) -> str:
    text = _unwrap(_without_strays(text.strip()))
    if text.startswith(("**", "__")):
        text = _BOLD_LABEL.sub("", text, count=1)
    return strip_label(text).strip().removesuffix(":").removesuffix("：").rstrip()


def _without_strays(text: str) -> str:
    """Return ``text`` without anchors, breaks, a picture before it, the link around it, strays."""
    text = without_marks_behind(text)
    if "<" in text or text.endswith("\\"):
        text = _BREAKS.sub("", _ANCHOR.sub("", text)).strip()
        whole = _HTML.fullmatch(text)
        text = whole[2].strip() if whole else text
    if not text.isascii():
        text = _PICTURES.sub("", text, count=1)
    if text.endswith(("]", ")")):
        text = _LINKS_BEHIND.sub("", _WHOLE_LINK.sub(r"\1", text))
    if text.endswith("#"):
        text = _STRAY_MARKS.sub("", text)
    if text.endswith("*") and text.count("*") == len(text) - len(text.rstrip("*")):
        text = _STRAY_STARS.sub("", text)
    if text.startswith("**") and text.count("*") == 2:
        text = text[2:].lstrip()
    return text


@lru_cache(maxsize=2048)
def clean_title(text: str) -> str:
    """Return a section's title without emphasis, a leading `1.` or `2)`, a comment behind it."""
    text = _unwrap(without_marks_behind(text.strip()))
    return _unwrap(_NUMBER.sub("", text, count=1).strip()) or text


def _unwrap(text: str) -> str:
    match = _WRAPPERS.match(text) if text.startswith(("*", "_")) else None
    if match and match[1] not in match[2]:
        return match[2].strip()
    return text


def split_attributes(text: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Split `Question {#id .tag}` into the question, the id and the tags."""
    if "}" not in text:
        return text, None, ()
    start = text.rfind("{") if text.rstrip().endswith("}") else -1
    match = _ATTRIBUTES.match(text, start) if start >= 0 else None
    if not match:
        return text, None, ()
    words = match[1].split()
    ids = [word[1:] for word in words if word.startswith("#")]
    tags = tuple(word[1:] for word in words if word.startswith("."))
    return text[:start].rstrip(), ids[0] if ids else None, tags


def likeness(text: str) -> float:
    """Return how much a line looks like a question, from 0 (not at all) to 1 (it asks)."""
    return _likeness(text) if len(text) <= LONGEST else 0.0


@lru_cache(maxsize=2048)
def _likeness(text: str) -> float:
    bare = clean_question(text)
    if bare[:4].lower() == "what" and _NEWS.match(bare):
        return 0.0
    if asks(bare) or _is_labelled(_unwrap(text)) or _has_sign(text) or _requests(bare):
        return 1.0
    if _RECIPE.match(bare):
        return 0.0
    first = _FIRST_WORD.match(bare)
    word = first[1] if first else ""
    asking = _ASKING.fullmatch(word) is not None
    if _TELLING.fullmatch(word) or vocabulary.TELLING.match(bare) or _asks_within(bare, asking):
        return 0.9
    if _is_judged(bare) or vocabulary.ORDERING.match(bare) or _has_blank(bare):
        return 0.9
    if asking and _INTERROGATIVE.match(bare):
        return 0.85
    elsewhere = _asks_elsewhere(bare)
    if elsewhere and vocabulary.INTERROGATIVE.match(bare):
        return 0.85
    if has_letter(text):
        return 0.8
    return 0.7 if (asking and len(bare.split()) > 2) or elsewhere else 0.0


def _is_judged(bare: str) -> bool:
    tail = bare[-LONGEST_JUDGED:]
    return bool(vocabulary.JUDGING.match(bare) or vocabulary.JUDGED.search(tail))


def _has_blank(bare: str) -> bool:
    is_long = len(bare.split()) > 3 or (len(bare) > LONGEST_BLANK and not bare.isascii())
    return "___" in bare and is_long and bool(_BLANK.search(bare))


def _has_sign(text: str) -> bool:
    return text.lstrip(" *_")[:1] in _QUESTION_SIGNS


def _requests(bare: str) -> bool:
    return not bare.isascii() and bool(vocabulary.REQUESTING.search(bare))


def _asks_within(bare: str, asking: bool) -> bool:
    """Tell whether a question mark ends a sentence but not the last, as in `何？Say it`."""
    is_early = "?" in bare and (asking or bool(_ASKS_EARLY.match(bare)))
    return is_early or ("？" in bare and bool(_ASKS_WIDE.search(bare)))


def _is_labelled(text: str) -> bool:
    return bool(_MAY_BE_LABELLED.match(text) and _QUESTION_LABEL.match(text))


def asks(text: str) -> bool:
    """Tell whether ``text`` ends in a question mark, in any script, but for what programs add."""
    if text.endswith("?"):
        return True
    if not text.isascii() and (_ASKS_IN_GREEK.search(text) or "\u055e" in text):
        return True
    return bool(_ASKS.search(without_marks_behind(text)))


def _asks_elsewhere(bare: str) -> bool:
    """Tell whether ``bare`` begins or ends as questions do in other languages than English."""
    is_short = bare.isascii() and len(bare.split()) < 3
    return not is_short and bool(vocabulary.ASKING.match(bare) or vocabulary.ENDING.search(bare))


def is_back_matter(title: str) -> bool:
    """Tell whether a section's title is one that never asks anything (contents, references)."""
    if len(title) > LONGEST_BACK_MATTER or title.endswith("?"):
        return False
    return bool(_NOT_A_QUESTION.match(clean_title(title).strip(" :#*_")))
