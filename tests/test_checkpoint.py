"""Checkpoints: what is saved comes back, a folder is there whole or not at all, and nothing bad is loaded."""

import ast
import json
import os
import pickle
import stat
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

import songrnn
from songrnn import checkpoint
from songrnn.checkpoint import CARD, HISTORY, MODEL, WEIGHTS, Trained, TrainingState, describe, load, load_state, save
from songrnn.codecs import CODECS
from songrnn.errors import CheckpointError
from songrnn.models import FAMILIES

ABOUT = {
    "recipe": {"name": "char-lstm"},
    "corpus": {"name": "folk", "header": ["R", "M", "L", "K"], "train": {"sha256": "ab"}},
    "metrics": {"valid_nats": 1.25},
    "trained_at": "2024-05-01",
}
TEXTS = {CARD: "# A card, größer\n", HISTORY: '{"step": 1}\n'}


def make(**settings):
    torch.manual_seed(2)
    codec = CODECS.get("characters").fit(["K:D\nabc é"])
    network = FAMILIES.get("recurrent").build(codec.form, {"width": 6, "embedding": 4, "layers": 2, **settings})
    return Trained(network, codec, ABOUT, TEXTS)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "models" / "little"
    save(place, make(), TrainingState({"state.0": torch.arange(6.0)}, {"step": 3}))
    return place


def change_json(folder, **parts):
    about = json.loads((folder / MODEL).read_text())
    (folder / MODEL).write_text(json.dumps({**about, **parts}))


def change_weights(folder, change):
    weights = load_file(folder / WEIGHTS)
    change(weights)
    save_file(weights, folder / WEIGHTS)


def refusal(folder, read=load):
    """The one sentence with which a folder is refused: short, on one line, and with the folder's name in it."""
    with pytest.raises(CheckpointError) as caught:
        read(folder)
    sentence = str(caught.value)
    assert f"'{checkpoint.one_line(str(folder))}'" in sentence
    assert "\n" not in sentence
    assert len(sentence) < 500
    return sentence


def everything_in(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_what_is_saved_comes_back(tmp_path, cell):
    trained = make(cell=cell, dropout=0.3)
    save(tmp_path / "a", trained)
    again = load(tmp_path / "a")
    assert (again.about, again.texts) == (ABOUT, TEXTS)
    assert again.network.settings() == trained.network.settings()
    assert again.codec.settings() == trained.codec.settings()
    before, after = trained.network.state_dict(), again.network.state_dict()
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert not again.network.training


def test_saving_what_was_loaded_writes_the_same_bytes(folder):
    other = folder.parent / "other"
    save(other, load(folder))
    for name in (MODEL, WEIGHTS, CARD, HISTORY):
        assert (other / name).read_bytes() == (folder / name).read_bytes()


def test_tied_weights_are_stored_once_and_are_tied_again(tmp_path):
    trained = make(embedding=6, tied=True)
    save(tmp_path / "tied", trained)
    assert "softmax.weight" not in load_file(tmp_path / "tied" / WEIGHTS)
    network = load(tmp_path / "tied").network
    assert network.softmax.weight is network.embedding.weight
    assert torch.equal(network.softmax.weight, trained.network.softmax.weight)


def test_weights_rounded_to_fp16_come_back_as_fp32_that_near(tmp_path):
    trained = make()
    save(tmp_path / "half", trained, dtype=torch.float16)
    assert {weight.dtype for weight in load_file(tmp_path / "half" / WEIGHTS).values()} == {torch.float16}
    before, after = dict(trained.network.named_parameters()), dict(load(tmp_path / "half").network.named_parameters())
    for name, weight in before.items():
        assert after[name].dtype == torch.float32
        assert torch.equal(after[name], weight.half().float())
        assert weight.dtype == torch.float32  # the network that was saved is as it was


def test_the_training_state_comes_back(folder):
    state = load_state(folder)
    assert state.values == {"step": 3}
    assert torch.equal(state.tensors["state.0"], torch.arange(6.0))


def test_a_model_can_be_described_without_its_weights(folder):
    (folder / WEIGHTS).unlink()
    assert describe(folder)["corpus"] == ABOUT["corpus"]
    assert describe(folder)["family"] == {"name": "recurrent", "settings": make().network.settings()}


def test_a_folder_and_its_files_are_readable_by_all_and_nothing_lies_beside_it(folder):
    assert everything_in(folder.parent) == {
        "little", f"little/{MODEL}", f"little/{WEIGHTS}", f"little/{CARD}", f"little/{HISTORY}",
        "little/state", "little/state/tensors.safetensors", "little/state/values.json",
    }  # fmt: skip
    for path in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644)


