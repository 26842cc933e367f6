"""Sessions: what a model's name means, and that each model is loaded once."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import torch

from songrnn import checkpoint, session
from songrnn.checkpoint import Trained, save
from songrnn.codecs import CODECS
from songrnn.errors import CheckpointError
from songrnn.models import FAMILIES
from songrnn.session import DEFAULT_MODEL, Session, find_model, model_names, user_models


def little():
    codec = CODECS.get("characters").fit(["abc"])
    return Trained(FAMILIES.get("recurrent").build(codec.form, {"width": 4, "embedding": 3, "layers": 1}), codec)


@pytest.fixture
def homes(tmp_path, monkeypatch):
    """Folders of shipped models and of the user's own, with models `folk`, `jigs` and `reels` among them."""
    shipped, own = tmp_path / "checkpoints", tmp_path / "own"
    for place in (shipped / "folk", shipped / "jigs", own / "jigs", own / "reels"):
        save(place, little())
    monkeypatch.setattr(session, "shipped", lambda kind: tmp_path / kind)
    monkeypatch.setenv("SONGRNN_MODELS", str(own))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(homes):
    """The folder of a run with two checkpoints."""
    folder = homes / "run"
    for name in ("step-000001", "step-000002"):
        save(folder / name, little())
    (folder / "best").write_text("step-000001\n")
    (folder / "latest").write_text("step-000002\n")
    return folder


def test_a_name_means_a_shipped_model_or_one_of_the_user(homes):
    assert find_model("folk") == homes / "checkpoints" / "folk"
    assert find_model("reels") == homes / "own" / "reels"


def test_a_shipped_model_goes_before_one_of_the_user_and_a_name_before_a_folder_here(homes):
    save(homes / "reels", little())
    assert find_model("jigs") == homes / "checkpoints" / "jigs"
    assert find_model("reels") == homes / "own" / "reels"
    assert find_model("./reels") == Path("reels")


def test_a_path_means_the_checkpoint_there(homes):
    assert find_model(str(homes / "own" / "reels")) == homes / "own" / "reels"
    assert find_model("own/reels/") == Path("own/reels")


def test_a_path_may_begin_at_home(homes, monkeypatch):
    monkeypatch.setenv("HOME", str(homes))
    assert find_model("~/own/reels") == homes / "own" / "reels"


def test_a_run_means_its_best_checkpoint_and_either_can_be_asked_for(run):
    assert find_model(str(run)) == run / "step-000001"
    assert find_model(str(run / "best")) == run / "step-000001"
    assert find_model(str(run / "latest")) == run / "step-000002"
    assert find_model(str(run / "step-000002")) == run / "step-000002"


def test_a_run_in_the_users_folder_goes_by_its_name(homes):
    save(homes / "own" / "airs" / "step-5", little())
    (homes / "own" / "airs" / "best").write_text("step-5")
    assert "airs" in model_names()
    assert find_model("airs") == homes / "own" / "airs" / "step-5"


def test_a_run_without_a_best_checkpoint_means_its_latest(run):
    (run / "best").unlink()
    assert find_model(str(run)) == run / "step-000002"


@pytest.mark.parametrize("target", ["../own/reels", "/etc", "", "reels", "step-1\\..\\x"])
def test_a_pointer_out_of_its_run_is_refused(run, target):
    (run / "best").write_text(target)
    with pytest.raises(CheckpointError, match="does not name a checkpoint"):
        find_model(str(run))


def test_a_pointer_that_is_no_text_is_refused(run):
    (run / "best").write_bytes(b"\xff\xfe")
    with pytest.raises(CheckpointError, match="cannot be looked into"):
        find_model(str(run))


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize(("mistake", "meant"), [("reel", "reels"), ("Folk", "folk"), ("jjigs", "jigs")])
def test_a_mistaken_name_is_answered_with_the_nearest(mistake, meant):
    with pytest.raises(CheckpointError, match=f"'{mistake}'. Did you mean '{meant}'"):
        find_model(mistake)


