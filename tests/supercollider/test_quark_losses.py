"""sclang stands still, or misses packets: no synth or MIDI key hangs, none ends before it begins.

The book is kept by what sclang says to its server, packet by packet, and by a MIDI output's list.
"""

from __future__ import annotations

import math
import random
import signal
import time

import pytest

from perf_engine.protocol.packets import read
from tests.supercollider.quark import Language
from tests.supercollider.tape import messages_of, recording_tape
from tests.support.concert import connected
from tests.support.lossy import LET_GO, LONGEST, STRETCHES, lossy

EVERY = 4  # so many packets of the engine's, one is lost
SECONDS = 8.0
STALL = 0.2  # seconds
WITHIN = 1.1  # seconds: a statement, or the next one where the first is lost
CALM = 0.5  # seconds: longer than anything is scheduled ahead
VOICES = 4
KEEPERS = str(VOICES)  # the synths that guard the voices' groups
MACHINE = ("--mode", "solo", "--voices", str(VOICES), "--seed", "3", "--set", "density=2")
S_NEW, N_FREE, N_SET = 9, 11, 15
PREPARE = """
~midi = { PerfTestMidiOut() } ! 4;
~outs = ~midi.collect { |out, i| PerfMIDIOut(PerfEngine.default, i, out, i) };
~voices = { |i| PerfVoice(PerfEngine.default, i, \\default) } ! 4;
nil
"""
BOOK = """
~midi.collect { |out|
    var on = Set[], doubled = 0, empty = 0, strikes = 0;
    out.said.do { |message|
        var pitch = message[2];
        switch(message[0],
            \\on, {
                strikes = strikes + 1;
                if(on.includes(pitch)) { doubled = doubled + 1 };
                on.add(pitch);
            },
            \\off, {
                if(on.includes(pitch).not) { empty = empty + 1 };
                on.remove(pitch);
            }
        )
    };
    [strikes, doubled, empty, on.size]
}.flop.collect(_.sum)
"""


def listen(language: Language, port: int) -> None:
    """Four voices on synths and on MIDI, of the engine at a port."""
    language.meet(port)
    language.do("PerfEngine.default.connect; nil")
    language.do(PREPARE)
    language.until("PerfEngine.default.isRunning")


def midi_book(language: Language) -> list[int]:
    """Strikes, strikes of what sounded, releases of what did not, keys left."""
    return [int(float(word)) for word in language.do(BOOK).strip("[ ]").split(",")]


def nodes(packets: list[tuple[int, bytes]]) -> tuple[dict[int, int], dict[int, int]]:
    """When each of the machine's synths begins and when it is first told to end, as time tags."""
    begun: dict[int, int] = {}
    ended: dict[int, int] = {}
    for tag, packet in packets:
        for message in messages_of(packet):
            command = int.from_bytes(message[:4], "big")
            if command not in (S_NEW, N_FREE, N_SET) and not message.startswith((b"/n_", b"/s_n")):
                continue
            if command in (S_NEW, N_FREE, N_SET):
                message = b"/x\0\0" + message[4:]
            address, values = read(message)
            if command == S_NEW or address == "/s_new":
                if values[0] == "default":
                    begun[int(values[1])] = tag
            elif address == "/n_free" or command == N_FREE or values[1:3] == ["gate", 0]:
                node = int(values[0])
                ended[node] = min(tag, ended.get(node, tag))
    return begun, ended


def ends_to_come(packets: list[tuple[int, bytes]]) -> bool:
    """Whether a synth has begun that was not told to end."""
    begun, ended = nodes(packets)
    return not set(begun) <= set(ended)


def test_a_language_that_stands_still_ends_every_note_after_it_began(
    language: Language, start
) -> None:
    moments = random.Random(3)
    with (
        start(*MACHINE) as engine,
        connected(engine.port) as perf,
        recording_tape(language.server_port) as tape,
    ):
        listen(language, engine.port)
        language.do(
            f's.stopAliveThread; s.addr = NetAddr("127.0.0.1", {tape.port});s.startAliveThread; nil'
        )
        began = time.monotonic()
        while time.monotonic() < began + SECONDS or len(nodes(list(tape.packets))[0]) <= 50:
            assert time.monotonic() < began + LONGEST, "too little is played"
            time.sleep(moments.uniform(0.05, 0.6))
            language.process.send_signal(signal.SIGSTOP)
            time.sleep(STALL)
            language.process.send_signal(signal.SIGCONT)
        language.process.send_signal(signal.SIGSTOP)
        perf.stop()
        time.sleep(STALL)
        language.process.send_signal(signal.SIGCONT)
        language.until("~voices.collect { |v| v.held.size }.sum", "0")
        until = time.monotonic() + LONGEST
        while ends_to_come(list(tape.packets)) and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(1.0)
        packets = list(tape.packets)
        language.do(
            f's.stopAliveThread; s.addr = NetAddr("127.0.0.1", {language.server_port});'
            "s.startAliveThread; nil"
        )
    begun, ended = nodes(packets)
    assert len(begun) > 50
    assert set(begun) <= set(ended)
    assert all(ended[node] > begun[node] for node in begun)
    strikes, doubled, empty, left = midi_book(language)
    assert strikes > 50
    assert (doubled, empty, left) == (0, 0, 0)
    language.rest()
    assert language.wrong == []


def sounds(language: Language) -> bool:
    """Whether a voice or a MIDI output holds a key."""
    held = language.do("~voices.collect { |v| v.held.size }.sum")
    return held != "0" or midi_book(language)[-1] > 0


def seconds_until_silence(language: Language) -> float:
    """How long from now on something sounds; for ever where it hangs.

    A silence must last for CALM: a chord that was scheduled begins after it, if the packet that
    withdrew it is lost.
    """
    began = last = time.monotonic()
    while time.monotonic() < min(last + CALM, began + LET_GO):
        if sounds(language):
            last = time.monotonic()
    return last - began if last + CALM < began + LET_GO else math.inf


@pytest.mark.timeout(400)
def test_of_every_fourth_packet_that_is_lost_nothing_hangs_longer_than_a_second(
    language: Language, start
) -> None:
    with (
        start(*MACHINE) as engine,
        lossy(engine.port, EVERY) as road,
        connected(engine.port) as perf,
    ):
        listen(language, road.port)
        took: list[float] = []
        for _ in range(STRETCHES):
            lost, struck, began = road.lost_of("/perf/noteoff"), 0, time.monotonic()
            while (
                time.monotonic() < began + SECONDS
                or struck <= 50
                or road.lost_of("/perf/noteoff") <= lost + 10
            ):
                assert time.monotonic() < began + LONGEST, "too little is played"
                time.sleep(0.25)
                struck = midi_book(language)[0]
            perf.stop()
            took.append(seconds_until_silence(language))
            _, *wrong = midi_book(language)
            assert wrong == [0, 0, 0]
            if took[-1] < WITHIN:
                break
            perf.start()  # a machine that stands still spoils a stretch
        assert took[-1] < WITHIN, took
        language.until("s.numSynths", KEEPERS)
    language.rest()
    assert language.wrong == []
