"""What has happened, in plain words: from logs, and from the journals of recordings."""

from __future__ import annotations

import json
import os
import random
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from perf_engine.cli import doctor, incidents
from perf_engine.cli.incidents import (
    Incident,
    Music,
    merged,
    moment,
    of_log,
    of_recordings,
    told,
)
from perf_engine.cli.past_log import UNKNOWN, log_file
from perf_engine.cli.program import cli
from perf_engine.core.messages import NoteOn, Panic, SetMode
from perf_engine.engine.session.records import (
    Beginning,
    Broken,
    End,
    Mark,
    Record,
    Resumed,
    Taken,
    Uttered,
    sealed,
)
from perf_engine.protocol.notes import Release, Strike
from tests.support.hostile import DEEP, crafted, texts_of, write
from tests.support.rehearsed import WEIGHTS, Rehearsal, write_session

NOW = datetime(2021, 11, 30, 18, 0).timestamp()
WALL = NOW - 7200.0  # of the beginning of the recording
CLOCK = 500.0  # of the engine then


def beginning(clock: float = CLOCK, wall: float = WALL, continues: bool = False) -> Beginning:
    origin = WEIGHTS.origin
    assert origin is not None
    return Beginning(0, continues, 0, clock, wall, origin, {})


def strike(at: float, pitch: int = 60) -> Uttered:
    return Uttered(at, (Strike(0, pitch, 80, at), Release(0, pitch, at + 0.1)))


def music(folder: Path, records: list[Record], since: float = WALL - 60.0) -> Music:
    write_session(folder / "2021-11-30_16-00-00", records)
    return of_recordings(folder, since)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", datetime(2021, 11, 30)),
        ("Yesterday", datetime(2021, 11, 29)),
        ("3h", datetime(2021, 11, 30, 15)),
        ("90 minutes ago", datetime(2021, 11, 30, 16, 30)),
        ("2 days", datetime(2021, 11, 28, 18)),
        ("2021-11-01", datetime(2021, 11, 1)),
        ("2021-11-01T12:30", datetime(2021, 11, 1, 12, 30)),
    ],
)
def test_a_moment_is_understood(text: str, expected: datetime) -> None:
    assert moment(text, NOW) == expected.timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "3 parsecs",
        "2021-13-01",
        "-3h",
        "9999999999-01-01",
        "9" * 20 + " days",
        "9" * 400 + "h",
        "0001-01-01",
    ],
)
def test_a_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="since must be today, yesterday"):
        moment(text, NOW)


def test_the_music_of_a_recording_is_counted(tmp_path: Path) -> None:
    found = music(
        tmp_path,
        [
            beginning(),
            strike(CLOCK + 1.0),
            Taken(1, CLOCK + 2.0, NoteOn(0, 60, 90, "a", None)),
            strike(CLOCK + 3.0, 61),
            strike(CLOCK + 103.0, 62),
            End(CLOCK + 110.0),
        ],
    )
    assert (found.machine, found.people) == (3, 1)
    assert found.seconds == pytest.approx(103.0)
    assert found.silence == (pytest.approx(100.0), pytest.approx(WALL + 103.0))
    assert [one.sentence for one in found.incidents] == [
        "A recording began: 2021-11-30_16-00-00.",
        "The engine ended.",
    ]


def test_an_orderly_end_is_no_panic_and_no_trouble(tmp_path: Path) -> None:
    at_the_end = [Taken(0, CLOCK + 60.0, Resumed()), Taken(0, CLOCK + 60.1, Panic())]
    found = music(tmp_path, [beginning(), *at_the_end, End(CLOCK + 60.2)])
    assert found.incidents[-1].sentence == "The engine ended."
    assert len(found.incidents) == 2
    long_before = [Taken(0, CLOCK + 20.0, Panic())]
    (tmp_path / "b").mkdir()
    found = music(tmp_path / "b", [beginning(), *long_before, End(CLOCK + 60.2)])
    assert "panic" in found.incidents[-2].sentence


