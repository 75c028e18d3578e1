"""The words on things to be opened, `<summary>` above all: what they promise to show."""

_PLURALS = """
answers solutions replies responses spoiler spoilers key respuestas soluciones respostas soluções
réponses reponses antworten lösungen risposte soluzioni ответы ответа ответов решения odpowiedzi
rozwiązania antwoorden odpovědi válaszok cevaplar yanıtlar cevabı yanıtı jawaban відповіді
отговори απαντήσεις απάντησης λύσεις λύσης תשובה לתשובה בתשובה إجابات الإجابات תשובות פתרונות
svaren svaret svarene vastaukset correction corrections відповіді розв'язки jawabannya řešení
antwoordmodel
"""
PLURALS = frozenset((*_PLURALS.split(), *_PLURALS.casefold().split()))
"""The plural and other forms of the words for answer."""

_REVEALING = """
show view see reveal click here to the for expand toggle open display check me my our your and
full a an of in with it this on possible suggested sample model correct right expected official
best code explanation explained detailed details hidden hide unhide press tap get read question
questions q no number quiz exercise problem below before you look peek at then try first final
one more also button self test tests knowledge rationale rationales reasoning ver mostrar muestra
haz clic clica clique aquí aqui para la las el los lo o as os de do da del al ocultar abrir
ejercicio pregunta pergunta voir afficher montrer cliquez cliquer ici pour révéler dévoiler le
les l du des et exercice anzeigen zeigen klicken klick hier um zu die der das zum einblenden
aufklappen aufdecken frage aufgabe показать посмотреть открыть нажмите нажми чтобы увидеть
смотреть узнать на вопрос правильный mostra mostrare vedi clicca qui per domanda zobacz pokaż
pokaz rozwiń kliknij zobrazit ukázat toon bekijk klik het visa vis näytä göster görmek için tıkla
tıklayın buraya lihat tampilkan xem hiện nhấn bấm để εμφάνιση покажи إظهار عرض اضغط هنا لعرض انقر
הצג הראה לחץ כאן להצגת את לחצו לצפייה הצגה גלה показати переглянути подивитися натисніть щоб
побачити cevabı gör klicken vedere guarda naar voor für att aby zobaczyć zobacz zobrazíte
klikněte pro klicka visa för se untuk melihat klik kunci buka نمایش مشاهده دیدن ببینید برای کلیک
کنید δείτε δες πατήστε για την τη να εμφάνισης اعرض أظهر انقر لرؤية لإظهار ở đây देखें दिखाएं
दिखाएँ देखने के लिए क्लिक करें 보기 확인 클릭하여 펼치기 点击展开 點擊展開 点击查看 點擊查看 展开 展開
"""
REVEALING = frozenset(_REVEALING.split())
"""The words that may stand beside the word for answer on something to be opened."""

_SIGNS = "答案 解答 答え 回答 正解 解説 解析 정답 해설 답변 เฉลย คำตอบ"
SIGNS = tuple(_SIGNS.split())
"""Words for answer of languages that put no spaces around them, or marks among the letters."""

LONGEST = 16
"""The most words of a summary that announces an answer, or characters where there are no spaces."""

_OF = "in for to of with using für zu mit para de del do en em com pour à sur avec per di для на к"
OF = tuple(f"{word} " for word in _OF.split())
"""What stands between a word for *answer* and that of which it is one."""

_PROGRAMMING = """
python java javascript typescript js ts c go golang rust kotlin swift ruby php scala sql bash shell
perl r julia haskell clojure elixir dart lua matlab ios android html css react vue angular numpy
pandas pytorch recursive iterative optimal efficient alternative naive brute force
"""
PROGRAMMING = frozenset(_PROGRAMMING.split())
"""The languages and manners in which something may be solved."""

_HINTS = """
hint hints tip tips clue pista pistas indice indices astuce hinweis tipp подсказка suggerimento
dica dicas ayuda wskazówka nápověda ipucu 提示 ヒント 힌트 تلميح רמז
"""
HINTS = frozenset(_HINTS.split())
