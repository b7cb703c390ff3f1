"""Keys and pedals that are held, by the last message about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .midi import PEDAL, SUSTAIN
from .notes import ControlChange, Key, Played, Release, Strike


class Held:
    """The keys and pedals that are struck and not released, in the order of their strikes.

    Both ends keep it. The engine keeps one for each client, and states it by /perf/sounding. A
    client releases what the engine does not state, since the message of that release was lost.
    """

    def __init__(self, schedules: bool = False) -> None:
        """`schedules`: whether it is a client's, which plays each message when that is due.

        Then a release that is due before the last strike leaves it. A second release for that
        strike follows, and if it is lost, the next statement tells.
        """
        self._schedules = schedules
        self._since: dict[Key, float] = {}  # the time at which the strike is due

    def __bool__(self) -> bool:
        return bool(self._since)

    def __len__(self) -> int:
        return len(self._since)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._since)

    def __contains__(self, key: object) -> bool:
        return key in self._since

    def note(self, played: Played) -> bool:
        """Record a strike, release or pedal; return whether that changes what is held."""
        if isinstance(played, ControlChange):
            if played.number != SUSTAIN:
                return False
            key, sounds = (played.voice, PEDAL), played.value > 0
        else:
            key, sounds = (played.voice, played.pitch), isinstance(played, Strike)
        known = key in self._since
        if sounds:
            self._since[key] = played.due
        elif known and not (self._schedules and played.due < self._since[key]):
            del self._since[key]
        return known != (key in self._since)

    def lost(self, named: set[Key], now: float) -> list[Played]:
        """Return the ends of held keys that the engine has not named, and record them.

        No end comes before its strike. A lost strike is not repeated.
        """
        return self._end(now, [key for key in self._since if key not in named])

    def end(self, now: float) -> list[Played]:
        """Return the ends of all that is held, due at once, and record them."""
        self._since = dict.fromkeys(sorted(self._since), now)
        return self._end(now, list(self._since))

    def clear(self) -> None:
        """Forget all that is held."""
        self._since.clear()

    def _end(self, now: float, keys: Iterable[Key]) -> list[Played]:
        ends: list[Played] = []
        for voice, key in sorted(keys, key=lambda key: key[1] == PEDAL):  # pedals last
            due = max(now, self._since.pop((voice, key)))
            if key == PEDAL:
                ends.append(ControlChange(voice, SUSTAIN, 0, due))
            else:
                ends.append(Release(voice, key, due))
        return ends
