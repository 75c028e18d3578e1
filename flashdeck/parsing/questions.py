"""What a question looks like, and how to free it of the author's numbering and emphasis."""

import re

_WRAPPERS = re.compile(r"^(\*\*\*|\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1$", re.DOTALL)
_BOLD_LABEL = re.compile(r"^(\*\*|__)(\(?[A-Za-z0-9]{1,3}[.):])\1\s*")
_QUESTION_LABEL = re.compile(
    r"^(?:Q|Question|Problem|Exercise)\s*\d{1,4}\s*(?:[.):\]–—-]+|\s(?=\S))\s*|^Q\s*[.:]\s*", re.I
)
_NUMBER = re.compile(r"^\(?\d{1,3}(?:\.\d{1,3})*[.)]\s*(?=[^\d\s])|^\d{1,3}(?:\.\d{1,3})+\s+")
_LETTER = re.compile(r"^(?:\([a-zA-Z]\)|[a-zA-Z]\))\s*(?=\S)|^[a-zA-Z]\.\s+(?=\S)")
_ATTRIBUTES = re.compile(r"\s*\{\s*((?:[#.][^\s{}#.][^\s{}]*\s*)+)\}\s*$")

_ASKING = re.compile(
    r"what|why|how|when|where|which|who|whom|whose|is|are|was|were|do|does|did|can|could|should|"
    r"would|will|has|have|may|must",
    re.I,
)
_TELLING = re.compile(
    r"explain|describe|define|derive|write|draw|sketch|compare|contrast|give|list|name|state|show|"
    r"prove|compute|calculate|implement|discuss|distinguish|differentiate|summari[sz]e|outline|"
    r"identify|find|evaluate|justify|walk|difference|tell|predict|estimate|convert|solve|map|"
    r"determine|illustrate|interpret|simplify|translate|spot|fill|complete",
    re.I,
)
_FIRST_WORD = re.compile(r"^\W*([A-Za-z']+)")

_RECIPE = re.compile(r"^how\s+(?:to|it\s+works)\b", re.I)

_PLACEHOLDER = re.compile(
    r"^[\W_]*(?:to\s+be\s+(?:filled|done|added|written|answered)|tbd|todo|tba|wip|coming\s+soon|"
    r"(?:your\s+)?answer(?:\s+(?:goes\s+)?here)?|n/?a)[\W_]*$",
    re.I,
)
_NOT_A_QUESTION = re.compile(
    r"^(?:(?:table of )?contents|toc|index|references|resources|further reading|links|"
    r"licen[cs]e|contribut(?:ing|ors)|acknowledge?ments|credits|changelog|installation|usage|"
    r"bibliography|about)$",
    re.I,
)


def strip_label(text: str) -> str:
    """Return ``text`` without the numbering, letter or `Question n` label that it begins with."""
    for pattern in (_QUESTION_LABEL, _NUMBER, _LETTER):
        shorter = pattern.sub("", text, count=1)
        if shorter and shorter != text:
            return shorter
    return text


def has_letter(text: str) -> bool:
    """Tell whether ``text`` begins with a letter label such as `a)`."""
    return bool(_LETTER.match(_unwrap(text)))


def clean_question(text: str) -> str:
    """Return the question free of whole-line emphasis, numbering, letters and trailing colon."""
    while (bare := _strip_once(text)) != text:
        text = bare
    return text


def _strip_once(text: str) -> str:
    text = _BOLD_LABEL.sub("", _unwrap(text.strip()), count=1)
    return strip_label(text).strip().removesuffix(":").rstrip()


def clean_title(text: str) -> str:
    """Return a section's title without emphasis and without a leading `1.` or `2)`."""
    text = _unwrap(text.strip())
    return _unwrap(_NUMBER.sub("", text, count=1).strip()) or text


def _unwrap(text: str) -> str:
    match = _WRAPPERS.match(text)
    if match and match[1] not in match[2]:
        return match[2].strip()
    return text


def split_attributes(text: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Split `Question {#id .tag}` into the question, the id and the tags."""
    match = _ATTRIBUTES.search(text)
    if not match:
        return text, None, ()
    words = match[1].split()
    ids = [word[1:] for word in words if word.startswith("#")]
    tags = tuple(word[1:] for word in words if word.startswith("."))
    return text[: match.start()], ids[0] if ids else None, tags


def likeness(text: str) -> float:
    """Return how much a line looks like a question, from 0 (not at all) to 1 (it asks)."""
    bare = clean_question(text)
    if re.search(r"[?？؟]\W*$", bare) or _QUESTION_LABEL.match(_unwrap(text)):
        return 1.0
    if _RECIPE.match(bare):
        return 0.0
    first = _FIRST_WORD.match(bare)
    word = first[1] if first else ""
    asking = _ASKING.fullmatch(word)
    if _TELLING.fullmatch(word) or (asking and "?" in bare):
        return 0.9
    if has_letter(text):
        return 0.8
    return 0.7 if asking and len(bare.split()) > 2 else 0.0


def is_placeholder(answer: str) -> bool:
    """Tell whether an answer is empty or only says that it will be written one day."""
    return not answer.strip() or bool(_PLACEHOLDER.match(answer.strip()))


def is_back_matter(title: str) -> bool:
    """Tell whether a section's title is one that never asks anything (contents, references)."""
    return bool(_NOT_A_QUESTION.match(clean_title(title).strip(" :#*_")))