def test_an_existing_folder_is_refused_and_left_as_it_was(folder):
    before = {name: (folder / name).read_bytes() for name in (MODEL, WEIGHTS)}
    assert "exists already" in refusal(folder, lambda place: save(place, make(cell="gru")))
    assert {name: (folder / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("failure", [OSError("disk full"), KeyboardInterrupt()])
def test_nothing_is_left_behind_when_filling_fails(tmp_path, failure):
    def fill(place):
        (place / "half").mkdir()
        (place / "half" / "weights").write_text("…")
        raise failure

    with pytest.raises(type(failure)):
        checkpoint.write_folder(tmp_path / "new", fill)
    assert everything_in(tmp_path) == set()


def test_a_folder_is_not_there_before_it_is_whole(tmp_path):
    seen = []

    def fill(place):
        seen.append(((tmp_path / "new").exists(), place.parent))

    checkpoint.write_folder(tmp_path / "new", fill)
    assert seen == [(False, tmp_path)]  # a neighbour, so that renaming it is one move
    assert (tmp_path / "new").is_dir()


def test_all_is_flushed_to_disk_before_the_name_is_given(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(checkpoint, "_flush", lambda path: flushed.append((path.name, (tmp_path / "new").exists())))
    checkpoint.write_folder(tmp_path / "new", lambda place: (place / "file").write_text("x"))
    assert [place for place, _ in flushed if place == "file"]
    assert [there for _, there in flushed] == [False, False, True]
    assert flushed[-1][0] == tmp_path.name


def test_text_is_replaced_whole_or_not_at_all(tmp_path):
    checkpoint.write_text(tmp_path / "latest", "step-1\n")
    checkpoint.write_text(tmp_path / "latest", "step-2\n")
    with pytest.raises(UnicodeEncodeError):
        checkpoint.write_text(tmp_path / "latest", "a" * 10**5 + "\ud800")
    assert (tmp_path / "latest").read_text() == "step-2\n"
    assert everything_in(tmp_path) == {"latest"}
    assert stat.S_IMODE((tmp_path / "latest").stat().st_mode) == 0o644


def test_what_killed_processes_left_is_swept_and_nothing_else(tmp_path):
    (tmp_path / ".unfinished-a" / "state").mkdir(parents=True)
    (tmp_path / ".unfinished-b").write_text("x")
    (tmp_path / "step-1").mkdir()
    checkpoint.sweep_unfinished(tmp_path)
    assert everything_in(tmp_path) == {"step-1"}


def test_a_missing_folder_an_empty_one_and_a_file_are_no_models(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    for name in ("missing", "empty", "file"):
        assert "no readable model.json" in refusal(tmp_path / name)


@pytest.mark.parametrize("version", [0, 2, "1", None, [1], "x" * 10**5, "\x1b[2J\n"])
def test_another_format_version_is_refused_with_both_numbers(folder, version):
    change_json(folder, format=version)
    sentence = refusal(folder)
    assert "reads version 1" in sentence
    assert "\x1b" not in sentence


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[: len(raw) // 2], lambda _: b"", lambda _: b"\x80\x04\x95\xff\x00", lambda _: b"[" * 10**5,
        lambda _: b'{"format": ' + b"9" * 5000 + b"}",
    ],
)  # fmt: skip
def test_a_damaged_description_is_refused(folder, damage):
    (folder / MODEL).write_bytes(damage((folder / MODEL).read_bytes()))
    assert "its model.json is not whole" in refusal(folder)
    assert refusal(folder, describe) == refusal(folder)


@pytest.mark.parametrize(
    "parts",
    [
        {"family": None}, {"codec": "characters"}, {"codec": {"name": "characters"}}, {"corpus": "folk"},
        {"codec": {"name": 3, "settings": {}}}, {"family": {"name": None, "settings": {}}},
        {"family": {"name": "recurrent", "settings": [1]}}, {"corpus": {"header": 5}}, {"corpus": {"header": [["R"]]}},
        {"corpus": {"train": []}}, {"recipe": 1}, {"metrics": None},
    ],
)  # fmt: skip
def test_a_description_whose_parts_are_of_the_wrong_kind_is_refused(folder, parts):
    change_json(folder, **parts)
    assert "its model.json is not whole" in refusal(folder)


@pytest.mark.parametrize("text", ["[1, 2]", '"model"', "null", "1"])
def test_json_that_is_no_object_is_refused(folder, text):
    (folder / MODEL).write_text(text)
    assert "format version None" in refusal(folder)


def test_an_endless_description_is_refused_unread(folder):
    with (folder / MODEL).open("ab") as file:
        file.truncate(2**30)
    assert "no readable model.json" in refusal(folder)


NETWORK = {"cell": "lstm", "layers": 2, "width": 6, "embedding": 4, "dropout": 0.2, "tied": False}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"width": -1}, "width"), ({"width": 10**12}, "width"), ({"width": 6.5}, "width"), ({"cell": []}, ""),
        ({"dropout": "x"}, ""), ({"dropout": 2}, "dropout"), ({"depth": 3}, "depth"), ({"cell": "lsmt"}, "lstm"),
        ({"\x1b[31m\n": 1}, ""),
    ],
)  # fmt: skip
def test_settings_that_no_network_has_are_refused(folder, settings, said):
    change_json(folder, family={"name": "recurrent", "settings": {**NETWORK, **settings}})
    sentence = refusal(folder)
    assert said in sentence
    assert "\x1b" not in sentence


