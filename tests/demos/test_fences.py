"""Parameters in a deck come from anyone: read as plain YAML, quickly, or refused with a reason."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashdeck.demos import fence_parameters, run_demo
from flashdeck.errors import DemoError
from flashdeck.parsing.fences import demo_fences

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("body", "parameters"),
    [
        ("", {}),
        ("# a remark\n", {}),
        ("d_k: 2\n", {"d_k": 2}),
        ("tokens: the cat\ncausal: true\n", {"tokens": "the cat", "causal": True}),
        ("x: [1.0, 0.5]\n", {"x": [1.0, 0.5]}),
        ("queries:\n  - [1, 0]\n  - [0, 1]\n", {"queries": [[1, 0], [0, 1]]}),
        ("1: 2\n", {"1": 2}),
    ],
)
def test_parameters_are_one_name_a_line(body: str, parameters: dict[str, object]) -> None:
    assert fence_parameters(body) == parameters


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (BOMB, "aliases"),
        ("a: &a [*a]", "aliases"),
        ("x: " + "[" * 9_000, "nested too deeply"),
        ("x: " + "[" * 9_000 + "]" * 9_000, "nested too deeply"),
        ("- " * 9_000, "nested too deeply"),
        ("{a: " * 4_000, "nested too deeply"),
        ("x: " + "y" * 20_000, "longer than 20,000 characters"),
        ("d_k: 0x" + "f" * 15_000, "more than 100 digits"),
        ("d_k: " + "9" * 15_000, "more than 100 digits"),
        ("d_k: 1" + ":59" * 4_000, "more than 100 digits"),
        ("x: !!python/object/apply:os.system [exit]", "tags"),
        ("x: !!bool maybe", "tags"),
        ("x: !!binary abc", "tags"),
        ("x: 2026-02-31", "day"),
        ("x: 'never closed", "line 1"),
        ("x: 1\ny: [1\n", "line 3"),
        ("just words", "no mapping"),
        ("- a list", "no mapping"),
        ("? [a]\n: 1", "unhashable"),
    ],
    ids=lambda item: item[:24],
)
def test_what_is_no_plain_yaml_is_refused_at_once_and_with_a_reason(body: str, reason: str) -> None:
    started = time.process_time()
    with pytest.raises(DemoError) as caught:
        fence_parameters(body)
    assert time.process_time() - started < 1
    assert reason in caught.value.message
    assert caught.value.hint


@given(st.text() | st.text(st.sampled_from("d_k:1[]{}&*!|>-?'\"\\,# \n%@`0xeE+.")))
def test_no_text_whatever_raises_anything_but_a_demo_error(body: str) -> None:
    with suppress(DemoError):
        run_demo("attention", fence_parameters(body))


def test_the_fences_of_an_answer_are_found_with_their_lines() -> None:
    answer = "Look:\n\n```demo attention\nd_k: 2\n```\n\n~~~ demo attention\n~~~\nDone."
    first, second = demo_fences(answer)
    assert (first.name, first.body, first.start, first.end) == ("attention", "d_k: 2\n", 2, 5)
    assert (second.name, second.body, second.start, second.end) == ("attention", "", 6, 8)


@pytest.mark.parametrize(
    "answer",
    [
        "```python\ndemo = 1\n```",
        "```demonstration\n```",
        "````\n```demo attention\n```\n````",
        "Type `demo attention`.",
        "    ```demo attention",
    ],
)
def test_what_only_looks_like_a_demo_is_none(answer: str) -> None:
    assert list(demo_fences(answer)) == []
