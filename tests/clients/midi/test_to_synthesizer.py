from perf_engine.clients.midi.to_synthesizer import Sounding, clear


def made() -> tuple[Sounding, list[list[int]]]:
    sent: list[list[int]] = []
    return Sounding(sent.append), sent


def test_a_strike_and_its_release_are_one_note_on_and_one_note_off():
    sounding, sent = made()
    sounding.strike(3, 60, 100)
    sounding.release(3, 60)
    sounding.release(3, 60)
    assert sent == [[0x93, 60, 100], [0x83, 60, 0]]
    assert not sounding.keys


def test_a_key_struck_again_is_let_go_first():
    sounding, sent = made()
    sounding.strike(0, 60, 100)
    sounding.strike(0, 60, 80)
    assert sent == [[0x90, 60, 100], [0x80, 60, 0], [0x90, 60, 80]]


def test_a_release_of_what_does_not_sound_is_not_sent():
    sounding, sent = made()
    sounding.strike(0, 60, 100)
    sounding.release(1, 60)
    assert sent == [[0x90, 60, 100]]


def test_silence_has_a_panics_order():
    sounding, sent = made()
    sounding.strike(0, 60, 100)
    sounding.control(2, 64, 127)
    sent.clear()
    sounding.silence()
    assert sent == [
        [0x80, 60, 0],
        [0xB2, 64, 0],
        [0xB0, 123, 0],
        [0xB2, 123, 0],
        [0xB0, 120, 0],
        [0xE0, 0, 64],
        [0xE2, 0, 64],
        [0xB0, 121, 0],
        [0xB2, 121, 0],
    ]


def test_silence_after_an_orderly_end_cuts_no_tails():
    sounding, sent = made()
    sounding.strike(0, 60, 100)
    sounding.release(0, 60)
    sent.clear()
    sounding.silence()
    assert sent == [[0xB0, 123, 0], [0xE0, 0, 64], [0xB0, 121, 0]]


def test_a_second_silence_says_nothing():
    sounding, sent = made()
    sounding.strike(0, 60, 100)
    sounding.silence()
    sent.clear()
    sounding.silence()
    assert sent == []


def test_an_output_is_cleared_on_all_channels():
    sent: list[list[int]] = []
    clear(sent.append)
    assert [message[1] for message in sent[::16]] == [64, 123, 120, 0, 121]
    assert len(sent) == 5 * 16
    assert [0xBF, 123, 0] in sent
    assert [0xE0, 0, 64] in sent


def test_a_panic_ends_what_sounds_and_then_whatever_else_may_on_every_channel():
    sounding, sent = made()
    sounding.strike(5, 60, 100)
    sent.clear()
    sounding.panic()
    assert sent[0] == [0x85, 60, 0]
    everything: list[list[int]] = []
    clear(everything.append)
    assert sent[1:] == everything
    assert not sounding.keys


def test_a_panic_of_one_channel_leaves_the_others_alone():
    sounding, sent = made()
    sounding.strike(0, 60, 100)
    sounding.strike(1, 64, 100)
    sounding.control(1, 64, 127)
    sent.clear()
    sounding.panic([0])
    assert sent == [
        [0x80, 60, 0],
        [0xB0, 64, 0],
        [0xB0, 123, 0],
        [0xB0, 120, 0],
        [0xE0, 0, 64],
        [0xB0, 121, 0],
    ]
    assert sounding.keys == {(1, 64)}
    sent.clear()
    sounding.silence()
    assert sent[:2] == [[0x81, 64, 0], [0xB1, 64, 0]]
