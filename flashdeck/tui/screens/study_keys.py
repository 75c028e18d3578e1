"""The keys of the study screen: what they do, and how its help tells them."""

from textual.binding import Binding, BindingType

from flashdeck.scheduling.grades import BUTTONS

BINDINGS: list[BindingType] = [
    Binding("space", "go_on", "Go on"),
    Binding("enter", "go_on", "Go on", show=False),
    *(Binding(str(n), f"grade({n})", g.label, show=False) for n, g in enumerate(BUTTONS, 1)),
    Binding("a", "answer", "Answer"),
    Binding("u", "undo", "Undo"),
    Binding("r", "redo", "Redo", show=False),
    Binding("b", "bury", "Bury"),
    Binding("s", "suspend", "Suspend"),
    Binding("f", "flag", "Flag", show=False),
    Binding("e", "edit", "Edit"),
    Binding("d", "demo", "Demo"),
    Binding("down", "scroll(1)", "Scroll", show=False),
    Binding("up", "scroll(-1)", "Scroll", show=False),
    Binding("pagedown", "scroll(12)", "Scroll", show=False),
    Binding("pageup", "scroll(-12)", "Scroll", show=False),
    Binding("question_mark", "help", "Help", key_display="?"),
    Binding("q,escape", "leave", "Leave"),
]

KEYS = (
    ("Space, Enter", "show the answer; afterwards the same as 3"),
    ("1", "again: not known"),
    ("2", "hard: known with much trouble"),
    ("3", "good: known"),
    ("4", "easy: known at once"),
    ("a", "type your answer to a problem with numbers"),
    ("u", "take the last thing back, as often as you like"),
    ("r", "do again what you took back last"),
    ("b", "bury: not today any more"),
    ("s", "suspend: not any more, until you take it back"),
    ("f", "flag: red, orange, green, blue, and none again"),
    ("e", "edit the note at this card in your editor"),
    ("d", "change the inputs of a live demo: arrows, Enter to type, w to predict, Esc back"),
    ("↑ ↓ PgUp PgDn", "scroll"),
    ("?", "this help"),
    ("q, Esc", "leave; every grade is already kept"),
)
