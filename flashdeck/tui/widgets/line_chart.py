"""Lines over an axis in colours that colour-blind eyes can tell apart, named at their ends."""

from textual.content import Content

from flashdeck.demos.chart import Piece, chart_lines
from flashdeck.demos.trace import Step
from flashdeck.tui.text import MUTED

COLORS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#0072b2")
"""Okabe and Ito, Color universal design, 2008, brightest first."""


def line_chart(step: Step, *, monochrome: bool = False) -> Content:
    """Return the chart of a step whose value is (points) or (series, points)."""
    lines = (
        Content.assemble(*(_shown(piece, monochrome) for piece in line))
        for line in chart_lines(step)
    )
    return Content("\n").join(lines)


def _shown(piece: Piece, monochrome: bool) -> tuple[str, str]:
    if piece.series is None:
        return piece.text, MUTED
    return piece.text, "" if monochrome else COLORS[piece.series % len(COLORS)]
