from dataclasses import replace

import pytest

from songrnn.corpus import catalogue
from songrnn.corpus.build import Corpus, build_path
from songrnn.corpus.built import MANIFEST, describe
from songrnn.corpus.catalogue import Taken, find, manifest, mixed, names
from songrnn.corpus.dedupe import tune_key
from songrnn.corpus.encoded import TextWriter
from songrnn.corpus.manifest import differences
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.split import NAMES, Shares
from songrnn.errors import CorpusError
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.midi import write_midi
from songrnn.notation.sequences import loads
from songrnn.notation.words import is_words


@pytest.fixture(scope="module")
def folk():
    return find("folk")


@pytest.fixture(scope="module")
def midis(tmp_path_factory, tune):
    """A folder of MIDI files."""
    folder = tmp_path_factory.mktemp("midis")
    for number in range(4):
        write_midi(read_tune(tune(number)).score, folder / f"{number}.mid")
    return folder


@pytest.fixture
def built(tunebook, tmp_path):
    """A folder as a build leaves it."""
    corpus = build_path(tunebook)
    record = corpus.record()
    for name in NAMES:
        writer = TextWriter(tmp_path, name, "abc")
        for piece in corpus.splits[name]:
            writer.add(piece)
        writer.close()
        record[name] = writer.record()
    corpus = Corpus("x", "Built", "ours", {}, corpus.report, recorded=record)
    (tmp_path / MANIFEST).write_text(describe(corpus, [], Preparation().values(), {}))
    return tmp_path


def test_every_manifest_can_be_read():
    assert "folk" in names()
    assert [manifest(name).name for name in names()] == names()


def test_an_unknown_manifest_is_an_error_with_the_nearest_name():
    with pytest.raises(CorpusError, match="Did you mean 'folk'"):
        manifest("fokl")


@pytest.mark.parametrize("name", ["no/such/file", "n" * 5000, "nul\0", "\x1b[2J\n"])
def test_what_is_neither_a_name_nor_a_path_is_an_error(name):
    with pytest.raises(CorpusError, match="No corpus or file is called '") as caught:
        find(name)
    assert str(caught.value).isprintable()


def test_a_path_is_found(tunebook):
    assert sum(map(len, find(str(tunebook)).splits.values())) == 60


def test_a_folder_of_midi_is_found_in_the_first_notation_that_is_wanted(midis):
    words = find(str(midis), ("words", "abc"))
    assert words.notation == "words"
    assert all(is_words(piece.text) for name in NAMES for piece in words.splits[name])
    notes = find(str(midis), ("notes",))
    assert sum(len(loads(piece.text).spans) for name in NAMES for piece in notes.splits[name]) == 4 * 32


def test_tunebooks_in_another_notation_keep_their_splits(tunebook):
    corpus, words = find(str(tunebook)), find(str(tunebook), ("words",))
    assert words.notation == "words"
    for name in NAMES:
        assert [piece.name for piece in words.splits[name]] == [piece.name for piece in corpus.splits[name]]


def test_a_folder_that_was_built_is_found_with_its_record_and_turned_if_need_be(built):
    corpus = find(str(built))
    assert (corpus.title, corpus.folder, corpus.record()["read"]) == ("Built", built, 60)
    assert corpus.splits["train"][0].name.startswith("reels.abc, tune ")
    assert find(str(built), ("notes", "abc")).notation == "abc"
    words = find(str(built), ("words",))
    assert (words.notation, words.folder) == ("words", None)
    assert [len(words.splits[name]) for name in NAMES] == [len(corpus.splits[name]) for name in NAMES]


def test_a_built_folder_of_another_version_is_an_error(built):
    (built / MANIFEST).write_text((built / MANIFEST).read_text().replace("format = 1", "format = 9"))
    with pytest.raises(CorpusError, match="its version is 9"):
        find(str(built))


def test_a_folder_without_music_is_an_error_with_the_commonest_reason(tmp_path):
    with pytest.raises(CorpusError, match="there is no music in it"):
        find(str(tmp_path))
    (tmp_path / "a.doc").touch()
    with pytest.raises(CorpusError, match=r"ends in '\.doc'"):
        find(str(tmp_path))


