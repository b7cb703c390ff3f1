"""The table of the functions that serve the addresses of the OSC API.

A handler gets the call and its arguments, checked and converted by the schema: i as int, f as
float, s as str, * as anything that OSC can say. An optional argument without a default is None, and
so is every argument of a get request (`getter`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from perf_engine.engine.input.call import Answer, Call
from perf_engine.engine.session.recorder import Recorder

from .beat import Metronome
from .harmony import Chords
from .installation import Installation
from .models import Models
from .orders import Orders
from .players import Players
from .reception import Reception
from .relay import Relay
from .schema import FROM_CLIENTS
from .sound import Sound
from .states import States

Handler: TypeAlias = Callable[..., Answer]


class Health(Protocol):
    """An object that knows how the music is."""

    def health(self, call: Call) -> Answer:
        """Reply with the state of the music."""


def table(
    reception: Reception,
    players: Players,
    orders: Orders,
    models: Models,
    recorder: Recorder,
    states: States,
    relay: Relay,
    metronome: Metronome,
    harmony: Chords,
    sound: Sound,
    watchdog: Health,
    installation: Installation,
) -> Mapping[str, Handler]:
    """Return the handler of each address that clients may send."""
    return {
        "/perf/notify": reception.notify,
        "/perf/ping": reception.ping,
        "/perf/status": reception.status,
        "/perf/health": watchdog.health,
        "/perf/version": reception.version,
        "/perf/sync": reception.sync,
        "/perf/token": reception.token,
        "/perf/proof": reception.proof,
        "/perf/release": reception.release,
        "/perf/dumpOSC": reception.dump_osc,
        "/perf/quit": reception.quit,
        "/perf/in/note": players.note,
        "/perf/in/noteon": players.note,
        "/perf/in/noteoff": players.noteoff,
        "/perf/in/cc": players.control_change,
        "/perf/in/pedal": players.pedal,
        "/perf/in/holding": players.holding,
        "/perf/in/play": players.play,
        **{entry.address: orders.param for entry in FROM_CLIENTS if entry.control},
        "/perf/set": orders.set,
        "/perf/get": orders.get,
        "/perf/mode": orders.mode,
        "/perf/voice/N/mode": orders.mode,
        "/perf/start": orders.start,
        "/perf/stop": orders.stop,
        "/perf/reset": orders.reset,
        "/perf/panic": orders.panic,
        "/perf/prime": orders.prime,
        "/perf/seed": orders.seed,
        "/perf/state/save": states.save,
        "/perf/state/recall": states.recall,
        "/perf/state/morph": states.morph,
        "/perf/state/freeze": states.freeze,
        "/perf/state/list": states.names,
        "/perf/model/list": models.names,
        "/perf/model/info": models.facts,
        "/perf/model/styles": models.styles,
        "/perf/model/load": models.load,
        "/perf/record": recorder.record,
        "/perf/mark": recorder.mark,
        "/perf/tempo": metronome.tempo,
        "/perf/beat": metronome.beat,
        "/perf/transport": metronome.transport,
        "/perf/clock": metronome.clock,
        "/perf/chord": harmony.chord,
        "/perf/chords": harmony.chords,
        "/perf/midi/learn": relay.learn,
        "/perf/midi/bind": relay.bind,
        "/perf/midi/unbind": relay.unbind,
        "/perf/midi/bindings": relay.bindings,
        "/perf/midi/keyboards": relay.keyboards,
        "/perf/sound/volume": sound.volume,
        "/perf/sound/reverb": sound.reverb,
        "/perf/sound/program": sound.program,
        "/perf/sound/player": sound.player,
        "/perf/sound/plays": sound.choose,
        "/perf/sound/device": sound.device,
        "/perf/sound/buffer": sound.buffer,
        "/perf/sound/test": sound.test,
        "/perf/sound/status": sound.status,
        "/perf/map": installation.map,
        "/perf/unmap": installation.unmap,
        "/perf/scene": installation.scene,
        "/perf/presence": installation.presence,
        "/perf/order": installation.order,
        "/perf/installation/status": installation.status,
    }