def test_what_went_wrong_is_told_at_its_time(tmp_path: Path) -> None:
    found = music(
        tmp_path,
        [
            beginning(),
            Taken(0, CLOCK + 1.0, Resumed()),
            Taken(0, CLOCK + 2.0, Panic()),
            Taken(0, CLOCK + 3.0, SetMode("solo", None)),
            Taken(0, CLOCK + 3.5, SetMode("listen", 1)),
            Mark(CLOCK + 4.0, "an opening"),
            Broken(CLOCK + 5.0, "RuntimeError: no"),
            beginning(CLOCK + 900.0, WALL + 900.0),
        ],
    )
    assert [(one.at - WALL, one.trouble) for one in found.incidents] == [
        (0.0, False),
        (1.0, True),
        (2.0, False),
        (3.0, False),
        (3.5, False),
        (4.0, False),
        (5.0, True),
        (900.0, False),
    ]
    words = " ".join(one.sentence for one in found.incidents)
    assert "The mode became solo. The mode of voice 1 became listen." in words
    assert "farewell" not in words
    for said in ("stood still", "panic", "an opening", "RuntimeError: no", "15 min"):
        assert said in words


def test_a_recording_that_breaks_off_is_told_where_it_did_and_when_it_went_on(
    tmp_path: Path,
) -> None:
    again = CLOCK + 42.0
    killed = [beginning(), strike(CLOCK + 30.0), beginning(again, WALL + 42.0)]
    found = music(tmp_path, [*killed, Taken(0, again, Resumed())])
    (broken,) = (one for one in found.incidents if one.trouble)
    assert [one.sentence for one in found.incidents][2:] == [
        "The recording went on: 2021-11-30_16-00-00.",
        "The music went on from what was saved.",
    ]
    assert broken.at == WALL + 30.0
    assert broken.sentence == (
        "The recording broke off without a farewell, as after a kill, a power cut or a full disk."
        " It went on after 12 s."
    )


def test_only_what_is_since_then_counts(tmp_path: Path) -> None:
    records = [beginning(), *(strike(CLOCK + at) for at in range(100)), End(CLOCK + 100.0)]
    assert music(tmp_path, records, WALL + 49.5).machine == 50
    (path,) = tmp_path.rglob("*.jsonl")
    os.utime(path, (WALL, WALL))
    assert of_recordings(tmp_path, WALL + 1.0) == Music()
    assert of_recordings(tmp_path / "none", 0.0) == Music()


def silent_for(folder: Path, *parts: list[Record], since: float = WALL - 60.0) -> float:
    """The longest silence of a recording, in seconds; each part begins a file."""
    return music(folder, [record for part in parts for record in part], since).silence[0]


def test_a_silence_goes_on_into_the_next_file_of_a_recording(tmp_path: Path) -> None:
    first = [beginning(), strike(CLOCK + 10.0), End(CLOCK + 600.0)]
    silent = [beginning(CLOCK + 600.0, WALL + 600.0, True), End(CLOCK + 1200.0)]
    last = [beginning(CLOCK + 1200.0, WALL + 1200.0, True), strike(CLOCK + 1210.0)]
    assert silent_for(tmp_path, first, silent, last) == pytest.approx(1200.0)


def test_another_recording_begins_another_silence(tmp_path: Path) -> None:
    first = [beginning(), strike(CLOCK + 10.0), End(CLOCK + 20.0)]
    other = [beginning(CLOCK + 5000.0, WALL + 5000.0), strike(CLOCK + 5005.0)]
    assert silent_for(tmp_path, first, other) == pytest.approx(10.0)


def test_a_silence_counts_until_the_last_record(tmp_path: Path) -> None:
    heard = Taken(0, CLOCK + 300.0, NoteOn(0, 60, 90, "a", None))
    records = [beginning(), strike(CLOCK + 10.0), heard]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert silent_for(tmp_path / "one", records) == pytest.approx(290.0)
    assert silent_for(tmp_path / "two", [*records, End(CLOCK + 400.0)]) == pytest.approx(390.0)


