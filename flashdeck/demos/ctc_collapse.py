"""The demo `ctc-collapse`: from a path to the labels it stands for."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Annotated

import numpy as np
from pydantic import Field

from flashdeck.demos.demo import Demo, Mistake, Params
from flashdeck.demos.symbols import BLANK, spelled
from flashdeck.demos.trace import Step
from flashdeck.reference.ctc import collapse, least_frames

DOUBLED = ("hello", "letter", "apple", "coffee", "summer", "little", "book", "soon", "eggs")


class CollapseParams(Params):
    """A path, one character a frame, and which character is the blank."""

    path: Annotated[str, Field(min_length=1, max_length=24, pattern=r"^\S+$")] = "hh-el-llo"
    blank: Annotated[str, Field(min_length=1, max_length=1, pattern=r"^\S$")] = BLANK


def collapse_steps(params: CollapseParams) -> Sequence[Step]:
    """Return the steps from the path to its labels."""
    labels = collapse(params.path, params.blank)
    return [
        Step("path", r"\pi", params.path, "One symbol in each frame, the blank or a label."),
        *_label_steps(labels, f"{params.path} → {_merged(params.path)} → {spelled(labels)}"),
    ]


def _label_steps(labels: Sequence[str], filled: str = "") -> list[Step]:
    pairs = least_frames(labels) - len(labels)
    return [
        Step(
            "labels",
            r"\mathcal{B}(\pi)",
            spelled(labels),
            "First equal neighbours become one, then the blanks go: one between two equal labels"
            " keeps both.",
            filled=filled,
        ),
        Step(
            "least_frames",
            r"U + |\{i : l_i = l_{i+1}\}|",
            np.asarray(float(len(labels) + pairs)),
            "The shortest path to these labels: a frame for each, and one for a blank between"
            " equal neighbours.",
            filled=f"least_frames = {len(labels)} + {pairs} = {len(labels) + pairs}",
        ),
    ]


def _merged(symbols: str) -> str:
    return "".join(symbol for symbol, _ in groupby(symbols))


def _blanks_first(params: CollapseParams) -> Sequence[Step]:
    return _label_steps(_merged(params.path.replace(params.blank, "")))


def _never_merged(params: CollapseParams) -> Sequence[Step]:
    return _label_steps(params.path.replace(params.blank, ""))


def _no_blank_between(params: CollapseParams) -> Sequence[Step]:
    labels = collapse(params.path, params.blank)
    spelling, least = _label_steps(labels)
    return [spelling, replace(least, value=np.asarray(float(len(labels))))]


def _fresh_path(draw: np.random.Generator) -> CollapseParams:
    """Draw a word with a doubled letter, and a path to it that also repeats a symbol."""
    word = str(draw.choice(DOUBLED))
    path = ""
    for letter in word:
        needs_blank = path.endswith(letter)
        path += BLANK * int(needs_blank or draw.random() < 0.3)
        path += letter * int(draw.integers(1, 3))
    return CollapseParams(path=word[0] + path)


demo = Demo(
    name="ctc-collapse",
    title="CTC: from a path to its labels",
    look_for="Where the blank between two equal letters keeps both, and where repeats vanish.",
    params=CollapseParams,
    run=collapse_steps,
    mistakes={
        "blanks-first": Mistake("the blanks removed before the repeats are merged", _blanks_first),
        "never-merged": Mistake("the blanks removed, and no repeats merged", _never_merged),
        "no-blank-between": Mistake(
            "no frame counted for the blank between equal labels", _no_blank_between
        ),
    },
    asks=("labels", "least_frames"),
    fresh=_fresh_path,
)
