"""What of a step a quiz hides, and which mistakes an answer for that place would give away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from flashdeck.demos.text import numbers
from flashdeck.demos.trace import Step
from flashdeck.questions import AnswerKind, Slip, Value, bare, can_be_told_apart

FEWEST_IN_ROW, MOST_IN_ROW = 2, 6
LARGEST = 1e4
"""Beyond it, an answer takes a calculator."""
LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Hidden:
    """One place of a step with its value: an entry, a row, or the whole of a text.

    ``visible`` are the mistakes that give another value there than the right one and than each
    other, ``lost`` the ones that change the step but cannot be told from the rest at this place.
    """

    kind: AnswerKind
    step: Step
    index: tuple[int, ...]
    expected: Value
    digits: int
    visible: tuple[Slip, ...] = ()
    lost: int = 0

    @property
    def name(self) -> str:
        """The place with its labels, as in `weights[a, b]`."""
        labels = [axis.labels[i] for axis, i in zip(self.step.axes, self.index, strict=False)]
        return f"{self.step.name}[{', '.join(labels)}]" if labels else self.step.name

    @property
    def long_name(self) -> str:
        """The place with its axes' names too, as in `weights[query a, key b]`."""
        pairs = zip(self.step.axes, self.index, strict=False)
        labels = [f"{axis.name} {axis.labels[i]}".strip() for axis, i in pairs]
        return f"{self.step.name}[{', '.join(labels)}]" if labels else self.step.name


def places(step: Step, kind: AnswerKind, shown_before: Sequence[Step]) -> Iterator[Hidden]:
    """Yield every place of ``step`` whose value can be asked for as ``kind``."""
    if isinstance(step.value, str):
        text = step.value.strip()
        if "\n" not in text and len(text) <= LONGEST_TEXT and bare(text):
            yield Hidden(AnswerKind.SEQUENCE, step, (), text, 0)
        return
    digits = digits_for(step.value, shown_before)
    if kind is AnswerKind.ROW:
        yield from _rows(step, step.value, digits)
        return
    for index in np.ndindex(step.value.shape):
        value = float(step.value[index])
        if np.isfinite(value) and _is_doable(value, digits):
            yield Hidden(AnswerKind.NUMBER, step, index, (value,), digits)


def _rows(step: Step, value: NDArray[np.float64], digits: int) -> Iterator[Hidden]:
    if not value.ndim or not FEWEST_IN_ROW <= value.shape[-1] <= MOST_IN_ROW:
        return
    for index in np.ndindex(value.shape[:-1]):
        row = tuple(float(x) for x in value[index])
        if not np.isnan(row).any() and all(np.isinf(x) or _is_doable(x, digits) for x in row):
            yield Hidden(AnswerKind.ROW, step, index, row, digits)


def _is_doable(value: float, digits: int) -> bool:
    """Tell whether a number is neither huge nor so small that its asked decimals say little."""
    smallest = 5 * 10.0**-digits if digits else 0.0
    return value == 0 or smallest <= abs(value) < LARGEST


def digits_for(value: NDArray[np.float64], shown_before: Sequence[Step]) -> int:
    """Return how many decimals can be asked for: 0 where all is whole, else 2 or 3.

    Three need arguments that are shown exactly: rounded ones carry their error into the answer.
    """
    finite = value[np.isfinite(value)]
    if (finite == finite.round()).all():
        return 0
    exact = all(_is_shown_exactly(step) for step in shown_before)
    return 3 if exact and not _has_few_decimals(finite, 2) else 2


def _is_shown_exactly(step: Step) -> bool:
    if isinstance(step.value, str):
        return True
    finite = step.value[np.isfinite(step.value)]
    return not any("e" in text for text in numbers(step.value)) and _has_few_decimals(finite, 3)


def _has_few_decimals(finite: NDArray[np.float64], digits: int) -> bool:
    return bool(np.all(np.abs(finite - finite.round(digits)) < 1e-9))


def with_mistakes(hidden: Hidden, wrong: Mapping[str, tuple[str, Step | None]]) -> Hidden:
    """Return the place with what each mistake, given as (sentence, its step), makes of it."""
    visible: list[Slip] = []
    lost = 0
    for name, (says, step) in wrong.items():
        answer = None if step is None else _value_at(step, hidden)
        others = (hidden.expected, *(slip.answer for slip in visible))
        if answer is not None and all(
            can_be_told_apart(hidden.kind, answer, other, hidden.digits) for other in others
        ):
            visible.append(Slip(name, says, answer))
        elif step is not None and _changes(step, hidden):
            lost += 1
    return replace(hidden, visible=tuple(visible), lost=lost)


def _value_at(step: Step, hidden: Hidden) -> Value | None:
    if isinstance(step.value, str) or isinstance(hidden.expected, str):
        return step.value.strip() if isinstance(step.value, str) else None
    inside = zip(hidden.index, step.value.shape, strict=False)
    if step.value.ndim != len(hidden.step.axes) or any(i >= size for i, size in inside):
        return None
    values = tuple(float(x) for x in np.atleast_1d(step.value[hidden.index]))
    return None if np.isnan(values).any() or len(values) != len(hidden.expected) else values


def _changes(step: Step, hidden: Hidden) -> bool:
    """Tell whether a mistake changes the step anywhere by what an answer could show."""
    right, wrong = hidden.step.value, step.value
    if isinstance(right, str) and isinstance(wrong, str):
        return bare(right) != bare(wrong)
    if isinstance(right, str) or isinstance(wrong, str):
        return True
    if right.shape != wrong.shape:
        return True
    pairs = (tuple(map(float, right.ravel())), tuple(map(float, wrong.ravel())))
    return can_be_told_apart(AnswerKind.ROW, *pairs, hidden.digits)