def test_a_silence_counts_from_the_asked_time_and_not_from_the_beginning(tmp_path: Path) -> None:
    records = [beginning(), *(strike(CLOCK + at) for at in range(100))]
    assert silent_for(tmp_path, records, since=WALL + 49.5) == pytest.approx(1.0)


def test_a_torn_end_is_none_and_damage_is_told(tmp_path: Path) -> None:
    records = [beginning(), *(strike(CLOCK + at) for at in range(10))]
    assert music(tmp_path, records).machine == 10
    (path,) = tmp_path.rglob("*.jsonl")
    content = path.read_bytes()
    path.write_bytes(content[:-5])
    found = of_recordings(tmp_path, 0.0)
    assert found.machine == 9
    assert not any(one.trouble for one in found.incidents)
    path.write_bytes(content[: len(content) // 2] + b"xxx" + content[len(content) // 2 :])
    found = of_recordings(tmp_path, 0.0)
    assert found.machine < 9
    assert "damaged" in found.incidents[-1].sentence


@given(st.binary(max_size=200))
def test_whatever_a_file_has_is_no_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("recordings") / "2021-11-30_16-00-00"
    folder.mkdir()
    (folder / "journal-000001.jsonl").write_bytes(content)
    assert of_recordings(folder.parent, 0.0).machine == 0


ODD = (
    b'["out",1e308,[]]',
    b'["out",1' + b"0" * 400 + b",[]]",
    b'["out",1e999,[["Strike",0,60,90,1.0]]]',
    b'["in",0,1e308,["Panic"]]',
    b'["in",0,"x",["Panic"]]',
    b'["in",0,501.0,["SetMode",' + DEEP + b",null]]",
    b'["in",0,501.0,["SetMode",["duet"],null]]',
    b'["in",0,501.0,["SetMode","duet",[1]]]',
    b'["in",0,501.0,["SetMode"]]',
    b'["mark",501.0,' + DEEP + b"]",
    b'["mark",501.0,["x"]]',
    b'["mark",' + b"1" * 5000 + b',"x"]',
    b'["mark",' + b"1" * 400 + b',"x"]',
    b'["broken",NaN,"x"]',
    b'["end",' + DEEP + b"]",
    b'["end",1e308]',
    b'["end"]',
    b'["begin",' + DEEP + b"]",
    b'["begin",{"clock":1e308,"wall":1e308,"continues":false}]',
    b'["begin",{"clock":1.0,"wall":-1.0,"continues":false}]',
    b'["begin",{"clock":[],"wall":1.0,"continues":false}]',
)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_a_record_that_no_engine_wrote_is_damage_in_words(tmp_path: Path, text: bytes) -> None:
    session = write_session(tmp_path / "hall", [beginning(), strike(CLOCK + 1.0)])
    (path,) = session.iterdir()
    with path.open("ab") as file:
        file.write(sealed(text) + sealed(b'["mark",502.0,"after it"]'))
    found = of_recordings(tmp_path, WALL)
    assert found.machine == 1
    assert found.incidents[-1].sentence == (
        "A part of the recording is damaged, and left out: hall/journal-000001.jsonl."
    )
    assert len("\n".join(told(WALL, NOW, found, []))) < 1000


@pytest.fixture(scope="module")
def stormy(tmp_path_factory: pytest.TempPathFactory) -> list[list[bytes]]:
    made = Rehearsal(7)
    made.go(20.0)
    made.end()
    return texts_of(write_session(tmp_path_factory.mktemp("stormy") / "hall", made.records))


@pytest.mark.parametrize("seed", range(60))
def test_a_crafted_journal_is_told_in_words(
    stormy: list[list[bytes]], tmp_path: Path, seed: int
) -> None:
    write(tmp_path / "crafted", crafted(stormy, random.Random(seed)))
    for line in told(0.0, NOW, of_recordings(tmp_path, 0.0), []):
        assert line.isprintable()


def test_a_recording_whose_beginning_is_damaged_is_named(tmp_path: Path) -> None:
    write(tmp_path / "hall", [[b'["begin",{"clock":"x"}]', b'["mark",1.0,"x"]']])
    (unread,) = of_recordings(tmp_path, 0.0).unread
    assert unread.endswith("hall/journal-000001.jsonl: its beginning is damaged")


def test_texts_from_files_cannot_steer_the_terminal(tmp_path: Path) -> None:
    odd = "\x1b]0;mine\x07\x1b[2J\r\x9b31mred"
    marked = [beginning(), Mark(CLOCK + 1.0, odd), Broken(CLOCK + 2.0, odd)]
    write_session(tmp_path / f"hall{odd}", marked)
    log = of_log([(UNKNOWN, f"Warning: {odd}")])
    lines = list(told(WALL, NOW, of_recordings(tmp_path, WALL), log, [odd]))
    assert sum("?]0;mine??[2J??31mred" in line for line in lines) == 5
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "link"])
def test_what_is_no_journal_is_named_and_not_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "hall" / "journal-000001.jsonl"
    path.parent.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else path.name)
    write_session(tmp_path / "other", [beginning(), strike(CLOCK + 1.0)])
    found = of_recordings(tmp_path, WALL)
    assert found.machine == 1
    (unread,) = found.unread
    assert unread.startswith(f"{path}: ")


