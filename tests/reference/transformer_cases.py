"""The systems of a transformer as functions from named arrays to named arrays.

Each takes what was given (inputs, weights, mask, the gradient by the output) and returns the output
and every gradient. PyTorch's side of the same names is ``transformer_in_torch``.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray

from flashdeck.reference.attention import attention_backward, scaled_dot_product_attention
from flashdeck.reference.layer_norm import LayerNormWeights, layer_norm, layer_norm_backward
from flashdeck.reference.multihead import (
    MultiHeadWeights,
    multi_head_attention,
    multi_head_attention_backward,
)
from flashdeck.reference.residual import Order
from flashdeck.reference.transformer_decoder import (
    DecoderLayerWeights,
    decoder,
    decoder_backward,
    decoder_layer_weights,
)
from flashdeck.reference.transformer_encoder import (
    EncoderLayerWeights,
    encoder,
    encoder_backward,
    encoder_layer_weights,
)

Array = NDArray[Any]
Named = dict[str, Array]
Tuple = TypeVar("Tuple", bound=NamedTuple)

FORWARD = 1e-13
ONE_ATTENTION = 5e-15
GRADIENT = 1e-12
"""The differences allowed, relative to the largest value of an array."""


class Sizes(NamedTuple):
    """The lengths of one case's axes; ``sources`` is the length of the keys, or the memory."""

    batch: int
    n: int
    sources: int
    d_model: int
    heads: int
    d_ff: int
    layers: int = 1


def named(prefix: str, weights: Any) -> Named:
    """Return nested named tuples as arrays under dotted names."""
    if isinstance(weights, np.ndarray):
        return {prefix: weights}
    fields = (
        zip(weights._fields, weights, strict=True)
        if hasattr(weights, "_fields")
        else enumerate(weights)
    )
    return {
        name: array
        for field, value in fields
        if value is not None
        for name, array in named(f"{prefix}.{field}", value).items()
    }


def built(kind: type[Any], prefix: str, given: Named) -> Any:
    """Return the named tuple of ``kind`` from the arrays that ``named`` gave."""
    parts = []
    for field, hint in get_type_hints(kind).items():
        name = f"{prefix}.{field}"
        parts.append(given[name] if name in given else built(hint, name, given))
    return kind(*parts)


def built_layers(kind: type[Tuple], given: Named) -> list[Tuple]:
    """Return the layers ``layers.0`` and on."""
    count = len({name.split(".")[1] for name in given if name.startswith("layers.")})
    return [built(kind, f"layers.{i}", given) for i in range(count)]


def attention(given: Named) -> Named:
    found = scaled_dot_product_attention(*_three(given), given.get("mask"))
    gradients = attention_backward(found, given["grad_output"])
    by_inputs = named("grad", gradients)
    del by_inputs["grad.scores"]
    return {"output": found.output} | by_inputs


def multi_head(given: Named) -> Named:
    weights = built(MultiHeadWeights, "weights", given)
    found = multi_head_attention(*_three(given), weights, given.get("mask"))
    gradients = multi_head_attention_backward(found, given["grad_output"])
    return {"output": found.output} | named("grad", gradients)


def normalisation(given: Named) -> Named:
    found = layer_norm(given["inputs"], built(LayerNormWeights, "weights", given))
    return {"output": found.output} | named(
        "grad", layer_norm_backward(found, given["grad_output"])
    )


def encoder_stack(given: Named, order: Order) -> Named:
    layers = built_layers(EncoderLayerWeights, given)
    norm = built(LayerNormWeights, "final_norm", given)
    found = encoder(given["inputs"], layers, order, given.get("mask"), final_norm=norm)
    gradients = encoder_backward(found, given["grad_output"])
    return {"output": found.output} | named("grad", gradients)


def decoder_stack(given: Named, order: Order) -> Named:
    layers = built_layers(DecoderLayerWeights, given)
    norm = built(LayerNormWeights, "final_norm", given)
    found = decoder(
        given["inputs"],
        given["memory"],
        layers,
        order,
        given.get("mask"),
        given.get("memory_mask"),
        norm,
    )
    gradients = decoder_backward(found, given["grad_output"])
    return {"output": found.output} | named("grad", gradients)


