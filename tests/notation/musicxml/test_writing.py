from zipfile import ZipFile

import pytest

from songrnn.errors import UsageError
from songrnn.music.score import Score
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.musicxml.tree import parse
from songrnn.notation.musicxml.writing import allowed, musicxml, write_musicxml

TUNE = 'X:1\nT:Sl\x00áinte <&> "x"\nC:Trad. & co\nR:reel\nM:4/4\nL:1/8\nK:D\nA2|:"D"d2fd (3efg fe|d4 "^a<b"d4:|\n'


def score(tune=TUNE):
    return read_tune(tune).score


def test_the_head_holds_the_title_and_fields_and_no_date():
    root = parse(musicxml(score()), "x")
    assert root.findtext("movement-title") == 'Sláinte <&> "x"'
    assert root.findtext("identification/creator") == "Trad. & co"
    assert root.findtext("identification/encoding/software") == "songrnn"
    assert root.find("identification/encoding/encoding-date") is None
    assert [(one.get("name"), one.text) for one in root.iter("miscellaneous-field")] == [("abc-R", "reel")]


def test_the_same_score_gives_the_same_bytes(tmp_path):
    paths = [tmp_path / name for name in ("a.mxl", "b.mxl")]
    for path in paths:
        write_musicxml(score(), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert musicxml(score()) == musicxml(score())


def test_a_packed_file_holds_an_index_and_the_score(tmp_path):
    write_musicxml(score(), tmp_path / "tune.MXL")
    with ZipFile(tmp_path / "tune.MXL") as archive:
        assert archive.namelist() == ["META-INF/container.xml", "score.musicxml"]
        assert b'full-path="score.musicxml"' in archive.read("META-INF/container.xml")
        assert archive.read("score.musicxml") == musicxml(score())


@pytest.mark.parametrize("name", ["tune.musicxml", "tune.xml"])
def test_any_other_name_is_plain(tmp_path, name):
    write_musicxml(score(), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE')


def test_a_pickup_is_no_counted_measure():
    measures = [*parse(musicxml(score()), "x").iter("measure")]
    assert [(one.get("number"), one.get("implicit")) for one in measures][:2] == [("0", "yes"), ("1", "no")]


def test_what_xml_cannot_hold_is_taken_out():
    assert allowed("a\x00\x1b\ud800\ufffe\U0001f3b5\tb") == "a\U0001f3b5\tb"


def test_any_text_of_strangers_is_well_formed():
    bad = "\x00\x1b]0;<&\"'>\ud800]]>--"
    tune = f'X:1\nT:{bad}\nC:{bad}\nK:C\nV:1 name="{bad[:6]}<&"\n"^{bad[:4]}<&>"C "{bad[:3]}"D !{bad[1]}<&>!E\n'
    root = parse(musicxml(read_tune(tune).score), "x")
    assert root.findtext("movement-title").startswith("]0;<&")
    assert next(words.text for words in root.iter("words")).endswith("<&>")


def test_there_are_no_comments_and_no_guessed_inversions():
    text = musicxml(score('X:1\nK:C\n"Am/C"A2|\n'))
    assert b"<!--" not in text
    assert b"inversion" not in text


def test_an_empty_score_is_one_measure():
    assert len([*parse(musicxml(Score(())), "x").iter("measure")]) == 1


def test_music21_reads_the_same_notes_again():
    from songrnn.notation.stream import music21_alone

    with music21_alone():
        from music21.musicxml.xmlToM21 import MusicXMLImporter

        importer = MusicXMLImporter()
        importer.xmlText = musicxml(score())
        importer.parseXMLText()
    notes = [one for one in importer.stream.flatten().notes if "Harmony" not in one.classes]
    names = " ".join(one.pitch.nameWithOctave for one in notes)
    lengths = [float(one.quarterLength) for one in notes]
    assert names == "A4 D5 F#5 D5 E5 F#5 G5 F#5 E5 D5 D5"
    assert lengths == pytest.approx([1, 1, 0.5, 0.5, 1 / 3, 1 / 3, 1 / 3, 0.5, 0.5, 2, 2])


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        write_musicxml(score(), tmp_path / "nowhere" / "tune.musicxml")


def test_elements_are_in_the_order_that_the_format_asks():
    root = parse(musicxml(score()), "x")
    assert [child.tag for child in root] == ["movement-title", "identification", "part-list", "part"]
