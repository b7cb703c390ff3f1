import pytest

from perf_engine.protocol.ports import address, is_loopback, machine, spelt


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("10.0.0.1:9000", ("10.0.0.1", 9000)),
        ("9000", ("127.0.0.1", 9000)),
        ("studio.local", ("studio.local", 9470)),
        (":9000", ("127.0.0.1", 9000)),
        ("[::1]:9000", ("::1", 9000)),
    ],
)
def test_an_address_is_understood(text, meant):
    assert address(text) == meant


@pytest.mark.parametrize("text", ["a:b", "a:0", "a:70000", "a:"])
def test_a_wrong_address_is_refused(text):
    with pytest.raises(ValueError, match="the engine's address must be HOST:PORT"):
        address(text)


@pytest.mark.parametrize("text", ["57120", "here", ""])
def test_without_a_default_a_port_must_be_said(text):
    with pytest.raises(ValueError, match=f"--to must be HOST:PORT, not {text}"):
        address(text, "--to", None)


@pytest.mark.parametrize("where", [("127.0.0.1", 9470), ("::1", 9470)])
def test_an_address_is_written_as_it_is_read(where):
    assert address(spelt(where)) == where


def test_this_machine_is_known_in_both_internets():
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1")))
    assert not any(map(is_loopback, ("192.0.2.1", "fe80::1", "128.0.0.1")))
    assert machine("::1") == machine("127.0.0.1") == "127.0.0.1"
    assert machine("192.0.2.1") == "192.0.2.1"
