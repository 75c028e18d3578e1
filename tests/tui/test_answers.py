"""What Markdown of a card looks like on the screen."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import Query, Reveal, Sit


async def test_formulas_are_shown_in_unicode(reveal: "Reveal") -> None:
    question = "What is $h_t$ for $\\sqrt{d_k}$?"
    text = "The state $h_{t-1}$ meets $W_{hh}$.\n\n$$c_t = f_t \\odot c_{t-1}$$\n\n- $\\alpha^2$"
    async with reveal(text, question) as seat:
        await seat.sees("The state hₜ₋₁ meets Wₕₕ.", "cₜ = fₜ ⊙ cₜ₋₁", "α²")
        await seat.sees("What is hₜ for √dₖ?")


async def test_money_is_not_a_formula(reveal: "Reveal") -> None:
    async with reveal("It costs $5 and $10 more.") as seat:
        await seat.sees("It costs $5 and $10 more.")


async def test_tables_have_rows_and_formulas(reveal: "Reveal") -> None:
    async with reveal("| part | job |\n| --- | ---: |\n| $i_t$ | write |\n| `f` | keep |") as seat:
        await seat.sees("part", "job", "iₜ", "write", "keep")
        row = next(line for line in seat.lines if "iₜ" in line)
        assert "write" in row
        assert "|" not in row


async def test_code_is_highlighted_and_left_as_it_is(reveal: "Reveal") -> None:
    async with reveal("```python\ndef f(x):\n    return x[0]  # $a_1$ [b]\n```") as seat:
        await seat.sees("def f(x):", "    return x[0]  # $a_1$ [b]")
        assert seat.style_of("def").color != seat.style_of("):").color


async def test_code_in_no_known_language_is_shown(reveal: "Reveal") -> None:
    async with reveal('```[/nope] "x"\nh[t-1]\n```\n\n    indented[0]') as seat:
        await seat.sees("h[t-1]", "indented[0]")


async def test_task_boxes_are_boxes(reveal: "Reveal") -> None:
    async with reveal("- [ ] open\n- [x] done\n- [X] also\n- x[x] no") as seat:
        await seat.sees("☐ open", "☑ done", "☑ also", "x[x] no")


async def test_marks_of_a_task_elsewhere_stay_text(reveal: "Reveal") -> None:
    async with reveal("[x] marks the spot.\n\n> [ ] quoted") as seat:
        await seat.sees("[x] marks the spot.", "[ ] quoted")


async def test_html_leaves_its_text_and_its_breaks(reveal: "Reveal") -> None:
    text = (
        "one<br>two<br/>three <b>bold</b> <!-- hidden --> end\n\n"
        "<div align='center'>\nin a div<br>and below\n</div>\n\n<!-- a whole\ncomment -->\n\n"
        "<script>alert(1)</script>\n\n<details><summary>More</summary>\n\ninside\n\n</details>"
    )
    async with reveal(text) as seat:
        await seat.sees("three bold", "in a div", "and below", "More", "inside")
        shown = [line.strip() for line in seat.lines]
        assert {"one", "two", "in a div", "and below"} < set(shown)
        for gone in ("hidden", "comment", "<"):
            assert gone not in seat.text


async def test_footnotes_definition_lists_and_containers_stay_readable(reveal: "Reveal") -> None:
    text = (
        "A claim.[^1]\n\n[^1]: The proof of it.\n\nTerm\n: What it means.\n\n"
        "::: note\nboxed\n:::\n\n==marked== H~2~O ~~gone~~ x^2^"
    )
    async with reveal(text) as seat:
        await seat.sees("A claim.[^1]", "The proof of it.", "Term", "What it means.", "boxed")
        await seat.sees("==marked== H~2~O gone x^2^")


async def test_lists_quotes_rules_and_pictures_are_shown(reveal: "Reveal") -> None:
    text = "1. one\n   - deep *em*\n2. two\n\n> quoted **words**\n\n---\n\n![a cat](cat.png)"
    async with reveal(text) as seat:
        await seat.sees("1. one", "deep em", "2. two", "quoted words", "a cat")


async def test_lines_meant_as_lines_stay_lines(reveal: "Reveal") -> None:
    async with reveal("red is warm\nblue is cold\n\n1. first\n   then") as seat:
        await seat.sees("red is warm", "blue is cold")
        assert "red is warm blue" not in seat.text


async def test_filled_prose_is_filled_anew(reveal: "Reveal") -> None:
    text = (
        "A recurrent network reads one token after\nanother and keeps what it needs in a state\n"
        "that the next step is given."
    )
    async with reveal(text) as seat:
        await seat.sees("A recurrent network reads one token after another and keeps what it")


LONG = {
    "item": "".join(f"- item {i}\n" for i in range(2000)),
    "row": "| n | x |\n| --- | --- |\n" + "".join(f"| row {i} | x |\n" for i in range(2000)),
    "para": "".join(f"para {i} $x_1$\n\n" for i in range(2000)),
}
DEEP = {
    "Again": ">" * 500 + " quoted",
    "level 9": "\n".join("  " * level + f"- level {level}" for level in range(500)),
    "marked": "marked\n\n$"
    + "\\frac{1}{" * 200
    + "x"
    + "}" * 200
    + "$\n\n"
    + "*" * 900
    + "[" * 900
    + " marked",
}


@pytest.mark.parametrize("answers", [LONG, DEEP], ids=["long", "deep"])
async def test_immoderate_answers_are_shown_scrolled_and_graded(
    three: "Desk", sit: "Sit", query: "Query", answers: dict[str, str]
) -> None:
    del three
    for name, answer in zip("abc", answers.values(), strict=True):
        query("UPDATE card SET answer = ? WHERE question = ?", answer, f"What is {name}?")
    async with sit(study=True, size=(80, 40)) as seat:
        for name, seen in zip("abc", answers, strict=True):
            await seat.sees(f"What is {name}?")
            seat.press("space")
            await seat.sees(seen, "1  Again")
            seat.press("pagedown", "pagedown", "3")
            await seat.loses("1  Again")
        await seat.sees("Done for now.")


async def test_of_an_endless_answer_the_beginning_is_shown(reveal: "Reveal") -> None:
    async with reveal("begin " + "a " * 30_000) as seat:
        await seat.sees("begin a a", "1  Again")
        seat.app.screen.query_one("CardView").scroll_end(animate=False)
        await seat.sees("… and 10,006 characters more: e opens the note.")


async def test_html_in_a_quote_that_ends_the_answer_is_shown(reveal: "Reveal") -> None:
    async with reveal("A quote:\n\n> - <pre>c\n> ") as seat:
        await seat.sees("A quote:")
