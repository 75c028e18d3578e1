"""What the titles of a document say about it: a collection of questions, or a program's README."""

import re

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.questions import clean_title

ENOUGH_SOFTWARE = 2
ENOUGH_LAW = 4
LONGEST_FRAME = 80
LONGEST_TITLE = 200
ENOUGH_PARTS = 2
ENOUGH_PROJECT = 2

_COLLECTION = late.pattern(
    r"\b(?:(?<!user )interviews?(?!\s+discussion)|quiz(?:zes)?|faqs?|frequently\s+asked|"
    r"q\s*(?:&|and|/|n)\s*a|flash\s?cards?|"
    r"exams?|viva|self[- ](?:test|check|assessment)|review\s+questions?|practice\s+(?:questions?|"
    r"problems?|test|exam)|(?:check|test)\s+your(?:self|\s+\w+)|trivia|mcqs?|multiple[- ]choice|"
    r"questions\s+(?:and|&)\s+answers|top\s+\d+|\d+\+?\s+\w+(?:\s+\w+)?\s+questions|cheat\s?sheet|"
    r"study\s+guide|review\s+sheet|revision\s+(?:notes|guide|sheet)|"
    r"glossary|(?<!open )(?<!further )(?<!unresolved )(?<!outstanding )(?<!any )(?<!remaining )"
    r"questions?\s*$|exercises|problems|puzzles|challenges|ejercicios|exercícios|aufgaben|"
    r"übungen|esercizi|задачи|упражнения|preguntas|perguntas|entrevista|respuestas|\w*fragen|prüfung\w*|entretien|"
    r"questions\s+fréquentes|domande|вопросы|собеседован\w*|ответы|экзамен\w*|викторина)\b"
    r"|面试|面試|问答|問答|题库|题目|(?<![问問主标標话話议議课課专專命难難])[题題]\s*$|练习|测验|考试|常见问题|質問|試験|クイズ|면접|질문|퀴즈|أسئلة|שאלות",
    re.IGNORECASE,
)
_FAQ = late.pattern(
    r"\b(?:faqs?|frequently\s+asked|common\s+questions|q\s*&\s*a|preguntas\s+(?:frecuentes|comunes)|"
    r"perguntas\s+(?:frequentes|comuns)|(?:häufige?|oft)\s+(?:gestellte\s+)?fragen|foire\s+aux\s+"
    r"questions|questions\s+fréquentes|domande\s+(?:frequenti|comuni)|veelgestelde\s+vragen|"
    r"част(?:о\s+задаваемые|ые)\s+вопросы|вопросы\s+и\s+ответы|(?:часті|поширені)\s+запитання|"
    r"sık(?:ça)?\s+sorulan|câu\s+hỏi\s+thường\s+gặp|pertanyaan\s+(?:umum|yang\s+sering)|"
    r"(?:najczęściej|często)\s+zadawane|časté\s+(?:dotazy|otázky)|vanliga\s+frågor|"
    r"συχνές\s+ερωτήσεις)\b"
    r"|常见问题|常見問題|よくある質問|자주\s?묻는\s?질문|الأسئلة\s+الشائعة|שאלות\s+נפוצות|سوالات\s+متداول",
    re.IGNORECASE,
)
_UNSETTLED = late.pattern(
    r"\b(?:open|unresolved|outstanding|remaining)\s+questions\b|\boffene\s+fragen\b|"
    r"\bpreguntas\s+abiertas\b|\bquestões\s+(?:em\s+)?abert[ao]s?\b|\bquestions\s+ouvertes\b|"
    r"\bоткрытые\s+вопросы\b|待解决问题|未解决问题|未解決の(?:質問|問題)",
    re.IGNORECASE,
)
_SOFTWARE = late.pattern(
    r"\W*(?:(?:how\s+to\s+)?install(?:ation|ing)?(?:\s.*)?|getting\s+started|quick\s?-?start(?:\s.*)?|"
    r"(?:basic\s+)?usage|(?:system\s+)?requirements|prerequisites?|dependencies|"
    r"build(?:ing)?(?:\s+from\s+source)?|(?:how\s+to\s+)?contribut(?:e|ing|ors?|ions?)(?:\s.*)?|"
    r"licen[cs]e|licensing|unreleased|\[?v?\d+\.\d+(?:\.\d+)?\]?.*|(?:key\s+)?features|road\s?map|"
    r"api(?:\s+reference)?|configuration|documentation|deployment|development|support|commands?|"
    r"(?:change|release)\s?-?(?:log|notes)|authors?|maintainers?|tech\s+stack|project\s+structure|"
    r"running\s.*|troubleshooting|security|instalaci[óo]n|instalação|installazione|uso|licencia|"
    r"licença|lizenz|licence|установка|лицензия|использование|安装|使用|许可证|贡献|快速开始|特性|"
    r"インストール|使い方|ライセンス|설치|사용법|라이선스)\W*",
    re.IGNORECASE,
)
_PROJECT_FILE = late.pattern(
    r"(?:contributing|change[-_ ]?log|licen[cs]e|(?:privacy|cookie)[-_ ]policy|terms[-_ ]of|"
    r"copying|code[-_ ]of[-_ ]conduct|maintainers|"
    r"release[-_ ]notes|pull[-_ ]request|issue[-_ ]template|bug[-_ ]report|feature[-_ ]request)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_PROJECT_TITLE = late.pattern(
    r"\W*(?:(?:contributor\s+covenant\s+)?code\s+of\s+conduct|contributing(?:\s+(?:to|guide).*)?|"
    r"change\s?log|release\s+notes|licen[cs]e|security\s+policy|(?:the\s+)?(?:privacy|cookies?)\s+"
    r"(?:policy|notice|statement)|terms\s+(?:of\s+(?:use|service)|and\s+conditions)|datenschutz\w*|"
    r"política\s+de\s+privac\w+|politique\s+de\s+confidentialité|"
    r"(?:issue|pull\s+request)\s+template)\W*",
    re.IGNORECASE,
)
_FRAME = late.pattern(
    r"\W*(?:introduction|intro|overview|summary|conclusions?|preface|background|foreword|notes?|"
    r"(?:key\s+)?takeaways?|next\s+steps?|tl;?\s?dr|see\s+also|how\s+to\s+use\s+th(?:is|ese|e)\b.*|"
    r"(?:learning\s+)?(?:objectives|outcomes|goals)|instructions|appendix(?:\s.*)?|"
    r"misc(?:ellaneous)?|basics|"
    r"(?:part|section|chapter|unit|module|level|day|week|lesson|round)\s+[\divxlc]+\b.*|"
    r"(?:easy|medium|hard|beginner|intermediate|advanced)(?:\s+(?:level|questions?))?|"
    r"introducción|resumen|conclusión|introdução|resumo|einleitung|zusammenfassung|fazit|résumé|"
    r"введение|заключение|итоги|前言|简介|总结|概述|はじめに|まとめ|목차|소개|요약)\W*",
    re.IGNORECASE,
)
_GLOSSARY = late.pattern(
    r"\b(?:glossary|terminology|(?<!type )definitions|"
    r"(?<!short )(?<!long )(?<!search )(?<!payment )"
    r"terms(?!\s+(?:of\s+(?:use|service)|and\s+conditions|&))|vocab(?:ulary)?(?!\W.*\b(?:use|avoid)\b)|"
    r"glosario|glossário|glossar|glossaire|vocabulario|vocabulário|vocabulaire|vokabeln|wortschatz|"
    r"flash\s?cards?(?=\s*(?:$|[:(–—-]|(?:for|on|about)\b))|word\s?list|acronyms|begriffe|definiciones|definições|définitions|глоссарий|словарь|термины|términos(?:\s+clave)?|termos(?!\s+(?:de|e)\b)|lexique|fachbegriffe|"
    r"glossario|vocabolario|termini|woordenlijst|begrippen(?:lijst)?|słowni(?:k|czek)|glosariusz|pojęcia|"
    r"(?:основные\s+|ключевые\s+)понятия|глосарій|словник|терміни|sözlük|sözlüğü|terimler|"
    r"thuật\s+ngữ|từ\s+vựng|glosarium|kosakata|istilah|المصطلحات|مصطلحات|المفردات|مفردات|"
    r"واژه[\u200c ]?نامه|اصطلاحات|واژگان|מונחים|אוצר\s+מילים|מושגים|γλωσσάρι|λεξιλόγιο|όροι|"
    r"ordlista|begreppslista|begrepp|glosor|slovní(?:k|ček)|pojmy)\b"
    r"|术语|術語|詞彙|词汇|单词|單字|生词|名词解释|名詞解釋|用語|単語|용어|단어|शब्दावली|शब्दकोश|शब्द\s+सूची",
    re.IGNORECASE,
)
_GLOSSARY_STEM = late.pattern(
    "flash|glos|term|térm|defin|défin|voca|vokab|wortsch|acron|begr|word|lexi|woord|słown|poję|pojm|"
    "глос|слов|терм|понят|sözl|terim|thuật|từ v|kosak|istil|مصطلح|مفرد|واژ|اصطلاح|מונח|"
    "מיל|מושג|γλωσ|λεξ|όρο|ordl|slovn|शब्द|术语|術語|詞彙|词汇|单词|單字|生词|名词|名詞|用語|単語|용어|단어"
)
"""Stands in every title that the pattern above finds."""
_OPTIONS = late.pattern(
    r"\W*(?:(?:answer\s+|multiple\s+)?(?:options?|choices?)|opciones|opções|alternativas|optionen|"
    r"antwortmöglichkeiten|choix|propositions|opzioni|варианты(?:\s+ответ\w+)?|варіанти(?:\s+\w+)?|"
    r"lựa\s+chọn|seçenekler|şıklar|pilihan(?:\s+jawaban)?|opcje|možnosti|opties|选项|選項|選択肢|보기|선택지|"
    r"الخيارات|אפשרויות|گزینه\W?ها)\W*",
    re.IGNORECASE,
)
_LETTERS = late.pattern(
    r"\W*(?:[^\W_]\W*|[^\W_]\s*[-–—/]\s*[^\W_]\W*|(?:[^\W_]\s*,\s*)+[^\W_]|0-9)"
)
_SPECIFICATION = late.pattern(
    r"\b(?:(?:feature|functional|technical|software|product)\s+(?:specifications?|spec|requirements?)|"
    r"requirements?\s+document|specification|prd|implementation\s+plan|(?:technical\s+)?design\s+doc"
    r"(?:ument)?|rfc[\s-]*\d+)\b",
    re.IGNORECASE,
)
_PART_OF_SPECIFICATION = late.pattern(
    r"\W*(?:user\s+(?:stor(?:y|ies)|scenarios)|acceptance|(?:non-?)?functional\s+requirements?|"
    r"success\s+(?:criteria|metrics)|(?:non-?)?goals|requirements?\b|edge\s+cases|milestones|"
    r"assumptions|out\s+of\s+scope|clarifications|alternatives|rollout|open\s+questions)",
    re.IGNORECASE,
)
_PART_OF_PROJECT = late.pattern(
    r"\W*(?:(?P<sure>(?:project|repository|repo|folder|directory|file|code)\s+(?:structure|layout)|"
    r"(?:design|product)\s+(?:goals|intent|principles)|(?:sub-?)?features|usage|user\s+flows?|"
    r"acceptance(?:\s+(?:criteria|tests?))?|non-?goals|out\s+of\s+scope|end-?points?|"
    r"translation\s+(?:notes|guide(?:lines)?|style\s+guide|contribution\s+guide)|(?:.*\s)?style\s+guide|"
    r"run-?book|"
    r"(?:phase|milestone|sprint)\s+\w+(?:\W.*)?|.*\bspecification|environment\s+variables)|"
    r"purpose|status|scope|goals|inputs?|outputs?|parameters|returns?|architecture|data\s+model|decisions?|"
    r"consequences|constraints|deliverables|milestones|implementation(?:\s+\w+)?|workflows?|"
    r"open\s+questions|objectives?|stakeholders|business\s+rules|"
    r"uso|estado|alcance|objetivos?|objectifs?|estructura\s+del\s+proyecto|zweck|ziele?|"
    r"назначение|структура\s+проекта|概要|目的|项目结构|功能)\W*",
    re.IGNORECASE,
)
"""A part of a plan, a design, a manual or a reference; what is sure stands in no note to learn."""
_STEP = late.pattern(
    r"^(?:step|install|create|open|run|clone|configure|set\s?up|add|start|build|deploy|download|"
    r"enable|check|verify|test|update|upgrade|import|select|click|go\s+to|connect|prepare|use|"
    r"getting|scope|terms|definitions?|purpose|goals?|architecture|design|implementation|"
    r"data\s+model|decision|context|status|consequences|acceptance|privacy|governing)\b",
    re.IGNORECASE,
)
_LAW = late.pattern(
    r"\b(?:MUST|SHALL|SHOULD|hereby|pursuant|warrant(?:y|ies)|liab(?:le|ility)|herein|thereof|"
    r"licensee|licensor|indemnif\w+|third\s+part(?:y|ies))\b"
)


