r"""What a layer costs for $n$ positions of $d$ numbers: A. Vaswani et al., 2017, table 1.

Counted is what mixes the positions, exactly: for a recurrent layer $W_{xh} x_t$ and
$W_{hh} h_{t-1}$, for attention $Q K^\top$ and $A V$, for a convolution its kernel. Left out are
attention's projections to $Q$, $K$, $V$ and its output ($4 n d^2$ multiply-adds), and what is cheap
beside all these: biases, softmax, nonlinearities. Windows and kernels look back; where they reach
over the beginning they see zeros, which are counted like the rest.
"""

from typing import NamedTuple


class Cost(NamedTuple):
    """What one layer costs, as exact numbers.

    ``operations`` are multiply-adds; ``memory`` is the numbers kept for the backward pass, beside
    inputs and weights; ``sequential_steps`` the rounds in which a layer's positions are computed,
    those of one round all at once, however many processors there are; ``path_length`` the rounds
    that a signal passes from the first position to the last: where one layer does not reach that
    far, the layers to be stacked.
    """

    operations: int
    memory: int
    sequential_steps: int
    path_length: int


def recurrent(n: int, d: int) -> Cost:
    r"""Return $O(n d^2)$ operations, $O(n d)$ memory, $O(n)$ steps and $O(n)$ path.

    $W_{xh} x_t$ and $W_{hh} h_{t-1}$ take $d^2$ each, all $h_t$ are kept, and each waits for the
    one before: from the first to the last there are the first's own step and $n - 1$ recurrences.
    """
    _check(n=n, d=d)
    return Cost(2 * n * d**2, n * d, n, n)


def attention(n: int, d: int, heads: int = 1) -> Cost:
    r"""Return $O(n^2 d)$ operations, $O(n^2)$ memory for the weights, 1 step and path 1.

    $Q K^\top$ and $A V$ take $n^2 d$ each, however $d$ is shared among the heads; each head keeps
    weights of its own, and the output is kept. Fewer operations than ``recurrent`` while $n < d$.
    ``blockwise_attention`` keeps less. Pairs that a mask removes are counted.
    """
    _check(n=n, d=d, heads=heads)
    return Cost(2 * n**2 * d, heads * n**2 + n * d, 1, 1)


def blockwise_attention(n: int, d: int, heads: int = 1) -> Cost:
    r"""Return what ``attention`` costs when no weights are kept: $O(n d)$ memory.

    Each head keeps two numbers for every query, its scores' maximum and the sum of their powers,
    from which the backward pass computes the weights again (T. Dao et al., FlashAttention, 2022,
    section 3.1, whose memory beside inputs and output is $O(n)$).
    """
    _check(n=n, d=d, heads=heads)
    return attention(n, d, heads)._replace(memory=2 * heads * n + n * d)


def windowed_attention(n: int, d: int, window: int, heads: int = 1) -> Cost:
    r"""Return $O(n w d)$ operations, $O(n w)$ memory, 1 step and a path of $O(n / w)$ layers.

    Each query sees $w$ positions, its own and those just before it, so that a layer reaches
    $w - 1$ positions back: restricted self-attention, whose neighbourhood table 1 calls $r$.
    """
    _check(n=n, d=d, window=window, heads=heads)
    _check_reach(n, window=window)
    return Cost(2 * n * window * d, heads * n * window + n * d, 1, _layers(n, window))


def convolutional(n: int, d: int, kernel: int, *, dilated: bool = True) -> Cost:
    r"""Return $O(k n d^2)$ operations, $O(n d)$ memory, 1 step and a path of $O(\log_k n)$ layers.

    Every position takes $d^2$ for each of the $k$ it sees. In a stack where layer $i$ spaces its
    kernel by $k^i$ the reach grows to $k^{layers}$ positions; with ``dilated`` False it grows by
    $k - 1$ a layer, and the path is $O(n / k)$.
    """
    _check(n=n, d=d, kernel=kernel)
    _check_reach(n, kernel=kernel)
    layers = _dilated_layers(n, kernel) if dilated else _layers(n, kernel)
    return Cost(kernel * n * d**2, n * d, 1, layers)


def _layers(n: int, width: int) -> int:
    """Return the layers that see n positions when each adds width - 1 to the one it has."""
    return max(1, -(-(n - 1) // max(1, width - 1)))


def _dilated_layers(n: int, width: int) -> int:
    """Return the layers that see n positions when each multiplies their number by the width."""
    layers = 1
    while width**layers < n:
        layers += 1
    return layers


def _check(**sizes: int) -> None:
    for name, size in sizes.items():
        if size < 1:
            raise ValueError(f"{name}: {size}; expected at least 1")


def _check_reach(n: int, **width: int) -> None:
    for name, size in width.items():
        if size == 1 < n:
            raise ValueError(f"{name}: 1; expected at least 2, as 1 never reaches another position")
