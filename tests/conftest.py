"""What several tests share: a tiny corpus of our own, and a tiny trained model."""

import os
from pathlib import Path

# Tiny networks are slower on several threads, and much slower when something else is running.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest  # after the line above, which torch reads as it is imported

TUNE = "X:{n}\nT:Tune {n}\nR:reel\nM:4/4\nL:1/8\nK:{key}\n{body}\n"
_BARS = ["ABcd efga", "d2f2 a2f2", "gfed cBAG", "F2A2 d4", "eaag efge", "dBAB d2ef", "A2AB AGEG", "c2BA G2AB"]


def bodies(count: int) -> list[str]:
    """Different tunes of eight bars."""
    out = []
    for n in range(count):
        bars = [_BARS[(n * step + start) % len(_BARS)] for start, step in enumerate((1, 3, 5, 7, 1, 3, 5, 7))]
        bars[0] = "".join("ABCDEFG"[(n // 7**digit) % 7] for digit in range(4)) + " " + bars[0][-4:]
        out.append("|:" + "|".join(bars[:4]) + ":|\n|:" + "|".join(bars[4:]) + ":|")
    return out


@pytest.fixture(scope="session")
def tunebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tunebook of sixty different reels."""
    path = tmp_path_factory.mktemp("corpus") / "reels.abc"
    tunes = [TUNE.format(n=n, key="DGA"[n % 3], body=body) for n, body in enumerate(bodies(60), start=1)]
    path.write_text("\n".join(tunes))
    return path


@pytest.fixture(scope="session")
def run_folder(tunebook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run of a tiny model on the tunebook."""
    from songrnn.actions.train import Order, train

    folder = tmp_path_factory.mktemp("runs") / "tiny"
    settings = ("train.epochs=6", "model.width=32", "train.rows=8", "train.steps=32", "train.rate=0.02")
    list(train(Order(str(tunebook), "char-lstm", "tiny", settings, folder)))
    return folder


WORDS = "C4:1/4 E4:1/4 C4.E4.G4:1/2 R:1/8 D4:1/8 C4.F4-:1/4 C4.F4:1/4 C4:1"


@pytest.fixture(scope="session")
def words_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny model of note words that has learned nothing."""
    import torch

    from songrnn.checkpoint import Trained, save
    from songrnn.codecs.words import Words
    from songrnn.models.recurrent import Recurrent, Settings

    codec = Words.fit([WORDS])
    with torch.random.fork_rng():
        torch.manual_seed(1)
        network = Recurrent(codec.form, Settings("lstm", 2, 8, 4, 0.0))
    with torch.no_grad():
        network.softmax.bias[0] -= 1  # a piece has some words before its end
    folder = tmp_path_factory.mktemp("words") / "tiny"
    save(folder, Trained(network.eval(), codec, {"corpus": {"notation": "words"}}))
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder, a home and an environment without settings of songrnn."""
    for name in os.environ:
        if name.startswith("SONGRNN"):
            monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