def is_collection(title: str) -> bool:
    """Tell whether a title announces questions: an interview, an exam, a quiz, a FAQ."""
    return bool(_COLLECTION.search(clean_title(title)))


def is_faq(title: str) -> bool:
    """Tell whether a title announces nothing but questions with their answers, be they few."""
    return bool(_FAQ.search(title))


def names_options(title: str) -> bool:
    """Tell whether a title announces the options of the question above it, and divides nothing."""
    return len(title) < LONGEST_FRAME and bool(_OPTIONS.fullmatch(title))


def is_unsettled(title: str) -> bool:
    """Tell whether a title announces what a plan leaves open: its answers are thoughts on it."""
    return bool(_UNSETTLED.search(title))


def is_glossary(title: str) -> bool:
    """Tell whether a title announces terms with their meanings."""
    return bool(_GLOSSARY.search(title))


def may_be_glossary(document: Document) -> bool:
    """Tell whether a title of the document, its name or its first line may announce terms."""
    first = next(filter(None, document.lines), "")
    titles = (document.name, first[:LONGEST_FRAME], *(block.text for block in document.headings))
    return bool(_GLOSSARY_STEM.search("\n".join(titles).lower()))


def is_collection_of_questions(document: Document) -> bool:
    """Tell whether the name, the title or the first or top heading announces questions."""
    headings = document.headings
    top = [heading for heading in headings[:12] if heading.level == 1][:2] or headings[:1]
    name = re.sub(r"[-_.]+", " ", document.name.rpartition(".")[0])
    titles = (name, str(document.matter.get("title", "")), *(heading.text for heading in top))
    return any(map(is_collection, titles))


