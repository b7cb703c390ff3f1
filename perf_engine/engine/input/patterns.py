"""Address patterns, matched against all addresses in bounded time.

Source: OSC 1.0 (`*`, `?`, `[a-z]`, `[!a-z]`, `{one,other}` within a part), and OSC 1.1 (`//`, any
parts between). There is no backtracking: the possible positions of a pattern in a name are the bits
of a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from perf_engine.engine.handlers.schema import FROM_CLIENTS, URGENT
from perf_engine.protocol.address import PARAM
from perf_engine.protocol.errors import Code, Refusal
from perf_engine.protocol.notes import PLAYED, VOICES
from perf_engine.protocol.packets import address_of

LONGEST: Final = 128  # characters
FAMILIES: Final = (PARAM, "/perf/voice/", "/perf/in/")
DEEPEST: Final = max(a.address.count("/") for a in FROM_CLIENTS)  # parts of an address
_SIGNS: Final = frozenset("*?[{")

Node: TypeAlias = "dict[str, Node]"  # the parts that may follow; "" ends an address
Token: TypeAlias = "str | tuple[str, ...] | tuple[frozenset[str], bool]"
ANY_TEXT: Final = "**"
ANY_LETTER: Final = "??"


def is_pattern(address: str) -> bool:
    """Return whether an address is a pattern, which may mean several."""
    return not _SIGNS.isdisjoint(address) or "//" in address


def meant(pattern: str, voices: int) -> tuple[str, ...]:
    """Return the addresses that a pattern means, for a machine with so many voices.

    Raises Refusal if there is none, if the pattern cannot be read, and if it means an address
    outside the families that allow patterns.
    """
    if len(pattern) > LONGEST:
        text = f"a pattern may be {LONGEST} characters long, not {len(pattern)}"
        raise Refusal(Code.UNKNOWN_ADDRESS, text)
    found, code, text = _meant(pattern, voices)
    if not found:
        raise Refusal(code, text)
    return found


@lru_cache(maxsize=256)
def _meant(pattern: str, voices: int) -> tuple[tuple[str, ...], Code, str]:
    """Return the addresses; if there are none, the code and text of the refusal."""
    try:
        parts = _parts(pattern)
    except ValueError as error:
        return (), Code.UNKNOWN_ADDRESS, str(error)
    if parts.count(None) > 1:
        return (), Code.UNKNOWN_ADDRESS, "a pattern may have // once"
    found: dict[str, None] = {}
    if len(parts) <= DEEPEST + 1:
        for address in _walk(_tree(voices), parts, "", set(), {}):
            if not address.startswith(FAMILIES) and address not in URGENT:
                families = ", ".join(FAMILIES)
                text = f"a pattern may match {families} and urgent addresses, not {address}"
                return (), Code.REFUSED, text
            found[address] = None
    return tuple(found), Code.UNKNOWN_ADDRESS, f"no address matches the pattern {pattern}"


def meant_among(pattern: str, addresses: tuple[str, ...]) -> list[str]:
    """Return those addresses that a pattern matches; none if it cannot be read."""
    if len(pattern) > LONGEST:
        return []
    try:
        parts = _parts(pattern)
    except ValueError:
        return []
    if parts.count(None) > 1 or len(parts) > DEEPEST + 1:
        return []
    return list(_walk(_tree_of(addresses), parts, "", set(), {}))


@lru_cache(maxsize=4)
def _tree_of(addresses: tuple[str, ...]) -> Node:
    """Return a tree of addresses, part by part."""
    root: Node = {}
    for address in addresses:
        node = root
        for part in address.strip("/").split("/"):
            node = node.setdefault(part, {})
        node[""] = {}
    return root


def addressed(message: bytes, address: str) -> bytes:
    """Return the same message for another address."""
    end = message.find(b"\0")
    start = len(message) if end < 0 else end + 4 - end % 4
    path = address.encode()
    return path + bytes(4 - len(path) % 4) + message[start:]


def is_played(message: bytes) -> bool:
    """Return whether an unread message is, or may be, a player's event."""
    if message.startswith(PLAYED):
        return True
    address = address_of(message)
    if not is_pattern(address):
        return False
    try:
        return any(one.startswith(PLAYED.decode()) for one in meant(address, VOICES))
    except Refusal:
        return False


