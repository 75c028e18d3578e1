"""Demo fences inside an answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashdeck.parsing.document import read_blocks


@dataclass(frozen=True, slots=True)
class DemoFence:
    """A ```` ```demo NAME ```` block over the 0-based lines ``start:end`` of its answer."""

    name: str
    body: str
    start: int
    end: int


def demo_fences(answer: str) -> Iterator[DemoFence]:
    """Yield the demo fences of ``answer`` in order."""
    if "demo" not in answer:
        return
    for block in read_blocks(answer):
        words = block.info.split()
        if block.kind == "fence" and words[:1] == ["demo"]:
            yield DemoFence(" ".join(words[1:]), block.text, block.start, block.end)
