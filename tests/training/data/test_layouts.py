# ruff: noqa: E501  (rows as they are in the corpora)
"""Each corpus as it lies on disk: a few files with the real names, and the real columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perf_engine.training.data.corpus import find_files
from perf_engine.training.data.dataset import prepare
from perf_engine.training.data.layouts import Known, known_of
from perf_engine.training.data.selection import Selection
from tests.training.invented import song


def lay(corpus: Path, *paths: str, same: bool = False, **tables: str) -> Path:
    """A corpus of invented songs at these paths; a table's name has `_dot_` for its dot."""
    for seed, path in enumerate(paths):
        song(corpus / path, seed, channel=9 if corpus.name == "groove" else 0)
    for name, text in tables.items():
        (corpus / name.replace("__", "-").replace("_dot_", ".")).write_text(text, encoding="utf-8")
    return corpus


def known(corpus: Path) -> dict[str, Known]:
    found, tables = find_files(corpus)
    return known_of(corpus, [one.path for one in found], tables)


def splits(tmp_path: Path, corpus: Path, **selection) -> dict[str, str]:
    summary = prepare(
        [corpus], tmp_path / "out", workers=1, validation=0, selection=Selection(**selection)
    )
    return {piece.name: piece.split for piece in summary.pieces}


MAESTRO = """\
canonical_composer,canonical_title,split,year,midi_filename,audio_filename,duration
Alban Berg,Sonata Op. 1,train,2018,2018/MIDI-Unprocessed_Chamber3_MID--AUDIO_10_R3_2018_wav--1.midi,2018/x.wav,698.66
Alban Berg,Sonata Op. 1,train,2008,2008/MIDI-Unprocessed_03_R2_2008_01-03_ORIG_MID--AUDIO_03_R2_2008_wav--2.midi,2008/x.wav,759.5
Alexander Scriabin,"24 Preludes Op. 11, No. 13-24",validation,2004,2004/MIDI-Unprocessed_XP_21_R1_2004_01_ORIG_MID--AUDIO_21_R1_2004_01_Track01_wav.midi,2004/x.wav,872.6
Alexander Scriabin,"3 Etudes, Op. 65",test,2006,2006/MIDI-Unprocessed_17_R1_2006_01-06_ORIG_MID--AUDIO_17_R1_2006_02_Track02_wav.midi,2006/x.wav,397.9
"""


def test_maestro_keeps_its_split(tmp_path):
    paths = [line.split(",")[-3] for line in MAESTRO.splitlines()[1:]]
    corpus = lay(tmp_path / "maestro-v3.0.0", *paths, maestro__v3_dot_0_dot_0_dot_csv=MAESTRO)
    found = known(corpus)
    assert [found[path].split for path in paths] == ["train", "train", "validation", "test"]
    assert found[paths[0]].keys == found[paths[1]].keys != found[paths[2]].keys
    assert sorted(splits(tmp_path, corpus).values()) == ["test", "train", "train", "validation"]


def test_a_corpus_deeper_in_a_folder_is_known_as_well(tmp_path):
    path = "2018/MIDI-Unprocessed_Chamber3_MID--AUDIO_10_R3_2018_wav--1.midi"
    lay(tmp_path / "all" / "maestro", path, maestro_dot_csv=MAESTRO)
    song(tmp_path / "all" / "other" / path, 9)
    assert known(tmp_path / "all")[f"maestro/{path}"].split == "train"
    assert f"other/{path}" not in known(tmp_path / "all")


GIANT = """\
surname\tfirstname\tmusic\tnationality\tbirth\tdeath\tyoutube_title\tyoutube_id\tsimilarity\tpiano_solo_prob\taudio_name\taudio_duration\tgiant_midi_piano\tsplit\tsurname_in_youtube_title
Bach\tJohann Sebastian\tEnglish Suite No.3 in G minor, BWV 808\tBritish\t1685\t1750\tx\tH9gzsY9jIx4\t1.0\t0.82\tBach, Johann Sebastian, English Suite No.3 in G minor, BWV 808, H9gzsY9jIx4\t1017.9\t1\ttrain\t1
Christias\tMichalis\tMusic Drop\tunknown\tunknown\tunknown\t"x" y\tuTmQkx8_vM4\t1.0\t0.88\tChristias, Michalis, Music Drop, uTmQkx8_vM4\t154.1\t1\tvalidation\t1
Darr\tAdam\tDuo No.2\tGerman\t1811\t1866\tx\toYDIOc3Jwls\t1.0\t0.15\tDarr, Adam, Duo No.2, oYDIOc3Jwls\t137.9\t0\t\t1
"""


