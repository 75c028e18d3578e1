"""Numbered questions without options whose answers stand together, below a title of their own."""

import pytest

from flashdeck.parsing import parse

PAIRS = (
    ("What is a fjord?", "A valley that a glacier left and the sea filled."),
    ("Why is granite hard?", "Its crystals are grown together."),
    ("How is basalt made?", "From lava that cools quickly."),
)
MORE = (
    ("Where do geysers stand?", "Above hot rock."),
    ("What does a moraine tell?", "How far the ice came."),
)
TITLES = (
    "## Answers",
    "## Short answers / hints",
    "### Suggested answers and hints",
    "## Roteiro de resposta",
    "## 思考题答案",
    "## Đáp án gợi ý",
    "## Ответы для самопроверки",
    "## Lösungen zu den Kontrollfragen",
)


def _listed(texts: list[str]) -> str:
    return "\n".join(f"{i}. {text}" for i, text in enumerate(texts, 1))


def _cards(text: str) -> list[tuple[str, str]]:
    return [(card.question, card.answer) for card in parse(text, "n.md").cards]


QUESTIONS, ANSWERS = (_listed([pair[side] for pair in PAIRS]) for side in (0, 1))


@pytest.mark.parametrize("between", ["", "---\n\n", "## More\n\nSome prose.\n\n"])
@pytest.mark.parametrize("title", TITLES)
def test_a_title_may_say_more_than_that_answers_follow(title: str, between: str) -> None:
    asked = f"# Rocks\n\n## Review\n\n{QUESTIONS}\n\n"
    text = f"{asked}{between}{title}\n\n{ANSWERS}\n\n## Links\n\nNone.\n"
    assert _cards(text) == list(PAIRS)


def test_a_disclosure_may_say_more_too() -> None:
    key = f"<details>\n<summary>Đáp án gợi ý</summary>\n\n{ANSWERS}\n\n</details>\n"
    assert _cards(f"# Rocks\n\n{QUESTIONS}\n\n{key}") == list(PAIRS)


@pytest.mark.parametrize("title", ["## Answers", "## Questions and answers\n\n### Short answers"])
def test_several_lists_have_as_many_lists_of_answers(title: str) -> None:
    asked, said = (_listed([pair[side] for pair in MORE]) for side in (0, 1))
    parts = ("### Basic", "### Advanced")
    lists = [f"{parts[0]}\n\n{QUESTIONS}", f"{parts[1]}\n\n{asked}", title]
    below = [f"#{parts[0]}\n\n{ANSWERS}", f"#{parts[1]}\n\n{said}"]
    text = "\n\n".join(["# Rocks", *lists, *below]) + "\n"
    assert _cards(text) == [*PAIRS, *MORE]


def test_a_title_that_speaks_of_answers_needs_as_many_of_them() -> None:
    few = _listed([PAIRS[0][1], PAIRS[1][1]])
    assert _cards(f"# Rocks\n\n{QUESTIONS}\n\n## How rocks answer: hints\n\n{few}\n") == []


def test_answers_to_pictures_are_not_answered_by_the_next_answers() -> None:
    parts = (
        f"# Test {n}\n\n![](q{n}.png)\n\n## Answers\n\n{_listed([str(n), 'x', 'y'])}"
        for n in (1, 2, 3)
    )
    assert _cards("\n\n".join(parts) + "\n") == []
