"""One step of a demo: its name and formula, its value as it likes to be seen, and its reason."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from flashdeck.formulas import to_unicode
from flashdeck.text import clean
from flashdeck.tui.text import FAINT, MUTED, plain

if TYPE_CHECKING:
    from flashdeck.demos.trace import Step


class StepView(Vertical):
    """Shows a step, or only its name and formula while the learner predicts it."""

    DEFAULT_CSS = """
    StepView {
        height: auto;
        width: 1fr;
        margin: 0 0 1 0;
        & > .holder { height: auto; width: 1fr; overflow: auto hidden; padding: 0 0 0 3; }
        & .value { width: auto; height: auto; }
        & > .filled { color: $text-accent; padding: 0 0 0 3; }
        & > .why { color: $text-muted; padding: 0 0 0 3; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[int, Step, bool] | None = None

    def compose(self) -> ComposeResult:
        """Yield the places that ``show`` fills."""
        yield Static(classes="title")
        with Vertical(classes="holder"):
            yield Static(classes="value")
        yield Static(classes="filled")
        yield Static(classes="why")

    def show(self, number: int, step: "Step", *, hidden: bool = False) -> None:
        """Show a step in place; ``hidden`` leaves its value to be predicted."""
        self._shown = (number, step, hidden)
        if self.is_mounted:
            self._draw(number, step, hidden)

    def on_mount(self) -> None:
        """Draw what was to be shown before there was a place for it."""
        if self._shown is not None:
            self._draw(*self._shown)

    def _draw(self, number: int, step: "Step", hidden: bool) -> None:
        places = list(self.query(Static))
        if not places:  # the card is being taken away
            return
        title, value, filled, why = places
        title.update(
            Content.assemble(
                (f"{number}. ", MUTED),
                (clean(step.name), "bold"),
                ("  " + to_unicode(step.formula) if step.formula else "", "$text-accent"),
            )
        )
        guess = Content("Predict it, then press n.").stylize(FAINT)
        value.update(guess if hidden else value_content(step, monochrome=self.app.no_color))
        filled.update(plain(step.filled))
        filled.display = bool(step.filled) and not hidden
        why.update(plain(step.why))
        why.display = not hidden


def value_content(step: "Step", *, monochrome: bool) -> Content:
    """Return a step's value as its view asks, or as a table where that view does not fit it."""
    from flashdeck.demos.text import value_lines  # deferred with NumPy: only a demo needs it
    from flashdeck.demos.trace import View
    from flashdeck.tui.widgets.heatmap import heatmap
    from flashdeck.tui.widgets.lattice import lattice
    from flashdeck.tui.widgets.line_chart import line_chart

    if isinstance(step.value, str):
        return plain(step.value)
    dimensions = step.value.ndim
    if step.view is View.HEATMAP and dimensions in (1, 2):
        return heatmap(step, monochrome=monochrome)
    if step.view is View.LINE and dimensions in (1, 2):
        return line_chart(step, monochrome=monochrome)
    if step.view in (View.LATTICE, View.GRID) and dimensions == 2:
        return lattice(step, monochrome=monochrome)
    return plain("\n".join(value_lines(step)))
