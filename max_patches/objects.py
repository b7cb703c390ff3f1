"""The Max objects that our patches may hold: a closed table of inlets, outlets and arguments.

Source: the reference pages of Max 8 and boxes that Max 8 itself saved. An object that is not here
is an error, so that nothing is used whose shape nobody has looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SIGNAL: Final = "signal"
NUMBER: Final = ("int", "float")


@dataclass(frozen=True, slots=True)
class Shape:
    """Inlets and outlets: each outlet's type as Max saves it ("" is any message).

    `hears` are the inlets that take a signal, `mute` those of them that take no message; `hot`
    are the inlets through which something comes out at once.
    """

    inlets: int
    outlets: tuple[str, ...] = ()
    hears: frozenset[int] = frozenset()
    mute: frozenset[int] = frozenset()
    hot: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Entry:
    """One object: its shape as a function of its arguments, and the attributes it may be given.

    `shape` raises a ValueError that says what the arguments must be.
    """

    shape: Callable[[Sequence[str]], Shape]
    attributes: frozenset[str] = frozenset()
    delays: bool = False  # what comes in goes out later: a ring of cords through it may close


def is_number(word: str) -> bool:
    """Whether a word of a box is a number, or stands for an argument (#1)."""
    if word.startswith("#") and word[1:].isdigit():
        return True
    try:
        float(word)
    except ValueError:
        return False
    return True


def kind(word: str) -> str:
    """The type of outlet that an argument makes: int, float, or any message."""
    if not is_number(word):
        return ""
    return "float" if "." in word else "int"


def fixed(
    inlets: int,
    *outlets: str,
    least: int = 0,
    most: int | None = None,
    numbers: bool = False,
    hears: Sequence[int] = (),
    mute: Sequence[int] = (),
    attributes: Sequence[str] = (),
    delays: bool = False,
) -> Entry:
    """An object whose shape no argument changes; `most` is `least` where nothing is said."""
    top = least if most is None else most
    shape = Shape(inlets, outlets, frozenset(hears), frozenset(mute))

    def of(words: Sequence[str]) -> Shape:
        if not least <= len(words) <= top:
            count = str(least) if least == top else f"{least}..{top}"
            raise ValueError(f"takes {count} arguments, not {len(words)}")
        wrong = [word for word in words if numbers and not is_number(word)]
        if wrong:
            raise ValueError(f"takes numbers, not {wrong[0]}")
        return shape

    return Entry(of, frozenset(attributes), delays)


def _trigger(words: Sequence[str]) -> Shape:
    kinds = {"b": "bang", "i": "int", "f": "float", "l": "", "s": ""}
    return Shape(1, tuple(kinds[w] if w in kinds else kind(w) for w in _some(words)))


def _some(words: Sequence[str]) -> Sequence[str]:
    if not words:
        raise ValueError("takes at least 1 argument, not 0")
    return words


def _route(words: Sequence[str]) -> Shape:
    return Shape(len(_some(words)) + 1, ("",) * (len(words) + 1))


def _select(words: Sequence[str]) -> Shape:
    return Shape(len(_some(words)) + 1, ("bang",) * len(words) + ("",))


def _typed(words: Sequence[str], least: int) -> tuple[str, ...]:
    kinds = {"i": "int", "f": "float", "s": "", "b": "bang"}
    if len(words) < least:
        raise ValueError(f"takes at least {least} arguments, not {len(words)}")
    return tuple(kinds.get(word, kind(word)) for word in words)


def _unpack(words: Sequence[str]) -> Shape:
    return Shape(1, _typed(words, 2))


def _pack(words: Sequence[str]) -> Shape:
    return Shape(len(_typed(words, 2)), ("",))


def _pipe(words: Sequence[str]) -> Shape:
    if not words or not all(map(is_number, words)):
        raise ValueError("takes numbers, the last of which is the delay")
    return Shape(max(len(words), 2), ("",) * max(len(words) - 1, 1))


def _gate(words: Sequence[str]) -> Shape:
    if len(words) > 2 or not all(map(is_number, words)):
        raise ValueError("takes the number of its outlets, and which is open")
    return Shape(2, ("",) * (int(words[0]) if words else 1), hot=frozenset({1}))


def _arithmetic(words: Sequence[str]) -> Shape:
    if len(words) > 1 or not all(map(is_number, words)):
        raise ValueError("takes 1 number")
    return Shape(2, (kind(words[0]) if words else "int",))


def _expression(words: Sequence[str]) -> Shape:
    text = " ".join(_some(words))
    used = [
        int(text[i + 2])
        for i in range(len(text) - 2)
        if text[i] == "$" and text[i + 1] in "if" and text[i + 2].isdigit()
    ]
    return Shape(max(used, default=1), ("",))


def _format(words: Sequence[str]) -> Shape:
    return Shape(max(" ".join(_some(words)).count("%"), 1), ("",))


def _comparison(words: Sequence[str]) -> Shape:
    _arithmetic(words)
    return Shape(2, ("int",))


def _entries(names: str, entry: Entry) -> dict[str, Entry]:
    return dict.fromkeys(names.split(), entry)


NAMED: Final = fixed(1, least=1)  # send and its like: one name
TABLE: Final[Mapping[str, Entry]] = {
    **_entries("t trigger", Entry(_trigger)),
    **_entries("route", Entry(_route)),
    **_entries("sel select", Entry(_select)),
    **_entries("unpack", Entry(_unpack)),
    **_entries("pack", Entry(_pack)),
    **_entries("pipe", Entry(_pipe, delays=True)),
    **_entries("gate", Entry(_gate)),
    **_entries("+ - * / %", Entry(_arithmetic)),
    **_entries("== != < > <= >=", Entry(_comparison)),
    **_entries("expr", Entry(_expression)),
    **_entries("sprintf", Entry(_format)),
    **_entries("s send", NAMED),
    **_entries("r receive", fixed(0, "", least=1)),
    **_entries("del delay", fixed(2, "bang", most=1, numbers=True, delays=True)),
    "metro": fixed(2, "bang", most=1, delays=True, attributes=("active", "quantize")),
    **_entries("i int", fixed(2, "int", most=1, numbers=True)),
    **_entries("f float", fixed(2, "float", most=1, numbers=True)),
    "clip": fixed(3, "", least=2, numbers=True),
    "change": fixed(1, "", "int", "int", most=1),
    "counter": fixed(5, "int", "", "", "int", most=3, numbers=True),
    "iter": fixed(1, ""),
    **_entries(
        "zl.iter zl.group zl.slice zl.nth",
        fixed(2, "", "", most=1, numbers=True, attributes=("zlmaxsize",)),
    ),
    "table": fixed(2, "int", "bang", most=1, attributes=("size",)),
    "uzi": fixed(2, "bang", "bang", "int", most=2, numbers=True),
    **_entries("zl.reg zl.len zl.join", fixed(2, "", "")),
    "prepend": fixed(1, "", least=1, most=64),
    "append": fixed(1, "", least=1, most=64),
    "print": fixed(1, most=1),
    "loadbang": fixed(1, "bang"),
    "freebang": fixed(1, "bang"),
    "loadmess": fixed(1, "", least=1, most=64),
    "deferlow": fixed(1, "", delays=True),
    "patcherargs": fixed(1, "", "", most=64),
    "thispatcher": fixed(1, "", ""),
    "pcontrol": fixed(1, ""),
    "pattrstorage": fixed(
        1, "", least=1, delays=True, attributes=("savemode", "autorestore", "changemode", "greedy")
    ),
    "autopattr": fixed(1, "", "", "", "", most=1, attributes=("autorestore", "greedy")),
    "udpsend": fixed(1, least=2),
    "udpreceive": fixed(1, "", least=1, numbers=True),
    "node.script": fixed(1, "", "", least=1, delays=True, attributes=("autostart", "watch")),
    "transport": fixed(2, "int", "int", "float", "float", "float", "", "int", "float", ""),
    "key": fixed(0, "int", "int", "int", "int"),
    "midiin": fixed(1, "int", most=1),
    "midiout": fixed(1, most=1),
    "midiflush": fixed(1, "int"),
    "midiparse": fixed(1, "", "", "", "int", "int", "", "int", ""),
    "flush": fixed(2, "int", "int"),
    "makenote": fixed(3, "float", "float", most=3, numbers=True, delays=True),
    "mtof": fixed(1, ""),
    "in": fixed(1, "", least=1, numbers=True),
    "out~": fixed(1, least=1, numbers=True, hears=(0,), mute=(0,)),
    "thispoly~": fixed(1, "int", "int", "int", hears=(0,)),
    "cycle~": fixed(2, SIGNAL, most=1, numbers=True, hears=(0, 1)),
    "saw~": fixed(2, SIGNAL, most=1, numbers=True, hears=(0, 1)),
    "*~": fixed(2, SIGNAL, most=1, numbers=True, hears=(0, 1)),
    "+~": fixed(2, SIGNAL, most=1, numbers=True, hears=(0, 1)),
    "lores~": fixed(3, SIGNAL, most=2, numbers=True, hears=(0, 1, 2)),
    "adsr~": fixed(5, SIGNAL, SIGNAL, "", "", least=4, numbers=True, hears=(0, 1, 2, 3, 4)),
}

# Objects that are not typed into a box: their maxclass, and their shape.
PANELS: Final[Mapping[str, Shape]] = {
    "inlet": Shape(0, ("",)),
    "outlet": Shape(1),
    "comment": Shape(1, hot=frozenset()),
    "panel": Shape(1, hot=frozenset()),
    "message": Shape(2, ("",)),
    "button": Shape(1, ("bang",)),
    "toggle": Shape(1, ("int",)),
    "number": Shape(1, ("", "bang")),
    "flonum": Shape(1, ("", "bang")),
    "led": Shape(1, ("int",)),
    "kslider": Shape(2, ("int", "int")),
    "textbutton": Shape(1, ("", "", "int")),
    "multislider": Shape(1, ("", "")),
    "umenu": Shape(1, ("int", "", "")),
    "ezdac~": Shape(2, (), frozenset({0, 1}), frozenset({1})),
    "live.dial": Shape(1, ("", "float")),
    "live.numbox": Shape(1, ("", "float")),
    "live.menu": Shape(1, ("", "", "float")),
    "live.toggle": Shape(1, ("",)),
    "live.text": Shape(1, ("", "")),
}
PARAMETERS: Final = frozenset({"live.dial", "live.numbox", "live.menu", "live.toggle", "live.text"})


def split(text: str) -> tuple[str, list[str], dict[str, list[str]]]:
    """A box's text as its object's name, arguments, and attributes with their values."""
    words = text.split()
    name, arguments, attributes = (words[0] if words else ""), list[str](), dict[str, list[str]]()
    current = arguments
    for word in words[1:]:
        if word.startswith("@") and len(word) > 1:
            current = attributes.setdefault(word[1:], [])
        else:
            current.append(word)
    return name, arguments, attributes


def shape_of(text: str) -> Shape:
    """The shape of an object box. Raises LookupError (no such object) or ValueError (arguments)."""
    name, arguments, attributes = split(text)
    entry = TABLE.get(name)
    if entry is None:
        raise LookupError(f"{name} is not in the table of objects")
    unknown = set(attributes) - entry.attributes
    if unknown:
        raise ValueError(f"{name} has no attribute {min(unknown)}")
    try:
        return entry.shape(arguments)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None
