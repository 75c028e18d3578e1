"""CTC's prefix beam search, beside the C++ decoder of flashlight-text, neither with a lexicon.

Flashlight keeps the two endings of a prefix as two hypotheses, so its beam holds fewer prefixes.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Result, Row, Skipped, seconds, take_turns
from flashdeck.reference.ctc_decoding import prefix_beam_search
from flashdeck.reference.functions import log_softmax

FRAMES, CLASSES, WIDTH = 200, 64, 16
ROUNDS = 15
TARGET = 0.5
NAME = f"prefix beam, T={FRAMES} C={CLASSES} W={WIDTH}"


def run() -> Iterator[Row]:
    """Measure both on random distributions, and on sure ones in which blanks prevail."""
    if find_spec("flashlight") is None:
        yield Skipped(NAME, "flashlight-text is not installed (extra: flashlight)")
        return
    draw = np.random.default_rng(0)
    logits = draw.standard_normal((FRAMES, CLASSES))
    mostly_blank = 3 * logits
    mostly_blank[:, 0] += np.where(draw.random(FRAMES) < 0.7, 6.0, 0.0)
    for kind, scores in (("unsure", logits), ("sure", mostly_blank)):
        ours, theirs = _beside_flashlight(log_softmax(scores).astype(np.float32))
        yield Result(f"{NAME}, {kind}", ours, "flashlight-text", theirs, TARGET)


def _beside_flashlight(single: NDArray[np.float32]) -> list[float]:
    """Return the seconds of both, which read the same log-probabilities (time, classes)."""
    double = single.astype(np.float64)
    decoder = _decoder()
    address = single.ctypes.data
    best = prefix_beam_search(double, WIDTH)[0].log_prob
    assert best >= decoder.decode(address, *single.shape)[0].score - 1e-6 * abs(best)
    return take_turns(
        ROUNDS,
        lambda: seconds(lambda: prefix_beam_search(double, WIDTH)),
        lambda: seconds(lambda: decoder.decode(address, *single.shape)),
    )


def _decoder() -> Any:
    """Return a decoder that drops no token and no score before the beam does."""
    module = import_module("flashlight.lib.text.decoder")  # an extra, for this benchmark alone
    options = module.LexiconFreeDecoderOptions(
        beam_size=WIDTH,
        beam_size_token=CLASSES,
        beam_threshold=1e30,
        lm_weight=0.0,
        sil_score=0.0,
        log_add=True,
        criterion_type=module.CriterionType.CTC,
    )
    no_silence, blank = -1, 0
    return module.LexiconFreeDecoder(options, module.ZeroLM(), no_silence, blank, [])
