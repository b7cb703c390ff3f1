from __future__ import annotations

import errno
import socket

import pytest

from perf_engine.protocol.double_bind import HERE, TRIES, in_both, unbound


class Opened:
    """A port that is open somewhere, or not any more."""

    def __init__(self, host: str, number: int) -> None:
        self.host, self.number, self.closed = host, number or 4000, False

    def close(self) -> None:
        self.closed = True


def opener(made: list[Opened], *errors: int | None):
    """Open ports; those of IPv6 fail with these errors in turn, then with the last one."""
    left = list(errors)

    def open_at(host: str, number: int) -> Opened:
        error = (left.pop(0) if len(left) > 1 else left[0]) if ":" in host else None
        if error is not None:
            raise OSError(error, "no")
        made.append(Opened(host, number))
        return made[-1]

    return open_at


def number_of(port: Opened) -> int:
    return port.number


def test_both_get_the_number_of_the_first() -> None:
    old, new = in_both(opener([], None), number_of, HERE, 0)
    assert new is not None
    assert (old.host, new.host) == HERE
    assert (old.number, new.number) == (4000, 4000)


@pytest.mark.parametrize("why", [errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL])
def test_without_ipv6_there_is_one(why: int) -> None:
    old, new = in_both(opener([], why), number_of, HERE, 7000)
    assert (old.number, old.closed, new) == (7000, False, None)


def test_any_number_is_one_that_is_free_in_both() -> None:
    made: list[Opened] = []
    _, new = in_both(opener(made, errno.EADDRINUSE, errno.EADDRINUSE, None), number_of, HERE, 0)
    assert new is not None
    assert [port.closed for port in made] == [True, True, False, False]


@pytest.mark.parametrize(("number", "tries"), [(7000, 1), (0, TRIES)])
def test_what_is_taken_is_refused_and_nothing_stays_open(number: int, tries: int) -> None:
    made: list[Opened] = []
    with pytest.raises(OSError, match="no"):
        in_both(opener(made, errno.EADDRINUSE), number_of, HERE, number)
    assert [port.closed for port in made] == [True] * tries


@pytest.mark.parametrize(
    ("host", "family"), [(HERE[0], socket.AF_INET), (HERE[1], socket.AF_INET6)]
)
def test_a_host_has_its_family(host: str, family: int) -> None:
    with unbound(host, socket.SOCK_DGRAM) as made:
        assert made.family == family
