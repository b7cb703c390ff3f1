"""Overload: too little processor time is noticed, and the machine plays less."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Final

WINDOW: Final = 0.1  # seconds of one measurement
LOST: Final = 1.0  # seconds: a longer window, in which the process was stopped, is ignored
BEHIND: Final = 0.05  # seconds by which a decision or a hearing is too late
FULL: Final = 0.8  # share of the time at work above which there is overload
HIGH: Final = 0.6  # the same while the machine already plays less
AIM: Final = 0.4  # the aim then, low enough that urgent work never waits
LOW: Final = 0.2  # far below the aim
FROZEN: Final = 0.025  # seconds without the processor in the middle of work
AT_WORK: Final = 0.006  # seconds of work, at most, in which that is a single pause
RECENT: Final = 5  # windows that are judged together
ENOUGH: Final = 3  # overloaded ones among them that are no accident
FEW: Final = 2  # freezes within FREEZES seconds that do not count
FREEZES: Final = 2.0
FEWEST: Final = 0.5  # predictions a second of each voice, at least
MOST: Final = 40.0  # predictions a second of each voice from which on there is no limit
QUICKLY: Final = 1.2  # growth each window with much spare time
SLOWLY: Final = 1.05  # the same with some spare time
PAUSE: Final = 0.5  # seconds until more is tried
FREEZE_PAUSE: Final = 10.0  # the same after a freeze, as a quota is used up at once
LONGEST_PAUSE: Final = 80.0
TOLD_APART: Final = 1.0  # seconds


class Overload:
    """Finds the number of predictions a second at which the engine is on time.

    Predictions are expensive and can be left out; every event is still heard, and every key still
    released. The number is halved under overload, grows slowly with spare time, and is the same for
    each voice. If the engine gets only a part of a processor (a quota, busy neighbours), the length
    of its turns shows that, as all time at work counts, whoever uses it.
    """

    def __init__(
        self, voices: int, now: float, cpu: Callable[[], float] = time.thread_time
    ) -> None:
        self._voices = voices
        self._cpu = cpu
        self._rate = math.inf  # predictions a second of each voice
        self._since = now
        self._work = self._behind = 0.0
        self._decisions = 0
        self._bad: deque[bool] = deque(maxlen=RECENT)  # whether each window was overloaded
        self._works: deque[float] = deque(maxlen=RECENT)  # the shares of time at work
        self._freezes: list[float] = []
        self._wait_until = -math.inf
        self._pause, self._freeze_pause = PAUSE, FREEZE_PAUSE
        self._begun = 0.0, 0.0  # time and processor time
        self._rested: float | None = None  # processor time before a rest, if it was measured
        self._told = -math.inf
        self.behind = 0.0  # seconds, the largest in the last window
        self.active = False

    @property
    def pace(self) -> float:
        """Return the seconds between two predictions of a voice; 0: as often as it has reason."""
        return 1.0 / self._rate

    def rest(self) -> None:
        """Note a rest that lasts until work begins."""
        self._rested = self._cpu()

    def begin(self, now: float) -> None:
        """Note the beginning of work."""
        spent = self._cpu() if self._rested is None else self._rested
        self._begun, self._rested = (now, spent), None

    def end(self, now: float) -> None:
        """Note the end of work."""
        lasted = now - self._begun[0]
        self._work += lasted
        if lasted <= FROZEN:
            return
        spent = self._cpu() - self._begun[1]
        if spent < AT_WORK and lasted - spent > FROZEN:
            self._freezes = [at for at in self._freezes if at > now - FREEZES]
            self._freezes.append(now)

    def decided(self, behind: float) -> None:
        """Note that a decision was made `behind` seconds after it was due."""
        self._decisions += 1
        self._behind = max(self._behind, behind)

    def heard(self, behind: float) -> None:
        """Note that a note was heard, or still waits, `behind` seconds after it came."""
        self._behind = max(self._behind, behind)

    def assess(self, now: float) -> bool:
        """Judge the window if it is over; return whether the pace has changed."""
        lasted = now - self._since
        if lasted < WINDOW:
            return False
        work, decisions = self._work / lasted, self._decisions / lasted
        behind, self.behind = self._behind, self._behind
        self._since, self._work, self._decisions, self._behind = now, 0.0, 0, 0.0
        if lasted > LOST:
            self._freezes.clear()
            self._works.clear()
            return False
        before = self._rate
        self._works.append(work)
        if self.active:
            self._less_or_more(now, work, behind)
            return self._rate != before
        self._bad.append(work > FULL or (behind > BEHIND and work > LOW))
        at_once = work > FULL and behind > 2 * BEHIND
        if at_once or sum(self._bad) >= ENOUGH or len(self._freezes) >= FEW:
            self.active = True
            self._bad.clear()
            self._freezes.clear()
            self._less(now, decisions / self._voices * AIM / max(work, AIM), self._pause)
        return self._rate != before

    def tells(self, now: float) -> bool:
        """Return whether to report now that the overload lasts."""
        if not self.active or now < self._told + TOLD_APART:
            return False
        self._told = now
        return True

    def _less_or_more(self, now: float, work: float, behind: float) -> None:
        usual = sum(self._works) / len(self._works)
        if self._freezes:
            self._freezes.clear()
            self._less(now, self._rate / 2, self._freeze_pause)
            self._freeze_pause = min(2 * self._freeze_pause, LONGEST_PAUSE)
        elif usual > HIGH or (behind > BEHIND and work > AIM):
            if now >= self._wait_until:  # more was tried and was too much
                self._pause = min(2 * self._pause, FREEZE_PAUSE)
            self._less(now, self._rate * max(0.5, AIM / max(usual, AIM)), self._pause)
        elif usual < AIM and now >= self._wait_until:
            self._rate *= QUICKLY if usual < LOW else SLOWLY
            if self._rate >= MOST:
                self._rate, self.active = math.inf, False
                self._pause, self._freeze_pause = PAUSE, FREEZE_PAUSE
                self._told = -math.inf

    def _less(self, now: float, rate: float, pause: float) -> None:
        self._rate = max(min(rate, MOST), FEWEST)
        self._works.clear()
        self._wait_until = now + pause
