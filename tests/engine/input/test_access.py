"""Over a network: who may what, and who finds a place."""

from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.core.messages import NoteOn, Panic
from perf_engine.engine.handlers.reference import as_data, as_markdown
from perf_engine.engine.handlers.schema import FROM_CLIENTS
from perf_engine.engine.input.access import LASTS, WRONG, Access, Standing, networks
from perf_engine.engine.input.inbox import MOST_HELD
from perf_engine.engine.options import Options
from perf_engine.engine.output.subscribers import MOST_CLIENTS, MOST_STRANGERS
from perf_engine.protocol.packets import build, bundle
from perf_engine.protocol.ports import HostPort
from tests.engine.hall import FAR, HERE, NEAR, WORD, Hall
from tests.engine.stage import WALL

ORDERS = [
    ("/perf/stop",),
    ("/perf/start",),
    ("/perf/reset",),
    ("/perf/seed", 1),
    ("/perf/mode", "solo"),
    ("/perf/param/share", 0.1),
    ("/perf/voice/0/share", 0.1),
    ("/perf/set", "share", 0.1),
    ("/perf/prime", 60),
    ("/perf/model/load", "x"),
    ("/perf/model/list",),
    ("/perf/midi/bind", 7, "share"),
    ("/perf/midi/learn", "share"),
    ("/perf/midi/unbind", 7),
    ("/perf/midi/bindings",),
    ("/perf/tempo", 90),
    ("/perf/clock", "osc"),
    ("/perf/state/recall", "x"),
    ("/perf/state/list",),
    ("/perf/mark", "x"),
    ("/perf/dumpOSC", 1),
    ("/perf/transport", 1),
    ("/perf/state/freeze", 1),
    ("/perf/voice/*/mute", 1),
    ("/perf/beat", 1),
    ("/perf/model/info",),
    ("/perf/st?p",),
]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order[0])
@pytest.mark.parametrize("hall", [Hall("192.168.0.0/24"), Hall(token=WORD)], ids=["allow", "token"])
def test_a_stranger_stops_loads_binds_and_writes_nothing(
    hall: Hall, order: tuple[object, ...]
) -> None:
    hall.hand.time += 60.0  # answers are earned
    before = hall.performer.state
    hall.say(FAR, *order)
    answers = hall.told(FAR[0])
    assert [v[1] for a, v in answers if a == "/perf/fail"] == [6]
    assert hall.performer.state == before
    assert not hall.loop.reception.dumping


def test_a_stranger_listens_plays_asks_and_panics() -> None:
    hall = Hall("192.168.0.0/24")
    assert hall.ask(FAR, "/perf/notify", 1)[:2] == ["/perf/done", "/perf/notify"]
    hall.say(FAR, "/perf/in/note", 0, 60, 100)
    assert [event for event, _ in hall.performer.heard] == [NoteOn(0, 60, 100, "192.0.2.7:5000/0")]
    hall.prove(FAR)
    assert hall.ask(FAR, "/perf/param/share")[0] == "/perf/param/share"
    assert hall.ask(FAR, "/perf/get")[0] == "/perf/get"
    hall.say(FAR, "/perf/release")
    assert ("/perf/done", ["/perf/release"]) in hall.told(FAR[0])
    assert hall.ask(FAR, "/perf/panic", 1.0) == ["/perf/done", "/perf/panic"]
    assert hall.performer.commands == [Panic()]


@pytest.mark.parametrize("sender", [NEAR, HERE, ("::1", 7), ("127.3.2.1", 7)])
def test_who_is_allowed_and_this_machine_may_all_that_a_network_may(sender: HostPort) -> None:
    hall = Hall("192.168.0.0/24", token=WORD)
    assert hall.ask(sender, "/perf/param/share", 0.25)[0] == "/perf/done"
    assert hall.ask(sender, "/perf/stop") == ["/perf/done", "/perf/stop"]


@pytest.mark.parametrize(
    ("said", "host", "allowed"),
    [
        ("192.168.0.0/24", "192.168.0.255", True),
        ("192.168.0.0/24", "192.168.1.1", False),
        ("192.168.0.7/24", "192.168.0.9", True),
        ("10.0.0.5", "10.0.0.5", True),
        ("10.0.0.5", "10.0.0.6", False),
        ("fd00::/8", "fd12::1", True),
        ("fd00::/8", "fe80::1", False),
        ("fe80::/10", "fe80::1%eth0", True),
        ("192.168.0.0/24", "::ffff:192.168.0.9", True),
        ("0.0.0.0/0", "::2", False),
        ("192.168.0.0/24", "no address", False),
    ],
)
def test_a_network_is_allowed_as_it_is_written(said: str, host: str, allowed: bool) -> None:
    access = Access(True, [said])
    assert (access.standing((host, 1)) == Standing.KNOWN) == allowed
    assert access.trusts(host) == allowed