def test_what_is_no_log_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(1 << 42)
    for odd in (tmp_path / "pipe", tmp_path / "huge", Path("/dev/zero")):
        arguments = ["doctor", "--record", str(tmp_path), "--since", "1h", "--log", str(odd)]
        said = CliRunner().invoke(cli, arguments)
        assert said.exit_code == 1
        assert f"Error: {odd} cannot be read: " in said.output


def test_a_log_of_zeros_is_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as file:
        file.write(b"\xef\xbb\xbfWarning: one.\r\n")
        file.truncate(1 << 20)
    assert [one.sentence for one in of_log(log_file(tmp_path / "log"))] == ["one."]


LOG = """\
perf_engine is ready on port 9470.
The music goes on from what was saved at 2021-11-30 14:25:06.
Warning: Trouble: the loop is late (lateness 0.3, at most 0.25): unused memory is freed.
Warning: Trouble: the loop is late (lateness 0.3, at most 0.25): unused memory is freed.
Repaired: lateness.
Installation: Trouble: the sensor door says nothing.
some other line
perf-engine.service: Main process exited, code=killed, status=9/KILL
perf-engine.service: Main process exited, code=exited, status=1/FAILURE
perf-engine.service: Watchdog timeout (limit 30s)!
perf-engine.service: Scheduled restart job, restart counter is at 1.
The recording 2021-11-01_10-00-00 was deleted, to make room.
perf_engine has ended; nothing sounds.
"""


