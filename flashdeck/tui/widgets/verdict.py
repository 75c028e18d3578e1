"""What is said of an answer, and of the mistake behind it where that is known."""

from typing import TYPE_CHECKING

from textual.content import Content

from flashdeck.tui.text import plain

if TYPE_CHECKING:
    from flashdeck.questions import Verdict


def verdict_lines(said: str, verdict: "Verdict") -> list[Content]:
    """Return ``said`` in the colour of the verdict, and the diagnosis below it."""
    from flashdeck.study.quiz.wording import diagnosis_text  # deferred with the quizzes

    style = "bold $text-success" if verdict.right else "bold $text-error"
    lines = [plain(said, style)]
    if verdict.slip:
        lines.append(plain(diagnosis_text(verdict), "$text-warning"))
    return lines
