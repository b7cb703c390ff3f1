"""The reference of the OSC API, derived from its schema."""

from __future__ import annotations

import math
from typing import Any

from perf_engine.core.controls import CONTROLS
from perf_engine.protocol.address import Address, Argument, show
from perf_engine.protocol.errors import Code
from perf_engine.protocol.ports import CLIENT_PORT, ENGINE_PORT
from perf_engine.protocol.schema import API
from perf_engine.protocol.titles import TITLES, titled

from .schema import FROM_CLIENTS, TO_CLIENTS


def as_data() -> dict[str, Any]:
    """Return the schema as plain values, for programs."""
    return {
        "api": API,
        "port": ENGINE_PORT,
        "client_port": CLIENT_PORT,
        "from_clients": [_address(entry) for entry in FROM_CLIENTS],
        "to_clients": [_address(entry) for entry in TO_CLIENTS],
        "codes": {int(code): code.name.lower() for code in Code},
    }


def _address(entry: Address) -> dict[str, Any]:
    found: dict[str, Any] = {
        "address": entry.address,
        "tags": entry.tags,
        "arguments": [_argument(argument) for argument in entry.arguments],
        "help": entry.help,
    }
    if entry.control:
        found["title"] = TITLES[entry.control]
    if entry.handler:
        found |= {
            "reply": entry.reply,
            "getter": entry.getter,
            "loopback_only": entry.loopback_only,
        }
    return found


def _argument(argument: Argument) -> dict[str, Any]:
    found: dict[str, Any] = {"name": argument.name, "tag": argument.tag}
    if argument.help:
        found["help"] = argument.help
    if math.isfinite(argument.low) and math.isfinite(argument.high):
        found["range"] = [argument.low, argument.high]
    if argument.choices:
        found["choices"] = list(argument.choices)
    if argument.optional:
        found["optional"] = True
    if argument.default is not None:
        found["default"] = argument.default
    if argument.many:
        found["many"] = True
    if argument.of_model:
        found["of_model"] = True
    return found


def as_markdown() -> str:
    """Return the schema as a page of documentation."""
    from_clients = [
        entry
        for entry in FROM_CLIENTS
        if not (entry.control and entry.address.startswith("/perf/voice/"))
    ]
    lines = [
        "# OSC reference",
        "",
        f"The engine listens on UDP port {ENGINE_PORT} (`--osc-port`) at 127.0.0.1 and ::1, on "
        "this computer only unless you start it with `--lan`. `.venv/bin/perf-engine osc` writes "
        "this page.",
        "",
        "* **Types**: `i` is a whole number, `f` a number, `s` a text, and `*` anything. `[ ]` "
        "marks an optional argument, and `...` any number of them.",
        "* **Conversions**: every number may be an int or a float, also 64-bit, true, false or "
        "impulse; it is rounded where a whole number is needed. A text may be a symbol or a char. "
        "All arguments may come in one array.",
        "* **Buttons**: `/perf/panic`, `release`, `stop`, `start` and `reset` are urgent and take "
        "whatever a button sends. A press acts, whatever its type. A release (0.0, false, the "
        "texts 0 and off) does nothing, and the reply is `/perf/done`.",
        "* **Voices of buttons**: if a voice may be named, a whole number or a float above 1 is a "
        "voice's number. 1 and 127 are a press if there is no such voice. A stop of a voice that "
        "does not exist stops all voices.",
        "* **Silence always works**: a stop, a release or a panic acts even if its arguments "
        "cannot be read. A panic acts even if its address has capitals or a button's number "
        "(`/perf/panic/1`).",
        "* **Patterns**: an address may be a pattern (`*`, `?`, `[a-z]`, `[!a-z]`, `{one,other}`, "
        "`//` once) over `/perf/param/…`, `/perf/voice/…`, `/perf/in/…` and the urgent addresses. "
        "Each address that matches is carried out and replies. A pattern that also matches other "
        "addresses is refused.",
        "* **Lists as one number**: `scale_pitches`, `hears_players`, `hears_voices` and "
        "`drum_players` take a list as a text, such as `0 2 4`. One number instead is a sum: add 1 "
        "for the list's 0, 2 for its 1, 4 for its 2, 8 for its 3, and so on, always double. So "
        "`0 2 4` is 1 + 4 + 16 = 21, and the number 3 is the list `0 1`.",
        "* **Bundles** are unpacked. Time tags count up to 60 s ahead; a message with a time tag "
        "in the past is carried out at once.",
        "* **Getters**: send a getter's address without arguments, and the value comes back on "
        "the same address.",
        "* **Replies** go to the client's reply port, if a client subscribed from the sender's "
        "port, or else to the sender. An accepted `/perf/in/…` gets no reply.",
        "* **Refusals**: a message that cannot be carried out changes nothing. The reply is "
        "`/perf/fail address code text`, with these codes: "
        + ", ".join(f"{int(c)} {c.name.lower().replace('_', ' ')}" for c in Code)
        + ".",
        "* **Networks**: with `--lan` and one of `--allow` and `--token`, strangers may use only "
        "`/perf/in/…`, getters without arguments, and "
        + ", ".join(
            f"`{entry.address}`"
            for entry in FROM_CLIENTS
            if entry.public and not entry.address.startswith("/perf/in/")
        )
        + ".",
        "* **Sources of notes**: a client sends from one port and may listen at another. Each "
        "client that subscribed is one source of notes; all other programs of a host together are "
        "one source.",
        "",
        "## From clients to the engine",
        "",
    ]
    for entry in from_clients:
        lines += _section(entry)
    lines += [
        "### `/perf/voice/N/NAME` [value]",
        "",
        "The control of that name, of voice N alone: "
        + ", ".join(f"`{name}`" for name in CONTROLS)
        + ".",
        "",
        "## From the engine to clients",
        "",
    ]
    for entry in TO_CLIENTS:
        lines += _section(entry)
    return "\n".join(lines).rstrip() + "\n"


def _section(entry: Address) -> list[str]:
    names = " ".join(
        f"[{a.name}]" if a.optional or entry.getter else a.name + (" ..." if a.many else "")
        for a in entry.arguments
    )
    lines = [f"### `{entry.address}` {names}".rstrip(), "", entry.help]
    if entry.control:
        lines[-1] += f" On the page: {titled(entry.control)}."
    if entry.loopback_only:
        lines[-1] += " Only a program on the engine's own computer may send this message."
    for argument in entry.arguments:
        details = [f"`{argument.tag}`"]
        if math.isfinite(argument.low) and math.isfinite(argument.high):
            details.append(f"{show(argument.low)}..{show(argument.high)}")
        if argument.choices:
            details.append(", ".join(f"`{choice}`" for choice in argument.choices))
        if argument.default is not None:
            details.append(f"default {argument.default}")
        sentence = f": {argument.help}" if argument.help else ""
        if len(lines) == 3:
            lines.append("")
        lines.append(f"* {argument.name} ({'; '.join(details)}){sentence}")
    if entry.handler and entry.reply:
        answer = entry.reply + (f" {entry.address} ..." if entry.reply == "/perf/done" else " ...")
        lines += ["", f"Reply: `{answer}`"]
    lines.append("")
    return lines