def test_a_log_is_told_in_sentences(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text(LOG)
    found = list(of_log(log_file(path)))
    assert len(found) == 12
    assert sum(one.trouble for one in found) == 6
    assert all(one.at == UNKNOWN for one in found)
    words = " ".join(one.sentence for one in found)
    for said in (
        "port 9470",
        "the signal KILL",
        "exit status 1",
        "no sign of life",
        "in order",
        "door",
    ):
        assert said in words


def test_equal_incidents_in_a_row_are_one() -> None:
    rows = [Incident(3.0, "a"), Incident(1.0, "a"), Incident(2.0, "a"), Incident(4.0, "b")]
    first, second = merged(rows)
    assert (first.at, first.times, first.until) == (1.0, 3, 3.0)
    assert second == rows[3]


def test_the_report_begins_with_a_summary() -> None:
    since, trouble = NOW - 3600.0, Incident(NOW - 60.0, "It stood still.", True, 3, NOW)
    lines = list(told(since, NOW, Music(5000, 3, 3000.0, (300.0, NOW)), [trouble]))
    assert lines[0] == "From 2021-11-30 17:00 until 2021-11-30 18:00:"
    assert lines[1] == "Recorded: 50 min, with 5000 notes of the machine and 3 of people."
    assert "longest silence: 5 min, until 2021-11-30 18:00" in lines[2]
    assert "Troubles: 3" in lines[3]
    assert lines[4].startswith("2021-11-30 17:59 !")
    assert "3 times, until 2021-11-30 18:00" in lines[4]
    empty = list(told(since, NOW, Music(), [replace(trouble, trouble=False, at=UNKNOWN, times=1)]))
    assert empty[1:3] == ["Nothing was recorded.", "No trouble."]
    assert empty[3].startswith("?")


HINT = "Hint: You are currently not seeing messages from other users and the system."


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (f'[ "$1" = --user ] || echo "{HINT}" >&2; echo "-- No entries --"', HINT),
        ('[ "$1" = --user ] && exit 1; echo "-- No entries --"', "failed, with the exit status 1"),
        ("echo nothing works >&2; exit 1", "nothing works"),
    ],
)
def test_a_log_that_cannot_be_read_is_said_and_not_taken_for_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str
) -> None:
    program = tmp_path / "journalctl"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    arguments = ["doctor", "--record", str(tmp_path), "--since", "1h"]
    told = CliRunner().invoke(cli, arguments)
    assert "The system's log cannot be read: " in told.output
    assert why.rstrip(".") in told.output
    assert "No trouble in what could be read." in told.output
    (sentence,) = json.loads(CliRunner().invoke(cli, [*arguments, "--json"]).output)["unread"]
    assert why.rstrip(".") in sentence


def test_the_doctor_finds_the_log_and_the_recordings_of_launchd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(doctor, "STATE_FOLDERS", doctor.STATE_FOLDERS[1:])
    library, now = tmp_path / "Library", time.time()
    recordings = library / "Application Support" / "perf_engine-hall" / "recordings"
    recordings.mkdir(parents=True)
    write_session(recordings / "2021-11-30_16-00-00", [beginning(0.0, now - 60.0), strike(1.0)])
    log = library / "Logs" / "perf_engine" / "hall.log"
    log.parent.mkdir(parents=True)
    log.write_text(LOG)
    arguments = ["doctor", "--since", "1h", "--service", "hall"]
    told = CliRunner().invoke(cli, arguments)
    assert told.exit_code == 0, told.output
    assert "1 notes of the machine" in told.output
    assert "Troubles: 6" in told.output


def test_a_recording_that_cannot_be_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_session(tmp_path / "2021-11-30_16-00-00", [beginning(0.0, WALL), strike(1.0)])

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(incidents, "opened", refuse)
    found = of_recordings(tmp_path, WALL)
    (unread,) = found.unread
    assert unread.endswith("journal-000001.jsonl: Permission denied")
    lines = list(told(NOW - 60.0, NOW, found, []))
    assert lines[1].startswith("A part of the recordings cannot be read: ")
    assert lines[2:4] == [
        "Nothing was recorded in what could be read.",
        "No trouble in what could be read.",
    ]


def test_the_doctor_tells_it(tmp_path: Path) -> None:
    now = time.time()
    records = [beginning(0.0, now - 60.0), strike(1.0), strike(2.0), End(3.0)]
    write_session(tmp_path / "2021-11-30_16-00-00", records)
    (tmp_path / "log").write_text(LOG)
    arguments = ["doctor", "--record", str(tmp_path), "--log", str(tmp_path / "log")]
    told = CliRunner().invoke(cli, [*arguments, "--since", "1h"])
    assert told.exit_code == 0, told.output
    assert "2 notes of the machine" in told.output
    assert "Troubles: 6" in told.output
    said = json.loads(CliRunner().invoke(cli, [*arguments, "--since", "1h", "--json"]).output)
    assert said["machine"] == 2
    assert len(said["log"]) == 12
    wrong = CliRunner().invoke(cli, [*arguments, "--since", "soon"])
    assert wrong.exit_code == 2
    assert "since must be" in wrong.output
    none = CliRunner().invoke(cli, [*arguments[:3], "--log", "/nowhere", "--since", "1h"])
    assert none.exit_code == 1
    assert "/nowhere" in none.output
    assert incidents.SILENCE > 0
