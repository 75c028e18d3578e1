"""Arguments are checked once, at the door: their shapes by named axes, their numbers for NaN."""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sizes:
    """The lengths of the named axes of one call: in all arguments the same name, the same length.

    An axis is written as a name (``"time"``), a number (``"2"``), a multiple (``"4 hidden"``) or a
    sum of these (``"input + hidden"``). ``"batch..."`` stands for any number of axes and is bound
    by its name too; a bare ``"..."`` for any that broadcast with those of the other arguments.
    What does not fit is a ValueError that names the argument, its shape and what was expected.
    """

    _lengths: dict[str, int] = field(default_factory=dict)
    _batches: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _origins: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, axis: str) -> int:
        """Return the length of an axis that an argument has bound."""
        return self._lengths[axis]

    def batch(self, name: str = "batch...") -> tuple[int, ...]:
        """Return the lengths of the axes that stand behind a name with dots."""
        return self._batches[name]

    def floats(self, name: str, value: ArrayLike, *axes: str, finite: bool = True) -> Array:
        """Return ``value`` as float64 with these axes, none of them empty; never with NaN.

        ``finite=False`` lets infinities pass, as in log-probabilities.
        """
        array = _array(name, value, np.float64)
        self._fit(name, array.shape, axes)
        refused = ~np.isfinite(array) if finite else np.isnan(array)
        if refused.any():
            found = "NaN" if np.isnan(array).any() else "infinity"
            wanted = "finite numbers" if finite else "numbers"
            raise ValueError(f"{name}: {found} in shape {array.shape}; expected {wanted}")
        return array

    def integers(
        self, name: str, value: ArrayLike, *axes: str, below: int, empty: bool = False
    ) -> Integers:
        """Return ``value`` as whole numbers 0 <= n < ``below`` with these axes.

        ``empty=True`` lets axes of length 0 pass, as in an empty label.
        """
        array = _array(name, value, None)
        self._fit(name, array.shape, axes, least=0 if empty else 1)
        if array.size and not np.issubdtype(array.dtype, np.integer):
            raise ValueError(f"{name}: {array.dtype} in shape {array.shape}; expected integers")
        if array.size and (array.min() < 0 or array.max() >= below):
            raise ValueError(
                f"{name}: {array.min()} to {array.max()} in shape {array.shape}; "
                f"expected 0 to {below - 1}"
            )
        return array.astype(np.int64)

    def _fit(
        self, name: str, shape: tuple[int, ...], axes: tuple[str, ...], least: int = 1
    ) -> None:
        dots = next((at for at, axis in enumerate(axes) if axis.endswith("...")), None)
        extra = len(shape) - len(axes) + (dots is not None)
        if extra < 0 or (dots is None and extra) or any(length < least for length in shape):
            raise ValueError(
                f"{name}: shape {shape}; expected {_written(axes)}{_filled(shape, least)}"
            )
        single, lengths = axes, shape
        fits = True
        if dots is not None:
            fits = self._bind_batch(axes[dots], shape[dots : dots + extra], name, shape)
            single = axes[:dots] + axes[dots + 1 :]
            lengths = shape[:dots] + shape[dots + extra :]
        for axis, length in zip(single, lengths, strict=True):
            fits &= self._bind(axis, length, f"{name} {shape}", least)
        if not fits:
            known = self._known(axes, f"{name} {shape}")
            raise ValueError(f"{name}: shape {shape}; expected {_written(axes)}{known}")

    def _bind(self, axis: str, length: int, origin: str, least: int) -> bool:
        """Hold ``length`` against what the axis is known to be, or bind its one unknown name."""
        unknown: list[tuple[int, str]] = []
        for times, part in _terms(axis):
            if part and part not in self._lengths:
                unknown.append((times, part))
            else:
                length -= times * (self._lengths[part] if part else 1)
        if not unknown:
            return length == 0
        (times, part), *others = unknown
        if others or length % times or length // times < least:
            return False
        self._lengths[part] = length // times
        self._origins[part] = origin
        return True

    def _bind_batch(
        self, axis: str, lengths: tuple[int, ...], name: str, shape: tuple[int, ...]
    ) -> bool:
        known = self._batches.setdefault(axis, lengths)
        self._origins.setdefault(axis, f"{name} {shape}")
        if axis != "...":
            return known == lengths
        try:
            self._batches[axis] = np.broadcast_shapes(known, lengths)
        except ValueError:
            return False
        return True

    def _known(self, axes: tuple[str, ...], origin: str) -> str:
        """Say which lengths were bound by other arguments, and by which."""
        parts = [
            part
            for axis in axes
            for part in ([axis] if axis.endswith("...") else [name for _, name in _terms(axis)])
        ]
        told = {
            part: f"{part} = {self._lengths.get(part, self._batches.get(part))}"
            f" as in {self._origins[part]}"
            for part in parts
            if self._origins.get(part, origin) != origin
        }
        return f" with {', '.join(told.values())}" if told else ""


def floats(name: str, value: ArrayLike, *axes: str, finite: bool = True) -> Array:
    """Return one argument as ``Sizes.floats`` does, where no other shares an axis with it."""
    return Sizes().floats(name, value, *axes, finite=finite)


def _terms(axis: str) -> list[tuple[int, str]]:
    """Split ``"2 input + 1"`` into ``[(2, "input"), (1, "")]``."""
    found = [re.fullmatch(r"\s*(\d*)\s*([^\d\s]?.*?)\s*", term) for term in axis.split("+")]
    return [(int(match[1] or 1), match[2]) for match in found if match is not None]


def _written(axes: tuple[str, ...]) -> str:
    return f"({axes[0]},)" if len(axes) == 1 else f"({', '.join(axes)})"


def _filled(shape: tuple[int, ...], least: int) -> str:
    return " with no axis empty" if any(length < least for length in shape) else ""


def _array(name: str, value: ArrayLike, dtype: type[np.float64] | None) -> NDArray[Any]:
    try:
        return np.asarray(value, dtype=dtype)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: not an array of numbers ({error})") from error
