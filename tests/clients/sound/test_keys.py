"""The table of keys that sound: one release for each strike, none left at the end."""

from hypothesis import given
from hypothesis import strategies as st

from perf_engine.clients.sound.keys import Keys

from .synth_fake import FakeSynth

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["strike", "release", "pedal", "let_go", "end"]),
        st.integers(0, 2),
        st.integers(60, 63),
        st.integers(0, 127),
    ),
    max_size=40,
)


@given(DEEDS)
def test_the_table_is_what_sounds_and_nothing_is_left(deeds) -> None:
    synth = FakeSynth()
    keys = Keys(synth)
    for deed, channel, pitch, value in deeds:
        if deed == "strike":
            keys.strike(channel, pitch, max(1, value))
        elif deed == "release":
            keys.release(channel, pitch)
        elif deed == "pedal":
            keys.pedal(channel, value)
        else:
            getattr(keys, deed)(channel)
            assert keys.of(channel) == frozenset()
            assert channel not in keys.pedals
        assert keys.sounding == frozenset(synth.sounding)
    for channel in range(3):
        keys.let_go(channel)
    assert not synth.sounding
    assert not keys.pedals


def test_an_end_is_at_once_and_a_letting_go_may_fade() -> None:
    synth = FakeSynth()
    keys = Keys(synth)
    keys.strike(1, 60, 90)
    keys.pedal(1, 127)
    keys.let_go(1)
    assert synth.told[2:] == [("release", 1, 60), ("control", 1, 64, 0)]
    keys.end(1)
    assert synth.told[-1] == ("control", 1, 120, 0)
