"""A player and the machine on one channel of one synth: whose keys are whose."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from tests.edges.keystation import NOTE_ON, Heard, on_stage
from tests.support.concert import PATIENCE, Ear, Note
from tests.support.peers import require_module

require_module("rtmidi")

NOTES = 160
STRIKES = 20  # of the machine's, at least
NARROW = ("register_low=60", "register_high=71", "density=2", "longest_note=2")
# Seconds in which a key is heard, and what was decided before that has come to the synth.
ON_ITS_WAY = 0.015
STOOD = 0.25  # seconds that a note may be on its way where something stands still


@dataclass
class Span:
    """A key that a player holds, by the clock of the wall."""

    pitch: int
    place: int  # of its strike, in what was played
    began: float
    ended: float = float("inf")


def crosses(note: Note, began: float, heard_at: float, said: list[Note]) -> bool:
    """Whether what the machine does to a key that is held was decided before the key was heard.

    The engine tells of both in their order, however long they are on their way: where JACK stands
    still, a strike may come as late as the player's key, but no later. A release may have been put
    off until the player let go: it says so too, but not for long.
    """
    if note.velocity:  # the ear was told of the same strike
        same = (note.pitch, note.velocity)
        alike = [one.at for one in said if (one.pitch, one.velocity) == same]
        decided = min(alike, key=lambda at: abs(at - note.at), default=float("inf"))
        return decided < heard_at and abs(decided - note.at) < max(STOOD, heard_at - began)
    alike = [one.at for one in said if one.pitch == note.pitch and not one.velocity]
    decided = max((at for at in alike if at <= note.at), default=float("inf"))
    return decided < heard_at and note.at < heard_at + STOOD


def told_of(note: Note, said: list[Note]) -> list[Note]:
    """What the ear was told of the same key around that time: for who reads a failure."""
    return [one for one in said if one.pitch == note.pitch and abs(one.at - note.at) < 1.0]


def test_no_key_that_a_player_holds_is_struck_or_let_go_on_the_same_channel(start, jack) -> None:
    chance = random.Random(5)
    spans: list[Span] = []
    options = [word for one in NARROW for word in ("--set", one)]
    with on_stage(start, jack, "--mode", "duet", *options) as (keys, engine):
        ear = Ear(engine.port)
        with ear.socket:
            ear.register("now", flag=2)
            heard = Heard(keys, ear)
            held: dict[int, Span] = {}

            def let_go(pitch: int) -> None:
                held.pop(pitch).ended = time.time()
                heard.play(pitch, 0)

            turns = 0
            while turns < NOTES or (len(keys.strikes) < STRIKES and turns < 5 * NOTES):
                pitch = chance.randrange(60, 72)
                if pitch in held:
                    let_go(pitch)
                    if chance.random() < 0.5:
                        time.sleep(0.05)
                held[pitch] = Span(pitch, len(heard.played), time.time())
                spans.append(held[pitch])
                heard.play(pitch, 30 + turns % 90)
                time.sleep(chance.choice([0.05, 0.1, 0.2]))
                for old in [p for p in held if len(held) > 3][:1]:
                    let_go(old)
                keys.rest(0.0)
                ear.rest(0.0)
                turns += 1
            for pitch in list(held):
                let_go(pitch)
            heard.all_of_it()
            ear.settle()
            engine.process.terminate()
            assert engine.process.wait(PATIENCE) == 0
            keys.rest()
    to_wall = time.time() - time.monotonic()
    played = [Note(note.at + to_wall, note.pitch, note.velocity) for note in keys.notes]
    wrong, crossed, struck = [], [], sum(note.velocity > 0 for note in played)
    for span in spans:
        at = heard.when.get(span.place)
        for note in played if at is not None else ():  # of a key that is not heard, nobody knows
            if span.pitch == note.pitch and span.began <= note.at < span.ended:
                if not crosses(note, span.began, at, ear.notes):
                    wrong.append((span, at, note, told_of(note, ear.notes)))
                elif at < span.began + ON_ITS_WAY:
                    crossed.append((span, note))
    print(f"{struck} strikes of the machine beside {turns}; crossed: {crossed}; wrong: {wrong}")
    assert struck >= STRIKES
    assert wrong == []
    assert len(crossed) <= turns // 50, "where nothing stands still, that is rare"
    assert keys.sounding == set()


def test_the_machine_plays_on_the_channel_it_is_told(start, jack) -> None:
    with on_stage(start, jack, "--mode", "solo", "--channel", "10") as (keys, engine):
        keys.until(lambda: len(keys.strikes) >= 5)
        engine.process.terminate()
        assert engine.process.wait(PATIENCE) == 0
        keys.rest()
    channels = {status & 0x0F for status, _, _ in keys.messages if status & 0xF0 == NOTE_ON}
    assert channels == {9}
    assert keys.sounding == set()
