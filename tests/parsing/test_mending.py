"""Fences that end where nobody meant them to end hide no question below them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.parsing import parse
from flashdeck.parsing.mending import mended
from tests.parsing.laws import SECONDS, timed_parse

NOTE = """# Python

## 1. What is a list?

```python
x = [1]
{}

## 2. What is a tuple?

It cannot be changed:

```python
t = (1,)
```

## 3. What is a set?

Unique things.
"""


@pytest.mark.parametrize(
    "ending",
    [
        "```",
        "    ```",
        "\t```",
        "\N{NO-BREAK SPACE}```",
        "``` and that is all",
        "y = [2]```",
        "print(x)",
    ],
)
def test_each_question_is_found_however_the_code_above_it_ends(ending: str) -> None:
    cards = parse(NOTE.format(ending), "note.md").cards
    assert [card.question for card in cards] == [
        "What is a list?",
        "What is a tuple?",
        "What is a set?",
    ]
    assert cards[0].answer == f"```python\nx = [1]\n{ending}".rstrip()
    assert cards[1].answer.endswith("```python\nt = (1,)\n```")


def test_a_fence_that_never_ends_does_so_before_the_next_question() -> None:
    text = NOTE.format("```").replace("t = (1,)\n```\n", "t = (1,)\n")
    assert [card.question for card in parse(text, "note.md").cards][2:] == ["What is a set?"]


SOUND = [
    "```python\n# a comment\n\n# another\n```\n",
    "```\n## 1. What is shown as text?\n```\n",
    "```md\n## 1. Q?\n\n```js\nx\n    ```\n\n## 2. Q?\n```\n",
    "````\n```python\n````\n\n## What?\n",
    "- item\n\n  ```sh\n  ls\n  ```\n- ```sh\n  ls\n  ```\n\n## 2. What?\n\n```sh\nls\n```\n",
    "1. ```sh\n   ls\n   ```\n\n## 2. What?\n\n```sh\nls\n```\n",
    "> ```sh\n> ls\n> ```\n\n## 2. What?\n\n```sh\nls\n```\n",
    "Use ```` ``` ```` for code.\n\n## 2. What?\n\n```sh\nls\n```\n",
    "Inline ```code``` here\n\n## 2. What?\n\n```sh\nls\n```\n",
    "~~~sh\n```\n~~~\n\n## 2. What?\n\n```sh\nls\n```\n",
    "```sh\ncat <<E\n    ```sh\n    ls\n    ```\nE\n```\n\n## 2. What?\n\n```sh\nls\n```\n",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_in_order_is_left_alone(text: str) -> None:
    assert mended(text) == text


MARKS = st.lists(
    st.sampled_from(
        [
            "```",
            "```py",
            "    ```",
            "``` so",
            "x```",
            "~~~",
            "````",
            "",
            "## 1. A?",
            "text",
            "- ```",
        ]
    ),
    max_size=90,
)


@given(MARKS)
def test_every_line_stays_in_its_place(lines: list[str]) -> None:
    after = mended("\n".join(lines)).split("\n")
    assert len(after) == max(1, len(lines))
    changed = [new for new, old in zip(after, lines, strict=False) if new != old]
    assert all(line.strip() in ("```", "~~~", "````") for line in changed)
    assert mended("\n".join(after)).count("\n") == len(after) - 1


def test_a_question_below_very_many_openings_is_found_once() -> None:
    lines = ["```python"] * 120 + ["", "## 1. What now?", "", "Nothing."]
    after = mended("\n".join(lines)).split("\n")
    assert after == [*lines[:120], "```", *lines[121:]]


@pytest.mark.parametrize("before", ["> ", "- "])
def test_a_line_of_very_many_marks_is_looked_at_once(before: str) -> None:
    _, seconds = timed_parse("# What is it?\n" + before * 10_000 + "```a " * 10_000, "x.md")
    assert seconds < SECONDS
