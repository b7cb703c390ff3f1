"""Orders that the instrument refuses come back with the code of the reason."""

from types import SimpleNamespace
from typing import Any

import pytest

from perf_engine.core.messages import Panic
from perf_engine.engine.handlers.orders import Orders
from perf_engine.protocol.errors import Code, Refusal


class Stubborn:
    """An instrument that refuses everything in one way."""

    voices = 0

    def __init__(self, error: Exception) -> None:
        self.error = error

    def command(self, command: object, now: float) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (LookupError("no such control"), Code.NOT_FOUND),
        (TypeError("not a number"), Code.BAD_TYPES),
        (ValueError("must be 0..1, not 2"), Code.OUT_OF_RANGE),
    ],
)
def test_a_refused_order_says_why(error, code):
    context: Any = SimpleNamespace(instrument=Stubborn(error), inbox=None, outbox=None)
    orders = Orders(context)
    with pytest.raises(Refusal) as refused:
        orders.command(Panic(), 0.0)
    assert refused.value.code == code
    assert str(error) in str(refused.value)
