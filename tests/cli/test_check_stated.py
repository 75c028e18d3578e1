"""`flashdeck check` on problems and stated numbers: the place, what is wrong, the right number."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cli

GIVEN = 'tokens="a b" queries=[[2],[0]] keys=[[1],[0]]'
NOTE = """## What is the weight?
It is {{{{demo:attention.weights[0,1] {given} = {value}}}}}.

## Work it out. {{.x}}
```quiz {demo}
```
"""


def test_true_numbers_and_good_problems_are_fine(cli: "Cli") -> None:
    note = cli.write("good.md", NOTE.format(given=GIVEN, value="0.12", demo="attention"))
    assert cli.good("check", note) == "1 file read, 2 cards, 0 remarks.\n"


def test_wrong_ones_are_told_with_their_lines(cli: "Cli") -> None:
    note = cli.write("bad.md", NOTE.format(given=GIVEN, value="0.35", demo="atention"))
    done = cli.run("check", note)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{note}:2: attention.weights[0, 1] is 0.119203, not 0.35",
        "    Write 0.12.",
        f"{note}:5: there is no demo called 'atention'",
        "    Did you mean attention?",
    ]
    assert cli.run("import", note).returncode == 1
    told = cli.study("", "3", "q")
    assert "It is 0.35." in told
