"""What stacked layers keep of the laws of their parts, and what depth does to their gradients."""

import numpy as np
import pytest
from numpy.typing import NDArray

from flashdeck.reference.equivariance import permutation_gap
from flashdeck.reference.layer_norm import layer_norm_weights
from flashdeck.reference.masks import decoder_only, encoder_decoder
from flashdeck.reference.residual import Order
from flashdeck.reference.transformer_decoder import decoder, decoder_layer_weights
from flashdeck.reference.transformer_depth import gradient_norms
from flashdeck.reference.transformer_encoder import (
    encoder,
    encoder_backward,
    encoder_layer_weights,
)
from tests.reference.numerical import assert_gradient

Array = NDArray[np.float64]
ORDERS: tuple[Order, ...] = ("pre", "post")
RNG = np.random.default_rng(0)
ENCODER = [encoder_layer_weights(8, 2, 16, RNG) for _ in range(3)]
DECODER = [decoder_layer_weights(8, 2, 16, RNG) for _ in range(3)]
SOURCE = RNG.standard_normal((2, 5, 8))
TARGET = RNG.standard_normal((2, 4, 8))


@pytest.mark.parametrize("order", ORDERS)
def test_an_encoder_without_positions_is_blind_to_order(order: Order) -> None:
    assert permutation_gap(lambda x: encoder(x, ENCODER, order).output, SOURCE, [4, 2, 0, 3, 1]) < (
        1e-12
    )


@pytest.mark.parametrize("order", ORDERS)
def test_a_decoder_only_stack_is_an_encoder_that_sees_nothing_later(order: Order) -> None:
    before = encoder(SOURCE, ENCODER, order, decoder_only(5)).output
    changed = SOURCE.copy()
    changed[:, 3:] = -SOURCE[:, 3:]
    after = encoder(changed, ENCODER, order, decoder_only(5)).output
    np.testing.assert_allclose(after[:, :3], before[:, :3], atol=1e-14)
    assert np.abs(after[:, 3:] - before[:, 3:]).max() > 0.1


@pytest.mark.parametrize("order", ORDERS)
def test_a_decoder_sees_the_whole_source_and_no_later_target(order: Order) -> None:
    before = decoder(TARGET, SOURCE, DECODER, order).output
    later = TARGET.copy()
    later[:, 2:] = 1.5
    after = decoder(later, SOURCE, DECODER, order).output
    np.testing.assert_allclose(after[:, :2], before[:, :2], atol=1e-14)
    other = SOURCE.copy()
    other[:, -1] += 1
    assert (
        (np.abs(decoder(TARGET, other, DECODER, order).output - before) > 1e-6).any(axis=-1).all()
    )


@pytest.mark.parametrize("order", ORDERS)
def test_what_stands_in_the_padding_does_not_matter(order: Order) -> None:
    masks = encoder_decoder(5, 4, source_lengths=[3, 5])
    outputs = []
    for filling in (0.0, 99.0):
        source = SOURCE.copy()
        source[0, 3:] = filling
        memory = encoder(source, ENCODER, order, masks.encoder).output
        outputs.append(decoder(TARGET, memory, DECODER, order, masks.decoder, masks.cross).output)
    np.testing.assert_allclose(outputs[0], outputs[1], atol=1e-13)


@pytest.mark.parametrize("order", ORDERS)
def test_the_gradient_goes_through_the_whole_stack(order: Order) -> None:
    x, grad_output = RNG.standard_normal((2, 3, 8))
    norm = layer_norm_weights(8)
    found = encoder_backward(encoder(x, ENCODER, order, final_norm=norm), grad_output)

    def loss() -> float:
        return float((encoder(x, ENCODER, order, final_norm=norm).output * grad_output).sum())

    assert_gradient(found.inputs, loss, x)


def test_depth_divides_the_gradient_of_pre_ln_by_its_root_and_leaves_that_of_post_ln() -> None:
    def last(order: Order, depth: int) -> float:
        norms = [gradient_norms(depth, order, np.random.default_rng(seed)) for seed in range(4)]
        return float(np.mean(norms, axis=0)[-1])

    assert last("pre", 2) / last("pre", 18) == pytest.approx(np.sqrt(18 / 2), rel=0.25)
    assert last("post", 2) / last("post", 18) == pytest.approx(1, rel=0.25)


def test_every_layer_has_its_gradient_norm() -> None:
    norms = gradient_norms(5, "post", np.random.default_rng(1))
    assert norms.shape == (5,)
    assert (norms > 0).all()


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="depth: 0; expected at least 1 layer"):
        gradient_norms(0, "pre", RNG)
    with pytest.raises(ValueError, match=r"inputs: shape \(8,\); expected \(..., n, d_model\)"):
        encoder(np.ones(8), ENCODER)
    with pytest.raises(ValueError, match="inputs: NaN"):
        encoder(np.full((2, 8), np.nan), ENCODER)
    with pytest.raises(ValueError, match=r"w_q: shape \(2, 8, 4\); .* d_model = 6 as in queries"):
        encoder(np.ones((2, 6)), ENCODER)
    with pytest.raises(ValueError, match=r"memory: shape \(8,\); expected \(..., n_source"):
        decoder(TARGET, np.ones(8), DECODER)
