"""The explorer: every demo, its inputs as a form, and its steps as they change."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from flashdeck.errors import FlashdeckError
from flashdeck.parsing.fences import DemoFence
from flashdeck.tui.notices import complain
from flashdeck.tui.room import Room
from flashdeck.tui.screens.help import HelpScreen
from flashdeck.tui.text import MUTED, plain
from flashdeck.tui.widgets.demo_view import DemoView
from flashdeck.tui.widgets.parameter_form import ParameterForm
from flashdeck.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from flashdeck.demos.trace import Trace

KEYS = (
    ("↑ ↓", "choose a demo"),
    ("Tab", "go to its inputs and back; they are checked as you type"),
    ("PgUp PgDn", "scroll the steps"),
    ("F5", "copy the steps as Markdown"),
    ("F6", "copy the steps as JSON"),
    ("F7", "make a card of this demo with these inputs"),
    ("F1", "this help"),
    ("Esc", "leave"),
)


class ExplorerScreen(Screen[None]):
    """The list of demos on the left; the chosen one on the right."""

    CSS_PATH = "explorer.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "copy_markdown", "Copy Markdown"),
        Binding("f6", "copy_json", "JSON"),
        Binding("f7", "make_card", "Make a card"),
        Binding("pageup", "scroll(-12)", "Scroll", show=False),
        Binding("pagedown", "scroll(12)", "Scroll", show=False),
        Binding("f1", "help", "Help"),
        Binding("escape", "dismiss", "Leave"),
    ]

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room

    def compose(self) -> ComposeResult:
        """Yield the list and the place of the chosen demo."""
        yield TopBar(Content("Demos"))
        with Horizontal():
            yield OptionList(id="demos", markup=False)
            with VerticalScroll(id="shown", can_focus=False):
                yield Static(id="about")
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """List the demos that work; those that do not are named."""
        self._list()

    @work
    async def _list(self) -> None:
        titles, broken = await self.room.run(_titles)
        names = self.query_one("#demos", OptionList)
        names.add_options(
            Option(Content.assemble(title, "\n", (name, MUTED)), id=name) for name, title in titles
        )
        for error in broken:
            complain(self.app, error)
        if titles:
            names.highlighted = 0
            self.set_focus(names)

    @on(OptionList.OptionHighlighted)
    @work(exclusive=True, group="shown")
    async def _show(self, event: OptionList.OptionHighlighted) -> None:
        name = event.option.id or ""
        title, look_for, params = await self.room.run(_described, name)
        shown = self.query_one("#shown", VerticalScroll)
        async with self.batch():
            await shown.query("DemoView, ParameterForm").remove()
            self.query_one("#about", Static).update(
                Content.assemble((title, "bold"), "\n", (look_for, MUTED))
            )
            fence = DemoFence(name, "", 0, 0)
            await shown.mount(ParameterForm(params), DemoView(fence, has_bar=False))
        shown.scroll_home(animate=False)

    @on(ParameterForm.Changed)
    async def _change(self, event: ParameterForm.Changed) -> None:
        for view in self.query(DemoView):
            await view.type(event.name, event.text)

    @on(DemoView.Computed)
    def _right(self) -> None:
        for form in self.query(ParameterForm):
            form.mark(wrong=False)

    @on(DemoView.Refused)
    def _wrong(self) -> None:
        for form in self.query(ParameterForm):
            form.mark(wrong=True)

    @property
    def _trace(self) -> "Trace | None":
        return next((view.trace for view in self.query(DemoView)), None)

    def action_scroll(self, by: int) -> None:
        """Scroll the steps."""
        self.query_one("#shown").scroll_relative(y=by, animate=False)

    def action_copy_markdown(self) -> None:
        """Copy the steps as Markdown."""
        from flashdeck.demos.text import trace_markdown  # deferred with NumPy

        if self._trace is not None:
            self._copy(trace_markdown(self._trace))

    def action_copy_json(self) -> None:
        """Copy the steps as JSON."""
        if self._trace is not None:
            self._copy(json.dumps(self._trace.as_json(), ensure_ascii=False, indent=2))

    def _copy(self, text: str) -> None:
        self.app.copy_to_clipboard(text)
        self.notify("Copied, if your terminal lets programs copy.", timeout=3, markup=False)

    @work(exclusive=True, group="card")
    async def action_make_card(self) -> None:
        """Put a card with this demo and these inputs into the deck of demos."""
        if self._trace is None:
            return
        try:
            path = await self.room.keep_demo(self._trace)
        except FlashdeckError as error:
            complain(self.app, error)
            return
        self.notify(f"A card of it is in the deck Demos, kept in {_short(path)}.", markup=False)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen("Demos", KEYS))


def _short(path: Path) -> str:
    return str(plain(str(path)))


def _titles() -> tuple[list[tuple[str, str]], list[FlashdeckError]]:
    """Return name and title of every demo that can be loaded, and the errors of the others."""
    from flashdeck.demos import working_demos  # deferred: NumPy and pydantic

    working, failing = working_demos()
    return [(demo.name, demo.title) for demo in working], list(failing)


def _described(name: str) -> tuple[str, str, dict[str, object]]:
    """Return a demo's title, what to look for, and its default inputs."""
    from flashdeck.demos import demo_named

    demo = demo_named(name)
    return demo.title, demo.look_for, demo.params().model_dump(mode="json")
