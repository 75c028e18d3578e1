"""The words that number questions and announce answers, in the languages of people's notes."""

import re

from flashdeck import late
from flashdeck.parsing.words.label_words import ADJECTIVES, ANSWERS, EXERCISES, QUESTIONS


def _any_of(words: frozenset[str]) -> str:
    """Return a pattern's alternatives for ``words``, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


NUMBER_SIGN = (
    r"#|№|n[º°r]?\.|n[º°]|no\.?|nr\.?|n\.[º°o]|č\.|nomor|number|número|numero|"
    r"номер|מס['׳]|מספר|संख्या|رقم"
)
"""The alternatives of a pattern that matches what may stand between a word and its number."""

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
    r"сколько|co\s+to|dlaczego|jaki[ea]?|czym|kto|kiedy|gdzie|wat|waarom|welke|hvad|vad|varför|vem|"
    r"vilke[nt]|vilka|nedir|che\s+cos['’]è|що|чому|навіщо|як(?:ий|а|е|і|их|ою)|коли|хто|чим|скільки|"
    r"co\s+je|proč|jak(?:ý|á|é|ou)|kdo|kdy|kde|čím|apa|apakah|mengapa|kenapa|siapa|siapakah|berapa|"
    r"bagaimana(?!\s+cara\b)|tại\s+sao|vì\s+sao|thế\s+nào\s+là|τι|γιατί|ποι(?:ος|α|ο|οι|ες)|"
    r"πώς(?!\s+να\b)|πότε|چرا|چه)\b"
    r"|(?:cómo|como|comment|как|як|jak)\s+(?!\w{2,}(?:ar|er|ir|re|ть|ти|ć|t)\b)\w"
    r"|[^\s，。；：,;:]{1,20}(?:为什么|為什麼|为何|為何)"
    r"|为什么|為什麼|什么是|什麼是|什么叫|何为|哪些|哪种|谁|なぜ|どう|何が|왜|무엇|어떻게|ما\s|لماذا|كيف\s|متى\s|"
    r"מה\s|מהו\s|מהי\s|מי\s|למה\s|מדוע\s|איך\s|क्यों\s|कैसे\s",
    re.IGNORECASE,
)
"""How a question begins in other languages than English."""

INTERROGATIVE = late.pattern(
    r"(?:¿?(?:qué|cuál|cuáles|quién)\s+(?:es|son|fue)|(?:o\s+que|qual|quais|quem)\s+(?:é|são|foi)|"
    r"qu['’]est-ce\s+qu|quel(?:le)?s?\s+(?:est|sont)|qui\s+(?:est|sont)|(?:was|wer|wie|worin|warum)\s+(?:ist|sind)|"
    r"(?:che\s+cosa|cosa|chi|qual|quali|perché)\s+(?:è|sono)|(?:che\s+)?cos['’]è|"
    r"(?:wat|wie|waarom)\s+(?:is|zijn)|(?:co|kto)\s+to\s+(?:jest|są)|что\s+такое|кто\s+так(?:ой|ая|ие)|"
    r"що\s+таке|хто\s+так(?:ий|а|і)|vad\s+är|varför\s+är|vem\s+är|co\s+je|kdo\s+je|proč\s+j(?:e|sou)|"
    r"apa\s+itu|siapa\s+itu|τι\s+είναι|ποι(?:ος|α|ο)\s+είναι|γιατί\s+είναι|thế\s+nào\s+là|"
    r"מה\s+(?:זה|זו|הוא|היא|הם)|ما\s+(?:هو|هي|المقصود)|什么是|什麼是)\s*\S",
    re.IGNORECASE,
)
"""How a question begins in other languages that needs no mark, as *what is it* in English."""

ENDING = late.pattern(
    r"(?:是什么|是什麼|有哪些|的区别|的區別|区别|为什么|怎么办|吗|呢|とは|ですか|ますか|でしょうか|"
    r"은|는|란|인가|인가요|[한는된던]가|나요|까요|何か|なのか|のか|"
    r"(?<!\w)(?:nedir|nelerdir|kimdir|nasıldır|ne\s+demektir|neden\s+\S+|là\s+gì|là\s+ai|như\s+thế\s+nào|ra\s+sao|"
    r"چیست|کیست|کدام\s+است|(?:क्या|कौन|कहाँ)\s+(?:है|हैं)|(?:क्यों|कैसे)\s+\S+(?:\s+(?:है|हैं))?))\s*[。.।]?$",
    re.IGNORECASE,
)
"""How a question ends without a mark where languages ask at the end."""

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
    r"расскажите|сравните|дайте|докажите|приведите|сформулируйте|охарактеризуйте|раскройте|обоснуйте|"
    r"вычислите|укажите|поясните|определите|объясни|опиши|назови|перечисли|сравни|wyjaśnij|opisz|wymień|podaj|porównaj|omów|"
    r"zdefiniuj|scharakteryzuj|uzasadnij|leg\s+uit|noem|beschrijf|geef|vergelijk|bereken|verklaar|"
    r"cite|citer|diferencie|justifica|justifique|explique[rz]?|décris|donne|donner|compare[rz]?|justifiez|"
    r"(?:erläutern|definieren|vergleichen|begründen|berechnen)\s+sie|erläutere|begründe|bestimme|"
    r"spiegare|illustra|enuncia|calcola|dimostra|поясніть|поясни|назвіть|опишіть|порівняйте|перелічіть|"
    r"наведіть|охарактеризуйте|сформулюйте|обґрунтуйте|доведіть|förklara|nämn|beskriv|jämför|redogör|"
    r"ge\s+(?:\w+\s+)?exempel|definiera|motivera|beräkna|vysvětlete|vysvětli|vyjmenujte|popište|popiš|"
    r"porovnejte|uveďte|definujte|vypočítejte|charakterizujte|jelaskan|sebutkan|uraikan|bandingkan|"
    r"tuliskan|definisikan|deskripsikan|hãy|nêu|trình\s+bày|phân\s+biệt|kể\s+tên|liệt\s+kê|"
    r"giải\s+thích\s+\S+\s+\S+|so\s+sánh\s[^:]{3,60}\s(?:và|với)|εξηγήστε|αναφέρετε|περιγράψτε|"
    r"συγκρίνετε|δώστε|υπολογίστε|αναλύστε|να\s+(?:εξηγήσετε|αναφέρετε|περιγράψετε|συγκρίνετε|ορίσετε|"
    r"γράψετε|βρείτε|υπολογίσετε)|ציי[ןנ]ו?|תארו?|השוו|השווה|הסבירו|הגדירו|נמקו?|פרטו?\s+את|قارن|وضح|وضّح|"
    r"علل|علّل|عدّد|ناقش|استنتج|احسب)\b"
    r"|(?:简述|簡述|说说|说一说|谈谈|介绍一下|解释|解釋|描述一下|列举|列舉|请问|"
    r"请(?:你|您)?(?:简要|简单|详细)?"
    r"(?:解释|说明|描述|简述|列举|写|谈|介绍|给出|比较|阐述|分析|举例|设计|实现|证明|计算)|"
    r"請(?:你|您)?(?:簡要|簡單|詳細)?"
    r"(?:解釋|說明|描述|簡述|列舉|寫|談|介紹|給出|比較|闡述|分析|舉例|設計|實現|證明|計算)|"
    r"[简簡]要(?:说明|說明|介绍|介紹|描述|分析)|[试試论論阐闡]述|समझाइए\s|توضیح\s+دهید\s|比较|比較|اشرح|عرّف|عدد|اذكر|הסבר|הגדר)",
    re.IGNORECASE,
)
"""How an order such as *explain* begins in other languages than English."""

REQUESTING = late.pattern(
    r"(?:설명|서술|비교|정의|나열|말씀)\s?(?:해|하여)\s?(?:주세요|주십시오|보세요|보시오)\W{0,3}$|"
    r"(?:설명|서술|비교|정의|나열)하(?:시오|세요|라)\W{0,3}$|"
    r"(?:쓰|구하|고르|논하|답하|기술하|증명하|찾으)시오\W{0,3}$|"
    r"(?:açıkla|tanımla|karşılaştır|sırala|listele|belirt|tartış|anlat|hesapla)"
    r"(?:y?[ıiuü]n(?:[ıiuü]z)?)?\W{0,3}$|(?<!\w)yazın(?:ız)?\W{0,3}$|"
    r"(?:समझाइए|समझाइये|समझाएं|लिखिए|बताइए|गिनाइए|(?:परिभाषा|उदाहरण)\s+(?:दीजिए|दें|दो)|"
    r"(?:वर्णन|स्पष्ट|तुलना|व्याख्या|परिभाषित)\s+(?:कीजिए|करें|करो))\W{0,3}$|"
    r"(?:(?:توضیح|شرح)\s+دهید|نام\s+ببرید|(?:تعریف|مقایسه|بیان|محاسبه)\s+کنید|بنویسید)\W{0,3}$|"
    r"(?:説明|比較|記述|証明|列挙)(?:せよ|しなさい|してください)\W{0,3}$|"
    r"(?:述べ|挙げ|答え)(?:よ|なさい|てください)\W{0,3}$|書きなさい\W{0,3}$",
    re.IGNORECASE,
)
"""How an order such as *explain* ends where verbs come last; it asks as much as a mark does."""

_JUDGING = (
    r"true\s*(?:or|/|\||,)\s*false|t\s*/\s*f|verdader[oa]\s*(?:o|/)\s*fals[oa]|v\s*/\s*f|"
    r"verdadeiro\s*(?:ou|/)\s*falso|vrai\s*(?:ou|/)\s*faux|vero\s*(?:o|/)\s*falso|"
    r"(?:richtig|wahr)\s*(?:oder|/)\s*falsch|waar\s*(?:of|/)\s*(?:onwaar|niet\s+waar)|"
    r"prawda\s*(?:czy|/)\s*fałsz|верно\s*(?:или|/)\s*неверно|правда\s*(?:или|/)\s*ложь|"
    r"doğru\s*mu\s*yanlış\s*mı|判断(?:题|正误|对错)?|正误判断|对\s*/\s*错|對\s*/\s*錯|判斷(?:題|正誤|對錯)?|是非[题題]|"
    r"[○◯〇]か[×✕]か|[○◯〇]\s*/\s*[×✕]|참\s*(?:또는|/)\s*거짓|o\s*/\s*x|صح\s*(?:أو|أم|/)\s*خطأ|"
    r"נכון\s*(?:או|/)\s*לא\s*נכון|v\s*ou\s*f|правда\s*(?:чи|або|/)\s*(?:неправда|брехня)|так\s*/\s*ні|"
    r"doğru\s*/\s*yanlış|d\s*/\s*y|đúng\s*(?:hay|hoặc|/)\s*sai|benar\s*(?:atau|/)\s*salah|"
    r"(?:درست|صحیح)\s*(?:یا|/)\s*(?:نادرست|غلط)|(?:सही|सत्य)\s*(?:या|/)\s*(?:गलत|असत्य)|"
    r"sant\s*(?:eller|/)\s*falskt|rätt\s*(?:eller|/)\s*fel|pravda\s*(?:nebo|či|/)\s*(?:lež|nepravda)|"
    r"ano\s*/\s*ne|σωστό\s*(?:ή|/)\s*λάθος|σ\s*/\s*λ"
)
JUDGING = late.pattern(
    rf"[\s*_(\[【（]{{0,9}}(?:{_JUDGING})[\s*_)\]】）]*(?:[:.?—–-]*[\s*_]+|：\s*)\S", re.IGNORECASE
)
"""What begins a statement to be judged: `True or false: it is wet.`"""

JUDGED = late.pattern(rf"[\s.(\[【（][ ]?(?:{_JUDGING})\W{{0,4}}$", re.IGNORECASE)
"""What ends one: `It is wet. (T/F)`."""

LEARNED = late.pattern(
    r"(?:explain|describe|define|derive|compare|contrast|name|state|prove|compute|calculate|discuss|"
    r"distinguish|differentiate|summari[sz]e|outline|justify|predict|estimate|illustrate|interpret)"
    rf"\b|what\s+(?:is|are)\s|{TELLING.pattern}",
    re.IGNORECASE,
)
"""What only a question begins with, not a task or a title."""
