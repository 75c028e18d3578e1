"""What could make a pattern look at the same text again and again is read in linear time."""

from itertools import count

import pytest

from flashdeck.parsing import parse
from tests.parsing.laws import SECONDS, timed_parse


@pytest.mark.parametrize(
    "text",
    [
        "# Q\n" + "`" * 100_000 + "\n\n---\n\nWhat?",
        "Word #card" + " " * 100_000 + "#card\nit is\n",
        "Word #card\n" * 10_000,
        "Word" + " #card/x" * 12_000 + ".\nit is\n",
        "Word #card\nis\n^1683782454868\n" * 4_000,
        "word\n" * 20_000 + "^1683782454868\n",
        "START\nBasic\nWhy?\n" * 6_000,
        "START\nBasic\n" + "Why?\n" * 20_000,
        "START\nCloze\n" + "{gap} " * 16_000 + "\nEND\n",
        "1. What?\n2. Why?\n\n**Answers:** 1. Ice" + " 1. 2" * 20_000,
        "1. What is (" + " " * 100_000 + "\nA. a\nB. b\n",
        "1. What is " + "_" * 100_000 + " of it?\nA. a\nB. b\n\nAnswer: A\n",
        "1. What is ___" + " " * 100_000 + "of it?\nA. a\nB. b\n\nAnswer: A\n",
        "1. What is it?\n- [x] a" + " " * 100_000 + "b\n- [ ] c\n",
        "1. What is it?\nA. a ✅\nB. c" + " " * 100_000 + "d\n",
        "1. What is it?\n- a *(" + " " * 100_000 + "correct) *\n- b ✅\n",
        "1. What?\nA. a\nB. b" + "\nthe" * 20_000 + " the" * 20_000 + " answers\n1. A\n",
        "1. What?\nA. a\nB. b\n\n## Answers\n\n1" + "\n" * 100_000 + "A",
        "1. What?\nA. a\nB. b\n\n## Answers\n\n" + "1. A\n" * 20_000,
        "# Glossary\n## A\n**b**\n" * 4_000,
        "## A\n**b:** c\n\n## B\n**b:** c\n\n## C\n**b:** c\n" + ":: " * 30_000,
        "## A\n**b:** c\n\n## B\n**b:** c\n\n## C\n**b:** c\n" + ":[A" * 30_000,
        "# Glossary\n## Term\na: b\n" * 4_000,
        "# Glossary\n- a: b" + " - c" * 20_000,
        "{@{ a " * 16_000 + "}@}",
        "a ->> b <!--SR:!2024-01-01,1,1-->\n" * 3_000,
        "#anki/start\na\n" * 7_000,
        "```anki\n" + "front: a\n" * 10_000 + "```\n",
        "::a:: b {\n" * 10_000,
        "::a::" * 20_000 + " b {=c}",
        "- a >> b\n" * 10_000 + "- c ↓\n    - d\n",
        "> [!question] Why?\n\n" * 5_000,
        "## Why?" + " <!-- a -->" * 9_000 + "\nb\n",
        "| Question | Answer |\n| --- | --- |\n| " + "-" * 30_000 + " | b |\n",
        "a\n" * 300 + "\n" + "?\n" * 30_000,
        "_" * 60_000 + " x::b\n" * 2,
        "## Q\n```\na ```\n\n# " + "?" * 60_000 + "a\n",
        "a::b\n" * 400 + "\n" + "?\n" * 30_000,
        '??? question "a"' + " " * 60_000 + '"b"\n    c\n',
        "???" + " " * 60_000 + '"a"b"\n    c\n',
        "  " * 30_000 + "### 3. Blunt blades\n\n**Problem:** It tears.\n\n**Solution:** Hone it.\n",
        ("**a" + " " * 900 + "b**\nc\n\n") * 100,
        "1. What?\nA. a\nB. b\n\nAnswer: A\n\n"
        + "1. x\n" * 20_000
        + "2. Why?\nA. a\nB. b\n\nAnswer: B\n",
        "# " + "# " * 50_000 + "#\n",
        "\u00a0\n- \u00a0" + "\u00a0" * 60_000 + "a\n",
        "##a\n```\n```\n" * 8_000,
        "## Why?\na\n" * 3 + "\n**Links**\n" + "[a" * 50_000 + "\n\n" + "#a " * 99,
        ("What?\n\n<details>\n<summary>Answer</summary>\na\n</details>\n" + "<p " * 9_000) * 4,
    ],
    ids=map(str, count()),
)
def test_long_text_is_read_in_linear_time(text: str) -> None:
    _, seconds = timed_parse(text, "note.md")
    assert seconds < SECONDS


def test_a_run_of_backticks_within_a_line_hides_nothing_below_it() -> None:
    text = "## What is this?\na " + "`" * 9 + " b\n\n## What is that?\nc\n"
    assert [card.answer for card in parse(text, "note.md").cards] == ["a ````````` b", "c"]
