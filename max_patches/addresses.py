"""The OSC addresses in patches, against the engine's schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from perf_engine.engine.handlers.schema import FROM_CLIENTS, SAID, find
from perf_engine.protocol.errors import Refusal
from perf_engine.protocol.names import value_of

from .patch import Patch

ADDRESS = re.compile(r"/perf/[A-Za-z0-9_./]+")


def wrong_address(text: str, is_message: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with the addresses in a box; a message's values are checked as well.

    A voice may be the patch's argument, and * all controls of a voice.
    """
    text = re.sub(r"/voice/#\d/", "/voice/0/", text).replace("/voice/0/*", "/voice/0/mode")
    for address in ADDRESS.findall(text):
        if address in SAID and not is_message:
            continue
        try:
            find(address)
        except Refusal as error:
            yield "address", str(error)
    if is_message:
        for message in text.split(","):
            yield from _wrong_values(message.split())


def _wrong_values(words: list[str]) -> Iterator[tuple[str, str]]:
    if not words or not ADDRESS.fullmatch(words[0]) or any(w.startswith(("$", "#")) for w in words):
        return
    try:
        entry, _ = find(words[0])
    except Refusal:
        return
    try:
        entry.check([value_of(word) for word in words[1:]])
    except Refusal as error:
        yield "value", f"{' '.join(words)}: {error}"


def used(patches: Iterable[Patch]) -> set[str]:
    """Every address that stands in a box."""
    return {
        address
        for patch in patches
        for part in patch.walk()
        for box in part.boxes
        if box.maxclass in ("newobj", "message")
        for address in ADDRESS.findall(box.text)
    }


def missing(patches: Iterable[Patch]) -> list[str]:
    """The addresses of the schema that no patch says or hears."""
    found = used(patches)
    wanted = {entry.address.replace("/N/", "/0/") for entry in FROM_CLIENTS} | SAID
    return sorted(wanted - found)
