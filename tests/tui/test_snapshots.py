"""One picture of each screen, as someone looked at it and found it good.

They hold for one version of Textual: another may draw the same thing otherwise. Look at the new
ones before `pytest tests/tui/test_snapshots.py --snapshot-update` takes them over.
"""

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
from textual.pilot import Pilot

from flashdeck.scheduling import Grade

if TYPE_CHECKING:
    from tests.conftest import Desk
    from tests.tui.conftest import MakeApp, Watch

Compare = Callable[..., bool]
DRAWN_WITH = {"textual": "8.2.8", "rich": "15.0.0"}

pytestmark = pytest.mark.skipif(
    {name: version(name) for name in DRAWN_WITH} != DRAWN_WITH,
    reason=f"the pictures were drawn with {DRAWN_WITH}",
)

ATTENTION = """# Attention

## How does scaled dot-product attention work?

$$\\mathrm{Attention}(Q, K, V) = \\mathrm{softmax}\\left(\\frac{Q K^\\top}{\\sqrt{d_k}}\\right) V$$

| part | job |
| --- | --- |
| $Q$, $K$ | set the **weights** |

```python
def attend(q, k, v):
    return softmax(q @ k.T) @ v
```
"""
DEMO = "## Walk one step of attention.\n```demo attention\ntokens: [the, cat]\nd_k: 2\n```\n"
LETTERS = "## What is a?\nAlpha.\n\n## What is b?\nBeta.\n"


@pytest.fixture
def library(desk: "Desk") -> "Desk":
    desk.write("Letters.md", LETTERS)
    desk.write("Models/Attention.md", ATTENTION)
    desk.write("Models/Demo.md", DEMO)
    desk.bring_in()
    session = desk.session("Letters")
    session.grade(Grade.GOOD)
    session.grade(Grade.AGAIN)
    desk.later(days=1)
    return desk


@pytest.fixture
def matches(snap_compare: Compare, watch: "Watch") -> Callable[..., bool]:
    """Return what compares an app with its picture, after keys and once texts are on the screen."""

    def compare(app: Any, *steps: tuple[str, str]) -> bool:
        async def prepare(pilot: Pilot[Any]) -> None:
            seat = watch(app, pilot)
            for keys, text in steps:
                seat.press(*keys.split())
                await seat.sees(text)
            await seat.settled()

        before: Callable[[Pilot[Any]], Awaitable[None]] = prepare
        return snap_compare(app, terminal_size=(80, 24), run_before=before)

    return compare


@pytest.mark.usefixtures("library")
def test_home(make_app: "MakeApp", matches: Callable[..., bool]) -> None:
    assert matches(make_app(), ("", "Attention"))


@pytest.mark.usefixtures("desk")
def test_home_of_an_empty_store(make_app: "MakeApp", matches: Callable[..., bool]) -> None:
    assert matches(make_app(), ("", "There are no cards yet."))


@pytest.mark.usefixtures("library")
def test_question(make_app: "MakeApp", matches: Callable[..., bool]) -> None:
    app = make_app("Models/Attention", study=True)
    assert matches(app, ("", "How does"))


@pytest.mark.usefixtures("library")
def test_answer_with_a_formula_a_table_and_code(
    make_app: "MakeApp", matches: Callable[..., bool]
) -> None:
    app = make_app("Models/Attention", study=True)
    assert matches(
        app, ("", "How does"), ("space", "Attention(Q, K, V)"), ("down down", "def attend")
    )


@pytest.mark.usefixtures("library")
def test_answer_with_a_demo(make_app: "MakeApp", matches: Callable[..., bool]) -> None:
    app = make_app("Models/Demo", study=True)
    steps = (("", "Walk"), ("space", "queries"), ("pagedown pagedown pagedown", "weights"))
    assert matches(app, *steps)


@pytest.mark.usefixtures("library")
def test_help(make_app: "MakeApp", matches: Callable[..., bool]) -> None:
    app = make_app("Models/Attention", study=True)
    assert matches(app, ("", "How does"), ("question_mark", "Keys · Study"))


@pytest.mark.usefixtures("library")
def test_end(make_app: "MakeApp", matches: Callable[..., bool]) -> None:
    app = make_app("Letters", study=True)
    assert matches(app, ("", "What is"), ("space 3 space 4", "Done for now."))
