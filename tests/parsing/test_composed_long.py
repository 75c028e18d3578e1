"""Answers may be long and hold what looks like the next question, and still are whole."""

from collections.abc import Callable

import pytest

from flashdeck.parsing import parse
from tests.parsing.composed import ANSWERS, FORMS, QUESTIONS, squeezed, written

PROSE = "It has been known for long, and it matters to sailors.\nThey tell of it to whoever asks."
CODE = "\n".join(f"# step {n}\n\nx{n} = f({n})  # why?" for n in range(25))
LONG: dict[str, Callable[[str], str]] = {
    "paragraphs": lambda said: f"{said}\n\n" + f"{PROSE}\n\n" * 29 + PROSE,
    "a list": lambda said: f"{said}\n\n" + "\n".join(f"- thing {n}: it is" for n in range(40)),
    "steps": lambda said: f"{said}\n\n" + "\n".join(f"{n}. Step {n}." for n in range(1, 31)),
    "groups": lambda said: f"{said}\n\n" + "\n".join(["- group\n    - one\n    - two"] * 15),
    "code": lambda said: f"{said}\n\n```python\n{CODE}\n```",
    "a table": lambda said: f"{said}\n\n| a | b |\n|---|---|\n" + "\n".join(["| 1 | why? |"] * 30),
    "labels": lambda said: f"{said}\n\n" + "\n\n".join(f"**{w}:** {PROSE}" for w in ("Pro", "Con")),
    "titles": lambda said: f"{said}\n\n" + "\n\n".join(f"**{w}**\n\n- a" for w in ("Pros", "Cons")),
    "a long line": lambda said: f"{said} " + "It goes on and on. " * 80,
    "links": lambda said: f"{said}\n\nRead more: [Maps](https://example.org/a?b=c), [b](b.md#c).",
}
"""What makes an answer that begins with a sentence long."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("hold", LONG)
def test_long_answers_are_whole(hold: str, form: str) -> None:
    pairs = [(q, LONG[hold](a).rstrip()) for q, a in zip(QUESTIONS, ANSWERS, strict=True)]
    items = (written(form, q, a, i) for i, (q, a) in enumerate(pairs, 1))
    text = "# Maps\n\n" + "\n\n".join(items) + "\n"
    found = [(squeezed(card.question), squeezed(card.answer)) for card in parse(text, "n.md").cards]
    assert found == [(squeezed(q), squeezed(a)) for q, a in pairs]