def test_giantmidi_piano_keeps_its_split(tmp_path):
    names = [
        "Bach, Johann Sebastian, English Suite No.3 in G minor, BWV 808, H9gzsY9jIx4",
        "Christias, Michalis, Music Drop, uTmQkx8_vM4",
        "Darr, Adam, Duo No.2, oYDIOc3Jwls",
    ]
    corpus = lay(
        tmp_path / "GiantMIDI-PIano",
        *(f"midis_v1.2/midis/{name}.mid" for name in names),
        full_music_pieces_youtube_similarity_pianosoloprob_split_dot_csv=GIANT,
    )
    assert [known(corpus)[f"midis_v1.2/midis/{n}.mid"].split for n in names] == [
        "train",
        "validation",
        None,
    ]
    assert splits(tmp_path, corpus) == dict(
        zip(names, ("train", "validation", "train"), strict=True)
    )


def test_files_of_one_song_in_lakh_are_one_piece(tmp_path):
    corpus = lay(
        tmp_path / "lakh",
        "lmd_matched/A/A/A/TRAAAGR128F425B14B/1d9d16a9da90c090809c153754823c2b.mid",
        "lmd_matched/A/A/A/TRAAAGR128F425B14B/5dd29e99ed7bd3cc0c5177a6e9de22ea.mid",
        "lmd_matched/G/D/F/TRGDFBB12903C9963A/468be2f5dd31a1ba444b8018d8e8c7ad.mid",
        "lmd_full/0/00000ec8a66b6bd2ef809b0443eeae41.mid",
        "clean_midi/ABBA/Dancing Queen.mid",
        "clean_midi/ABBA/Dancing Queen.1.mid",
        "clean_midi/Toto/Africa.mid",
    )
    groups = {p.name: p.group for p in prepare([corpus], tmp_path / "out", workers=1).pieces}
    assert len(groups) == 7
    assert len(set(groups.values())) == 5
    assert groups["Dancing Queen"] == groups["Dancing Queen.1"]
    assert groups["1d9d16a9da90c090809c153754823c2b"] == groups["5dd29e99ed7bd3cc0c5177a6e9de22ea"]
    assert known(corpus / "clean_midi")["ABBA/Dancing Queen.mid"].keys


ATEPP = """\
artist,artist_id,track,track_duration,composer,composition_id,score_path,midi_path,youtube_links,notes,
Sviatoslav Richter,0,"13 Preludes, Op. 32: No. 2 in B-Flat Minor [Live]",187.8,Sergei Rachmaninoff,4,,"Sergei_Rachmaninoff/13_Preludes,_Op._32/No._2_in_B-Flat_Minor/00005.mid",https://x,,
Vladimir Ashkenazy,6,"13 Preludes, Op. 32: No. 2 in B-Flat Minor",174.9,Sergei Rachmaninoff,4,,"Sergei_Rachmaninoff/13_Preludes,_Op._32/No._2_in_B-Flat_Minor/00010.mid",https://x,,
Vladimir Ashkenazy,6,"13 Preludes, Op. 32: No. 1 in C Major",81.1,Sergei Rachmaninoff,5,,"Sergei_Rachmaninoff/13_Preludes,_Op._32/No._1_in_C_Major/00016.mid",https://x,,
"""


def test_performances_of_one_composition_in_atepp_are_one_piece(tmp_path):
    folder = "ATEPP-1.2/Sergei_Rachmaninoff/13_Preludes,_Op._32"
    corpus = lay(
        tmp_path / "ATEPP",
        f"{folder}/No._2_in_B-Flat_Minor/00005.mid",
        f"{folder}/No._2_in_B-Flat_Minor/00010.mid",
        f"{folder}/No._1_in_C_Major/00016.mid",
        ATEPP__metadata__1_dot_2_dot_csv=ATEPP,
    )
    groups = {p.name: p.group for p in prepare([corpus], tmp_path / "out", workers=1).pieces}
    assert groups["00005"] == groups["00010"] != groups["00016"]


def test_other_versions_in_pop909_are_skipped(tmp_path):
    corpus = lay(
        tmp_path / "POP909",
        "001/001.mid",
        "001/versions/001-v1.mid",
        "001/versions/001-v2.mid",
        "002/002.mid",
    )
    summary = prepare([corpus], tmp_path / "out", workers=1)
    assert [p.name for p in summary.pieces] == ["001", "002"]
    assert set(summary.skipped) == {
        ("POP909", f"001/versions/001-v{n}.mid", "another version of a song (versions/)")
        for n in (1, 2)
    }


ASAP = """\
composer,title,folder,xml_score,midi_score,midi_performance,performance_annotations,midi_score_annotations,maestro_midi_performance,maestro_audio_performance,start,end,audio_performance
Bach,Fugue_bwv_846,Bach/Fugue/bwv_846,Bach/Fugue/bwv_846/xml_score.musicxml,Bach/Fugue/bwv_846/midi_score.mid,Bach/Fugue/bwv_846/Shi05M.mid,a.txt,b.txt,{maestro}/2006/x.midi,{maestro}/2006/x.wav,144.5,,Bach/Fugue/bwv_846/Shi05M.wav
Bach,Fugue_bwv_848,Bach/Fugue/bwv_848,Bach/Fugue/bwv_848/xml_score.musicxml,Bach/Fugue/bwv_848/midi_score.mid,Bach/Fugue/bwv_848/Lee01M.mid,a.txt,b.txt,,,74.8,,
Bach,Fugue_bwv_848,Bach/Fugue/bwv_848,Bach/Fugue/bwv_848/xml_score.musicxml,Bach/Fugue/bwv_848/midi_score.mid,Bach/Fugue/bwv_848/Lin04M.mid,a.txt,b.txt,,,75.4,,
"""


