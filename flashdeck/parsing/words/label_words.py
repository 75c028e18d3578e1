"""The words for question, answer, term and the like in the languages in which notes are written."""

import re
from collections.abc import Iterable

_NO_LETTER = re.compile(r"[\W\d_]")

QUESTION_AND_ANSWER = """
en: question ques que quest qn | answer ans solution soln sol reply
es: pregunta preg cuestión enunciado | respuesta resp rta rpta solución solucion
pt: pergunta perg questão questao | resposta resp solução solucao gabarito
ca: pregunta qüestió | resposta solució
fr: question | réponse reponse rép rep solution corrigé correction
de: frage aufgabe | antwort lösung loesung antw musterlösung
it: domanda quesito | risposta soluzione risp
nl: vraag | antwoord oplossing uitwerking
sv: fråga | svar lösning facit
da: spørgsmål spørsmål | svar løsning
fi: kysymys | vastaus ratkaisu
is: spurning | svar
pl: pytanie | odpowiedź odpowiedz odp rozwiązanie
cs: otázka otazka | odpověď odpoved řešení
sk: otázka | odpoveď riešenie
hu: kérdés | válasz megoldás
ro: întrebare intrebare | răspuns raspuns soluție
hr: pitanje | odgovor rješenje rešenje
tr: soru | cevap yanıt çözüm
ru: вопрос | ответ решение отв
uk: питання запитання | відповідь розв'язок розв’язок розв'язання розв’язання
bg: въпрос | отговор решение
sr: питање | одговор
el: ερώτηση ερώτημα ερ | απάντηση λύση απ
id: pertanyaan soal tanya | jawaban jawab pembahasan
vi: câu_hỏi hỏi câu | trả_lời đáp_án đáp câu_trả_lời lời_giải
zh: 问题 问 提问 题目 問題 問 提問 題目 | 答案 答 回答 解答 答复 解 答覆 参考答案 正确答案 \
标准答案 参考回答 标准回答 参考解答 示例答案 示例回答 简答 參考答案 正確答案
ja: 質問 問題 問い 設問 | 回答 答え 解答 正解 模範解答 解答例 回答例 正答
ko: 질문 문제 문 | 답변 정답 답 대답 답안 해답 풀이 모범답안 모범_답안 모범_답변 예시_답안 예시_답변
ar: السؤال سؤال | جواب الجواب الإجابة إجابة الاجابة اجابة الحل حل
fa: سوال سؤال پرسش | جواب پاسخ راه_حل
ur: سوال | جواب
he: שאלה | תשובה פתרון התשובה הפתרון
hi: प्रश्न सवाल प्र | उत्तर जवाब हल उ
bn: প্রশ্ন | উত্তর
ta: கேள்வி | பதில்
th: คำถาม ถาม | คำตอบ ตอบ
"""

FRONT_AND_BACK = """
en: front | back
es: anverso frente | reverso dorso
pt: frente | verso
fr: recto | verso
de: vorderseite | rückseite
it: fronte | retro
ru: лицевая_сторона лицо | обратная_сторона оборот
zh: 正面 | 背面 反面
ja: 表 表面 | 裏 裏面
ko: 앞면 | 뒷면
ar: الوجه | الظهر
"""

ASKER_AND_ANSWERER = """
en: interviewer | candidate interviewee
es: entrevistador entrevistadora | candidato candidata entrevistado
fr: recruteur intervieweur | candidat candidate
de: interviewer | bewerber bewerberin kandidat
ru: интервьюер | кандидат
zh: 面试官 面試官 | 候选人 应聘者 求职者 面试者 候選人 我
ja: 面接官 | 応募者 候補者
ko: 면접관 | 지원자 응시자
"""
"""Who asks, and who answers, where an interview is written down."""

TERM_AND_DEFINITION = """
en: term concept word vocabulary vocab phrase expression acronym abbreviation idiom terminology |
  definition meaning translation explanation expansion description
es: término termino concepto palabra vocablo expresión siglas vocabulario | \
definición definicion significado traducción traduccion explicación
pt: termo conceito palavra expressão sigla | definição definicao significado tradução explicação
ca: terme concepte paraula | definició significat traducció
fr: terme concept mot expression sigle vocabulaire notion | définition definition signification \
sens traduction explication
de: begriff wort ausdruck abkürzung vokabel vokabeln fachbegriff | definition bedeutung \
übersetzung erklärung
it: termine concetto parola espressione sigla vocabolo | definizione significato traduzione \
spiegazione
nl: begrip woord term uitdrukking | definitie betekenis vertaling uitleg
sv: begrepp ord term uttryck | definition betydelse översättning förklaring
da: begreb ord udtryk | definition betydning oversættelse forklaring
fi: käsite sana termi | määritelmä merkitys käännös selitys
pl: pojęcie słowo termin wyraz skrót | definicja znaczenie tłumaczenie wyjaśnienie
cs: pojem slovo termín výraz | definice význam překlad vysvětlení
hu: fogalom szó kifejezés | meghatározás jelentés fordítás definíció
ro: termen cuvânt concept | definiție semnificație traducere
tr: terim kelime kavram sözcük | tanım anlam anlamı çeviri açıklama
ru: термин слово понятие выражение | определение значение перевод описание объяснение пояснение
uk: термін слово поняття | визначення значення переклад опис пояснення
el: όρος λέξη έννοια | ορισμός σημασία μετάφραση εξήγηση
id: istilah kata konsep | definisi arti makna terjemahan pengertian penjelasan
vi: thuật_ngữ từ từ_vựng khái_niệm | định_nghĩa nghĩa ý_nghĩa dịch giải_thích
zh: hanzi 术语 单词 词语 概念 名词 词汇 生词 術語 單詞 詞語 詞彙 名詞 單字 概念 成语 | \
定义 释义 意思 含义 翻译 中文意思 中文释义 解释 定義 釋義 意義 含義 翻譯 中文 解釋 說明 说明 意思
ja: 用語 単語 言葉 語彙 漢字 kanji | 定義 意味 訳 説明 和訳
ko: 용어 단어 개념 | 정의 뜻 의미 번역 설명
ar: المصطلح مصطلح الكلمة كلمة المفهوم مفهوم | التعريف تعريف المعنى معنى الترجمة ترجمة الشرح شرح
fa: اصطلاح واژه کلمه مفهوم | تعریف معنی ترجمه توضیح
he: מונח מילה מושג | הגדרה משמעות תרגום פירוש הסבר
hi: शब्द पद अवधारणा | अर्थ परिभाषा मतलब
th: คำศัพท์ คำ | ความหมาย นิยาม คำแปล
"""