def test_a_manifest_that_prepares_is_gathered_from_its_package(midis, tmp_path, monkeypatch):
    package = tmp_path / "midis_of_a_test"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "files").symlink_to(midis)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(catalogue, "shipped", lambda kind: tmp_path / kind)
    (tmp_path / "corpora").mkdir()
    (tmp_path / "corpora" / "ours.toml").write_text(
        'title = "Ours"\nlicence = "free"\n[[source]]\nname = "a"\npackage = "midis_of_a_test"\nfolder = "files"\n'
        '[prepare]\nnotation = "words"\nkey = "all"\n[split]\nseed = 2\n'
    )
    found = find("ours")
    assert (found.title, found.licence, found.notation) == ("Ours", "free", "words")
    assert [len(found.splits[name]) for name in NAMES] == [24, 1, 1]


def test_folk_is_built_as_its_manifest_records(folk):
    recorded = manifest("folk").recorded
    if not recorded:
        pytest.skip("the manifest has no record yet")
    assert differences(recorded, folk.record()) == []


def test_folk_holds_out_tunes_and_not_settings_of_tunes(folk):
    keys = [{tune_key(text) for text in folk.texts(name)} for name in NAMES]
    assert all(keys)
    assert len(set.union(*keys)) == sum(map(len, keys))


def test_every_tune_of_folk_has_a_key_a_meter_and_notes(folk):
    for name in NAMES:
        for text in folk.texts(name):
            score = read_tune(text).score
            assert score.key.tonic
            assert score.meter.length
            assert len(score.voices[0].bars) >= 4


def test_what_is_turned_into_another_notation_keeps_its_long_rests(tmp_path):
    tunes = [f"X:{n}\nM:4/4\nL:1/4\nK:C\n{first}DEF|Z8|GABc|]\n" for n, first in enumerate("CDEFG", start=1)]
    (tmp_path / "rests.abc").write_text("\n".join(tunes))
    corpus = find(str(tmp_path / "rests.abc"), ("words",))
    assert all("R:8" in text.split() for name in NAMES for text in corpus.texts(name))


def test_a_split_that_is_mixed_anew_holds_all_pieces_and_the_same_each_time(tunebook):
    plain, one, other = find(str(tunebook)), *(find(str(tunebook), taken=Taken(mixed=True)) for _ in range(2))
    assert one.splits == other.splits
    assert sorted(piece.text for name in NAMES for piece in one.splits[name]) == sorted(
        piece.text for name in NAMES for piece in plain.splits[name]
    )


@pytest.mark.parametrize("notation", ["words", "notes"])
def test_pieces_that_are_no_abc_are_mixed_by_how_they_sound(tunebook, notation):
    shares = Shares(0.2, 0.2)
    found = find(str(tunebook), (notation,), Taken(shares=shares, mixed=True))
    assert len(found.splits["valid"]) > 5
    assert len(found.splits["train"]) > len(found.splits["valid"])


def test_pieces_in_all_keys_are_not_mixed(tunebook):
    everywhere = replace(find(str(tunebook)), in_all_keys=True)
    with pytest.raises(CorpusError, match="all keys"):
        mixed(everywhere, Shares())


def test_a_preparation_is_for_music_that_is_turned_and_changes_nothing_else(tmp_path):
    tunes = [f"X:{n}\nM:4/4\nL:1/4\nK:C\n{'CDEFGAB'[n]}2 z2|z4|z4|z4|z4|z4|{'GABCDEF'[n]}4|\n" for n in range(6)]
    (tmp_path / "rests.abc").write_text("\n".join(tunes))
    path = str(tmp_path / "rests.abc")
    plain, kept = find(path, ("words",)), find(path, ("words",), Taken({"key": "kept"}))
    assert plain.splits == kept.splits
    silent = find(path, ("words",), Taken({"durations": False}))
    assert ":" not in silent.texts("train")[0]
