"""The systems of ``recurrent_cases`` in PyTorch, weights and gradients in our layout.

Importing it skips the tests that do, where PyTorch is not installed.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.reference.recurrent_cases import SIDES, Named, rnn_weights

torch: Any = pytest.importorskip("torch")
nn = torch.nn

KINDS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
CELLS = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}


def cell(kind: str, given: Named) -> Named:
    module = CELLS[kind](*_sizes(kind, given, ""), dtype=torch.float64)
    _fill(module, kind, given, "", "")
    x, h, c = (torch.from_numpy(given[name]) for name in ("x", "h_0", "c_0"))
    with torch.no_grad():
        if kind != "lstm":
            return {"output": module(x, h).numpy()}
        h, c = module(x, (h, c))
    return {"output": h.numpy(), "output.c": c.numpy()}


def sequence(kind: str, given: Named, **options: str) -> Named:
    module = KINDS[kind](*_sizes(kind, given, ""), dtype=torch.float64, **options)
    _fill(module, kind, given, "", "_l0")
    names = ("x", "h_0", "c_0") if kind == "lstm" else ("x", "h_0")
    leaves = {name: torch.from_numpy(given[name]).requires_grad_() for name in names}
    x, *states = leaves.values()
    first = [state[None] for state in states]  # (layers = 1, batch, hidden)
    h, last = module(x, tuple(first) if kind == "lstm" else first[0])
    loss = (h * torch.from_numpy(given["grad_output"])).sum()
    found = {"output": h.detach().numpy()}
    if kind == "lstm":
        loss = loss + (last[1][0] * torch.from_numpy(given["grad_c"])).sum()
        found["output.c"] = last[1][0].detach().numpy()
    loss.backward()
    return found | _leaf_grads(leaves) | _weight_grads(module, kind, "", "_l0")


def bidirectional(kind: str, given: Named) -> Named:
    sizes = _sizes(kind, given, SIDES[0])
    module = KINDS[kind](*sizes, bidirectional=True, dtype=torch.float64)
    for side, suffix in zip(SIDES, ("_l0", "_l0_reverse"), strict=True):
        _fill(module, kind, given, side, suffix)
    x = torch.from_numpy(given["x"]).requires_grad_()
    h, _ = module(x)
    h.backward(torch.from_numpy(given["grad_output"]))
    grads = [
        _weight_grads(module, kind, side, suffix)
        for side, suffix in zip(SIDES, ("_l0", "_l0_reverse"), strict=True)
    ]
    return {"output": h.detach().numpy(), **_leaf_grads({"x": x}), **grads[0], **grads[1]}


def seq2seq(given: Named) -> Named:
    parts = {}
    for name in ("encoder.", "decoder."):
        parts[name] = nn.GRU(*_sizes("gru", given, name), dtype=torch.float64)
        _fill(parts[name], "gru", given, name, "_l0")
    leaves = {name: torch.from_numpy(given[name]).requires_grad_() for name in LEAVES}
    _, context = parts["encoder."](leaves["x"])
    s, _ = parts["decoder."](leaves["y"], context)
    logits = nn.functional.linear(s, leaves["w_hy"], leaves["b_y"])
    labels = torch.from_numpy(given["labels"])
    losses = nn.functional.cross_entropy(logits.movedim(-1, 1), labels, reduction="none")
    losses.sum().backward()
    found = {
        "output": logits.detach().numpy(),
        "output.log_likelihood": -losses.detach().sum(dim=0).numpy(),
    }
    for name, module in parts.items():
        found |= _weight_grads(module, "gru", name, "_l0")
    return found | _leaf_grads(leaves)


def additive_attention(given: Named) -> Named:
    queries, keys, w_a, u_a, v_a = (
        torch.from_numpy(given[name]) for name in ("queries", "keys", "w_a", "u_a", "v_a")
    )
    parts = (
        nn.functional.linear(queries, w_a)[:, :, None] + nn.functional.linear(keys, u_a)[:, None]
    )
    scores = (torch.tanh(parts) @ v_a).requires_grad_()
    values = keys.clone().requires_grad_()
    context = torch.softmax(scores, dim=-1) @ values
    context.backward(torch.from_numpy(given["grad_output"]))
    return {"output": context.detach().numpy()} | _leaf_grads({"scores": scores, "values": values})


def general_attention(given: Named) -> Named:
    queries, keys, w = (torch.from_numpy(given[name]) for name in ("queries", "keys", "w"))
    scores = torch.einsum("bqm,mn,bkn->bqk", queries, w, keys)
    return {"output": (torch.softmax(scores, dim=-1) @ keys).numpy()}


def clipping(given: Named) -> Named:
    names = sorted(given)

    def parameters() -> list[Any]:
        made = [nn.Parameter(torch.zeros_like(torch.from_numpy(given[name]))) for name in names]
        for parameter, name in zip(made, names, strict=True):
            parameter.grad = torch.from_numpy(given[name]).clone()
        return made

    by_norm, by_value = parameters(), parameters()
    norm = nn.utils.clip_grad_norm_(by_norm, 1.0)
    nn.utils.clip_grad_value_(by_value, 0.5)
    return {
        "output": norm.numpy(),
        **{f"output.norm.{n}": p.grad.numpy() for n, p in zip(names, by_norm, strict=True)},
        **{f"output.value.{n}": p.grad.numpy() for n, p in zip(names, by_value, strict=True)},
    }


LEAVES = ("x", "y", "w_hy", "b_y")
SYSTEMS: dict[str, Callable[[Named], Named]] = {
    "rnn cell": lambda given: cell("rnn", given),
    "lstm cell": lambda given: cell("lstm", given),
    "gru cell": lambda given: cell("gru", given),
    "rnn tanh": lambda given: sequence("rnn", given, nonlinearity="tanh"),
    "rnn relu": lambda given: sequence("rnn", given, nonlinearity="relu"),
    "lstm": lambda given: sequence("lstm", given),
    "gru": lambda given: sequence("gru", given),
    "bidirectional rnn": lambda given: bidirectional("rnn", given),
    "bidirectional lstm": lambda given: bidirectional("lstm", given),
    "bidirectional gru": lambda given: bidirectional("gru", given),
    "seq2seq": seq2seq,
    "additive attention": additive_attention,
    "general attention": general_attention,
    "clipping": clipping,
}


def _sizes(kind: str, given: Named, prefix: str) -> tuple[int, int]:
    """Return how many inputs and hidden units the weights have."""
    if kind == "rnn":
        n_hidden, n_input = rnn_weights(given, prefix).w_xh.shape
    elif kind == "lstm":
        rows, columns = given[prefix + "w"].shape
        n_hidden, n_input = rows // 4, columns - rows // 4
    else:
        rows, n_input = given[prefix + "w_x"].shape
        n_hidden = rows // 3
    return n_input, n_hidden


def _fill(module: Any, kind: str, given: Named, prefix: str, suffix: str) -> None:
    n_input, _ = _sizes(kind, given, prefix)
    if kind == "rnn":
        w_x, w_h, b_x = rnn_weights(given, prefix)
        b_h = np.zeros_like(b_x)
    elif kind == "lstm":
        w_x, w_h = np.split(given[prefix + "w"], [n_input], axis=1)
        b_x, b_h = given[prefix + "b"], np.zeros_like(given[prefix + "b"])
    else:
        w_x, w_h, b_x, b_h = (given[prefix + name] for name in ("w_x", "w_h", "b_x", "b_h"))
    values = {"weight_ih": w_x, "weight_hh": w_h, "bias_ih": b_x, "bias_hh": b_h}
    with torch.no_grad():
        for name, value in values.items():
            getattr(module, name + suffix).copy_(torch.from_numpy(value))


def _weight_grads(module: Any, kind: str, prefix: str, suffix: str) -> Named:
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    w_x, w_h, b_x, b_h = (getattr(module, name + suffix).grad.numpy() for name in names)
    if kind == "rnn":
        found = {"w_xh": w_x, "w_hh": w_h, "b_h": b_x}
    elif kind == "lstm":
        found = {"w": np.concatenate([w_x, w_h], axis=1), "b": b_x}
    else:
        found = {"w_x": w_x, "w_h": w_h, "b_x": b_x, "b_h": b_h}
    return {f"grad.{prefix}{name}": array for name, array in found.items()}


def _leaf_grads(leaves: dict[str, Any]) -> Named:
    return {f"grad.{name}": leaf.grad.numpy() for name, leaf in leaves.items()}
