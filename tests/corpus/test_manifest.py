import pytest

from songrnn.corpus.clean import Rules
from songrnn.corpus.manifest import Source, differences, read_manifest
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.split import Shares
from songrnn.errors import CorpusError

MANIFEST = """
title = "Reels"
licence = "public domain"
[[source]]
name = "a"
package = "b"
folder = "c"
[clean]
header = ["M", "K"]
bars_a_line = 2
[split]
valid = 0.1
test = 0.2
seed = 3
prefix = 8
"""


def manifest(tmp_path, text):
    path = tmp_path / "reels.toml"
    path.write_text(text)
    return read_manifest(path)


def test_a_manifest_is_read_with_its_file_s_name(tmp_path):
    read = manifest(tmp_path, MANIFEST + "[recorded]\nread = 7\n")
    assert (read.name, read.title, read.licence) == ("reels", "Reels", "public domain")
    assert read.sources == (Source("a", "b", "c"),)
    assert read.rules == Rules(("M", "K"), 2)
    assert read.shares == Shares(0.1, 0.2, 3, 8)
    assert read.recorded == {"read": 7}


def test_a_manifest_need_not_have_a_record(tmp_path):
    assert manifest(tmp_path, MANIFEST).recorded == {}


def test_a_manifest_that_prepares_says_how(tmp_path):
    assert manifest(tmp_path, MANIFEST).preparation is None
    read = manifest(tmp_path, MANIFEST + '[prepare]\nnotation = "words"\nprograms = [0, 5]\n')
    assert read.preparation == Preparation("words", programs=(0, 5))


def test_a_preparation_with_a_mistake_is_an_error_with_the_nearest_name(tmp_path):
    with pytest.raises(CorpusError, match=r"'reels\.toml' is not a corpus manifest: .* Did you mean 'notation'"):
        manifest(tmp_path, MANIFEST + '[prepare]\nnotaton = "words"\n')


@pytest.mark.parametrize(
    "text",
    ["title = ", "", MANIFEST.replace("title", "name"), MANIFEST + "speed = 1\n", MANIFEST.replace("folder", "path")],
)
def test_what_is_no_manifest_is_an_error_that_names_the_file(tmp_path, text):
    with pytest.raises(CorpusError, match=r"'reels\.toml' is not a corpus manifest"):
        manifest(tmp_path, text)


def test_a_manifest_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CorpusError, match=r"'none\.toml'"):
        read_manifest(tmp_path / "none.toml")


def test_equal_records_do_not_differ():
    assert differences({"a": 1, "b": {"c": 2}}, {"b": {"c": 2}, "a": 1}) == []


def test_every_difference_is_named_with_its_place():
    recorded = {"read": 3, "train": {"pieces": 1, "sha256": "x"}, "gone": {"rule": 1}}
    found = {"read": 3, "train": {"pieces": 2, "sha256": "x"}, "new": 4}
    assert differences(recorded, found) == [
        "gone is None, recorded as {'rule': 1}",
        "new is 4, recorded as None",
        "train.pieces is 2, recorded as 1",
    ]
