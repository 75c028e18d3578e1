"""Drawing a problem from a demo: fresh numbers, one value hidden, the known mistakes at that place.

An answer shall give its mistake away, so parameters and places are drawn until every mistake that
changes the step at all differs from the right value, and from the other mistakes, by more than
twice the tolerance; after a bounded number of tries the best of them is taken.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from flashdeck.demos.demo import Demo, Params
from flashdeck.demos.hidden import Hidden, places, with_mistakes
from flashdeck.demos.registry import demo_named, plugin_errors
from flashdeck.demos.run import accepted, fence_parameters
from flashdeck.demos.text import step_lines, table_lines, value_lines
from flashdeck.demos.trace import Step
from flashdeck.errors import DemoError
from flashdeck.formulas import to_unicode
from flashdeck.questions import (
    AnswerKind,
    Question,
    Slip,
    can_be_numbered,
    number_text,
    value_text,
)
from flashdeck.text import clean

MOST_TRIES = 40
ENOUGH_TRIES = 8
"""After so many, a mistake that never changed the step is taken to be one that cannot."""
MOST_PLACES = 24
MOST_NUMBERS = 200
"""So many numbers may stand in a question; parameters that give more are drawn again."""
FEWEST_CHOICES, MOST_CHOICES = 3, 4
CHOICE_SHARE, ROW_SHARE = 0.2, 0.25

Draw = np.random.Generator


def draw_question(
    demo: Demo,
    draw: Draw,
    *,
    ask: str | None = None,
    given: Mapping[str, Any] | None = None,
) -> Question:
    """Return a problem of ``demo``; ``ask`` names its step and ``given`` fixes parameters.

    The same state of ``draw`` gives the same question. Raises DemoError for wrong parameters,
    where no step has a value that can be asked for, and for whatever a plug-in raises.
    """
    with plugin_errors(demo.name):
        return _drawn(demo, draw, ask, given or {})


def _drawn(demo: Demo, draw: Draw, ask: str | None, given: Mapping[str, Any]) -> Question:
    names = _asked_steps(demo, ask)
    order = [names[i] for i in draw.permutation(len(names))]
    chance = draw.random()
    is_choice = chance < CHOICE_SHARE
    kind = AnswerKind.ROW if chance > 1 - ROW_SHARE else AnswerKind.NUMBER
    for name in order:
        best = _best(demo, draw, name, kind, given)
        if best is not None:
            return _question(demo, *best, draw if is_choice else None)
    raise DemoError(
        f"demo {demo.name} has no value that can be asked for with these parameters",
        "Make them smaller, or ask for another step.",
    )


def fence_question(name: str, body: str, seed: int) -> Question:
    """Return the problem of a quiz fence; equal seeds give equal problems. Raises DemoError."""
    given = fence_parameters(body)
    ask = given.pop("ask", None)
    return draw_question(
        demo_named(name),
        np.random.default_rng(seed),
        ask=None if ask is None else str(ask),
        given=given,
    )


def _asked_steps(demo: Demo, ask: str | None) -> tuple[str, ...]:
    if not demo.asks:
        raise DemoError(
            f"demo {demo.name} has no step that a quiz can ask for", "Show it as a demo instead."
        )
    if ask is None:
        return demo.asks
    if ask not in demo.asks:
        known = ", ".join(demo.asks)
        raise DemoError(f"a quiz on {demo.name} cannot ask for {ask!r}", f"It can for: {known}.")
    return (ask,)


def _best(
    demo: Demo, draw: Draw, name: str, kind: AnswerKind, given: Mapping[str, Any]
) -> tuple[Params, list[Step], Hidden] | None:
    """Return the parameters, steps and place that show most mistakes, or None without a place."""
    best = None
    for attempt in range(MOST_TRIES):
        params = _fresh(demo, draw, given)
        steps = _until(_run(demo, params), name)
        found = None if steps is None else _best_place(demo, params, draw, steps, kind)
        if steps is None or found is None:
            if attempt >= ENOUGH_TRIES and best is None:
                return None
            continue
        if best is None or _rank(found) > _rank(best[2]):
            best = (params, steps, found)
        all_seen = len(best[2].visible) == len(demo.mistakes)
        if all_seen or (attempt + 1 >= ENOUGH_TRIES and not best[2].lost):
            break
    return best


def _rank(hidden: Hidden) -> tuple[int, int]:
    return len(hidden.visible), -hidden.lost


def _fresh(demo: Demo, draw: Draw, given: Mapping[str, Any]) -> Params:
    """Return parameters with new numbers, those ``given`` as they are."""
    if demo.fresh is not None:
        params = demo.fresh(draw)
        if not given:
            return params
        fresh = params.model_dump(exclude_unset=True)
    else:
        seeded = "seed" in demo.params.model_fields
        fresh = {"seed": int(draw.integers(0, 2**16))} if seeded else {}
    return accepted(demo, {**fresh, **given})


def _run(demo: Demo, params: Params) -> Sequence[Step]:
    try:
        return demo.run(params)
    except ValueError as error:
        raise DemoError(f"demo {demo.name}: {error}", "Change the parameters.") from error


def _until(steps: Sequence[Step], name: str) -> list[Step] | None:
    """Return the steps up to the one called ``name``, or None if they are too much to read."""
    found: list[Step] = []
    for step in steps:
        found.append(step)
        if step.name == name:
            sizes = (1 if isinstance(s.value, str) else s.value.size for s in found)
            return found if sum(sizes) <= MOST_NUMBERS else None
    return None


def _best_place(
    demo: Demo, params: Params, draw: Draw, steps: list[Step], kind: AnswerKind
) -> Hidden | None:
    asked = steps[-1]
    found = list(places(asked, kind, steps[:-1]))
    if not found and kind is AnswerKind.ROW:
        found = list(places(asked, AnswerKind.NUMBER, steps[:-1]))
    if not found:
        return None
    wrong = {
        name: (mistake.says, _named(mistake.run(params), asked.name))
        for name, mistake in demo.mistakes.items()
    }
    order = draw.permutation(len(found))[:MOST_PLACES]
    return max((with_mistakes(found[i], wrong) for i in order), key=_rank)


def _named(steps: Sequence[Step], name: str) -> Step | None:
    return next((step for step in steps if step.name == name), None)


def _question(
    demo: Demo, params: Params, steps: list[Step], hidden: Hidden, choose: Draw | None
) -> Question:
    choices = [] if choose is None else _choices(hidden, choose)
    kind = AnswerKind.CHOICE if choices else hidden.kind
    slips = hidden.visible
    if choices:
        named = (Slip(slip.name, slip.says, _text(slip.answer, hidden)) for slip in slips)
        slips = tuple(slip for slip in named if slip.answer in choices)
    seen = {slip.name for slip in slips}
    return Question(
        kind=kind,
        topic=demo.name,
        key=f"{demo.name}.{hidden.name}",
        prompt="\n".join(_prompt(demo, params, steps, hidden)),
        expected=_text(hidden.expected, hidden) if choices else hidden.expected,
        digits=hidden.digits,
        choices=tuple(choices),
        slips=slips,
        unseen=tuple(name for name in demo.mistakes if name not in seen),
        hint=_hint(hidden.step),
        solution="\n".join(_solution(steps)),
    )


def _text(value: Any, hidden: Hidden) -> str:
    return value_text(value, hidden.digits)


def _choices(hidden: Hidden, draw: Draw) -> list[str]:
    """Return shuffled options: the right value, mistakes, and other entries of the same step.

    There are none where these are fewer than three, or would be taken for their own numbers.
    """
    texts = [_text(hidden.expected, hidden)]
    texts += [_text(slip.answer, hidden) for slip in hidden.visible]
    if hidden.kind is AnswerKind.NUMBER and not isinstance(hidden.step.value, str):
        flat = hidden.step.value[np.isfinite(hidden.step.value)]
        texts += [number_text(float(x), hidden.digits) for x in flat]
    options = list(dict.fromkeys(texts))[:MOST_CHOICES]
    if len(options) < FEWEST_CHOICES or not can_be_numbered(options):
        return []
    return [options[i] for i in draw.permutation(len(options))]


def _hint(step: Step) -> str:
    formula = f"{step.name} = {to_unicode(step.formula)}. " if step.formula else ""
    return clean(formula + step.why)


def _solution(steps: list[Step]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        if number > 1:
            yield ""
        yield from step_lines(step, f"{number}. ")


def _prompt(demo: Demo, params: Params, steps: list[Step], hidden: Hidden) -> Iterator[str]:
    yield clean(demo.title)
    yield from _settings(params)
    for step in steps[:-1]:
        yield ""
        formula = f"  {to_unicode(step.formula)}" if step.formula else ""
        yield f"{clean(step.name)}{formula}"
        lines = [step.value] if isinstance(step.value, str) else value_lines(step)
        yield from (f"   {line}" for text in lines for line in clean(text).splitlines())
    yield ""
    yield from _asked_table(hidden)
    yield f"What is {clean(hidden.long_name)}?"


def _settings(params: Params) -> Iterator[str]:
    """Yield the short parameters that are not the defaults; numbers in arrays stand in steps."""
    for name, value in params.model_dump(exclude_defaults=True).items():
        if isinstance(value, bool):
            yield f"{name}: {'yes' if value else 'no'}"
        elif name != "seed" and isinstance(value, str | int | float):
            yield f"{name}: {clean(str(value))}"


def _asked_table(hidden: Hidden) -> Iterator[str]:
    """Yield the step with a question mark at its place; the rest of it would tell too much."""
    step = hidden.step
    if isinstance(step.value, str) or step.value.ndim == 0:
        return
    axes = " × ".join(axis.name for axis in step.axes[-2:] if axis.name)
    yield clean(f"{step.name}  ({axes})" if axes else step.name)
    cells = np.full(step.value.shape, "·", dtype=object)
    cells[hidden.index] = "?"
    block = cells[hidden.index[: cells.ndim - 2]] if cells.ndim > 2 else np.atleast_2d(cells)
    rows = step.axes[-2].labels if cells.ndim > 1 else ("",)
    yield from (f"   {line}" for line in table_lines(block.tolist(), rows, step.axes[-1].labels))