@lru_cache(maxsize=VOICES + 1)
def _tree(voices: int) -> Node:
    """Return the tree of all addresses from clients, part by part."""
    root: Node = {}
    of_a_voice: Node = {}  # one node for all voices, so that it is compared once
    for entry in FROM_CLIENTS:
        before, is_voices, name = entry.address.partition("/N/")
        node = root
        for part in before.strip("/").split("/"):
            node = node.setdefault(part, {})
        if is_voices:
            of_a_voice[name] = {"": {}}
            node.update({str(number): of_a_voice for number in range(voices)})
        else:
            node[""] = {}
    return root


def _walk(
    node: Node,
    parts: Sequence[Sequence[Token] | None],
    path: str,
    seen: set[tuple[str, int]],
    known: dict[tuple[int, int], list[str]],
) -> Iterator[str]:
    """Return the addresses below a node at `path` that the parts mean; None is any parts."""
    if (path, len(parts)) in seen:
        return
    seen.add((path, len(parts)))
    if not parts:
        if "" in node:
            yield path
        return
    first, *rest = parts
    if first is None:
        yield from _walk(node, rest, path, seen, known)
        for name in node:
            if name:
                yield from _walk(node[name], parts, f"{path}/{name}", seen, known)
        return
    place = id(node), id(first)
    if place not in known:
        known[place] = [name for name in node if name and _matches(first, name)]
    for name in known[place]:
        yield from _walk(node[name], rest, f"{path}/{name}", seen, known)


def _parts(pattern: str) -> list[Sequence[Token] | None]:
    """Return the parts between slashes; None stands for //. Raises ValueError."""
    parts: list[Sequence[Token] | None] = []
    for part in pattern.split("/")[1:]:
        if part:
            parts.append(tuple(_tokens(part)))
        elif not parts or parts[-1] is not None:
            parts.append(None)
    return parts


def _tokens(part: str) -> Iterator[Token]:
    """Return the tokens of one part. Raises ValueError."""
    place, star = 0, False
    while place < len(part):
        sign = part[place]
        if sign == "*":
            if not star:
                yield ANY_TEXT
        elif sign == "?":
            yield ANY_LETTER
        elif sign in "[{":
            end = part.find("]" if sign == "[" else "}", place + 1)
            if end < 0:
                raise ValueError(f"the pattern {part} has a {sign} that is not closed")
            inside = part[place + 1 : end]
            yield _letters(inside) if sign == "[" else tuple(dict.fromkeys(inside.split(",")))
            place = end
        else:
            yield sign
        star = sign == "*"
        place += 1


def _letters(inside: str) -> tuple[frozenset[str], bool]:
    """Return the letters in brackets, and whether they match; after a ! all others match."""
    meant_ones = not inside.startswith("!")
    inside = inside if meant_ones else inside[1:]
    found: set[str] = set()
    place = 0
    while place < len(inside):
        if inside[place + 1 : place + 2] == "-" and place + 2 < len(inside):
            low, high = sorted((ord(inside[place]), ord(inside[place + 2])))
            found.update(map(chr, range(low, min(high, 127) + 1)))  # addresses are ASCII
            place += 3
        else:
            found.add(inside[place])
            place += 1
    return frozenset(found), meant_ones


@lru_cache(maxsize=1024)
def _letters_of(name: str) -> dict[str, int]:
    """Return the positions of each letter in a name, as bits."""
    places: dict[str, int] = {}
    for place, letter in enumerate(name):
        places[letter] = places.get(letter, 0) | 1 << place
    return places


def _matches(tokens: Iterable[Token], name: str) -> bool:
    letters = _letters_of(name)
    end = 1 << len(name)
    at = 1  # bit n: the tokens so far may end before letter n
    for token in tokens:
        if token == ANY_TEXT:
            at = 2 * end - (at & -at)
        elif token == ANY_LETTER:
            at = (at << 1) & (2 * end - 1)
        elif isinstance(token, str):
            at = (at & letters.get(token, 0)) << 1
        elif isinstance(token[0], frozenset):
            chosen, wanted = token[0], token[1]
            fitting = sum(bits for c, bits in letters.items() if (c in chosen) == wanted)
            at = (at & fitting) << 1
        else:
            at = _after_a_word(token, name, at)
        if not at:
            return False
    return bool(at & end)


def _after_a_word(words: Iterable[object], name: str, at: int) -> int:
    """Return the positions after any of the words that begins at a position in `at`."""
    after = 0
    for word in words:
        assert isinstance(word, str)
        if not word:
            after |= at
            continue
        place = name.find(word)
        while place >= 0:
            after |= (at >> place & 1) << (place + len(word))
            place = name.find(word, place + 1)
    return after