def is_software(document: Document) -> bool:
    """Tell whether the headings are those of a program's README or manual."""
    titles = (clean_title(heading.text) for heading in document.headings)
    software = (bool(_SOFTWARE.fullmatch(title)) for title in titles if len(title) < LONGEST_FRAME)
    return sum(software) >= ENOUGH_SOFTWARE


def is_project_file(document: Document) -> bool:
    """Tell whether a name or first heading is that of a program's licence, log or rules."""
    if _PROJECT_FILE.match(document.name):
        return True
    top = document.headings[0] if document.headings else None
    return (
        top is not None
        and top.level == 1
        and len(top.text) < LONGEST_FRAME
        and bool(_PROJECT_TITLE.fullmatch(clean_title(top.text)))
    )


def is_readme(document: Document) -> bool:
    """Tell whether a document is named README."""
    return document.name.partition(".")[0].casefold() == "readme"


def is_frame(title: str) -> bool:
    """Tell whether a title frames a document or divides it, and is no question for that."""
    plain = clean_title(title)
    return len(plain) < LONGEST_FRAME and bool(
        _FRAME.fullmatch(plain) or _SOFTWARE.fullmatch(plain)
    )


def is_specification(document: Document) -> bool:
    """Tell whether a title and the sections are those of a specification of a program."""
    top = document.headings[0] if document.headings else None
    if top is None or len(top.text) > LONGEST_TITLE or not _SPECIFICATION.search(top.text):
        return False
    titles = (heading.text for heading in document.headings[1:])
    return sum(bool(_PART_OF_SPECIFICATION.match(title)) for title in titles) >= ENOUGH_PARTS


