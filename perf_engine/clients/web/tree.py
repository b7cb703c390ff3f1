"""The OSC schema as OSCQuery's tree of nodes: plain values, ready to be written as JSON.

Source: the OSCQuery proposal by Vidvox. A node has FULL_PATH; where it is a method, DESCRIPTION,
TYPE, ACCESS (1 may be read, 2 written, 3 both, 0 neither), RANGE, OVERLOADS and VALUE; where it is
a container, CONTENTS.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

Node: TypeAlias = dict[str, Any]
Schema: TypeAlias = Mapping[str, Any]  # as `perf-engine osc --json` has it

ATTRIBUTES: Final = (
    "FULL_PATH",
    "CONTENTS",
    "DESCRIPTION",
    "TYPE",
    "ACCESS",
    "RANGE",
    "OVERLOADS",
    "VALUE",
)
NEITHER, WRITE, READ_AND_WRITE = 0, 2, 3
ANYTHING: Final = "f"  # the type tag for arguments of any type: a number
PAIRS: Final = "sf"


def host_info(name: str, osc_port: int) -> Node:
    """The server's name and optional attributes; the engine is on the same machine."""
    told = set(ATTRIBUTES) - {"FULL_PATH", "CONTENTS", "TYPE"}
    others = (
        "LISTEN",
        "PATH_CHANGED",
        "TAGS",
        "EXTENDED_TYPE",
        "UNIT",
        "CRITICAL",
        "CLIPMODE",
        "HTML",
    )
    return {
        "NAME": name,
        "EXTENSIONS": {**dict.fromkeys(sorted(told), True), **dict.fromkeys(others, False)},
        "OSC_PORT": osc_port,
        "OSC_TRANSPORT": "UDP",
    }


def tree(schema: Schema, voices: int) -> Node:
    """The root of all addresses, `/perf/voice/N/...` once for each of the machine's voices."""
    root: Node = {"FULL_PATH": "/", "CONTENTS": {}, "DESCRIPTION": "perf_engine"}
    for entry in schema["from_clients"]:
        numbers = range(voices) if "/N/" in entry["address"] else range(1)
        for number in numbers:
            address = entry["address"].replace("/N/", f"/{number}/")
            access = READ_AND_WRITE if entry["getter"] else WRITE
            _put(root, address, {**_method(entry), "ACCESS": access})
    for entry in schema["to_clients"]:
        said = f"From the engine to its clients: {entry['help']}"
        _put(root, entry["address"], {**_method(entry), "ACCESS": NEITHER, "DESCRIPTION": said})
    return root


def find(root: Node, path: str) -> Node | None:
    """The node of a path, or None."""
    node = root
    for word in path.strip("/").split("/") if path.strip("/") else ():
        contents = node.get("CONTENTS", {})
        if word not in contents:
            return None
        node = contents[word]
    return node


def readable(node: Node) -> Iterator[str]:
    """The paths of a node and all below it that have a readable value."""
    if node.get("ACCESS") == READ_AND_WRITE:
        yield str(node["FULL_PATH"])
    for below in node.get("CONTENTS", {}).values():
        yield from readable(below)


def with_values(node: Node, values: Mapping[str, Sequence[Any]]) -> Node:
    """A copy of a node and all below it, with the known values."""
    made = copy.copy(node)
    if node["FULL_PATH"] in values:
        made["VALUE"] = list(values[node["FULL_PATH"]])
    if "CONTENTS" in node:
        made["CONTENTS"] = {
            name: with_values(below, values) for name, below in node["CONTENTS"].items()
        }
    return made


def _put(root: Node, address: str, method: Node) -> None:
    node = root
    for word in address.strip("/").split("/"):
        path = f"{node['FULL_PATH'].rstrip('/')}/{word}"
        node = node.setdefault("CONTENTS", {}).setdefault(word, {"FULL_PATH": path})
    node.update(method)


def _method(entry: Mapping[str, Any]) -> Node:
    """TYPE and RANGE of the required arguments, OVERLOADS for the other forms."""
    needed = [a for a in entry["arguments"] if not a.get("optional")]
    forms = [_form(needed)]
    for argument in entry["arguments"]:
        if argument.get("optional"):
            needed = [*needed, argument]
            forms.append(_form(needed))
    forms += [_form(needed, 1) for a in needed[-1:] if len(a["tag"]) > 1]
    node: Node = {"DESCRIPTION": entry["help"], **forms[0]}
    if len(forms) > 1:
        node["OVERLOADS"] = forms[1:]
    return node


def _form(arguments: Sequence[Mapping[str, Any]], choice: int = 0) -> Node:
    tags, ranges = "", []
    for argument in arguments:
        tag = argument["tag"]
        if tag == "*":
            said = PAIRS if argument["name"] == "pairs" else ANYTHING
        else:  # of two tags the first, in another form the second
            said = tag[min(choice, len(tag) - 1)]
        tags += said
        ranges += [_range(argument, one) for one in said]
    form: Node = {"TYPE": tags}
    if any(one is not None for one in ranges):
        form["RANGE"] = ranges
    return form


def _range(argument: Mapping[str, Any], tag: str) -> Node | None:
    if argument.get("choices") and tag == "s":
        return {"VALS": list(argument["choices"])}
    if argument.get("range") and tag != "s":
        low, high = argument["range"]
        return {"MIN": low, "MAX": high}
    return None
