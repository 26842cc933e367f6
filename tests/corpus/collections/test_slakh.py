import pytest

from songrnn.corpus.collections.slakh import Stem, stems
from songrnn.corpus.layouts import jobs
from songrnn.corpus.reading import Manner, Refused, read
from songrnn.errors import MusicError
from songrnn.music.sequence import WHOLE, Span

METADATA = """UUID: 1a81ae092884234f3264e2f45927f00a
audio_dir: stems
lmd_midi_dir: lmd_matched/O/O/O/TROOOOO128F42A80A7/1a81ae09.mid
midi_dir: MIDI
normalization_factor: -13.0
normalized: true
overall_gain: 0.18
stems:
  S00:
    audio_rendered: true
    inst_class: Guitar
    integrated_loudness: -12.8
    is_drum: false
    midi_program_name: Distortion Guitar
    midi_saved: true
    plugin_name: elektrik_guitar.nkm
    program_num: 30
  S01: {audio_rendered: true, inst_class: Drums, is_drum: true, midi_program_name: Drums, program_num: 128}
  S02: {audio_rendered: false, inst_class: Bass, is_drum: false, midi_program_name: Slap Bass 1, program_num: 36}
"""
TRACK = "train/Track00001"


def track(tmp_path, write_midi, ticks=480):
    folder = tmp_path / TRACK
    write_midi(folder / "MIDI" / "S00.mid", [(30, False, [(4, 1, 60)])])
    write_midi(folder / "MIDI" / "S01.mid", [(0, True, [(0, 1, 36), (4, 1, 36)])])
    write_midi(folder / "MIDI" / "S02.mid", [(36, False, [(5, 1, 40)])], ticks)
    (folder / "metadata.yaml").write_text(METADATA)
    (folder / "all_src.mid").write_bytes(b"not read")
    return folder


def found(tmp_path, manner=Manner()):  # noqa: B008  a value that never changes
    [job] = jobs(tmp_path)
    return list(read(job, manner))


def test_stems_are_players_of_one_piece_on_one_time_axis(tmp_path, write_midi):
    track(tmp_path, write_midi)
    [one] = found(tmp_path, Manner(drums=True))
    assert (one.name, one.split, one.notation) == (TRACK, "train", "notes")
    guitar, drums, bass = one.content.parts
    assert (guitar.name, guitar.program, guitar.drums) == ("Guitar: Distortion Guitar", 30, False)
    assert (drums.name, drums.drums) == ("Drums: Drums", True)
    assert guitar.spans == (Span(WHOLE, 5 * WHOLE // 4, 60),)
    assert bass.spans == (Span(5 * WHOLE // 4, 3 * WHOLE // 2, 40),)


def test_drums_are_left_out_unless_they_are_asked_for(tmp_path, write_midi):
    track(tmp_path, write_midi)
    [one] = found(tmp_path)
    assert [part.name.partition(":")[0] for part in one.content.parts] == ["Guitar", "Bass"]


def test_a_torn_stem_is_refused_and_one_that_was_not_saved_is_passed_over(tmp_path, write_midi):
    folder = track(tmp_path, write_midi)
    (folder / "MIDI" / "S00.mid").write_bytes(b"torn")
    (folder / "MIDI" / "S01.mid").unlink()
    refused, one = found(tmp_path)
    assert isinstance(refused, Refused)
    assert refused.name == f"{TRACK}/MIDI/S00.mid"
    assert [part.program for part in one.content.parts] == [36]


def test_stems_that_count_differently_are_no_piece(tmp_path, write_midi):
    track(tmp_path, write_midi, ticks=96)
    assert found(tmp_path) == [Refused(TRACK, "has stems that count time in different ticks")]


def test_a_program_that_says_drums_makes_drums():
    said = b"stems: {S00: {inst_class: Drums, is_drum: false, program_num: 128}}"
    assert stems(said) == [Stem("S00", "Drums: ", 0, drums=True)]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"stems: 5", b"stems: [1, 2]", b"stems: {S00: 5}", b"stems: {S00: {program_num: x, is_drum: false}}",
        b"stems: {../../x: {inst_class: a, program_num: 1, is_drum: false}}", b"\xff\xfe", b"a: [", b"[" * 10_000,
        b"a: &a [x]\nstems: *a", b"stems: {S00: {inst_class: a, program_num: 1, is_drum: maybe}}",
        b"!!python/object/apply:os.system [echo]",
    ],
)  # fmt: skip
def test_metadata_of_a_wrong_shape_or_with_references_is_refused(content):
    with pytest.raises(MusicError, match=r"metadata\.yaml"):
        stems(content)
