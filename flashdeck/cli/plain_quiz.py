"""A quiz as plain lines on stdin and stdout, for pipes and screen readers."""

import sys
import time
from datetime import timedelta

import click

from flashdeck.answers import Difference, Piece
from flashdeck.cli.plain_card import answer_text, question_text
from flashdeck.questions import AnswerKind, NotAnAnswerError, Question, Verdict
from flashdeck.study.quiz.results import results_of
from flashdeck.study.quiz.session import Quiz
from flashdeck.study.quiz.wording import diagnosis_text, result_lines, verdict_text
from flashdeck.study.wording import counted
from flashdeck.text import clean

HELP = "Type the answer; ? shows a hint, ! the solution, q leaves."
PIECES = {Piece.SAME: "{}", Piece.MISSING: "[+{}]", Piece.EXTRA: "[-{}]"}
"""How parts of two answers are marked that only one of them has."""


def run_plain_quiz(quiz: Quiz) -> None:
    """Ask until all is answered, or the learner or the end of the input says stop."""
    seed = quiz.plan.seed
    for remark in quiz.plan.remarks:
        click.echo(f"Left out: {clean(remark)}", err=True)
    _say(f"{clean(quiz.plan.title)}: {counted(quiz.count, 'question')}, seed {seed}.")
    _say(HELP)
    while quiz.question is not None:
        _ask(quiz, quiz.question)
        if not _one_question(quiz, quiz.question):
            break
        quiz.go_on()
    _say()
    for line in result_lines(results_of(quiz.results)):
        _say(clean(line))


def _say(text: str = "") -> None:
    click.echo(text)
    sys.stdout.flush()


def _ask(quiz: Quiz, question: Question) -> None:
    _say(f"\n[{quiz.place}/{quiz.count}] {clean(question.topic)}")
    if question.is_markdown and quiz.card is not None:
        _say(question_text(quiz.card))
    else:
        _say(clean(question.prompt))
    if question.kind is AnswerKind.SELF:
        _say("Enter shows the answer.")
    else:
        _say_task(question)


def _say_task(question: Question) -> None:
    for number, choice in enumerate(question.choices, 1):
        _say(f"  {number}  {clean(choice)}")
    _say(question.task)


def _one_question(quiz: Quiz, question: Question) -> bool:
    """Take lines until the question is answered; False means leave."""
    started = time.monotonic()
    revealed = question.kind is not AnswerKind.SELF
    while (line := sys.stdin.readline()) != "":
        word = line.strip()
        if not revealed and word != "q":
            revealed = True
            _say(f"A: {answer_text(quiz.card)}\n" if quiz.card else "")
            _say_task(question)
            continue
        took = timedelta(seconds=time.monotonic() - started)
        if word == "?":
            _say(clean(question.hint) or "There is no hint.")
            continue
        if word == "!":
            _tell(question, quiz.give_up(took))
            return True
        if word == "q" and not _is_the_answer(question, word):
            return False
        try:
            verdict = quiz.answer(word, took)
        except NotAnAnswerError as error:
            _say(clean(str(error)))
            continue
        _tell(question, verdict)
        return True
    return False


def _is_the_answer(question: Question, word: str) -> bool:
    expected = question.expected
    return isinstance(expected, str) and expected.strip().lower() == word


def _tell(question: Question, verdict: Verdict) -> None:
    _say(clean(verdict_text(question, verdict)))
    if verdict.right:
        return
    if verdict.slip:
        _say(clean(diagnosis_text(verdict)))
    if any(piece.piece is not Piece.SAME for piece in verdict.differences):
        _say(f"Yours against it: {clean(difference_text(verdict.differences))}")
    if question.solution and not question.is_markdown:
        _say(f"\n{clean(question.solution)}")


def difference_text(differences: tuple[Difference, ...]) -> str:
    """Return what was typed with `[+what is missing]` and `[-what is too much]`."""
    return "".join(PIECES[part.piece].format(part.text) for part in differences)