@pytest.mark.parametrize("part", ["family", "codec"])
@pytest.mark.parametrize("name", ["os:system", "", "x" * 10**5, "\x1b[31m\nwrong"])
def test_a_family_or_codec_of_no_known_name_is_refused(folder, part, name):
    change_json(folder, **{part: {"name": name, "settings": {}}})
    assert "does not describe a model" in refusal(folder)


@pytest.mark.parametrize("settings", [{}, {"alphabet": ""}, {"alphabet": "aab"}, {"alphabet": 5}, {"alphabet": ["a"]}])
def test_an_alphabet_that_is_none_is_refused(folder, settings):
    change_json(folder, codec={"name": "characters", "settings": settings})
    assert "does not describe a model" in refusal(folder)


def rewrite_header(raw, **entry):
    """A safetensors file with the declaration of its first tensor changed."""
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    first = next(name for name in header if name != "__metadata__")
    header[first] |= entry
    declared = json.dumps(header).encode()
    return struct.pack("<Q", len(declared)) + declared + raw[8 + size :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:-1], lambda raw: raw[: len(raw) // 2], lambda raw: raw[:4], lambda _: b"",
        lambda raw: raw + b"x", lambda _: pickle.dumps({"a": 1}), lambda _: b"\xff" * 100,
        lambda raw: struct.pack("<Q", 2**62) + raw[8:],
        lambda raw: rewrite_header(raw, shape=[2**40, 2**20]),
        lambda raw: rewrite_header(raw, data_offsets=[0, 2**50], shape=[2**48], dtype="F32"),
        lambda raw: rewrite_header(raw, dtype="PICKLE"),
    ],
)  # fmt: skip
def test_damaged_weights_are_refused(folder, damage):
    (folder / WEIGHTS).write_bytes(damage((folder / WEIGHTS).read_bytes()))
    assert "missing or damaged" in refusal(folder)


def test_missing_weights_and_a_folder_in_their_place_are_refused(folder):
    (folder / WEIGHTS).unlink()
    assert "missing or damaged" in refusal(folder)
    (folder / WEIGHTS).mkdir()
    assert "missing or damaged" in refusal(folder)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda w: w.pop("softmax.bias"), "'softmax.bias' is absent, should be"),
        (lambda w: w.update(more=torch.zeros(2)), "'more' is 2 (2 numbers), should be absent"),
        (lambda w: w.update({"softmax.bias": torch.zeros(3, 2)}), "'softmax.bias' is 3×2 (6 numbers)"),
        (lambda w: w.update({"embedding.weight": w["embedding.weight"].T.contiguous()}), "'embedding.weight' is 4×"),
        (lambda w: w.update({"a\x1b[2J\n": torch.zeros(2)}), "should be absent"),
    ],
)
def test_weights_that_do_not_fit_are_refused_with_both_shapes(folder, change, said):
    change_weights(folder, change)
    sentence = refusal(folder)
    assert said in sentence
    assert "\x1b" not in sentence


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.float8_e5m2])
def test_weights_that_are_no_numbers_are_refused(folder, value, dtype):
    def spoil(weights):
        bias = weights["softmax.bias"].clone()
        bias[-1] = value
        weights["softmax.bias"] = bias.to(dtype)

    change_weights(folder, spoil)
    assert "no numbers" in refusal(folder)


