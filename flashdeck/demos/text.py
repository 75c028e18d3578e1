"""A trace as plain lines, for a pipe, a screen reader and a printed solution."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from flashdeck.demos.trace import Step, Trace
from flashdeck.formulas import to_unicode
from flashdeck.text import clean


def numbers(value: NDArray[np.float64]) -> list[str]:
    """Return every entry as text in one form: whole numbers, three decimals, or exponents."""
    flat = value.ravel()
    finite = flat[np.isfinite(flat)]
    largest = float(np.abs(finite).max(initial=0.0))
    if largest < 1e9 and bool((finite == finite.round()).all()):
        form = ".0f"
    else:
        form = ".3f" if largest == 0 or 1e-2 <= largest < 1e5 else ".2e"
    return [_number(float(x), form) for x in flat]


def _number(value: float, form: str) -> str:
    if np.isinf(value):
        return "-∞" if value < 0 else "∞"
    text = format(value, form)
    return text.removeprefix("-") if float(text) == 0 else text


def trace_lines(trace: Trace) -> Iterator[str]:
    """Yield the steps of a trace as text."""
    for index, step in enumerate(trace.steps, 1):
        if index > 1:
            yield ""
        yield from step_lines(step, f"{index}. ")


def trace_markdown(trace: Trace) -> str:
    """Return the steps of a trace as Markdown: formulas in LaTeX, values as they are printed."""
    return "\n\n".join(_step_markdown(step) for step in trace.steps) + "\n"


def _step_markdown(step: Step) -> str:
    value = step.value if isinstance(step.value, str) else "\n".join(value_lines(step))
    parts = [
        f"### {clean(step.name)}",
        f"$${step.formula}$$" if step.formula else "",
        f"```text\n{clean(value)}\n```",
        clean(step.filled),
        clean(step.why),
    ]
    return "\n\n".join(part for part in parts if part)


def step_lines(step: Step, label: str = "") -> Iterator[str]:
    """Yield one step: its name and formula, its value as a table, its reason."""
    formula = f"  {to_unicode(step.formula)}" if step.formula else ""
    yield f"{label}{clean(step.name)}{formula}"
    if isinstance(step.value, str):
        yield from (f"   {line}" for line in clean(step.value).splitlines())
    else:
        yield from (f"   {line}" for line in value_lines(step))
    if step.filled:
        yield f"   {clean(step.filled)}"
    yield f"   {clean(step.why)}"


def value_lines(step: Step) -> Iterator[str]:
    """Yield an array as an aligned table with its labels; more than two axes become blocks."""
    value = step.value
    assert not isinstance(value, str)
    labels = [axis.labels for axis in step.axes]
    if value.ndim == 0:
        yield numbers(value)[0]
    elif value.ndim <= 2:
        cells = np.array(numbers(value)).reshape(np.atleast_2d(value).shape).tolist()
        yield from table_lines(cells, labels[0] if value.ndim == 2 else ("",), labels[-1])
    else:
        for label, part in zip(step.axes[0].labels, value, strict=True):
            yield f"{step.axes[0].name} {clean(label)}:"
            yield from value_lines(Step(step.name, "", part, "", step.axes[1:]))


def table_lines(
    cells: Sequence[Sequence[str]], rows: Sequence[str], columns: Sequence[str]
) -> Iterator[str]:
    """Yield cells as aligned lines below the names of their columns and behind those of rows."""
    heads = [clean(label) for label in columns]
    widths = [max(len(head), *(len(row[i]) for row in cells)) for i, head in enumerate(heads)]
    names = [clean(label) for label in rows]
    left = max(len(name) for name in names)
    yield " ".join([" " * left, *(h.rjust(w) for h, w in zip(heads, widths, strict=True))]).rstrip()
    for name, row in zip(names, cells, strict=True):
        yield " ".join([name.ljust(left), *(c.rjust(w) for c, w in zip(row, widths, strict=True))])
