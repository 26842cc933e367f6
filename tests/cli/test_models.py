"""songrnn models: those that can be named, and their cards."""

import json
import shutil

import pytest

from songrnn.session import find_model


@pytest.fixture
def models(run_folder, tmp_path, monkeypatch):
    """A folder of the user's own models: one that is whole, and two that are not."""
    place = tmp_path / "models"
    for name in ("whole", "torn", "foreign"):
        shutil.copytree(find_model(str(run_folder)), place / name)
    (place / "torn" / "model.json").write_text('{"form')
    (place / "foreign" / "model.json").write_text('{"format": 99}')
    monkeypatch.setenv("SONGRNN_MODELS", str(place))
    return place


def test_models_are_listed_and_damaged_ones_remarked_on(songrnn, models):
    done = songrnn("models", "list")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "chorales", "folk", "folk-subwords", "whole",
    ]  # fmt: skip
    assert "lstm 1×32, characters, reels.abc" in done.stdout
    assert models.is_dir()
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["foreign", "torn"]


def test_the_list_comes_as_json_too(songrnn, models):
    assert models.is_dir()
    assert list(json.loads(songrnn("models", "list", "--json").stdout)) == [
        "chorales",
        "folk",
        "folk-subwords",
        "whole",
    ]


def test_a_card_is_shown_without_what_would_move_the_cursor(songrnn, models):
    (models / "whole" / "CARD.md").write_bytes(b"# Mine\x1b[31m \xff\n")
    assert songrnn("models", "show", "whole").stdout == "# Mine\ufffd[31m \ufffd\n"


def test_a_model_without_a_card_shows_its_description(songrnn, models):
    (models / "whole" / "CARD.md").unlink()
    assert json.loads(songrnn("models", "show", "whole").stdout)["format"] == 1
