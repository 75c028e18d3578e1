"""The words by which notes to learn from differ from records of work, in several languages."""

_DEFINING = """
definition idea concept notion intuition meaning etymology working mechanism principle theory
property properties trait analogy formula formulas formulae equation theorem lemma corollary proof
derivation axiom type kind case complexity takeaway mnemonic fact aim remark misconception mistake
exception hypothesis anatomy diagnosis treatment prognosis plot theme author's_message moral
difference similarity similarities counterexample definición concepto propiedades fórmula fórmulas
tipos teorema demostración significado funcionamiento definição ideia conceito propriedades
definition idee begriff merke bedeutung arten formel satz beweis définition idée propriétés
formule théorème preuve démonstration principe definizione proprietà dimostrazione определение
идея понятие свойства виды формула теорема доказательство признаки значение định_nghĩa tính_chất
công_thức khái_niệm tanım definicja definitie wie_es_funktioniert 定义 定義 概念 含义 性质 性質
公式 定理 证明 証明 原理 核心思想 意味 정의 개념 성질 공식 정리
"""
DEFINING = frozenset(word.replace("_", " ") for word in _DEFINING.split())
"""Labels below which notes say what a thing is; several of them take an *s* more."""

_WEIGHING = """
characteristic advantage disadvantage pro con benefit drawback limitation strength weakness
weaknesses merit demerit use use[-_]case application example syntax point rule role significance
importance comparison conclusion quote summary características ventajas desventajas ejemplo
ejemplos usos aplicaciones vantagens desvantagens exemplo exemplos aplicações merkmal merkmale
eigenschaft eigenschaften vorteil vorteile nachteil nachteile beispiel beispiele anwendung
anwendungen avantages inconvénients exemple exemples caractéristiques applications vantaggi
svantaggi esempio esempi caratteristiche applicazioni преимущества недостатки пример примеры
применение плюсы минусы ví_dụ ưu_điểm nhược_điểm đặc_điểm ứng_dụng örnek avantajlar dezavantajlar
özellikler przykład przykłady zalety wady cechy voorbeeld voorbeelden voordelen nadelen kenmerken
优点 优势 優點 缺点 缺點 特点 特點 特征 特徴 例子 示例 举例 例 例題 应用 用途 利点 欠点 メリット
デメリット 특징 장점 단점 예 예시
"""
WEIGHING = frozenset(word.replace("_", " ") for word in _WEIGHING.split())
"""Labels below which notes weigh a thing, as proposals and references do as well."""

_BESIDE = """
key core main basic basics common typical simple general important formal informal real world
real-world time space major the one-line classic central mathematical biggest
"""
BESIDE = frozenset(_BESIDE.split())
"""Words that may stand before such a label."""

_RECORDING = """
status state date owner assignee assigned author authors reviewer priority severity effort
estimate duration deadline due problem issue bug symptom symptoms root_cause cause fix fixes fixed
solution resolution workaround impact file files location path task tasks action actions
next_steps result outcome response request endpoint url uri route method headers body payload
parameters params args arguments returns return_type goal goals objective objectives timeline
deliverables deliverable attendees participants budget version updated last_updated created
modified commit branch pr ticket decision context rationale alternatives tech_stack interfaces
modify create test tests expected actual recommendation recommendations finding evidence
ingredients servings yield address hours price cost command commands output config configuration
setup environment dependencies prerequisites verification verify rollback risk risks mitigation
metric metrics target session change changes before after tools tool trigger type label
cardinality default required permission permissions access stakeholders logic usage implementation
purpose scope changed added removed component components_used location milestone criteria step
steps problema solución solução causa estado fecha archivo archivos prioridad responsable objetivo
resultado respuesta petición problème solution_proposée fichier statut objectif résultat lösung
ursache datei dateien aufwand verantwortlich ziel ergebnis dauer maßnahme maßnahmen проблема
решение причина статус файл дата приоритет задача запрос ответ срок цель результат stato soluzione
问题 問題 原因 解决方案 解決策 状态 ステータス 日期 日付 负责人 担当 优先级 優先度 文件 ファイル
影响 修复 対応 结果 結果 目标 目的 任务 문제 해결 원인 상태 날짜 담당 우선순위 파일 결과
"""
RECORDING = frozenset(word.replace("_", " ") for word in _RECORDING.split())
"""Labels of reports, plans, tickets, references and recipes, which record and do not teach."""

STUDIES = (
    r"lectures?|lecture\s+\d+|chapter|unit\s+\d+|module\s+\d+|course|class|semester|syllabus\s+notes|"
    r"study|studying|revision|cheat\s?sheet|(?<!meeting )(?<!release )(?<!patch )(?<!sprint )"
    r"(?<!daily )(?<!deployment )(?<!migration )(?<!design )(?<!implementation )(?<!session )"
    r"(?<!dev )(?<!project )(?<!call )(?<!travel )(?<!version )notes(?!\s+for\s+(?:developers|"
    r"maintainers|contributors))|fundamentals|concepts|exam|interview|bootcamp|textbook|"
    r"lecci[óo]n|li[çc][ãa]o|leçon|lektion|unidad\s+\d+|урок|apuntes|resumen|repaso|tema\s+\d+|anotações|resumo|aula|vorlesung|zusammenfassung|mitschrift|"
    r"lernzettel|kapitel|cours|fiche|chapitre|appunti|lezione|riassunto|конспект|лекция|лекции|шпаргалка"
)
"""The alternatives of a pattern for what stands in the titles of notes to learn from."""

STUDIES_UNSPACED = "笔记|筆記|学习|复习|讲义|第.{1,3}[章课講讲]|ノート|講義|필기|강의|학습|노트"
