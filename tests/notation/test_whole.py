import pytest

from songrnn.errors import UsageError
from songrnn.notation.whole import write_whole


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "a file"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["folder", "nowhere/tune.mid"])
def test_a_place_that_cannot_be_written_is_named_and_left_as_it_was(tmp_path, place):
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=f"{place}' cannot be written"):
        write_whole(tmp_path / place, b"new")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]
