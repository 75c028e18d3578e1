"""A second desk, for what two machines do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Desk


@pytest.fixture
def phone(new_desk: Callable[[], AbstractContextManager["Desk"]]) -> Iterator["Desk"]:
    """Give a second desk, whose notes lie elsewhere."""
    with new_desk() as made:
        yield made
