"""The demos of transformer layers against the reference's layers, and what their mistakes do."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from flashdeck.demos import run_demo
from flashdeck.errors import DemoError
from flashdeck.reference.residual import Order
from flashdeck.reference.transformer_decoder import decoder_layer, decoder_layer_weights
from flashdeck.reference.transformer_encoder import encoder_layer, encoder_layer_weights
from tests.demos.values import values

ORDERS: tuple[Order, ...] = ("post", "pre")


@pytest.mark.parametrize("order", ORDERS)
def test_the_encoder_layer_is_that_of_the_reference(order: Order) -> None:
    found = values("encoder-layer", {"order": order, "seed": 4, "d_ff": 5})
    weights = encoder_layer_weights(4, 2, 5, np.random.default_rng(4))
    layer = encoder_layer(found["inputs"], weights, order)
    last = list(found)[-1]
    assert last == ("feed_forward_normed" if order == "post" else "feed_forward_added")
    assert_allclose(found[last], layer.output, rtol=1e-12)
    assert_allclose(found["attention_weights"], layer.attention.inner.heads.weights, rtol=1e-12)


@pytest.mark.parametrize("order", ORDERS)
def test_the_decoder_layer_is_that_of_the_reference(order: Order) -> None:
    found = values("decoder-layer", {"order": order, "seed": 4, "d_ff": 5})
    weights = decoder_layer_weights(4, 2, 5, np.random.default_rng(4))
    layer = decoder_layer(found["inputs"], found["memory"], weights, order)
    assert_allclose(list(found.values())[-1], layer.output, rtol=1e-12)
    assert found["self_attention_weights"].shape == (2, 3, 3)
    assert found["cross_attention_weights"].shape == (2, 3, 2)
    assert (np.triu(found["self_attention_weights"], 1) == 0).all()


@pytest.mark.parametrize("order", ORDERS)
def test_each_sublayer_is_added_and_normalised(order: Order) -> None:
    found = values("encoder-layer", {"order": order})
    added = found["inputs"] + found["attention"]
    assert_allclose(found["attention_added"], added)
    into_norm = added if order == "post" else found["inputs"]
    mean, deviation = into_norm.mean(axis=1), into_norm.std(axis=1)
    expected = (into_norm - mean[:, None]) / deviation[:, None]
    assert_allclose(found["attention_normed"], expected, rtol=1e-3, atol=1e-4)


def test_the_mistakes_about_the_frame_do_what_they_say() -> None:
    given = {"order": "post"}
    alone = values("encoder-layer", given, "no-residual")
    assert_allclose(alone["attention_added"], alone["attention"])
    other = values("encoder-layer", given, "other-order")
    pre = values("encoder-layer", {"order": "pre"})
    for name, value in other.items():
        assert_allclose(value, pre[name])
    columns = values("encoder-layer", given, "norm-over-words")["attention_normed"]
    assert_allclose(columns.mean(axis=0), np.zeros(4), atol=1e-12)


def test_the_mistakes_about_the_decoder_do_what_they_say() -> None:
    alone = values("decoder-layer", {}, "no-residual")
    assert_allclose(alone["cross_attention_added"], alone["cross_attention"])
    seen = values("decoder-layer", {}, "not-causal")["self_attention_weights"]
    assert (seen > 0).all()
    assert values("decoder-layer", {}, "no-source")["cross_attention_weights"].shape == (2, 3, 3)


def test_heads_that_do_not_divide_the_width_are_refused() -> None:
    with pytest.raises(DemoError, match="heads is 3: it must divide d_model, which is 4"):
        run_demo("decoder-layer", {"heads": 3})
