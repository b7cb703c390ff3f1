"""Strikes, releases and control changes of a few voices, drawn at random."""

from hypothesis import strategies as st

from perf_engine.protocol.notes import ControlChange, Release, Strike

PLAYED = st.one_of(
    st.builds(Strike, st.integers(0, 2), st.integers(60, 63), st.just(90), st.floats(0.0, 9.0)),
    st.builds(Release, st.integers(0, 2), st.integers(60, 63), st.floats(0.0, 9.0)),
    st.builds(
        ControlChange,
        st.integers(0, 2),
        st.sampled_from([64, 120]),
        st.sampled_from([0, 127]),
        st.floats(0.0, 9.0),
    ),
)
