"""The systems of ``transformer_cases`` in PyTorch, weights and gradients in our layout.

Importing it skips the tests that do, where PyTorch is not installed.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.reference.transformer_cases import Array, Named

torch: Any = pytest.importorskip("torch")


def attention(given: Named) -> Named:
    leaves = _leaves(given, "queries", "keys", "values")
    mask = torch.from_numpy(given["mask"])
    output = torch.nn.functional.scaled_dot_product_attention(*leaves.values(), attn_mask=mask)
    return _results(output, given, leaves)


def multi_head(given: Named) -> Named:
    leaves = _leaves(given, "queries", "keys", "values")
    module = torch.nn.MultiheadAttention(
        given["weights.b_o"].size, len(given["weights.w_q"]), batch_first=True, dtype=torch.float64
    )
    _set_multi_head(module, given, "weights")
    output, _ = module(*leaves.values(), attn_mask=_hidden(given["mask"]), need_weights=False)
    return _results(output, given, leaves) | _multi_head_gradients(module, "weights", given)


def normalisation(given: Named) -> Named:
    leaves = _leaves(given, "inputs")
    module = torch.nn.LayerNorm(given["inputs"].shape[-1], dtype=torch.float64)
    _set_norm(module, given, "weights")
    return _results(module(leaves["inputs"]), given, leaves) | _norm_gradients(module, "weights")


def encoder(given: Named, *, norm_first: bool) -> Named:
    layer = torch.nn.TransformerEncoderLayer(*_sizes(given, "attention"), **_options(norm_first))
    module = torch.nn.TransformerEncoder(
        layer, _layers(given), _norm(given), enable_nested_tensor=False
    )
    for i, each in enumerate(module.layers):
        _set_layer(each, given, f"layers.{i}", ENCODER)
    leaves = _leaves(given, "inputs")
    output = module(leaves["inputs"], mask=_hidden(given["mask"]))
    return _results(output, given, leaves) | _stack_gradients(module, given, ENCODER)


def decoder(given: Named, *, norm_first: bool) -> Named:
    layer = torch.nn.TransformerDecoderLayer(
        *_sizes(given, "self_attention"), **_options(norm_first)
    )
    module = torch.nn.TransformerDecoder(layer, _layers(given), _norm(given))
    for i, each in enumerate(module.layers):
        _set_layer(each, given, f"layers.{i}", DECODER)
    leaves = _leaves(given, "inputs", "memory")
    output = module(
        *leaves.values(),
        tgt_mask=_hidden(given["mask"]),
        memory_mask=_hidden(given["memory_mask"]),
    )
    return _results(output, given, leaves) | _stack_gradients(module, given, DECODER)


SYSTEMS: dict[str, Callable[[Named], Named]] = {
    "attention": attention,
    "multi_head": multi_head,
    "normalisation": normalisation,
    "encoder pre": lambda given: encoder(given, norm_first=True),
    "encoder post": lambda given: encoder(given, norm_first=False),
    "decoder pre": lambda given: decoder(given, norm_first=True),
    "decoder post": lambda given: decoder(given, norm_first=False),
}

ENCODER = {"attention": ("self_attn", "norm1"), "feed_forward": ("", "norm2")}
DECODER = {
    "self_attention": ("self_attn", "norm1"),
    "cross_attention": ("multihead_attn", "norm2"),
    "feed_forward": ("", "norm3"),
}
"""Our sublayers, and what PyTorch calls their attention and their norm."""


def _leaves(given: Named, *names: str) -> dict[str, Any]:
    return {name: torch.from_numpy(given[name]).clone().requires_grad_() for name in names}


def _hidden(mask: Array) -> Any:
    """Return the mask as modules want it: True where a query may not look."""
    return torch.from_numpy(~mask)


def _results(output: Any, given: Named, leaves: dict[str, Any]) -> Named:
    output.backward(torch.from_numpy(given["grad_output"]))
    gradients = {f"grad.{name}": leaf.grad.numpy() for name, leaf in leaves.items()}
    return {"output": output.detach().numpy()} | gradients


def _sizes(given: Named, attention: str) -> tuple[int, int, int]:
    d_model, d_ff = given["layers.0.feed_forward.w_1"].shape
    return d_model, len(given[f"layers.0.{attention}.w_q"]), d_ff


def _layers(given: Named) -> int:
    return len({name.split(".")[1] for name in given if name.startswith("layers.")})


def _options(norm_first: bool) -> dict[str, Any]:
    return {
        "dropout": 0.0,
        "batch_first": True,
        "norm_first": norm_first,
        "dtype": torch.float64,
    }


def _norm(given: Named) -> Any:
    module = torch.nn.LayerNorm(given["final_norm.gain"].size, dtype=torch.float64)
    _set_norm(module, given, "final_norm")
    return module


def _set(parameter: Any, array: Array) -> None:
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(array))


def _set_norm(module: Any, given: Named, prefix: str) -> None:
    _set(module.weight, given[f"{prefix}.gain"])
    _set(module.bias, given[f"{prefix}.bias"])


def _set_multi_head(module: Any, given: Named, prefix: str) -> None:
    """Lay the heads' matrices (heads, d_model, d_k) below one another, transposed."""
    d_model = given[f"{prefix}.b_o"].size
    for i, name in enumerate("qkv"):
        rows = slice(i * d_model, (i + 1) * d_model)
        matrices = given[f"{prefix}.w_{name}"].swapaxes(1, 2)
        _set(module.in_proj_weight[rows], matrices.reshape(d_model, d_model))
        _set(module.in_proj_bias[rows], given[f"{prefix}.b_{name}"].reshape(-1))
    _set(module.out_proj.weight, given[f"{prefix}.w_o"].T.copy())
    _set(module.out_proj.bias, given[f"{prefix}.b_o"])