@pytest.mark.parametrize("said", ["192.168.0.0/40", "studio", "", "192.168.0.0/24,10.0.0.0/8"])
def test_what_is_no_network_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"allow must be a network such as 192\.168\.0\.0/24"):
        networks([said])
    with pytest.raises(ValueError, match="allow must be a network"):
        Options(allow=(said,))


def test_who_says_the_token_may_and_only_from_where_it_was_said() -> None:
    hall = Hall(token=WORD)
    assert hall.ask(FAR, "/perf/stop")[:3] == ["/perf/fail", "/perf/stop", 6]
    assert hall.ask(FAR, "/perf/token", WORD) == ["/perf/done", "/perf/token"]
    assert hall.ask(FAR, "/perf/stop") == ["/perf/done", "/perf/stop"]
    other = (FAR[0], 6000)
    assert hall.ask(other, "/perf/start")[1:3] == ["/perf/start", 6]
    hall.hand.time += LASTS - 1
    assert hall.ask(FAR, "/perf/start") == ["/perf/done", "/perf/start"]
    hall.hand.time += LASTS + 1
    assert hall.ask(FAR, "/perf/start")[2] == 6


def test_a_token_of_digits_may_be_said_as_a_number() -> None:
    hall = Hall(token="4711")
    assert hall.ask(FAR, "/perf/token", 4711) == ["/perf/done", "/perf/token"]
    assert hall.ask(NEAR, "/perf/token", 4711.0) == ["/perf/done", "/perf/token"]


def test_the_token_cannot_be_guessed_by_trying() -> None:
    hall = Hall(token=WORD)
    hall.prove(FAR)
    codes = [hall.ask(FAR, "/perf/token", f"guess {n}")[2] for n in range(WRONG + 3)]
    assert codes == [6] * WRONG + [4] * 3
    assert hall.ask(FAR, "/perf/token", WORD)[2] == 4
    assert hall.ask(NEAR, "/perf/token", WORD)[0] == "/perf/done"  # others are not in it
    hall.hand.time += 11.0
    assert hall.ask(FAR, "/perf/token", WORD)[0] == "/perf/done"


def test_where_none_is_wanted_any_token_will_do() -> None:
    assert Hall().ask(FAR, "/perf/token", "x") == ["/perf/done", "/perf/token"]


