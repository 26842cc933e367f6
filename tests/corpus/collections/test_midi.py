from songrnn.corpus.layouts import jobs
from songrnn.corpus.reading import Manner, Refused, read

TUNE = [(0, 1, 60), (1, 1, 62), (2, 2, 64)]


def one(path, manner=Manner()):  # noqa: B008  a value that never changes
    [job] = jobs(path)
    [found] = read(job, manner)
    return found


def test_a_file_is_one_piece_of_notes(tmp_path, write_midi):
    write_midi(tmp_path / "a.mid", [(0, False, TUNE), (40, False, TUNE)])
    found = one(tmp_path)
    assert (found.notation, found.name, found.source) == ("notes", "a.mid", tmp_path.name)
    assert [(part.program, len(part.spans)) for part in found.content.parts] == [(0, 3), (40, 3)]


def test_drums_are_there_if_they_are_asked_for(tmp_path, write_midi):
    write_midi(tmp_path / "a.mid", [(0, False, TUNE), (0, True, TUNE)])
    assert [part.drums for part in one(tmp_path).content.parts] == [False]
    assert sorted(part.drums for part in one(tmp_path, Manner(drums=True)).content.parts) == [False, True]


def test_only_the_channels_that_are_asked_for_are_read(tmp_path):
    tune = b"\0\x90\x3c\x40\x60\x3c\0\0\x91\x40\x40\x60\x40\0\0\xff\x2f\0"
    head = b"MThd\0\0\0\6\0\0\0\1\0\x60"
    (tmp_path / "a.mid").write_bytes(head + b"MTrk" + len(tune).to_bytes(4, "big") + tune)
    assert [span.pitch for span in one(tmp_path, Manner(channels=(2,))).content.spans] == [64]
    assert [span.pitch for span in one(tmp_path).content.spans] == [60, 64]
    assert isinstance(one(tmp_path, Manner(channels=(3,))), Refused)