@pytest.mark.usefixtures("homes")
def test_a_name_like_none_is_answered_with_all():
    with pytest.raises(CheckpointError, match="Known: folk, jigs, reels"):
        find_model("xyzzy")


@pytest.mark.parametrize("name", ["", ".", "..", "own"])
def test_a_folder_without_a_model_is_named_as_that(homes, name):
    (homes / "checkpoints" / "model.json").write_text("{}")  # what "." would find beside the models
    with pytest.raises(CheckpointError, match="holds no model"):
        find_model(name)


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize("name", ["a" * 5000, "a\0b", "~nobody-of-that-name", "~nobody-of-that-name/x", "a\x1b[2J\n"])
def test_a_name_that_no_file_can_have_is_refused_with_a_sentence(name):
    with pytest.raises(CheckpointError) as caught:
        find_model(name)
    assert len(str(caught.value)) < 300
    assert not set("\x1b\n\0") & set(str(caught.value))


@pytest.mark.usefixtures("homes")
def test_names_are_listed_once_each_in_order():
    assert model_names() == ["folk", "jigs", "reels"]


def test_what_is_unfinished_or_no_model_is_not_listed(homes):
    save(homes / "own" / ".unfinished-x", little())
    (homes / "own" / "notes").mkdir()
    assert model_names() == ["folk", "jigs", "reels"]


@pytest.mark.usefixtures("homes")
def test_every_name_that_is_listed_can_be_found():
    for name in model_names():
        assert (find_model(name) / "model.json").is_file()


def test_the_default_model_is_one_that_songrnn_ships():
    assert DEFAULT_MODEL in model_names()


def test_no_folder_of_models_is_no_failure(tmp_path, monkeypatch):
    monkeypatch.setattr(session, "shipped", lambda kind: tmp_path / kind)
    monkeypatch.setenv("SONGRNN_MODELS", str(tmp_path / "none"))
    assert model_names() == []


@pytest.mark.parametrize(
    ("given", "data", "expected"),
    [
        ("~/mine", "/data", "HOME/mine"), ("/mine", "", "/mine"), ("", "/data", "/data/songrnn/models"),
        ("", "", "HOME/.local/share/songrnn/models"), ("~nobody-of-that-name", "", "~nobody-of-that-name"),
    ],
)  # fmt: skip
def test_the_users_models_are_where_the_environment_says(tmp_path, monkeypatch, given, data, expected):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SONGRNN_MODELS", given)
    monkeypatch.setenv("XDG_DATA_HOME", data)
    assert user_models() == Path(expected.replace("HOME", str(tmp_path)))


@pytest.fixture
def loads(monkeypatch):
    """The folders that were loaded, each slowly."""
    seen = []

    def load(folder):
        seen.append(folder)
        time.sleep(0.05)  # long enough for other threads to ask meanwhile
        return little()

    monkeypatch.setattr(checkpoint, "load", load)
    return seen


def test_a_model_is_loaded_once_by_whatever_way_it_is_named(homes, loads):
    living = Session()
    one = living.model("reels")
    assert living.model(str(homes / "own" / "reels")) is one
    assert living.model("own/../own/reels") is one
    assert living.model("folk") is not one
    assert loads == [homes / "own" / "reels", homes / "checkpoints" / "folk"]


@pytest.mark.usefixtures("homes")
def test_threads_that_ask_at_once_get_one_model_loaded_once(loads):
    living, found, gate = Session(), [], threading.Barrier(8)

    def ask():
        gate.wait()
        found.append(living.model("reels"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


def test_a_model_that_failed_to_load_can_be_asked_for_again(homes):
    living, weights = Session(), homes / "own" / "reels" / "weights.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    with pytest.raises(CheckpointError, match="damaged"):
        living.model("reels")
    weights.write_bytes(whole)
    assert isinstance(living.model("reels").network, torch.nn.Module)


@pytest.mark.usefixtures("homes")
def test_sessions_share_nothing():
    assert Session().model("reels") is not Session().model("reels")


def test_names_are_found_without_torch():
    script = (
        "import sys, songrnn.session as s; s.find_model(s.DEFAULT_MODEL); s.Session(); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
