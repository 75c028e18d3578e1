"""The demos on the shipped cards: each runs, and gives the numbers that its card tells."""

from pathlib import Path

import pytest

from flashdeck.demos import Trace, fence_parameters, run_demo
from flashdeck.parsing.fences import demo_fences

DECKS = sorted((Path(__file__).parents[2] / "decks").glob("*.md"))


def traces(path: Path) -> dict[str, Trace]:
    fences = demo_fences(path.read_text("utf-8"))
    return {fence.name: run_demo(fence.name, fence_parameters(fence.body)) for fence in fences}


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_every_demo_on_a_shipped_card_runs(path: Path) -> None:
    for trace in traces(path).values():
        assert trace.steps


@pytest.mark.parametrize(
    ("deck", "demo", "step", "expected"),
    [
        ("ctc", "ctc-collapse", "labels", "hello"),
        ("ctc", "ctc-collapse", "least_frames", 6),
        ("ctc", "ctc-alignments", "count", 3),
        ("ctc", "ctc-alignments", "probability", 0.84),
        ("ctc", "ctc-alignments", "loss", 0.174),
        ("ctc", "ctc-greedy-beam", "best_path", "--"),
        ("ctc", "ctc-greedy-beam", "path_probability", 0.36),
        ("ctc", "ctc-greedy-beam", "beam_labels", "a"),
        ("ctc", "ctc-greedy-beam", "beam_probability", 0.64),
        ("ctc", "ctc-lattice", "states", "- t - o - o -"),
        ("ctc", "transducer-greedy", "path", "--aab-"),
        ("lstm-gates", "gru-lstm-parameters", "parameters", [620, 1860, 2480]),
        ("rnn-families", "bptt", "contributions", [0.25, 0.25, 0.25]),
        ("rnn-families", "bptt", "gradient", 0.75),
        ("rnn-families", "rnn-shapes", "output", [3, 2, 2]),
        ("rnn-families", "rnn-unrolled", "last", [0.3634]),
        ("vanishing-gradients", "clipping", "by_norm", [3, 4]),
        ("vanishing-gradients", "vanishing-gradient", "reach", [21]),
        ("attention", "scaling", "deviation", [8, 1]),
        ("attention", "permutation-equivariance", "gap", 0),
        ("masking", "padding-mask", "on_padding", [0, 0]),
        ("masking", "causal-mask", "seen", [1, 2, 3]),
        ("masking", "mask-patterns", "pairs", [9, 3, 6]),
        ("masking", "mlm-masking", "predicted", 150),
        ("masking", "mlm-masking", "split", [120, 15, 15]),
    ],
)
def test_a_card_tells_what_its_demo_computes(
    deck: str, demo: str, step: str, expected: object
) -> None:
    (path,) = (path for path in DECKS if path.stem == deck)
    value = traces(path)[demo].step(step).value
    assert value == (expected if isinstance(expected, str) else pytest.approx(expected, abs=5e-4))
