"""What a `<details>` answers: its content as Markdown, without the label that it begins with."""

from flashdeck import late
from flashdeck.parsing.document import Document
from flashdeck.parsing.excerpts import balanced, dedented, outdented
from flashdeck.parsing.marks import disclosures as html
from flashdeck.parsing.marks.disclosures import Disclosure, summary_text
from flashdeck.parsing.marks.label_lines import Side, label_in

_BLANKS = late.pattern(r"\A(?:#{0,6}[ \t]*\n)+")
_OPTIONS = late.pattern(r"\A[^\w\n]*A(?P<mark>[).])[^\n]*\n\s*\W{0,3}B(?P=mark)")
_CHOICE = late.pattern(r"\W{0,3}[A-Ha-h](?![^\W_])")
"""What a label of an answer, such as `A:`, stands before if there are options."""


def answer_in(document: Document, element: Disclosure, *, has_options: bool = False) -> str:
    """Return a disclosure's content as Markdown, with what its summary says behind *Answer*."""
    summary = summary_text(element.summary)
    label = label_in(summary)
    said = ""
    if label and not label.asks:
        said = balanced(summary[label.start :], label.opened)
        said = "" if " " in said and html.announces_nothing(said) else said
    opening = document.lines[document.line_of(element.start)]
    quoted = opening.lstrip().startswith(">")
    lines = document.text[element.body : element.closing].split("\n")
    freed = dedented(outdented(lines, quoted=quoted))
    body = _BLANKS.sub("", html.markdown("\n".join(freed))).rstrip()
    body = _without_label(body, has_options=has_options)
    return "\n\n".join(part for part in (said.strip(), body) if part)


def _without_label(text: str, *, has_options: bool) -> str:
    """Return an answer without the label that it may begin with."""
    first, _, rest = text.partition("\n")
    label = label_in(first)
    is_answer = label is not None and (label.side is Side.ANSWER or label.word in ("a", "r"))
    if label is None or not is_answer or _OPTIONS.match(text):
        return text
    if has_options and label.word == "a" and not _CHOICE.match(first, label.start):
        return text
    kept = "\n".join([first[label.start :], rest]).strip("\n").rstrip()
    return balanced(kept, label.opened) if kept else text


def further_answer(document: Document, element: Disclosure) -> str:
    """Return what a further disclosure answers, below its title if that is one of several parts."""
    summary = summary_text(element.summary)
    answer = answer_in(document, element)
    return f"**{summary}**\n\n{answer}" if html.answers_in_part(summary) else answer
