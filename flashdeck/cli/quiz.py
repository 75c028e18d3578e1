"""`flashdeck quiz [DECK|DEMO|TAG]`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashdeck.cli.context import Context
from flashdeck.cli.study import has_terminal, open_screen
from flashdeck.errors import FlashdeckError
from flashdeck.study.quiz.request import MOST_QUESTIONS, USUAL_COUNT, QuizRequest

if TYPE_CHECKING:
    from flashdeck.study.quiz.sheet import Sheets


@click.command("quiz")
@click.argument("what", required=False, metavar="[DECK|DEMO|TAG]")
@click.option(
    "--count",
    type=click.IntRange(1, MOST_QUESTIONS),
    default=USUAL_COUNT,
    show_default=True,
    help="Ask this many questions.",
)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Ask the same quiz again.")
@click.option("--plain", is_flag=True, help="Ask in plain lines on stdin and stdout.")
@click.option("--schedule", is_flag=True, help="Let the answers grade their cards too.")
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.md",
    help="Write the questions to a Markdown sheet, the solutions to another beside it.",
)
@click.option("--force", is_flag=True, help="Let --sheet write over files that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print questions and answers as JSON.")
@click.pass_obj
def command(
    context: Context,
    what: str | None,
    count: int,
    seed: int | None,
    plain: bool,
    schedule: bool,
    sheet: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Answer problems with fresh numbers and questions from your cards.

    DECK is a deck with all below it, DEMO one of `flashdeck demo`, TAG a tag of cards; without any,
    everything is asked. Numbers are read as you write them: 0.42, .42, 42%, 1/3, sqrt(2)/2, and
    several apart by spaces or commas. A wrong answer that equals a known mistake is told so.

    In plain lines, ? shows a hint, ! the solution, q leaves. Every answer is kept at once.
    """
    request = QuizRequest(what, count, seed, schedule)
    if sheet is not None or as_json:
        _write(context, request, sheet, force, as_json)
    elif plain or not has_terminal():
        _ask_plain(context, request)
    else:
        open_screen(context, quiz=request)


def _ask_plain(context: Context, request: QuizRequest) -> None:
    from flashdeck.cli.plain_quiz import run_plain_quiz
    from flashdeck.study.quiz.session import Quiz

    with context.open() as store:
        run_plain_quiz(Quiz(store, request, context.clock, context.settings))


def _write(
    context: Context, request: QuizRequest, sheet: Path | None, force: bool, as_json: bool
) -> None:
    """Draw the questions without asking them, and print or write them."""
    from flashdeck.cli.output import print_json
    from flashdeck.study.quiz.plan import QuizPlan
    from flashdeck.study.quiz.sheet import make_sheets

    with context.open() as store:
        plan = QuizPlan(store, request)
        questions = [asked.question for asked in plan]
    if sheet is None:
        told = [question.as_json() for question in questions]
        print_json({"title": plan.title, "seed": plan.seed, "questions": told})
        return
    paths = _write_sheets(make_sheets(plan.title, plan.seed, questions), sheet, force)
    if as_json:
        print_json(dict(zip(("questions", "solutions"), map(str, paths), strict=True)))
    else:
        click.echo("\n".join(map(str, paths)))


def _write_sheets(sheets: "Sheets", sheet: Path, force: bool) -> tuple[Path, Path]:
    """Write both sheets or neither, and return where they are."""
    solutions = sheet.with_name(f"{sheet.stem}-solutions{sheet.suffix}")
    there = [path for path in (sheet, solutions) if path.exists()]
    if there and not force:
        raise FlashdeckError(
            f"{' and '.join(map(str, there))} {'is' if len(there) == 1 else 'are'} there already",
            "Name another file, or write over it with --force.",
        )
    try:
        sheet.write_text(sheets.questions, encoding="utf-8")
        solutions.write_text(sheets.solutions, encoding="utf-8")
    except OSError as error:
        raise FlashdeckError(f"{error.filename}: {error.strerror}", "Name another file.") from error
    return sheet, solutions
