"""The words that number questions and announce answers, in the languages of people's notes."""

import re

from flashdeck import late
from flashdeck.parsing.words.label_words import ADJECTIVES, ANSWERS, EXERCISES, QUESTIONS


def _any_of(words: frozenset[str]) -> str:
    """Return a pattern's alternatives for ``words``, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


ADJECTIVE = _any_of(ADJECTIVES)
"""The alternatives of a pattern that matches what may stand beside the word for *answer*."""


QUESTION = _any_of(QUESTIONS)
"""The alternatives of a pattern that matches a word for *question*."""

EXERCISE = _any_of(EXERCISES)
"""The alternatives of a pattern that matches a word for *exercise*."""

ANSWER = (
    rf"(?:(?:{ADJECTIVE})\s*)?(?:{_any_of(ANSWERS)})(?:s|es|en)?"
    r"|(?:correct|right)\s+(?:option|choice|response)s?"
)
"""The alternatives of a pattern that matches a word for *answer*, with an adjective or without."""

CORRECT = "correct|correcta|correcto|correta|correto|corretta|richtig|juist|верно|правильно|doğru"
"""The alternatives of a pattern that matches what may announce the letter of an option."""

EXPLANATION = (
    "explanation|explanations|rationale|reasoning|justification|explicación|explicacion|explicação|"
    "erklärung|begründung|explication|explications|spiegazione|объяснение|пояснение|wyjaśnienie|"
    "uitleg|açıklama|giải thích|解析|解説|说明|説明|설명|해설|الشرح|شرح|הסבר"
)
"""The alternatives of a pattern that matches a word for *explanation*."""

DIFFICULTY = (
    "easy|medium|hard|difficult|basic|beginner|intermediate|advanced|expert|fácil|medio|difícil|facile|"
    "moyen|difficile|leicht|mittel|schwer|лёгкий|легкий|средний|сложный|简单|中等|困难|쉬움|보통|어려움"
)
"""The alternatives of a pattern that matches how hard a question is."""

ASKING = late.pattern(
    r"¿|(?:qué|cuál(?:es)?|por\s*qué|cuándo|dónde|quién(?:es)?|cuánt[oa]s?|o\s+que|qua(?:l|is)|"
    r"por\s+que|quando|onde|quem|was|warum|wieso|weshalb|wie|welche[rsmn]?|wann|wozu|wodurch|"
    r"qu(?:e\s+|['’])|quel(?:le)?s?|pourquoi|en\s+quoi|cos['’]è|che\s+cosa|perché|qual[ie]?|"
    r"что|почему|зачем|как(?:ой|ая|ое|ие|ов|ова|овы)|когда|где|кто|чем|в\s+ч[её]м|для\s+чего|"
    r"сколько|co\s+to|dlaczego|jaki[ea]?|czym|wat|waarom|welke|hvad|vad|varför|nedir)\b"
    r"|(?:cómo|como|comment|как)\s+(?!\w{2,}(?:ar|er|ir|re|ть|ти)\b)\w"
    r"|为什么|為什麼|什么是|什麼是|什么叫|何为|哪些|哪种|谁|なぜ|どう|何が|왜|무엇|어떻게|ما\s|لماذا|كيف\s|متى\s|"
    r"מה\s|למה\s|מדוע\s|איך\s",
    re.IGNORECASE,
)
"""How a question begins in other languages than English."""

ENDING = late.pattern(
    r"(?:是什么|是什麼|有哪些|的区别|的區別|区别|为什么|怎么办|吗|呢|とは|ですか|ますか|でしょうか|"
    r"은|는|란|인가|인가요|나요|까요)\s*[。.]?$"
)
"""How a question ends in Chinese, Japanese or Korean when it has no question mark."""

ORDER = (
    "explain|describe|define|derive|write|draw|sketch|compare|contrast|give|list|name|state|show|"
    "prove|compute|calculate|implement|discuss|distinguish|differentiate|summari[sz]e|outline|"
    "identify|find|evaluate|justify|walk|difference|tell|predict|estimate|convert|solve|map|"
    "determine|illustrate|interpret|simplify|translate|spot|fill|complete"
)
"""The alternatives of a pattern that matches an English word that orders."""

ORDERING = late.pattern(
    r"(?:sort|order|arrange|rank|match|classify|mention|suggest|propose|analy[sz]e|assess|plot|recall|"
    r"examine|rewrite|express|construct)\s+(?:the|these|those|this|that|all|each|every|any|one|two|"
    r"three|four|five|six|\d+|an?|your|how|why|what|which|whether|between)\b"
    rf"|(?:given|suppose|assum(?:e|ing)|let|consider|using|if)\b.{{3,200}}[,.:;]\s(?:then\s)?(?:{ORDER})\s",
    re.IGNORECASE,
)
"""Orders that begin with a word of many uses, or with what is given."""

TELLING = late.pattern(
    r"(?:explica|explique|define|defina|describe|describa|descreva|enumera|enumere|menciona|"
    r"mencione|nombra|compara|compare|diferencia|calcula|calcule|demuestra|deriva|"
    r"erkläre|erklären|nenne|nennen|beschreibe|beschreiben|definiere|vergleiche|berechne|"
    r"expliquez|expliquer|définir|définissez|décrivez|citez|comparez|calculez|donnez|"
    r"spiega|definisci|descrivi|elenca|confronta|объясните?|опишите?|назовите|перечислите|"
    r"расскажите|сравните|дайте|докажите|wyjaśnij|opisz|wymień|leg\s+uit|noem)\b"
    r"|(?:简述|簡述|说说|说一说|谈谈|介绍一下|解释|解釋|描述一下|列举|列舉|请问|"
    r"请(?:你|您)?(?:简要|简单|详细)?"
    r"(?:解释|说明|描述|简述|列举|写|谈|介绍|给出|比较|阐述|分析|举例|设计|实现|证明|计算)|比较|比較|اشرح|عرّف|عدد|اذكر|הסבר|הגדר)",
    re.IGNORECASE,
)
"""How an order such as *explain* begins in other languages than English."""

REQUESTING = late.pattern(
    r"(?:설명|서술|비교|정의|나열|말씀)\s?(?:해|하여)\s?(?:주세요|주십시오|보세요|보시오)\W{0,3}$|"
    r"(?:설명|서술|비교|정의|나열)하(?:시오|세요|라)\W{0,3}$|"
    r"(?:説明|比較|記述)(?:せよ|しなさい|してください)\W{0,3}$|述べよ\W{0,3}$"
)
"""How an order such as *explain* ends in Korean and Japanese; it asks as much as a mark does."""

_JUDGING = (
    r"true\s*(?:or|/|\||,)\s*false|t\s*/\s*f|verdader[oa]\s*(?:o|/)\s*fals[oa]|v\s*/\s*f|"
    r"verdadeiro\s*(?:ou|/)\s*falso|vrai\s*(?:ou|/)\s*faux|vero\s*(?:o|/)\s*falso|"
    r"(?:richtig|wahr)\s*(?:oder|/)\s*falsch|waar\s*(?:of|/)\s*(?:onwaar|niet\s+waar)|"
    r"prawda\s*(?:czy|/)\s*fałsz|верно\s*(?:или|/)\s*неверно|правда\s*(?:или|/)\s*ложь|"
    r"doğru\s*mu\s*yanlış\s*mı|判断(?:题|正误|对错)?|正误判断|○か×か|صح\s*(?:أو|أم|/)\s*خطأ|נכון\s*או\s*לא\s*נכון"
)
JUDGING = late.pattern(
    rf"[\s*_(\[【]{{0,9}}(?:{_JUDGING})[\s*_)\]】]*[:：.?—–-]*[\s*_]+\S|"
    rf".*[\s.(\[【][ ]?(?:{_JUDGING})\W{{0,4}}$",
    re.IGNORECASE,
)
"""A statement to be judged: `True or false: it is wet.`, `It is wet. (T/F)`."""

LEARNED = late.pattern(
    r"(?:explain|describe|define|derive|compare|contrast|name|state|prove|compute|calculate|discuss|"
    r"distinguish|differentiate|summari[sz]e|outline|justify|predict|estimate|illustrate|interpret)"
    rf"\b|{TELLING.pattern}",
    re.IGNORECASE,
)
"""Orders that only a question gives, not a task or a title."""
