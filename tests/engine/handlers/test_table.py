"""The table of handlers: each address has one, and it takes what the schema gives it."""

from __future__ import annotations

import inspect

import pytest

from perf_engine.engine.handlers.schema import FROM_CLIENTS
from perf_engine.protocol.address import Address
from tests.engine.stage import Stage

TYPES = {"i": "int", "f": "float", "s": "str"}


def test_every_address_has_a_handler_and_no_other_has_one(stage: Stage) -> None:
    assert set(stage.loop.handlers) == {entry.address for entry in FROM_CLIENTS}


@pytest.mark.parametrize("entry", FROM_CLIENTS, ids=lambda entry: entry.address)
def test_a_handler_takes_the_types_that_the_schema_gives_it(stage: Stage, entry: Address) -> None:
    handler = stage.loop.handlers[entry.address]
    _, *parameters = inspect.signature(handler).parameters.values()
    named = {p.name: p for p in parameters if p.kind is not p.VAR_POSITIONAL}
    rest = [p for p in parameters if p.kind is p.VAR_POSITIONAL]
    several = [argument for argument in entry.arguments if argument.many]
    assert len(rest) == len(several)
    single = [argument for argument in entry.arguments if not argument.many]
    if not rest:
        needed = [p for p in named.values() if p.default is p.empty]
        assert len(needed) <= len(single) <= len(named)
    for argument, parameter in zip((*single, *several), (*named.values(), *rest), strict=False):
        if argument.tag == "*":
            continue  # whatever it is, the handler looks at it
        taken = set(str(parameter.annotation).split(" | "))
        assert {TYPES[tag] for tag in argument.tag} <= taken
        if argument.optional and argument.default is None and not argument.many:
            assert "None" in taken
        if entry.getter:
            assert parameter.default is not parameter.empty
