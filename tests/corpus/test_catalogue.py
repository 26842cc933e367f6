import pytest

from songrnn.corpus.catalogue import find, manifest, names
from songrnn.corpus.dedupe import tune_key
from songrnn.corpus.manifest import differences
from songrnn.corpus.split import NAMES
from songrnn.errors import CorpusError
from songrnn.notation.abc.parser import read_tune


@pytest.fixture(scope="module")
def folk():
    return find("folk")


def test_every_manifest_can_be_read():
    assert "folk" in names()
    assert [manifest(name).name for name in names()] == names()


def test_an_unknown_manifest_is_an_error_with_the_nearest_name():
    with pytest.raises(CorpusError, match="Did you mean 'folk'"):
        manifest("fokl")


def test_what_is_neither_a_name_nor_a_path_is_an_error():
    with pytest.raises(CorpusError, match="No corpus or file is called 'no/such/file'"):
        find("no/such/file")


def test_a_path_is_found(tunebook):
    assert sum(map(len, find(str(tunebook)).splits.values())) == 60


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
