import pytest

from songrnn.corpus.build import Corpus, Report, build_path
from songrnn.corpus.gathering import convert, found_jobs, gather, general, none_found, note_dropped, sifted
from songrnn.corpus.preparation import Preparation, transposed
from songrnn.corpus.sifting import Sifter
from songrnn.corpus.split import NAMES, Shares
from songrnn.corpus.workers import Done
from songrnn.errors import CorpusError
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.midi import write_midi
from songrnn.notation.sequences import from_score, to_score


@pytest.fixture(scope="module")
def mixed(tmp_path_factory, tune):
    """A folder of ABC and MIDI, with a copy and a broken file."""
    folder = tmp_path_factory.mktemp("mixed")
    for number in range(8):
        (folder / f"{number}.abc").write_text(tune(number))
    for number in range(8, 12):
        write_midi(read_tune(tune(number)).score, folder / f"{number}.mid")
    write_midi(to_score(transposed(from_score(read_tune(tune(3)).score), 5)), folder / "copy.mid")
    (folder / "broken.mid").write_bytes(b"MThd")
    (folder / "song.mp3").write_bytes(b"ID3")
    return folder


@pytest.fixture(scope="module")
def gathered(mixed):
    return gather([mixed], Preparation("words"), Shares(), "my/mixed")


def test_music_of_any_kind_is_one_corpus(gathered):
    assert (gathered.name, gathered.title, gathered.notation) == ("my/mixed", "mixed", "words")
    assert [len(gathered.splits[name]) for name in NAMES] == [10, 1, 1]
    assert gathered.report.read == 15
    assert all(piece.text.startswith(tuple("ABCDEFG")) for name in NAMES for piece in gathered.splits[name])


def test_what_was_dropped_is_told_with_its_reason_and_name(gathered):
    dropped = {reason: tally.examples for reason, tally in gathered.report.dropped.items()}
    assert len(dropped) == 3
    assert dropped["ends in '.mp3', which is no format of music here"] == ["song.mp3"]
    assert dropped["nearly the same music as an earlier piece"] == ["copy.mid"]
    assert ["broken.mid"] in dropped.values()


def test_training_pieces_alone_are_in_all_keys(mixed):
    found = gather([mixed], Preparation("words", key="all"), Shares(), "mixed")
    assert [len(found.splits[name]) for name in NAMES] == [120, 1, 1]


def test_a_corpus_is_turned_into_another_notation_within_its_splits(tunebook):
    corpus = build_path(tunebook)
    found = convert(corpus, Preparation("words"))
    assert found.notation == "words"
    assert [len(found.splits[name]) for name in NAMES] == [len(corpus.splits[name]) for name in NAMES]
    assert [piece.name for piece in found.splits["valid"]] == [piece.name for piece in corpus.splits["valid"]]
    assert len(convert(corpus, Preparation("words", key="all")).splits["train"]) == 12 * len(corpus.splits["train"])


def test_a_corpus_of_which_nothing_can_be_turned_is_an_error(tunebook):
    with pytest.raises(CorpusError, match="fewer than 1000 notes"):
        convert(build_path(tunebook), Preparation("words", fewest_notes=1000))


def test_an_empty_folder_and_one_of_garbage_are_told_apart(tmp_path):
    with pytest.raises(CorpusError, match=r"^The corpus is empty: there is no music in it\.$"):
        gather([tmp_path], Preparation(), Shares(), "x")
    for name in ("a.mp3", "b.mp3", "c.doc"):
        (tmp_path / name).write_bytes(b"\0")
    with pytest.raises(CorpusError, match=r"^The corpus is empty: 'a\.mp3' ends in '.mp3', which .* here\.$"):
        gather([tmp_path], Preparation(), Shares(), "x")


def test_a_folder_that_is_built_into_is_no_source(tmp_path, tune):
    for place in ("a", "a/out", "a/output"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "t.abc").write_text(tune(1))
    (tmp_path / "a" / "out" / "train.places").touch()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    for root in ("a", "link"):
        report = Report()
        found = found_jobs([tmp_path / root], report, tmp_path / "a" / "out")
        assert [job.name for job in found] == ["output/t.abc", "t.abc"]
        assert (report.read, report.dropped) == (0, {})
    assert list(found_jobs([tmp_path / "a/out"], Report(), tmp_path / "a/out")) == []


def test_a_place_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match="check the path"):
        list(found_jobs([tmp_path / "none"], Report()))


def test_what_was_done_to_pieces_that_stay_is_counted():
    piece = {"text": "a", "key": "k", "source": "", "split": "", "sketch": [], "done": ["mended"], "name": "x"}
    done = Done(None, [piece, piece], [("f", "'f' is broken.")])
    report = Report()
    assert [stays for _, stays in sifted([done], Sifter("dropped"), report)] == [True, False]
    assert (report.read, report.mended["mended"].count) == (3, 1)
    assert set(report.dropped) == {"is broken", "the same text as an earlier piece"}


def test_reasons_are_counted_without_the_names_of_their_files():
    assert general("'a b.mid' is broken.") == general("'c.mid' is broken") == "is broken"
    assert "\x1b" not in general("\x1b[2J")


def test_there_is_an_end_to_the_reasons_that_are_told_apart():
    report = Report()
    for number in range(1000):
        note_dropped(report, f"bar {number} is wrong", "x")
    assert len(report.dropped) <= 201
    assert report.dropped["other reasons"].count == 800
    assert sum(tally.count for tally in report.dropped.values()) == 1000


def test_the_commonest_reason_is_said_where_nothing_is_found():
    report = Report()
    for reason in ("seldom", "often", "often"):
        note_dropped(report, reason, "x\n.mid")
    assert str(none_found(report)) == "The corpus is empty: 'x\\n.mid' often."


def test_a_corpus_without_folder_is_in_memory(gathered):
    assert isinstance(gathered, Corpus)
    assert gathered.folder is None


def test_files_of_some_names_are_left_out(mixed):
    every = gather([mixed], Preparation("words"), Shares(), "mixed")
    names = {piece.name.split(",")[0] for pieces in every.splits.values() for piece in pieces}
    gone = min(names)
    fewer = gather([mixed], Preparation("words"), Shares(), "mixed", without=[gone])
    kept = {piece.name.split(",")[0] for pieces in fewer.splits.values() for piece in pieces}
    assert kept == names - {gone}
