"""A keyboard and a synth on JACK, to test against: a process of its own, as a real one is.

Lines "144 60 100" on stdin are played; what arrives is printed as "SECONDS 144 60 100", on the
monotonic clock. After a line "thru" it is also handed on, from the synth to the keys.
"""

from __future__ import annotations

import select
import signal
import sys
import time

import rtmidi


def main(name: str) -> None:
    keys = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
    synth = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name)
    keys.open_virtual_port("keys")
    synth.open_virtual_port("synth")
    synth.ignore_types(sysex=True, timing=False, active_sense=False)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("ready", flush=True)
    thru = False
    try:
        # No callback: Python in JACK's thread can stop the whole server when a port is closed.
        while True:
            if select.select([sys.stdin], [], [], 0.0005)[0]:
                line = sys.stdin.buffer.raw.readline()
                if not line:
                    return
                if line.strip() == b"thru":
                    thru = True
                else:
                    keys.send_message([int(word) for word in line.split()])
            while timed := synth.get_message():
                if thru:
                    keys.send_message(timed[0])
                print(time.monotonic(), *timed[0], flush=True)
    finally:
        for port in (keys, synth):
            port.close_port()
            port.delete()


if __name__ == "__main__":
    main(sys.argv[1])