@pytest.mark.parametrize(
    "change", [lambda bias: bias.to(torch.complex64), lambda bias: torch.full_like(bias, 1e300, dtype=torch.float64)]
)
def test_weights_that_are_no_numbers_as_fp32_are_refused(folder, change):
    change_weights(folder, lambda weights: weights.update({"softmax.bias": change(weights["softmax.bias"])}))
    assert "no numbers" in refusal(folder)


@pytest.mark.parametrize("name", [CARD, HISTORY])
def test_a_card_or_history_that_is_no_text_is_refused(folder, name):
    (folder / name).write_bytes(b"\xff\xfe\x00")
    assert f"its {name} is not whole" in refusal(folder)


@pytest.mark.parametrize("text", ["", "{", "3", "[1, 2]", "[" * 10**5])
def test_a_damaged_training_state_is_refused(folder, text):
    (folder / "state" / "values.json").write_text(text)
    assert "no training state" in refusal(folder, load_state)


def test_a_torn_or_missing_training_state_is_refused(folder):
    tensors = folder / "state" / "tensors.safetensors"
    tensors.write_bytes(tensors.read_bytes()[:-3])
    assert "no training state" in refusal(folder, load_state)
    tensors.unlink()
    assert "no training state" in refusal(folder, load_state)


def test_the_name_of_a_folder_is_made_safe_to_show(tmp_path):
    place = tmp_path / "a\x1b[2J\nb"
    place.mkdir()
    assert "\x1b" not in refusal(place)


_WITH_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from songrnn.checkpoint import load
from songrnn.errors import CheckpointError
import songrnn.codecs.characters, songrnn.models.recurrent
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 2**29, used + 2**29))
try:
    load(Path(sys.argv[1]))
except CheckpointError as error:
    print(error)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's way to limit memory")
def test_absurd_sizes_are_refused_without_taking_memory(folder):
    change_json(folder, family={"name": "recurrent", "settings": {**NETWORK, "layers": 16, "width": 8192}})
    script = [sys.executable, "-c", _WITH_LITTLE_MEMORY, str(folder)]
    done = subprocess.run(script, capture_output=True, text=True, check=False, timeout=120)
    assert "do not fit its model.json" in done.stdout, done.stderr


class Bomb:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_nothing_is_unpickled_from_a_folder(folder, tmp_path):
    gone_off = tmp_path / "gone off"
    for name in (WEIGHTS, "weights.pt", "pytorch_model.bin", "state/tensors.safetensors"):
        (folder / name).write_bytes(pickle.dumps(Bomb(gone_off)))
    refusal(folder)
    refusal(folder, load_state)
    assert not gone_off.exists()


def test_nothing_is_ever_pickled(folder):
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} == {".safetensors", ".json", ".md", ".jsonl"}


_UNPICKLERS = {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}


# Reads the pickles of MusicNet with stand-ins for all that they may name; its own tests are about what it refuses.
_CAREFUL = Path("corpus", "collections", "intervals.py")
_MODULES = [path for path in sorted(Path(songrnn.__file__).parent.rglob("*.py")) if not path.match(str(_CAREFUL))]


def test_one_module_alone_reads_pickles_and_with_no_ready_made_reader():
    text = (Path(songrnn.__file__).parent / _CAREFUL).read_text(encoding="utf-8")
    assert "from pickle import UnpicklingError, _Unpickler" in text
    assert "def find_class(" in text
    assert "pickle.load" not in text


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.stem)
def test_no_module_can_unpickle(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & _UNPICKLERS
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in _UNPICKLERS
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in {("torch", "load"), ("torch", "save")}
        elif isinstance(node, ast.keyword):
            assert node.arg != "allow_pickle" or ast.unparse(node.value) == "False"
