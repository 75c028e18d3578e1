"""A live demo: computed when it is shown, and again whenever one of its inputs changes."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, LoadingIndicator, Static

from flashdeck.errors import DemoError, FlashdeckError
from flashdeck.parsing.fences import DemoFence
from flashdeck.tui.text import plain
from flashdeck.tui.typed_value import as_typed, read_typed
from flashdeck.tui.widgets.parameter_bar import ParameterBar
from flashdeck.tui.widgets.step_view import StepView

if TYPE_CHECKING:
    from flashdeck.demos.trace import Trace


class DemoView(Vertical):
    """The steps of a demo below its inputs, or what is wrong with them."""

    DEFAULT_CSS = """
    DemoView {
        height: auto;
        margin: 1 0;
        padding: 0 2;
        border-left: outer $primary 60%;
        & > LoadingIndicator { height: 3; }
        & > .wrong { color: $text-error; margin: 0 0 1 0; display: none; }
        & > Input { margin: 0 0 1 0; }
        & > .steps { height: auto; }
    }
    """

    class Computed(Message):
        """The steps of other inputs are shown."""

        def __init__(self, trace: "Trace") -> None:
            super().__init__()
            self.trace = trace

    class Refused(Message):
        """The inputs were wrong; the steps are those of before."""

    def __init__(self, fence: DemoFence, *, has_bar: bool = True) -> None:
        super().__init__()
        self._fence = fence
        self._has_bar = has_bar
        self._trace: Trace | None = None
        self._wanted: dict[str, Any] = {}
        self._revealed: int | None = None

    def compose(self) -> ComposeResult:
        """Yield the inputs, the place for what is wrong with them, and that of the steps."""
        yield LoadingIndicator()
        if self._has_bar:
            yield ParameterBar()
        yield Static(classes="wrong")
        yield Vertical(classes="steps")

    def on_mount(self) -> None:
        """Compute off the screen's own thread."""
        self._compute(lambda: _fence_trace(self._fence))

    @property
    def trace(self) -> "Trace | None":
        """What is shown, once it is computed."""
        return self._trace

    def change(self, name: str, value: Any) -> None:
        """Compute with another value of one input; what is wrong with it is told instead."""
        if self._trace is not None:
            self.compute({**self._wanted, name: value})

    async def type(self, name: str, text: str) -> None:
        """Compute with one input typed anew."""
        if self._trace is None:
            return
        try:
            self.change(name, read_typed(text, self._trace.params.get(name)))
        except DemoError as error:
            await self._tell(error)

    def compute(self, params: Mapping[str, Any]) -> None:
        """Compute with these inputs; those of a further change are added to them at once."""
        self._wanted = dict(params)
        self._compute(lambda: _trace(self._fence.name, params))

    @work(exclusive=True)
    async def _compute(self, run: Callable[[], "Trace"]) -> None:
        try:
            trace = await asyncio.to_thread(run)
        except FlashdeckError as error:
            await self._tell(error)
            return
        await self._show(trace)

    async def _tell(self, error: FlashdeckError) -> None:
        if not self.is_attached:
            return
        self._wanted = dict(self._trace.params) if self._trace else {}
        await self.query(LoadingIndicator).remove()
        self.post_message(self.Refused())
        for wrong in self.query(".wrong").results(Static):  # none once the card has gone
            wrong.update(plain(f"{error.message}\n{error.hint}"))
            wrong.display = True

    async def _show(self, trace: "Trace") -> None:
        if not self.is_attached:  # the app was left in the meantime
            return
        self._trace, self._wanted = trace, dict(trace.params)
        async with self.batch():
            await self._build(len(trace.steps))
        self._fill()
        self.post_message(self.Computed(trace))

    async def _build(self, steps: int) -> None:
        """Make room for so many steps; what is there already stays."""
        await self.query(LoadingIndicator).remove()
        views = list(self.query(StepView))
        for view in views[steps:]:
            await view.remove()
        for place in self.query(".steps"):  # none once the card has gone
            await place.mount_all(StepView() for _ in range(steps - len(views)))

    def _fill(self) -> None:
        assert self._trace is not None
        self.query(".wrong").set(display=False)
        for bar in self.query(ParameterBar):
            bar.show(self._trace.params)
        last = len(self._trace.steps) if self._revealed is None else self._revealed
        views = zip(self.query(StepView), self._trace.steps, strict=False)
        for number, (view, step) in enumerate(views, 1):
            view.show(number, step, hidden=number > last)
            view.display = number <= last + 1

    @on(ParameterBar.Stepped)
    def _step(self, event: ParameterBar.Stepped) -> None:
        event.stop()
        if self._trace is not None:
            from flashdeck.demos.change import next_value

            value = next_value(self._trace.demo, self._wanted, event.name, event.direction)
            self.change(event.name, value)

    @on(ParameterBar.Walked)
    def _walk(self, event: ParameterBar.Walked) -> None:
        event.stop()
        if self._trace is None:
            return
        if event.on:
            self._revealed = min((self._revealed or 0) + 1, len(self._trace.steps))
        else:
            self._revealed = 0 if self._revealed is None else None
        self._fill()

    @on(ParameterBar.Typed)
    async def _type(self, event: ParameterBar.Typed) -> None:
        event.stop()
        if self._trace is None:
            return
        given = as_typed(self._trace.params[event.name])
        entry = Input(given, event.name, name=event.name, select_on_focus=False)
        await self.query(Input).remove()
        await self.mount(entry, after=self.query_one(ParameterBar))
        self.screen.set_focus(entry)  # before the next key is looked at

    @on(Input.Submitted)
    async def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.input.name or ""
        self.screen.set_focus(self.query_one(ParameterBar))
        await event.input.remove()
        await self.type(name, event.value)


def _fence_trace(fence: DemoFence) -> "Trace":
    from flashdeck.demos import fence_parameters, run_demo  # deferred: NumPy and pydantic

    return run_demo(fence.name, fence_parameters(fence.body))


def _trace(name: str, params: Mapping[str, Any]) -> "Trace":
    from flashdeck.demos import run_demo  # deferred: NumPy and pydantic

    return run_demo(name, params)