def _initials(table: str) -> dict[str, str]:
    """Return for each word left of the bars the letter of the first word right of them."""
    rows = (line.partition(":")[2].partition("|") for line in table.strip().splitlines())
    return {word: right.split()[0][0] for left, _, right in rows for word in left.split()}


def beginnings(words: Iterable[str]) -> frozenset[str]:
    """Return the letters with which each of ``words`` begins, up to what is no letter."""
    return frozenset(_NO_LETTER.split(word, 1)[0] for word in words)


def sides(table: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return all words left of the bars of ``table``, and all words right of them."""
    questions: set[str] = set()
    answers: set[str] = set()
    for line in table.replace("\\\n", "").replace("|\n", "|").strip().splitlines():
        left, _, right = line.partition(":")[2].partition("|")
        questions.update(word.replace("_", " ") for word in left.split())
        answers.update(word.replace("_", " ") for word in right.split())
    return _folded(questions), _folded(answers)


def _folded(words: Iterable[str]) -> frozenset[str]:
    """Return ``words`` as written and with their case folded, which changes a Greek last sigma."""
    return frozenset(form for word in words for form in (word, word.casefold()))


QUESTIONS, ANSWERS = sides(QUESTION_AND_ANSWER)
FRONTS, BACKS = sides(FRONT_AND_BACK)
ASKERS, ANSWERERS = sides(ASKER_AND_ANSWERER)
TERMS, DEFINITIONS = sides(TERM_AND_DEFINITION)

_EXERCISES = """
problem exercise drill ejercicio problema exercício exercicio aufgabe übung exercice problème
esercizio oefening övning opgave øvelse harjoitus zadanie ćwiczenie cvičení příklad feladat
exercițiu alıştırma задача задание упражнение завдання вправа задатак άσκηση latihan câu bài
bài_tập opdracht opgave uppgift úloha अभ्यास 練習問題 演習 연습문제 练习 練習 习题 習題
例题 例題 试题 試題 考题 面试题 面試題 문제 연습 تمرين مسألة تمرین תרגיל
"""
EXERCISES = frozenset(word.replace("_", " ") for word in _EXERCISES.split())
"""The words for *exercise*, which label a question only with a number."""

PROBLEMS = frozenset(("problem", "problema", "problème"))
"""Those of them with which people also number what went wrong."""

_QUESTIONS_PLURAL = """
preguntas perguntas questions fragen domande vragen pytania вопросы питання запитання sorular
שאלות ερωτήσεις frågor otázky الأسئلة أسئلة سوالات
"""
QUESTIONS_PLURAL = _folded(_QUESTIONS_PLURAL.split())
"""The plural of the words for *question*, which may stand above a column of them."""

LETTERS = {
    "q": "ar",
    "p": "rso",
    "f": "as",
    "d": "r",
    "v": "a",
    "k": "v",
    "t": "j",
    "h": "đ",
    "î": "r",
    "s": "c",
    "в": "оa",
    "п": "в",
    "ε": "αa",
    "س": "جa",
    "ש": "תa",
}
"""For each letter that stands for a question, those that stand for its answer."""

INITIALS = {
    question.replace("_", " "): letter
    for question, letter in _initials(QUESTION_AND_ANSWER.replace("\\\n", "")).items()
    if any(letter in answers for answers in LETTERS.values())
}
"""For each word for *question* the letter that may stand for its answer."""

ANSWER_INITIALS = frozenset(INITIALS.values())

REPLIES = frozenset(("rta", "resp", "rpta", "a"))
"""Beside R, the abbreviations that may be followed by `//`."""

_ADJECTIVES = """
correct right model sample short full suggested possible expected official example my your the
good best quick brief long detailed final interview exam quiz practice bonus correcta correcto
corta modelo breve certa correta bonne courte richtige kurze corretta правильный краткий верный
poprawna doğru đúng chuẩn mẫu modèle attendue erwartete sugerida esperada suggerita ожидаемый
эталонный примерный полный örnek النموذجية الصحيحة esatta giusta juiste poprawny prawidłowa
właściwa правильна správná správné rätt riktigt yang benar tepat kunci صحیح درست नमूना सही נכונה
הנכונה σωστή σωστές
"""
ADJECTIVES = frozenset(_ADJECTIVES.split())
"""Words that may stand beside the word for question or answer in a label."""

_SOLUTIONS = """
solution soln sol solución solucion solução solucao solució lösung loesung soluzione oplossing
lösning løsning ratkaisu rozwiązanie řešení riešenie megoldás soluție rješenje rešenje çözüm
решение розв'язок розв’язок розв'язання розв’язання uitwerking musterlösung lời_giải pembahasan
λύση 풀이 हल 解 פתרון الحل
"""
SOLUTIONS = frozenset(word.replace("_", " ") for word in _SOLUTIONS.split())
"""Words for an answer that also tell how a trouble was mended."""
