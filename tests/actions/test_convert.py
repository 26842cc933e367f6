"""Converting: what is read, what goes on, and what is said of what does not."""

from pathlib import Path

import pytest

from songrnn.actions.convert import Converted, Said, abc, collect, convert
from songrnn.errors import CorpusError, MusicError, SongrnnError, UsageError
from songrnn.music.performance import perform
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.formats import PLAIN, Manner, Tune

TUNE = "X:{0}\nT:Tune {0}\nM:4/4\nL:1/8\nK:D\n|:ABcd efga|d2f2 a4:|\n"


@pytest.fixture
def book(tmp_path):
    """A tunebook of three tunes."""
    path = tmp_path / "book.abc"
    path.write_text("\n".join(TUNE.format(number) for number in (1, 2, 3)))
    return path


def heard(tune):
    score = tune if not isinstance(tune, str) else read_tune(tune).score
    return [(one.onset, one.pitch, one.duration) for one in perform(score).soundings]


def ends(events):
    *_, last = events
    return last


def test_a_tunebook_becomes_numbered_files(book, tmp_path):
    assert ends(convert([book], tmp_path / "out.mid", PLAIN)) == Converted(3)
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out-1.mid", "out-2.mid", "out-3.mid"]


def test_one_tune_can_be_chosen(book, tmp_path):
    assert ends(convert([book], tmp_path / "out.abc", PLAIN, 2)) == Converted(1)
    assert "T:Tune 2\n" in (tmp_path / "out.abc").read_text()


def test_tunes_are_counted_over_all_files(book):
    (tune,) = collect([book, book], 5)
    assert "Tune 2" in tune.text


def test_a_tune_that_is_not_there_is_refused(book, tmp_path):
    with pytest.raises(UsageError, match="no tune 4 among the 3"):
        list(convert([book], tmp_path / "out.abc", PLAIN, 4))
    assert not (tmp_path / "out.abc").exists()


@pytest.mark.parametrize("suffix", [".mid", ".musicxml", ".mxl"])
def test_what_is_heard_survives_there_and_back(book, tmp_path, suffix):
    there = tmp_path / f"one{suffix}"
    list(convert([book], there, PLAIN, 1))
    (back,) = (event for event in abc([there]) if isinstance(event, Tune))
    assert heard(back.abc) == heard(TUNE.format(1))


def test_abc_is_written_anew_and_means_the_same(tmp_path):
    (tmp_path / "a.abc").write_text("X:9\nT:Mess\nM:4/4\nL:1/8\nK:D   % key\nA B  c d efga|\\\nd2f2a4|]\n")
    list(convert([tmp_path / "a.abc"], tmp_path / "b.abc", PLAIN))
    written = (tmp_path / "b.abc").read_text()
    assert "ABcd efga|" in written
    assert heard(written) == heard((tmp_path / "a.abc").read_text())


def test_what_cannot_be_read_as_written_is_said(tmp_path):
    (tmp_path / "a.abc").write_text("X:1\nT:Odd\nK:C\nA@B|C/0|\n")
    said = [event.remark for event in abc([tmp_path / "a.abc"]) if isinstance(event, Said)]
    assert len(said) == 1
    assert said[0].startswith("'Odd': ")


def test_files_that_cannot_be_read_are_passed_over_among_others(book, tmp_path):
    (tmp_path / "bad.mid").write_bytes(b"nothing")
    events = list(convert([tmp_path / "bad.mid", book], tmp_path / "out.abc", PLAIN))
    assert events[-1] == Converted(3)
    assert "bad.mid" in events[0].remark


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("missing.abc", None, CorpusError), ("missing.mid", None, UsageError), ("a.xyz", b"", UsageError),
        ("a.mid", b"", MusicError), ("a.mid", b"MThd\0\0\0\6", MusicError), ("a.musicxml", b"<a>", MusicError),
        ("a.mxl", b"PK", MusicError), ("a.abc", b"", CorpusError), ("a.abc", b"\0\1", CorpusError),
    ],
)  # fmt: skip
def test_one_file_that_cannot_be_read_is_one_sentence(tmp_path, name, content, kind):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SongrnnError) as refused:
        list(convert([tmp_path / name], tmp_path / "out.abc", PLAIN))
    assert isinstance(refused.value, kind)
    assert str(refused.value).isprintable()
    assert not (tmp_path / "out.abc").exists()


def test_a_file_is_not_written_over_itself(book):
    with pytest.raises(UsageError, match="over itself"):
        list(convert([book], book, PLAIN))
    assert Path(book).read_text().count("X:") == 3


