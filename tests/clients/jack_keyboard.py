"""A keyboard and a synth on JACK, to test against: a process of its own, as a real one is.

Lines "144 60 100" on stdin are played; what arrives is printed as "SECONDS 144 60 100", on the
monotonic clock.
"""

from __future__ import annotations

import signal
import sys
import time

import rtmidi


def main(name: str) -> None:
    keys = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
    synth = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name)
    keys.open_virtual_port("keys")
    synth.open_virtual_port("synth")

    def arrived(timed: tuple[list[int], float], _: object) -> None:
        print(time.monotonic(), *timed[0], flush=True)

    synth.set_callback(arrived)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("ready", flush=True)
    try:
        for line in sys.stdin:
            keys.send_message([int(word) for word in line.split()])
    finally:
        for port in (keys, synth):
            port.close_port()
            port.delete()


if __name__ == "__main__":
    main(sys.argv[1])