SYSTEMS: dict[str, Callable[[Named], Named]] = {
    "attention": attention,
    "multi_head": multi_head,
    "normalisation": normalisation,
    "encoder pre": lambda given: encoder_stack(given, "pre"),
    "encoder post": lambda given: encoder_stack(given, "post"),
    "decoder pre": lambda given: decoder_stack(given, "pre"),
    "decoder post": lambda given: decoder_stack(given, "post"),
}


def drawn(system: str, sizes: Sizes, seed: int) -> Named:
    """Return what is given to ``system``: numbers of two decimals, no two arrays alike."""
    rng = np.random.default_rng(seed)
    targets = (sizes.batch, sizes.n, sizes.d_model)
    sources = (sizes.batch, sizes.sources, sizes.d_model)
    given: Named = {}
    if system in ("attention", "multi_head"):
        shapes = {"queries": targets, "keys": sources, "values": sources}
    elif system.startswith("decoder"):
        shapes = {"inputs": targets, "memory": sources}
    else:
        shapes = {"inputs": targets}
    for name, shape in {**shapes, "grad_output": targets}.items():
        given[name] = rng.standard_normal(shape).round(2)
    for name, weight_shape in _weight_shapes(system, sizes).items():
        fan_in = weight_shape[-2] if len(weight_shape) > 1 else 1
        given[name] = (rng.standard_normal(weight_shape) / np.sqrt(fan_in)).round(2)
    return given | _masks(system, sizes, rng)


def _three(given: Named) -> tuple[Array, Array, Array]:
    return given["queries"], given["keys"], given["values"]


def _weight_shapes(system: str, sizes: Sizes) -> dict[str, tuple[int, ...]]:
    rng = np.random.default_rng(0)
    made: Any
    dimensions = sizes.d_model, sizes.heads, sizes.d_ff
    if system == "attention":
        return {}
    if system == "multi_head":
        made = named("weights", encoder_layer_weights(*dimensions, rng).attention)
    elif system == "normalisation":
        made = named("weights", encoder_layer_weights(*dimensions, rng).attention_norm)
    else:
        draw = encoder_layer_weights if system.startswith("encoder") else decoder_layer_weights
        layers = [draw(*dimensions, rng) for _ in range(sizes.layers)]
        made = named("layers", layers) | named("final_norm", layers[0].feed_forward_norm)
    return {name: array.shape for name, array in made.items()}


def _masks(system: str, sizes: Sizes, rng: np.random.Generator) -> Named:
    """Return masks with which every query sees one key at least, and sometimes just one."""
    across = (sizes.n, sizes.sources)
    own = (sizes.n, sizes.n)
    if system == "normalisation":
        return {}
    if system in ("attention", "multi_head"):
        return {"mask": _mask(across, rng)}
    if system.startswith("encoder"):
        return {"mask": _mask(own, rng)}
    return {"mask": np.tri(*own, dtype=np.bool_), "memory_mask": _mask(across, rng)}


def _mask(shape: tuple[int, int], rng: np.random.Generator) -> Array:
    mask: Array = rng.random(shape) < rng.choice([0.0, 0.6, 1.0])
    mask[np.arange(shape[0]), rng.integers(shape[1], size=shape[0])] = True
    return mask


def assert_same(system: str, ours: Named, theirs: Named) -> None:
    """Hold every array against its tolerance, relative to its largest value.

    A gradient may be 0 but for rounding, as that by ``b_k`` always is, since a shift of all scores
    changes no softmax: its scale is at least a thousandth of the largest gradient.
    """
    assert ours.keys() == theirs.keys()
    forward = ONE_ATTENTION if system in ("attention", "normalisation") else FORWARD
    least = max(np.abs(theirs[name]).max() for name in theirs if name != "output") / 1000
    for name, array in ours.items():
        assert array.shape == theirs[name].shape
        assert array.dtype == theirs[name].dtype == np.float64
        difference = np.abs(array - theirs[name]).max()
        largest = np.abs(theirs[name]).max()
        if name == "output":
            assert difference <= forward * largest
        else:
            assert difference <= GRADIENT * max(largest, least), name