def test_scores_in_asap_are_skipped_and_performances_of_one_are_one_piece(tmp_path):
    corpus = lay(
        tmp_path / "asap-dataset",
        "Bach/Fugue/bwv_846/Shi05M.mid",
        "Bach/Fugue/bwv_846/midi_score.mid",
        "Bach/Fugue/bwv_848/Lee01M.mid",
        "Bach/Fugue/bwv_848/Lin04M.mid",
        "Bach/Fugue/bwv_848/midi_score.mid",
        metadata_dot_csv=ASAP,
    )
    summary = prepare([corpus], tmp_path / "out", workers=1)
    groups = {p.name: p.group for p in summary.pieces}
    assert groups["Lee01M"] == groups["Lin04M"] != groups["Shi05M"]
    assert [path for _, path, _ in summary.skipped] == [
        "Bach/Fugue/bwv_846/midi_score.mid",
        "Bach/Fugue/bwv_848/midi_score.mid",
    ]


GROOVE = """\
drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,audio_filename,duration,split
drummer1,drummer1/eval_session,drummer1/eval_session/1,funk/groove1,138,beat,4-4,drummer1/eval_session/1_funk-groove1_138_beat_4-4.mid,x.wav,27.8,test
drummer1,drummer1/session1,drummer1/session1/1,rock,100,beat,4-4,drummer1/session1/1_rock_100_beat_4-4.mid,x.wav,30.0,train
drummer7,drummer7/session1,drummer7/session1/12,hiphop,92,beat,4-4,drummer7/session1/12_hiphop_92_beat_4-4.mid,,34.5,validation
"""


def test_groove_keeps_its_split_where_drums_are_asked_for(tmp_path):
    corpus = lay(
        tmp_path / "groove",
        "drummer1/eval_session/1_funk-groove1_138_beat_4-4.mid",
        "drummer1/session1/1_rock_100_beat_4-4.mid",
        "drummer7/session1/12_hiphop_92_beat_4-4.mid",
        info_dot_csv=GROOVE,
    )
    assert splits(tmp_path, corpus, drums=True) == {
        "1_funk-groove1_138_beat_4-4": "test",
        "1_rock_100_beat_4-4": "train",
        "12_hiphop_92_beat_4-4": "validation",
    }
    with pytest.raises(ValueError, match="no notes but drums'"):
        prepare([corpus], tmp_path / "out", workers=1)


def test_segments_of_one_recording_and_recordings_of_one_work_in_aria_are_one_piece(tmp_path):
    about = {
        "1": {
            "metadata": {"composer": "bach", "opus": 846, "piece_number": 1, "genre": "classical"},
            "audio_scores": {"0": 0.99, "1": 0.97},
        },
        "12": {
            "metadata": {"composer": "bach", "opus": 846, "piece_number": 1},
            "audio_scores": {"0": 0.9},
        },
        "13": {"metadata": {"genre": "jazz"}, "audio_scores": {"0": 0.8}},
    }
    corpus = lay(
        tmp_path / "aria-midi-v1-pruned-ext",
        "data/aa/000001_0.mid",
        "data/aa/000001_1.mid",
        "data/aa/000012_0.mid",
        "data/ab/000013_0.mid",
        metadata_dot_json=json.dumps(about),
    )
    groups = {p.name: p.group for p in prepare([corpus], tmp_path / "out", workers=1).pieces}
    assert groups["000001_0"] == groups["000001_1"] == groups["000012_0"] != groups["000013_0"]


@pytest.mark.parametrize(
    "table",
    [
        "",
        "a,b\n1,2\n",
        "midi_filename\n",
        "midi_filename,split\nnowhere.mid,train\n",
        "midi_filename,split\n,train\n",
        "midi_filename,split\na.mid,perhaps\n",
        "\0\0\0,\n",
        "midi_filename,split\na.mid\n",
    ],
)
def test_a_table_that_says_nothing_changes_nothing(tmp_path, table):
    corpus = lay(tmp_path / "own", "a.mid", info_dot_csv=table, metadata_dot_json='{"a": 1}')
    assert {k for k in known(corpus).values() if k != Known()} == set()


def test_a_table_that_cannot_be_read_is_logged_and_left_out(tmp_path, caplog):
    corpus = lay(tmp_path / "own", "000001_0.mid", metadata_dot_json="{")
    assert known(corpus) == {}
    assert "own/metadata.json is left out" in caplog.text
