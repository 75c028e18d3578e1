"""Add & Norm: the residual connection round a sublayer, and where its normalisation stands.

K. He et al., Deep residual learning for image recognition, 2016, eq. (1); R. Xiong et al., On layer
normalization in the transformer architecture, 2020, table 1.
"""

from collections.abc import Callable
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from flashdeck.reference.checks import Array
from flashdeck.reference.layer_norm import (
    LayerNorm,
    LayerNormWeights,
    layer_norm,
    layer_norm_backward,
)

Order = Literal["pre", "post"]
"""Whether the normalisation stands before the sublayer or after the addition."""


class HasOutput(Protocol):
    """What a sublayer returns: its intermediate values, the output among them."""

    @property
    def output(self) -> Array:
        """The output (..., n, d_model)."""


Inner = TypeVar("Inner", bound=HasOutput)
Gradients = TypeVar("Gradients")


class Residual(NamedTuple, Generic[Inner]):
    """Every value of one sublayer with its normalisation; ``output`` is (..., n, d_model)."""

    order: Order
    inner: Inner
    norm: LayerNorm
    output: Array


class ResidualGradients(NamedTuple, Generic[Gradients]):
    """The gradients of a loss by the inputs, by the sublayer's and by the norm's weights."""

    inputs: Array
    inner: Gradients
    norm: LayerNormWeights


def residual(
    inputs: Array, sublayer: Callable[[Array], Inner], norm: LayerNormWeights, order: Order
) -> Residual[Inner]:
    r"""Return $\mathrm{LayerNorm}(x + f(x))$ (post-LN) or $x + f(\mathrm{LayerNorm}(x))$ (pre-LN).

    ``inputs`` is x (..., n, d_model), ``sublayer`` is f.
    """
    if order == "pre":
        normed = layer_norm(inputs, norm)
        inner = sublayer(normed.output)
        return Residual(order, inner, normed, inputs + inner.output)
    if order == "post":
        inner = sublayer(inputs)
        normed = layer_norm(inputs + inner.output, norm)
        return Residual(order, inner, normed, normed.output)
    raise ValueError(f"order: {order!r}; expected 'pre' or 'post'")


def residual_backward(
    found: Residual[Inner],
    sublayer_backward: Callable[[Inner, Array], tuple[Array, Gradients]],
    grad_output: Array,
) -> ResidualGradients[Gradients]:
    r"""Return the gradients of a loss from that by the output.

    Pre-LN: $dx = dy + \mathrm{LN}'(f'(dy))$, so the gradient itself passes unchanged. Post-LN:
    with $dz = \mathrm{LN}'(dy)$, $dx = dz + f'(dz)$, so it goes through every normalisation.
    ``sublayer_backward`` turns the sublayer's values and the gradient by its output into that by
    its input and those by its weights.
    """
    if found.order == "pre":
        grad_inner, gradients = sublayer_backward(found.inner, grad_output)
        normed = layer_norm_backward(found.norm, grad_inner)
        return ResidualGradients(grad_output + normed.inputs, gradients, normed.weights)
    normed = layer_norm_backward(found.norm, grad_output)
    grad_inner, gradients = sublayer_backward(found.inner, normed.inputs)
    return ResidualGradients(normed.inputs + grad_inner, gradients, normed.weights)