WORDS = "C4:1/4 C4.E4-:1/8 E4:1/8 R:1/2\nR:1/2\n\nD4:1/2 x F#4:1/2 E4:1/4 C4:1/4 D4:1/8 E4:1/8\n"


@pytest.mark.parametrize("suffix", [".words", ".txt"])
@pytest.mark.parametrize("target", [".mid", ".abc", ".musicxml", ".words"])
def test_note_words_become_any_format_and_come_back(tmp_path, suffix, target):
    (tmp_path / f"a{suffix}").write_text(WORDS)
    events = list(convert([tmp_path / f"a{suffix}"], tmp_path / f"b{target}", PLAIN, 3))
    assert any("'x' is no note word" in event.remark for event in events[:-1])
    list(convert([tmp_path / f"b{target}"], tmp_path / "c.words", PLAIN))
    written = (tmp_path / "c.words").read_text().split()
    assert [word for word in written if word != "x"] == WORDS.split("\n")[3].replace(" x", "").split()


def test_a_line_without_notes_is_said_and_the_others_are_written(tmp_path):
    (tmp_path / "a.words").write_text(WORDS)
    events = list(convert([tmp_path / "a.words"], tmp_path / "b.mid", PLAIN))
    assert events[-1] == Converted(3)
    assert any(event.remark.startswith("Tune 2 is not written") for event in events[:-1])
    assert sorted(path.name for path in tmp_path.glob("*.mid")) == ["b-1.mid", "b-3.mid"]


def test_tunes_become_a_line_of_words_each(book, tmp_path):
    list(convert([book], tmp_path / "out.words", PLAIN))
    lines = (tmp_path / "out.words").read_text().splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("A4:1/8 B4:1/8 C#5:1/8 D5:1/8")


@pytest.mark.parametrize("content", [None, "", "K:D\nABc", "\0"])
def test_a_file_of_no_note_words_is_one_sentence(tmp_path, content):
    if content is not None:
        (tmp_path / "a.words").write_text(content)
    with pytest.raises(CorpusError) as refused:
        list(convert([tmp_path / "a.words"], tmp_path / "b.abc", PLAIN))
    assert str(refused.value).isprintable()


def test_the_second_opinion_on_a_midi_file_is_given_as_it_is(book, tmp_path):
    pytest.importorskip("symusic")
    list(convert([book], tmp_path / "a.mid", PLAIN, 1))
    list(convert([tmp_path / "a.mid"], tmp_path / "b.abc", Manner("midi2abc")))
    assert (tmp_path / "b.abc").read_text().startswith("X:1\nT: from tune.mid\n")
    with pytest.raises(UsageError, match="reads MIDI alone"):
        list(convert([tmp_path / "b.abc"], tmp_path / "c.abc", Manner("midi2abc")))


def test_folk_rnns_tokens_are_written_and_read(book, tmp_path):
    assert ends(convert([book], tmp_path / "b.tokens", PLAIN)) == Converted(3)
    text = (tmp_path / "b.tokens").read_text()
    assert text.startswith("M:4/4\nK:Dmaj\n|: A B c d e f g a | d 2 f 2 a 4 :|\n")
    assert ends(convert([tmp_path / "b.tokens"], tmp_path / "c.abc", PLAIN)) == Converted(3)
    tunes = (tmp_path / "c.abc").read_text().split("X:")[1:]
    assert [heard("X:" + tune) for tune in tunes] == [heard(TUNE.format(1))] * 3
    (tmp_path / "d.txt").write_text(text)
    assert ends(convert([tmp_path / "d.txt"], tmp_path / "d.mid", PLAIN, 1)) == Converted(1)


def test_tunes_that_tokens_cannot_say_are_left_out_of_a_book(tmp_path):
    duo = tmp_path / "duo.abc"
    duo.write_text(TUNE.format(1) + "\nX:2\nM:4/4\nL:1/8\nK:D\nV:1\nABcd efga|]\nV:2\nABcd efga|]\n")
    *said, last = convert([duo], tmp_path / "p.tokens", PLAIN)
    assert last == Converted(2)
    assert "Tune 2 is not written" in said[0].remark
    with pytest.raises(MusicError):
        list(convert([duo], tmp_path / "q.tokens", PLAIN, 2))


def test_a_file_that_holds_no_tokens_is_told(tmp_path):
    (tmp_path / "x.tokens").write_text("no tokens here\n")
    with pytest.raises(CorpusError, match="holds no tunes in folk-rnn's tokens"):
        list(convert([tmp_path / "x.tokens"], tmp_path / "x.abc", PLAIN))
