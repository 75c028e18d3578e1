"""Colours for values: cividis, which looks the same to colour-blind and other eyes.

Nunez, Anderton, Renslow, Optimizing colormaps with consideration for color vision deficiency,
2018; nine of its points, joined by straight lines.
"""

from textual.color import Color

_POINTS = (
    "#00224e",
    "#123570",
    "#3b496c",
    "#575d6d",
    "#707173",
    "#8a8678",
    "#a59c74",
    "#c3b369",
    "#fee838",
)
_COLORS = tuple(Color.parse(point) for point in _POINTS)
_BALANCE = 0.46
"""The brightness of the grey on which black and white can be read equally well."""
_BLACK, _WHITE = Color(0, 0, 0), Color(255, 255, 255)


def cividis(level: float) -> Color:
    """Return the colour for a level from 0 to 1."""
    place = min(max(level, 0.0), 1.0) * (len(_COLORS) - 1)
    index = min(int(place), len(_COLORS) - 2)
    return _COLORS[index].blend(_COLORS[index + 1], place - index)


def ink_on(background: Color) -> Color:
    """Return black or white, whichever can be read on ``background``."""
    return _BLACK if background.brightness > _BALANCE else _WHITE
