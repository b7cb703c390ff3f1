"""What is urgent is told from what is not, before a message is read."""

from __future__ import annotations

import pytest

from perf_engine.engine.input.priority import (
    Priority,
    is_hurried,
    is_panic,
    is_release,
    of_message,
    releases,
    silences,
)
from perf_engine.protocol.packets import build


@pytest.mark.parametrize(
    ("address", "priority"),
    [
        ("/perf/panic", Priority.FIRST),
        ("/perf/stop", Priority.FIRST),
        ("/PERF/STOP/", Priority.FIRST),
        ("/perf/voice/3/mute", Priority.SOON),
        ("/perf/voice/*/mute", Priority.SOON),
        ("/perf/mode", Priority.SOON),
        ("/perf/quit", Priority.FIRST),
        ("/perf/st?p", Priority.FIRST),
        ("/perf/start", Priority.ALONG),
        ("/perf/param/density", Priority.IN_ORDER),
        ("/perf/in/note", Priority.IN_ORDER),
        ("/perf/voice/*/transpose", Priority.IN_ORDER),
    ],
)
def test_an_address_has_its_place_in_the_queue(address: str, priority: Priority) -> None:
    assert of_message(build(address, 1)) == priority
    assert is_hurried(build(address, 1)) or priority < Priority.SOON


def test_a_panic_by_a_pattern_is_one_unless_it_is_the_release_of_a_button() -> None:
    assert is_panic(build("/perf/p?nic"))
    assert not is_panic(build("/perf/p?nic", 0.0))
    assert not is_panic(build("/perf/p?ng"))


def test_what_silences_and_what_lets_go_is_known() -> None:
    assert silences(build("/perf/stop"))
    assert not silences(build("/perf/start"))
    assert is_release(build("/perf/release", 1.0))
    assert not is_release(build("/perf/release", 0.0))
    assert releases(build("/perf/release"))
    assert not releases(build("/perf/panic"))
