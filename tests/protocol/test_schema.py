"""A schema of an engine with two controls, from `request_addresses` and `report_addresses`."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.lease import SECONDS
from perf_engine.protocol.schema import Schema


@dataclass(frozen=True)
class Knob:
    name: str
    low: float
    high: float
    default: float
    unit: str = ""
    help: str = "What it does."
    choices: tuple[str, ...] = ()
    whole: bool = False
    of_model: bool = False

    @property
    def words(self) -> bool:
        return bool(self.choices)

    @property
    def free(self) -> bool:
        return False

    def say(self, value: float) -> float | str:
        return self.choices[int(value)] if self.choices else value


KNOBS = (Knob("warmth", 0.0, 1.0, 0.5), Knob("colour", 0, 1, 0, choices=("red", "blue")))
SCHEMA = Schema(KNOBS, ("duet", "solo"), ("rest", "call"), (20.0, 300.0), 1e6)


def test_every_control_is_a_request_for_all_voices_and_for_one() -> None:
    for address, voice in (("/perf/param/warmth", None), ("/perf/voice/15/warmth", 15)):
        entry, found = SCHEMA.find(address)
        assert (entry.control, found) == ("warmth", voice)
        assert entry.check([1]) == [1.0]
    colour, _ = SCHEMA.find("/perf/param/colour")
    assert colour.arguments[0].default == "red"
    with pytest.raises(Refusal, match="colour must be one of red, blue, not green"):
        colour.check(["green"])


def test_what_is_handed_in_bounds_the_requests_and_the_reports() -> None:
    with pytest.raises(Refusal, match="mode must be one of duet, solo, not opera"):
        SCHEMA.find("/perf/mode")[0].check(["opera"])
    with pytest.raises(Refusal, match=r"tempo must be 20\.\.300, not 10"):
        SCHEMA.find("/perf/tempo")[0].check([10.0])
    with pytest.raises(Refusal, match="beat must be"):
        SCHEMA.find("/perf/beat")[0].check([2e6])
    (turn,) = [entry for entry in SCHEMA.to_clients if entry.address == "/perf/turn"]
    assert turn.arguments[1].choices == ("rest", "call")


def test_a_lease_is_as_long_as_its_module_says_unless_another_is_asked_for() -> None:
    notify, _ = SCHEMA.find("/perf/notify")
    assert notify.check([1]) == [1, 0, "now", SECONDS]
    assert notify.check([1, 0, "now", 5])[-1] == 5.0


@pytest.mark.parametrize(
    ("address", "code", "sentence"),
    [
        (
            "/perf/param/warmt",
            Code.UNKNOWN_ADDRESS,
            "there is no control warmt; did you mean warmth?",
        ),
        ("/perf/voice/16/warmth", Code.OUT_OF_RANGE, "voice must be 0..15, not 16"),
        ("/perf/note", Code.UNKNOWN_ADDRESS, "the engine takes /perf/in/note"),
        ("/perf/moed", Code.UNKNOWN_ADDRESS, "the nearest is /perf/mode"),
        ("/else", Code.UNKNOWN_ADDRESS, "there is no such address"),
    ],
)
def test_what_is_no_request_is_refused_with_what_may_be_meant(
    address: str, code: Code, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as caught:
        SCHEMA.find(address)
    assert caught.value.code == code


def test_what_is_urgent_is_found_in_capitals_and_with_a_number_too() -> None:
    assert SCHEMA.find("/Perf/Panic/1")[0] is SCHEMA.urgent["/perf/panic"]
    assert SCHEMA.find("/PERF/STOP")[0] is SCHEMA.urgent["/perf/stop"]


def test_no_report_is_a_request() -> None:
    assert SCHEMA.said.isdisjoint(
        entry.address for entry in SCHEMA.from_clients if not entry.getter
    )
