"""The four grades, each with the time until the card would come again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message

from flashdeck.scheduling import Grade, Memory
from flashdeck.scheduling.grades import BUTTONS
from flashdeck.tui.widgets.key_button import KeyButton

if TYPE_CHECKING:
    from datetime import date


class GradeBar(Grid):
    """The four grade buttons side by side; their keys are 1 to 4."""

    DEFAULT_CSS = """
    GradeBar {
        height: auto;
        margin: 0 1;
        grid-size: 4 1;
        grid-rows: auto;
        grid-gutter: 0 1;
        & KeyButton { height: 100%; min-height: 2; margin: 0; }
        & #again { background: $error-muted; color: $text-error; }
        & #hard { background: $warning-muted; color: $text-warning; }
        & #good { background: $success-muted; color: $text-success; }
    }
    """

    class Chosen(Message):
        """A grade was clicked; ``number`` is its key."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def compose(self) -> ComposeResult:
        """Yield the four buttons."""
        for grade in BUTTONS:
            yield KeyButton(id=grade.name.lower())

    def show(self, memories: Mapping[Grade, Memory], today: "date") -> None:
        """Write on each button when the card would come again."""
        from flashdeck.study.wording import interval_in_words  # deferred: behind the first frame

        for number, (grade, memory) in enumerate(memories.items(), 1):
            button = self.query_one(f"#{grade.name.lower()}", KeyButton)
            button.show(str(number), grade.label, interval_in_words(memory, today))

    @on(KeyButton.Pressed)
    def _pressed(self, event: KeyButton.Pressed) -> None:
        event.stop()
        names = [grade.name.lower() for grade in BUTTONS]
        self.post_message(self.Chosen(names.index(str(event.button.id)) + 1))
