"""What authors say to their readers: questions that nobody can be asked, and words of leave."""

import re

from flashdeck import late

SHORTEST_WORDS = 3
SHORTEST_WIDE = 4
MOST_WORDS_OF_PRONOUNS = 5
"""The words of a question in which a pronoun has no room for what it stands for."""

_WIDE = late.pattern(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_RHETORICAL = late.pattern(
    r"\b(?:need|want|looking\s+for|interested|ready|stuck|got|have\s+(?:a|any)|found\s+a|"
    r"what['’]?s\s+next|now\s+what|so\s+what|what\s+now|sound\s+familiar|(?:what|how)\s+about|"
    r"who\s+(?:is\s+this|are\s+(?:we|you)|am\s+i))\b"
    r"|^(?:and|but|so|or)\b|^(?:is|are|does|do|was|has|did|can|will|should)\s+"
    r"(?:it|this|that|they|these|he|she|we|you)\b"
    r"|\b(?:is|are|does|do|was|has|did)\s+(?:it|this|that|they|these|he|she)\b(?:\s+\w+)?\W*$"
    r"|^why\s+this\s+\w+\W*$|\bthis\W*$"
    r"|^(?:what|who|why|how)\s+(?:is|are|not)?\s*(?:this|it|that|me|us|you)\b\W*$",
    re.IGNORECASE,
)
_PROMPT = late.pattern(
    r"^(?:what|how|where|why|when)\s+(?:did|will|were)\s+(?:i|we)\b|^what\s+are\s+we\b|"
    r"^who(?:m)?\s+(?:is|should|can|does|may|must)\s+(?:this|it|read|take|attend|join|apply|enrol\w*)\b|"
    r"^what\s+(?:(?:will|should|do|can)\s+you|you['’]?ll|you\s+will)\s+(?:learn|need|get|find)\b|"
    r"^what\s+(?:went|worked|did\s*n[o'’]?t|didn['’]?t|could\s+(?:be|have)|am\s+i|(?:has|is)\s+next|"
    r"(?:will|did|have|should)\s+(?:i|we))\b|^(?:how|who|when|where|what|whom)\s+to\s+\w+\W*$|"
    r"\bdo\s+it\W*$|\bdo\s+i\s+(?:hand|submit|need)\b|^was\s+(?:lief|ging|hat\s+gut)\b|"
    r"^(?:what|why|how|when|where|who|qué|por\s+qué|cómo|cuándo|was|warum|wie|wann|quoi|pourquoi|"
    r"comment|quand|o\s+quê|por\s+quê|como|что|зачем|почему|как|когда)\W*$|"
    r"^qué\s+(?:salió|funcionó|aprendí)|^qu['’]est-ce\s+qui\s+a\s|^что\s+(?:прошло|получилось)\b|"
    r"\bthis\s+(?:package|project|repo(?:sitory)?|library|tool|app|document|guide|page|file)\b",
    re.IGNORECASE,
)
"""A prompt of a journal or a retrospective, nothing but *Why*, or this very document."""
_OFFER = late.pattern(
    r"\W*(?:(?:need|want|require)\s+(?:(?:some|any|more|further|additional)\s+)?(?:help|support|"
    r"assistance|info(?:rmation)?|details|guidance)\b.*|(?:(?:do\s+you\s+)?(?:still\s+)?(?:have|got)\s+)?"
    r"(?:(?:any|more|other|further|a|some)\s+){0,2}(?:questions?|feedback|ideas?|suggestions?|concerns?)|"
    r"(?:found|see|spotted|encountered)\s+(?:an?|any)\s+(?:bug|issue|error|mistake|typo|problem)\b.*|"
    r"(?:still\s+)?(?:stuck|confused|lost)|"
    r"(?:want|would\s+you\s+like|interested|looking|ready)\s+(?:to|in|for)\s+(?:contribut|help|learn\s+"
    r"more|more|get\s+started|go\s+deeper|dive|start|join|support)\w*.*|"
    r"cần\s+(?:thêm\s+)?(?:trợ\s+giúp|giúp\s+đỡ|hỗ\s+trợ)|¿?(?:necesitas?|requieres)\s+(?:más\s+)?ayuda|"
    r"¿?(?:tienes?|tiene)\s+(?:alguna\s+|más\s+)?(?:preguntas?|dudas?)|precisa\s+de\s+(?:mais\s+)?ajuda|"
    r"(?:tem|ficou\s+com)\s+(?:alguma\s+)?(?:dúvidas?|perguntas?)|besoin\s+d['’]aide|(?:noch\s+|haben\s+"
    r"sie\s+|hast\s+du\s+)?(?:noch\s+)?fragen|(?:brauchst\s+du|brauchen\s+sie)\s+hilfe|нужна\s+помощь|"
    r"(?:остались|есть)\s+вопросы|(?:serve|hai\s+bisogno\s+di|ti\s+serve)\s+aiuto|butuh\s+bantuan|"
    r"yardıma\s+(?:mı\s+)?ihtiyac\w*.*|потрібна\s+допомога|potrzebujesz\s+pomocy|hulp\s+nodig|"
    r"需要(?:更多)?(?:的)?(?:帮助|幫助|支持|协助)|(?:还)?有(?:任何|其他)?(?:问题|疑问|問題|疑問)|"
    r"도움이\s*필요.*|お困り.*|تحتاج\s+(?:إلى\s+)?مساعدة|צריך\s+עזרה)\W*",
    re.IGNORECASE,
)
"""What offers help or asks for it at the end of a page."""
_FIRST_WORDS = """
need want require do still have got any more other further a some question questions feedback idea
ideas suggestions suggestion concerns concern found see spotted encountered stuck confused lost
would interested looking ready necesitas necesita requieres tienes tiene precisa tem ficou besoin
noch haben hast fragen brauchst brauchen serve hai ti butuh potrzebujesz hulp
"""
_OFFERING = frozenset((*_FIRST_WORDS.split(), *_FIRST_WORDS.title().split()))
_PRONOUN = late.pattern(r"\b(?:it|they|them|i|me|my|us|our)\b", re.IGNORECASE)

_CLOSING = late.pattern(
    r"\W*(?:(?:and\s+|so\s+|well,?\s+)?that(?:['’]?s|\s+is|\s+was)\s+(?:it|all)\b|(?:many\s+)?thank|"
    r"(?:i\s+|we\s+)?hope\s+(?:this|that|you|it|these)\b|happy\s+\w+ing\b|good\s+luck\b|"
    r"(?:please\s+)?(?:follow|subscribe|share|like)\b|feel\s+free\b|let\s+(?:me|us)\s+know\b|"
    r"if\s+you\s+(?:found|like[d]?|enjoy|have\s+any|want\s+to|need)\b|see\s+you\b|stay\s+tuned\b|"
    r"in\s+(?:conclusion|summary)\b|to\s+(?:conclude|sum\s+up)\b|conclusion\b|these\s+(?:are|were)\b|"
    r"for\s+(?:more|further)\b|(?:gracias|espero|suerte|obrigad|boa\s+sorte|merci|danke|viel\s+erfolg|"
    r"grazie|спасибо|надеюсь|удачи|谢谢|感谢|希望|以上|ありがとう|감사)|j['’]espère\b|en\s+resumen\b|"
    r"em\s+resumo\b|en\s+conclusion\b|zusammenfassend\b)",
    re.IGNORECASE,
)


def is_closing(paragraph: str) -> bool:
    """Tell whether a paragraph takes leave of the reader."""
    return bool(_CLOSING.match(paragraph))


def is_prompt(question: str) -> bool:
    """Tell whether a question is asked of a team, a writer or the reader of this very document."""
    return bool(_PROMPT.search(question))


def is_offer(question: str) -> bool:
    """Tell whether a question only offers the reader something: *Need help?*, *Any questions?*."""
    may_be_one = question.partition(" ")[0].rstrip("?") in _OFFERING or not question.isascii()
    return may_be_one and bool(_OFFER.fullmatch(question))


def stands_alone(question: str) -> bool:
    """Tell whether a question names what it is about."""
    words = len(question.split())
    long_enough = words >= SHORTEST_WORDS or len(_WIDE.findall(question)) >= SHORTEST_WIDE
    if not long_enough or _RHETORICAL.search(question) or _PROMPT.search(question):
        return False
    return words > MOST_WORDS_OF_PRONOUNS or not _PRONOUN.search(question)
