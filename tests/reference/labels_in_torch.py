"""The systems of ``label_cases`` in PyTorch.

Importing it skips the tests that do, where PyTorch is not installed.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.reference.label_cases import Named

torch: Any = pytest.importorskip("torch")


def ctc_loss(given: Named) -> Named:
    """PyTorch's gradient by its log-probabilities is the one by the logits behind them."""
    leaf = torch.from_numpy(given["log_probs"]).requires_grad_()
    losses = torch.nn.functional.ctc_loss(
        leaf.transpose(0, 1),
        torch.from_numpy(given["labels"]),
        torch.from_numpy(given["frame_lengths"]),
        torch.from_numpy(given["label_lengths"]),
        blank=int(given["blank"]),
        reduction="none",
    )
    losses.sum().backward()
    return {"losses": losses.detach().numpy(), "gradient": leaf.grad.numpy()}


def cross_entropy(given: Named) -> Named:
    leaf = torch.from_numpy(given["logits"]).requires_grad_()
    tokens = torch.from_numpy(given["tokens"])
    asked = torch.where(torch.from_numpy(given["selected"]), tokens, -100)
    loss = torch.nn.functional.cross_entropy(leaf.flatten(0, 1), asked.flatten(), ignore_index=-100)
    loss.backward()
    return {"losses": loss.detach().numpy(), "gradient": leaf.grad.numpy()}


SYSTEMS: dict[str, Callable[[Named], Named]] = {"ctc": ctc_loss, "masked_loss": cross_entropy}
