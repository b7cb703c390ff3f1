"""Devices that are kept open: when they are looked for, read and closed."""

from __future__ import annotations

from perf_engine.clients.installation.devices import SCAN_EVERY, Devices


class Boxes(Devices[list[int]]):
    """Lists of numbers in place of devices; an empty one is gone."""

    def __init__(self, **there: list[int]) -> None:
        super().__init__()
        self.there, self.closed = there, list[list[int]]()

    def _scan(self) -> None:
        for name, box in self.there.items():
            self._open.setdefault(name, box)
        self._problems = {} if self.there else {"": "there is none"}

    def _read(self, name: str, now: float) -> int:
        box = self._open[name]
        if not box:
            self._shut(name)
            return 0
        box.pop()
        return 1

    def _close_one(self, device: list[int]) -> None:
        self.closed.append(device)
        raise OSError("it is gone already")


def test_devices_are_read_in_each_turn_and_looked_for_from_time_to_time() -> None:
    boxes = Boxes(one=[1, 2])
    assert boxes.turn(0.0) == 1
    boxes.there["two"] = [3, 4]
    assert boxes.turn(SCAN_EVERY - 0.1) == 1
    assert boxes.turn(SCAN_EVERY) == 1  # one is gone, and two has come
    assert boxes.closed == [[]]
    assert boxes.open


def test_all_are_closed_whatever_closing_says_and_problems_are_told() -> None:
    boxes = Boxes(one=[1, 2], two=[3, 4])
    boxes.turn(0.0)
    boxes.close()
    assert not boxes.open
    assert len(boxes.closed) == 2
    boxes.there.clear()
    boxes.turn(SCAN_EVERY)
    assert boxes.problems == ("there is none",)
