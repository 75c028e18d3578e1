"""Notes put together from ways to ask and to answer and what answers hold: their cards are known.

Each form is a template of a question with its number and its answer, as an author writes them.
"""

from collections.abc import Callable

QUESTIONS = (
    "What is a meridian?",
    "How does a contour line differ from a hachure?",
    "Explain why every flat map is wrong somewhere.",
    "Which projection keeps angles?",
    "What does the legend of a map tell?",
    "Why is north usually at the top?",
)
ANSWERS = (
    "A line from pole to pole.",
    "A contour joins points of one height.",
    "A sphere cannot be flattened without stretching.",
    "The one of Mercator.",
    "It tells the meaning of the signs.",
    "By a habit of European printers.",
)
ODD_QUESTIONS = {
    "blanks": ("The capital of France is ____.", "A ______ joins points of one height."),
    "orders": ("Compare globes and maps.", "Given a scale of 1:1000, compute the length of 3 cm."),
    "situations": (
        "A surveyor walks three miles north. Then he turns. Where is he now?",
        "Suppose a map has a scale of 1:100. How long is a wall of 3 m on it?",
    ),
    "short": ("Why?", "What's a map?"),
    "math": ("What is $a_{1} + b$?", "What is \\(O(n)\\) here?"),
    "asides": ("What is GIS (geographic information system)?", "Which is it (choose one)?"),
    "loud": ("Describe north!", "Why is it so?!"),
    "quotes": ('"The map is not the territory": who said it?', "'North' means what?"),
    "judged": ("True or false: north is always up.", "The legend tells what signs mean. (T/F)"),
    "without a mark": ("what is a map", "Why is north up"),
}
"""Questions of a kind that may stand among others."""


CONTENTS: dict[str, Callable[[str], str]] = {
    "a line": lambda said: said,
    "two lines": lambda said: f"{said}\nIt goes on here on the next line.",
    "paragraphs": lambda said: f"{said}\n\nIt has been known for long, and it matters to sailors.",
    "a list": lambda said: f"{said}\n\n- first, it is thin\n- then it is long\n- **last:** blue",
    "named items": lambda said: f"{said}\n\n- **Scale**: how small\n- **Legend**: what signs mean",
    "steps": lambda said: f"{said}\n\n1. Take a globe.\n2. Peel it.\n3. Flatten the peel.",
    "code": lambda said: f"{said}\n\n```python\n# a comment\nx = lines[0]\nprint(x)\n```",
    "a table": lambda said: f"{said}\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "math": lambda said: f"{said}\n\n$$\nx = \\frac{{a}}{{b}}\n$$",
    "bold": lambda said: f"**{said}** It has been known.\n\n**Example:** the one on the wall.",
    "a quote": lambda said: f"{said}\n\n> Said by a sailor.",
    "rhetoric": lambda said: f"{said} Why so? It is so.\n\nIs it always so? Mostly.",
    "a picture": lambda said: f"{said}\n\n![a map](map.png)",
}
"""What an answer that begins with a sentence may hold."""

_OPENED = "<details>\n<summary>{s}</summary>\n\n{a}\n\n</details>"
_OPENED_IN_ITEM = "<details>\n   <summary>Answer</summary>\n\n   {a3}\n\n   </details>"

FORMS = (
    "## {q}\n\n{a}",
    "## {i}) {q}\n{a}",
    "### {i}. {q}\n\n{a}",
    "### Q{i}: {q}\n\n{a}",
    "### **{i}. {q}**\n\n{a}",
    "### ❓ {q}\n\n{a}",
    "### Question {i}\n\n{q}\n\n**Answer:**\n\n{a}",
    "### Q{i}. {q}\n\n**Answer:** {a}",
    "#### {q}\n\n**Answer**\n\n{a}",
    "## {i}. {q}\n\n### Answer\n\n{a}",
    "## Question {i}\n\n{q}\n\n### Answer\n\n{a}",
    "{q}\n-----\n\n{a}",
    "**{q}**\n\n{a}",
    "**{q}**\n{a}",
    "**{i}. {q}**\n\n{a}",
    "**Q{i}: {q}**\n\n{a}",
    "**Q{i}: {q}**\n\n**A:** {a}",
    "Q: {q}\nA: {a}",
    "Q: {q}\n\nA: {a}",
    "Q{i}. {q}\nA{i}. {a}",
    "Q{i}. {q}\n\nAns: {a}",
    "**Q:** {q}\n\n**A:** {a}",
    "**Question:** {q}\n**Answer:** {a}",
    "Question {i}: {q}\n\nAnswer: {a}",
    "{i}. {q}\n\n   {a3}",
    "{i}. **{q}**\n\n   {a3}",
    "{i}. **{q}**\n   {a3}",
    "{i}. **{q}**\n\n{a}",
    "{i}. {q}\n\n**Answer:** {a}",
    "{i}. {q}\n\n   **Answer:** {a3}",
    "**{i}.** {q}\n\n*Answer:* {a}",
    "- **{q}**\n\n  {a2}",
    "- **{q}**\n  {a2}",
    _OPENED.replace("{s}", "{q}"),
    _OPENED.replace("{s}", "<b>{i}. {q}</b>"),
    "### {i}. {q}\n\n" + _OPENED.replace("{s}", "Answer"),
    "{i}. {q}\n\n" + _OPENED.replace("{s}", "Show answer"),
    "{i}. {q}\n\n   " + _OPENED_IN_ITEM,
    "{q}\n\n" + _OPENED.replace("{s}", "Answer"),
    "> [!question]- {q}\n> {quoted}",
    "{q}\n\nAnswer: {a}",
    "{q}\n**Answer**: {a}",
)
"""A question with its number, and its answer: plain, indented by two or three, or quoted."""

LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "below a title": lambda items: "# Maps\n\n" + "\n\n".join(items) + "\n",
    "alone": lambda items: "\n\n".join(items) + "\n",
    "between rules": lambda items: "# Maps\n\n" + "\n\n---\n\n".join(items) + "\n",
}


def written(form: str, question: str, answer: str, number: int) -> str:
    """Return a question and its answer in one of ``FORMS``."""
    prefixes = {"a": "", "a2": "  ", "a3": "   ", "quoted": "> "}
    fields = {name: answer.replace("\n", f"\n{prefix}") for name, prefix in prefixes.items()}
    return form.format(q=question, i=number, **fields)


def squeezed(text: str) -> str:
    """Return a text without indents, blank lines and a colon at its end."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line).rstrip(":")