def test_the_token_is_nowhere_to_be_read(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hall = Hall(token=WORD)
    hall.say(HERE, "/perf/dumpOSC", 1)
    for word in (WORD, "swordfish"):
        hall.say(FAR, "/perf/token", word)
        hall.say(FAR, "/perf/token", word, word)
    for asked in ("/perf/status", "/perf/get", "/perf/version"):
        hall.say(HERE, asked)
    written = caplog.text + repr(hall.wire.sent) + json.dumps(as_data()) + as_markdown()
    written += repr(Options(token=WORD)) + " ".join(hall.access.sentences())
    assert WORD not in written
    assert "swordfish" not in written
    assert "/perf/token" in written


def test_without_allow_or_token_the_network_may_what_it_could() -> None:
    hall = Hall()
    hall.prove(FAR)
    for order in (("/perf/stop",), ("/perf/param/share", 0.1), ("/perf/mode", "solo")):
        assert hall.ask(FAR, *order)[0] == "/perf/done"
    assert hall.ask(FAR, "/perf/quit")[2] == 6


def test_what_is_open_to_whom_is_said_at_the_start() -> None:
    assert list(Access().sentences()) == []
    assert "Everybody" in next(Access(True).sentences())
    (sentence,) = Access(True, ["10.0.0.0/8"], WORD).sentences()
    assert sentence == (
        "Allowed: this computer, 10.0.0.0/8 and whoever sends the token; others "
        "may listen, play and panic."
    )


# places


def test_spoofed_registrations_leave_places_for_this_machine_and_for_who_is_known() -> None:
    hall = Hall("192.168.0.0/24")
    for number in range(500):
        hall.say((f"192.0.2.{number % 250}", 1000 + number), "/perf/notify", 1, 0, "now", 0.0)
    assert len(hall.loop.clients) == MOST_STRANGERS
    for number in range(8):
        assert hall.ask((NEAR[0], 6000 + number), "/perf/notify", 1)[0] == "/perf/done"
        assert hall.ask((HERE[0], 6000 + number), "/perf/notify", 1)[0] == "/perf/done"
    assert len(hall.loop.clients) == MOST_CLIENTS
    for number in range(10):  # then strangers go, not they
        assert hall.ask((HERE[0], 7000 + number), "/perf/notify", 1)[0] == "/perf/done"
    standings = [client.standing for client in hall.loop.clients]
    assert standings.count(Standing.KNOWN) == 8
    assert standings.count(Standing.OWN) == 18
    hall.hand.time += 61.0  # whoever spoofs does not stay
    hall.say(HERE, "/perf/ping")
    hall.say(NEAR, "/perf/ping")
    hall.loop.step()
    assert Standing.STRANGER not in [client.standing for client in hall.loop.clients]


def test_allowed_addresses_leave_places_for_this_machine() -> None:
    hall = Hall("192.168.0.0/16")
    for number in range(200):
        hall.say((f"192.168.2.{number}", 5000), "/perf/notify", 1, 0, "now", 0.0)
    assert len(hall.loop.clients) == 56
    for number in range(8):
        assert hall.ask((HERE[0], 6000 + number), "/perf/notify", 1)[0] == "/perf/done"


def test_one_stranger_does_not_take_all_places() -> None:
    hall = Hall()
    for number in range(20):
        hall.say((FAR[0], 5000 + number), "/perf/notify", 1)
    assert len(hall.loop.clients) == 8


def test_who_has_proved_to_be_there_goes_before_who_has_not() -> None:
    hall = Hall()
    for number in range(60):
        hall.say((f"192.0.2.{number}", 5000), "/perf/notify", 1)
    assert hall.ask(NEAR, "/perf/notify", 1)[2] == 4
    number = hall.access.number(NEAR[0], hall.hand.time)
    assert hall.ask(NEAR, "/perf/proof", number)[0] == "/perf/done"
    assert hall.ask(NEAR, "/perf/notify", 1, 0, "now", 0.0)[1:4:2] == ["/perf/notify", 0.0]
    assert len(hall.loop.clients) == MOST_STRANGERS


def test_a_client_of_the_configuration_is_known() -> None:
    hall = Hall("10.0.0.0/8")
    hall.loop.clients.register((FAR[0], 9000), 0.0, lease=0.0)
    assert hall.access.standing(FAR) == Standing.OWN
    assert hall.ask(FAR, "/perf/stop") == ["/perf/done", "/perf/stop"]


def test_strangers_cannot_fill_what_is_held_for_later() -> None:
    hall = Hall("192.168.0.0/24")
    note = build("/perf/in/note", 0, 60, 100)
    for _ in range(5):
        hall.send(FAR, bundle(WALL + hall.hand.time + 30.0, [note] * 1500))
    assert hall.loop.inbox.held() == MOST_HELD // 2
    for sender in (NEAR, HERE):
        hall.send(sender, bundle(WALL + hall.hand.time + 30.0, [note] * 500))
    assert hall.loop.inbox.held() == MOST_HELD // 2 + 1000


def test_a_wrong_or_late_or_foreign_number_proves_nothing() -> None:
    hall = Hall()
    now = hall.hand.time
    right = hall.access.number(FAR[0], now)
    for number in (0, right ^ 1, hall.access.number(NEAR[0], now)):
        assert hall.ask(FAR, "/perf/proof", number)[2] == 6
    assert hall.access.prove(FAR[0], right, now + 30.0)
    assert not hall.access.prove(FAR[0], right, now + 61.0)
    assert Access(True).number(FAR[0], now) != right


@given(st.text(max_size=20))
def test_no_host_throws_the_question_whether_it_is_allowed(host: str) -> None:
    access = Access(True, ["192.168.0.0/24"])
    access.heard((host, 1), 10, 1.0)
    assert access.standing((host, 1)) in Standing


def test_strangers_may_what_the_table_says() -> None:
    public = {entry.address for entry in FROM_CLIENTS if entry.public}
    played = {e.address for e in FROM_CLIENTS if e.address.startswith("/perf/in/")}
    assert public == played | {
        "/perf/notify",
        "/perf/ping",
        "/perf/status",
        "/perf/version",
        "/perf/sync",
        "/perf/get",
        "/perf/panic",
        "/perf/release",
        "/perf/token",
        "/perf/proof",
    }
