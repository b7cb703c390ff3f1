"""The rights of senders: this computer, trusted clients of the network, and strangers.

Without `--lan` only this computer is heard, and no right is checked. With `--lan`, and neither
`--allow` nor `--token`, every client may do all that a network may. With one of these two,
strangers may only listen and play: they may not stop, load, bind or write. Everybody may panic
without a token, as silence harms nobody.

A UDP packet names its sender, which may be spoofed. So an address must prove that it receives from
us: it returns a number that it was sent (/perf/prove, /perf/proof). Until then it is not sent more
than it sends.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final, TypeAlias, TypeVar

from perf_engine.protocol.ports import HostPort, is_loopback, machine

from .allowance import Allowance

Key = TypeVar("Key")
Value = TypeVar("Value")
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

LASTS: Final = 43_200.0  # seconds without a message after which the token is needed again
PROOF_LASTS: Final = 600.0  # seconds without a message
PROOF_WITHIN: Final = 30.0  # seconds, at least, for the return of the number; at most twice as many
MOST_KNOWN: Final = 256  # holders of the token, proved hosts, hosts with wrong tokens
WRONG: Final = 5  # tokens of a host in WRONG_WITHIN seconds, after which none is compared
WRONG_WITHIN: Final = 10.0


class Standing(IntEnum):
    """The trust in the sender of a message; a better known client takes precedence."""

    STRANGER = 0
    PROVED = 1  # the address is not spoofed
    KNOWN = 2  # allowed, or it has sent the token
    OWN = 3  # of this computer, or named in the configuration


def networks(said: Sequence[str]) -> tuple[Network, ...]:
    """Return the networks of texts like 192.168.0.0/24 or an address. Raises ValueError."""
    found = []
    for text in said:
        try:
            found.append(ipaddress.ip_network(text, strict=False))
        except ValueError:
            raise ValueError(
                f"allow must be a network such as 192.168.0.0/24, or an address, not {text!r}"
            ) from None
    return tuple(found)


class Access:
    """Knows the allowed networks, the holders of the token, and the proved addresses."""

    def __init__(self, lan: bool = False, allow: Sequence[str] = (), token: str = "") -> None:
        """`allow`: networks. Raises ValueError."""
        self.lan = lan
        self.open = not (allow or token)  # every client is trusted
        self.allowance = Allowance()
        self.named: Callable[[str], bool] = lambda host: False  # in the configuration
        self._networks = networks(allow)
        self._token = token.encode()
        self._secret = secrets.token_bytes(16)
        self._holders: OrderedDict[HostPort, float] = OrderedDict()  # expiry times
        self._proved: OrderedDict[str, float] = OrderedDict()  # expiry times
        # wrong tokens of a host, and the time of the first
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._allowed = lru_cache(maxsize=1024)(self._is_allowed)

    def _is_allowed(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self._networks)

    def heard(self, sender: HostPort, size: int, now: float) -> None:
        """Take `size` bytes from a sender: its standing is renewed, and it may get more replies."""
        if is_loopback(sender[0]):
            return
        self._live_on(self._holders, sender, LASTS, now)
        self._live_on(self._proved, sender[0], PROOF_LASTS, now)
        if not self.trusts(sender[0]):
            self.allowance.heard(sender[0], size, now)

    def forget(self, now: float) -> None:
        """Forget the senders that were silent for too long."""
        for sender in [sender for sender, until in self._holders.items() if until <= now]:
            del self._holders[sender]
        for host in [host for host, until in self._proved.items() if until <= now]:
            del self._proved[host]

    def standing(self, sender: HostPort) -> Standing:
        """Return the standing of a sender."""
        host = sender[0]
        if not self.lan or is_loopback(host) or self.named(host):
            return Standing.OWN
        if sender in self._holders or self._allowed(host):
            return Standing.KNOWN
        return Standing.PROVED if host in self._proved else Standing.STRANGER

    def may(self, sender: HostPort) -> bool:
        """Return whether a sender may do more than a stranger."""
        return not self.lan or self.open or self.standing(sender) >= Standing.KNOWN

    def trusts(self, host: str) -> bool:
        """Return whether a host is not spoofed, so that it may be sent more than it sends."""
        if not self.lan or is_loopback(host):
            return True
        return host in self._proved or self._allowed(host) or self.named(host)

    # the token

    def present(self, sender: HostPort, word: str, now: float) -> bool:
        """Take a token; return whether it is right. Raises ValueError after too many wrong ones."""
        if not self._token:
            return True
        host = machine(sender[0])
        count, since = self._wrong.get(host, (0, now))
        if now >= since + WRONG_WITHIN:
            count, since = 0, now
        if count >= WRONG:
            raise ValueError(f"{WRONG} tokens were wrong; try again in {WRONG_WITHIN:g} s")
        if not hmac.compare_digest(word.encode("utf-8", "replace"), self._token):
            self._keep(self._wrong, host, (count + 1, since))
            return False
        if not is_loopback(sender[0]):
            self._keep(self._holders, sender, now + LASTS)
        return True

    # the proof

    def number(self, host: str, now: float) -> int:
        """Return the number that a host is sent and must return; nobody else can know it."""
        said = f"{host} {int(now / PROOF_WITHIN)}".encode()
        return int.from_bytes(hashlib.blake2b(said, key=self._secret).digest()[:4], "big") >> 1

    def prove(self, host: str, number: int, now: float) -> bool:
        """Take the number that a host returns; return whether it was sent this one lately."""
        if number not in (self.number(host, now), self.number(host, now - PROOF_WITHIN)):
            return False
        self._keep(self._proved, host, now + PROOF_LASTS)
        return True

    @staticmethod
    def _live_on(table: OrderedDict[Key, float], key: Key, lasts: float, now: float) -> None:
        until = table.get(key)
        if until is None:
            return
        if until < now:
            del table[key]
        else:
            table[key] = now + lasts
            table.move_to_end(key)

    @staticmethod
    def _keep(table: OrderedDict[Key, Value], key: Key, value: Value) -> None:
        table[key] = value
        table.move_to_end(key)
        if len(table) > MOST_KNOWN:
            table.popitem(last=False)

    def sentences(self) -> Iterator[str]:
        """Return the sentences about access that the start text shows."""
        if not self.lan:
            return
        if self.open:
            yield (
                "Everybody in these networks may play, stop and change it; --allow NETWORK or "
                "--token WORD allows strangers only to listen, play and panic."
            )
            return
        who = [", ".join(map(str, self._networks))] if self._networks else []
        who += ["whoever sends the token"] if self._token else []
        yield f"Allowed: this computer, {' and '.join(who)}; others may listen, play and panic."
