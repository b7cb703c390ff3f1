"""The reference pages."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

from perf_engine.protocol.address import Address, Argument

from ..patch import Box, Patch
from .interface import OBJECTS, Word
from .schema import Schema, limits

HEAD = (
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
    '<?xml-stylesheet href="./_c74_ref.xsl" type="text/xsl"?>\n'
)
TYPES = {"i": "int", "f": "float", "s": "symbol", "*": "list", "si": "symbol", "": ""}


def page(patch: Patch, schema: Schema) -> str:
    """The reference page of one of our objects."""
    said = OBJECTS[patch.name]
    root = Xml.Element("c74object", name=patch.name, module="PerfEngine", category="PerfEngine")
    _text(root, "digest", said.digest)
    _text(root, "description", said.description)
    meta = Xml.SubElement(root, "metadatalist")
    for name, value in (("author", "perf_engine"), ("tag", "PerfEngine"), ("tag", "OSC")):
        _text(meta, "metadata", value, name=name)
    _ports(root, "inlet", patch.inlets)
    _ports(root, "outlet", patch.outlets)
    arguments = Xml.SubElement(root, "objarglist")
    for word in said.arguments:
        entry = Xml.SubElement(arguments, "objarg", name=word.name, optional="1", type=word.type)
        _text(entry, "digest", word.help)
    methods = Xml.SubElement(root, "methodlist")
    for word in said.messages:
        _method(methods, word.name, word.help, [word] if word.type else [])
    if patch.name == "perf.engine":
        for address in schema.from_clients:
            _address(methods, address)
    see = Xml.SubElement(root, "seealsolist")
    for name in said.see:
        Xml.SubElement(see, "seealso", name=name)
    Xml.indent(root, "\t")
    return HEAD + Xml.tostring(root, encoding="unicode") + "\n"


def _text(parent: Xml.Element, tag: str, text: str, **more: str) -> None:
    Xml.SubElement(parent, tag, more).text = text


def _ports(root: Xml.Element, kind: str, boxes: Iterable[Box]) -> None:
    found = Xml.SubElement(root, f"{kind}list")
    for number, box in enumerate(boxes):
        entry = Xml.SubElement(found, kind, id=str(number), type=f"{kind.upper()}_TYPE")
        _text(entry, "digest", str(box.data.get("comment", "")))


def _method(parent: Xml.Element, name: str, text: str, words: Iterable[Word]) -> None:
    entry = Xml.SubElement(parent, "method", name=name)
    arguments = Xml.SubElement(entry, "arglist")
    for word in words:
        Xml.SubElement(arguments, "arg", name=word.name, type=word.type, optional="0")
    _text(entry, "digest", text.split(". ")[0].rstrip(".") + ".")
    _text(entry, "description", text)


def _address(parent: Xml.Element, address: Address) -> None:
    words = ". ".join(filter(None, (_argument(a) for a in address.arguments)))
    text = address.help + (f" {words}." if words else "")
    _method(
        parent,
        address.address,
        text,
        [Word(a.name, TYPES.get(a.tag, "list"), a.help) for a in address.arguments],
    )


def _argument(argument: Argument) -> str:
    told = limits(argument)
    return f"{argument.name}: {told}" if told else ""