def _set_layer(
    layer: Any, given: Named, prefix: str, sublayers: dict[str, tuple[str, str]]
) -> None:
    for name, (attention, norm) in sublayers.items():
        if attention:
            _set_multi_head(getattr(layer, attention), given, f"{prefix}.{name}")
        _set_norm(getattr(layer, norm), given, f"{prefix}.{name}_norm")
    for i, linear in enumerate((layer.linear1, layer.linear2), start=1):
        _set(linear.weight, given[f"{prefix}.feed_forward.w_{i}"].T.copy())
        _set(linear.bias, given[f"{prefix}.feed_forward.b_{i}"])


def _norm_gradients(module: Any, prefix: str) -> Named:
    return {
        f"grad.{prefix}.gain": module.weight.grad.numpy(),
        f"grad.{prefix}.bias": module.bias.grad.numpy(),
    }


def _multi_head_gradients(module: Any, prefix: str, given: Named) -> Named:
    found = {
        f"grad.{prefix}.w_o": module.out_proj.weight.grad.numpy().T,
        f"grad.{prefix}.b_o": module.out_proj.bias.grad.numpy(),
    }
    weights = module.in_proj_weight.grad.numpy()
    biases = module.in_proj_bias.grad.numpy()
    for i, name in enumerate("qkv"):
        heads, d_model, d_k = given[f"{prefix}.w_{name}"].shape
        rows = slice(i * d_model, (i + 1) * d_model)
        matrices = weights[rows].reshape(heads, d_k, d_model).swapaxes(1, 2)
        found[f"grad.{prefix}.w_{name}"] = matrices
        found[f"grad.{prefix}.b_{name}"] = biases[rows].reshape(heads, d_k)
    return found


def _stack_gradients(module: Any, given: Named, sublayers: dict[str, tuple[str, str]]) -> Named:
    found = _norm_gradients(module.norm, "final_norm")
    for number, layer in enumerate(module.layers):
        prefix = f"layers.{number}"
        for name, (attention, norm) in sublayers.items():
            if attention:
                inner = getattr(layer, attention)
                found |= _multi_head_gradients(inner, f"{prefix}.{name}", given)
            found |= _norm_gradients(getattr(layer, norm), f"{prefix}.{name}_norm")
        for i, linear in enumerate((layer.linear1, layer.linear2), start=1):
            found[f"grad.{prefix}.feed_forward.w_{i}"] = linear.weight.grad.numpy().T
            found[f"grad.{prefix}.feed_forward.b_{i}"] = linear.bias.grad.numpy()
    return found