def is_project(document: Document) -> bool:
    """Tell whether the headings are those of a plan, a design or a manual, to which terms belong.

    A document that is a glossary by its name or first heading is none.
    """
    headings = [block for block in document.headings if len(block.text) < LONGEST_FRAME]
    name = document.name.rpartition(".")[0].replace("_", " ").replace("-", " ")
    top = [block for block in headings if block.level == headings[0].level]
    if is_glossary(name) or (len(top) == 1 and is_glossary(top[0].text)):
        return False
    return sum(_weight_in_project(clean_title(it.text)) for it in headings) >= ENOUGH_PROJECT


def _weight_in_project(title: str) -> int:
    if found := _PART_OF_PROJECT.fullmatch(title):
        return ENOUGH_PROJECT if found["sure"] else 1
    return int(bool(_SOFTWARE.fullmatch(title) or _PART_OF_SPECIFICATION.match(title)))


def is_letter(title: str) -> bool:
    """Tell whether a title is a letter, or several, under which terms stand in order."""
    return len(title) < LONGEST_FRAME and bool(_LETTERS.fullmatch(title))


def is_step(title: str) -> bool:
    """Tell whether a title names a step of a tutorial or a part of a plan."""
    return bool(_STEP.match(title))


def is_law(document: Document) -> bool:
    """Tell whether the document speaks like a licence, a contract or a specification."""
    found = 0
    for line in document.lines:
        found += bool(_LAW.search(line))
        if found >= ENOUGH_LAW:
            return True
    return False
