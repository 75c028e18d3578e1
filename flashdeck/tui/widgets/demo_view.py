"""A live demo on a card: computed when it is shown, its steps one below the other."""

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import LoadingIndicator, Static

from flashdeck.errors import DemoError
from flashdeck.formulas import to_unicode
from flashdeck.parsing.fences import DemoFence
from flashdeck.text import clean
from flashdeck.tui.text import MUTED, plain

if TYPE_CHECKING:
    from flashdeck.demos.trace import Step, Trace


class DemoView(Vertical):
    """The steps of the demo that a fence names, or what is wrong with the fence."""

    DEFAULT_CSS = """
    DemoView {
        height: auto;
        margin: 1 0;
        padding: 0 2;
        border-left: outer $primary 60%;
        & > LoadingIndicator { height: 3; }
        & .step { height: auto; margin: 0 0 1 0; width: 1fr; }
        & .value { height: auto; width: 1fr; overflow: auto hidden; padding: 0 0 0 3; }
        & .why { color: $text-muted; padding: 0 0 0 3; }
    }
    """

    def __init__(self, fence: DemoFence) -> None:
        super().__init__()
        self._fence = fence

    def on_mount(self) -> None:
        """Compute off the screen's own thread."""
        self.mount(LoadingIndicator())
        self._compute()

    @work(exclusive=True)
    async def _compute(self) -> None:
        try:
            trace = await asyncio.to_thread(_trace, self._fence)
        except DemoError as error:
            await self._show([Static(plain(f"{error.message}\n{error.hint}", "$text-error"))])
            return
        await self._show([_step(index, step) for index, step in enumerate(trace.steps, 1)])

    async def _show(self, widgets: list[Widget]) -> None:
        if not self.is_attached:  # the app was left in the meantime
            return
        async with self.batch():
            await self.remove_children()
            await self.mount_all(widgets)


def _trace(fence: DemoFence) -> "Trace":
    from flashdeck.demos import fence_parameters, run_demo  # deferred: NumPy and pydantic

    return run_demo(fence.name, fence_parameters(fence.body))


def _step(index: int, step: "Step") -> Widget:
    title = Content.assemble(
        (f"{index}. ", MUTED),
        (clean(step.name), "bold"),
        ("  " + to_unicode(step.formula) if step.formula else "", "$text-accent"),
    )
    return Vertical(
        Static(title),
        Vertical(_value(step), classes="value"),
        Static(plain(step.why), classes="why"),
        classes="step",
    )


def _value(step: "Step") -> Widget:
    from flashdeck.demos.text import value_lines
    from flashdeck.demos.trace import View
    from flashdeck.tui.widgets.heatmap import Heatmap

    if isinstance(step.value, str):
        return Static(plain(step.value))
    if step.view is View.HEATMAP and step.value.ndim in (1, 2):
        return Heatmap(step)
    table = Static(plain("\n".join(value_lines(step))))
    table.styles.width = "auto"
    return table
