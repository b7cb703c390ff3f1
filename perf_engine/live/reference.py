"""The reference of the OSC API, written from its schema."""

from __future__ import annotations

import math
from typing import Any

from ..core.controls import CONTROLS
from .address import Address, Argument, show
from .refusal import Code
from .schema import API, CLIENT_PORT, FROM_CLIENTS, PORT, TO_CLIENTS


def as_data() -> dict[str, Any]:
    """The schema as plain values, for programs."""
    return {
        "api": API,
        "port": PORT,
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
    return found


def as_markdown() -> str:
    """The schema as a page of documentation."""
    from_clients = [
        entry for entry in FROM_CLIENTS
        if not (entry.control and entry.address.startswith("/perf/voice/"))
    ]
    lines = [
        "# OSC reference",
        "",
        f"The engine listens on UDP port {PORT} (`--osc-port`), on this computer only unless "
        "started with `--lan`. This page is written by `perf-engine osc`.",
        "",
        "* Tags: `i` whole number, `f` number, `s` text, `*` anything; `[ ]` optional, `...` any "
        "number of them. Every number may come as int or float (and 64-bit, and true or false).",
        "* Bundles are taken apart, and their time tags honoured up to 60 s ahead; what is tagged "
        "with the past is done at once.",
        "* A getter is the setter without arguments; its answer comes on the same address.",
        "* Answers go to the reply port of whoever registered from the sender's port, else to "
        "the sender. `/perf/in/…` is not answered when it is accepted.",
        "* What cannot be done changes nothing and is answered by `/perf/fail address code "
        "text`: " + ", ".join(f"{int(c)} {c.name.lower().replace('_', ' ')}" for c in Code) + ".",
        "* A client sends from one port and may listen at another. A client that registered is "
        "one source of notes; everybody else on a host is one source together.",
        "",
        "## From clients to the engine",
        "",
    ]
    for entry in from_clients:
        lines += _section(entry)
    lines += [
        "### `/perf/voice/N/NAME` [value]",
        "",
        "The control of that name, of voice N alone: " +
        ", ".join(f"`{name}`" for name in CONTROLS) + ".",
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
    if entry.loopback_only:
        lines[-1] += " From the engine's own machine only."
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
        lines += ["", f"Answer: `{answer}`"]
    lines.append("")
    return lines
