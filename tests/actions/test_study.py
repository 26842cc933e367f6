import re
import shutil

import pytest

from songrnn.actions import study as studying
from songrnn.actions.generate import Wish
from songrnn.actions.material import learned
from songrnn.actions.study import Order, study, write
from songrnn.actions.train import Order as Training
from songrnn.actions.train import train
from songrnn.actions.writing import Counted
from songrnn.corpus.catalogue import find
from songrnn.evaluate.bits import score
from songrnn.evaluate.study.study import Study
from songrnn.session import Session

WISH = Wish(length=150, rules="off")


def made(*places, **further):
    *counted, found = study(Order(tuple(map(str, places)), **{"wish": WISH, "samples": 1, "tunes": 3, **further}))
    assert all(isinstance(one, Counted) for one in counted)
    assert isinstance(found, Study)
    return found


@pytest.fixture(scope="module")
def whole(run_folder):
    return made(run_folder)


def test_a_run_is_studied_with_what_its_best_model_writes(whole):
    (output,) = whole.outputs
    assert (output.tunes, len(output.samples)) == (3, 1)
    assert output.samples[0].seed == 1
    assert output.distance is not None
    assert output.distance.output.pieces + output.distance.output.silent == 3
    assert output.originality.comparison.written.pieces == 3
    assert output.written.pitch.sum() == pytest.approx(1)
    assert "seeds 1 to 3" in output.how


def test_the_same_order_makes_the_same_page(whole, run_folder, tmp_path):
    one, other = (
        write(found, tmp_path / f"{at}.html").read_bytes() for at, found in enumerate((whole, made(run_folder)))
    )
    assert one == other


def test_a_page_is_one_file_and_holds_all_of_it(whole, tmp_path):
    path = write(whole, tmp_path / "report.html")
    text = path.read_text()
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]
    assert len(text) < 5_000_000
    for heading in ("Runs", "Curves", "Output of tiny", "Originality", "Distance from the corpus", "Sample of seed 1"):
        assert f">{heading}</a>" in text
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", text)


def test_markdown_has_its_files_beside_it(whole, tmp_path):
    path = write(whole, tmp_path / "report.md")
    named = set(re.findall(r"\(<report_files/([^>]+)>\)", path.read_text()))
    assert named == {one.name for one in (tmp_path / "report_files").iterdir()}
    assert "curves-1.svg" in named


def test_without_originality_nothing_is_looked_for(run_folder):
    (output,) = made(run_folder, originality=False).outputs
    assert output.originality is None


def test_a_model_that_writes_nothing_is_still_studied(run_folder, tmp_path):
    found = made(run_folder, samples=0, tunes=0)
    assert found.outputs[0].tunes == 0
    assert "Curves" in write(found, tmp_path / "r.html").read_text()


@pytest.fixture
def alone(tunebook, tmp_path):
    """A run of the course's recipe on a corpus that can be removed."""
    book = shutil.copy(tunebook, tmp_path / "book.abc")
    settings = ("train.epochs=1", "model.width=16", "model.embedding=8")
    list(train(Training(str(book), "szeto-lstm", "tiny", settings, tmp_path / "run")))
    return tmp_path


def test_windows_of_thirty_characters_are_measured_where_a_report_has_them(alone):
    (run,) = made(alone / "run", samples=0, tunes=0).runs
    assert 0 < run.windows < 6


def test_a_model_of_grids_is_studied_like_one_of_texts(tunebook, tmp_path):
    settings = ("train.epochs=1", "model.width=8", "train.stride=256")
    list(train(Training(str(tunebook), "rajaraman-rolls", "tiny", settings, tmp_path / "run")))
    found = made(tmp_path / "run", wish=Wish(length=32, rules="off", excerpt=16))
    (output,) = found.outputs
    assert output.originality.comparison.written.pieces == 3
    assert any("counts as copied" in remark for remark in output.remarks)
    assert "Rajaraman 2018" in write(found, tmp_path / "r.html").read_text()


def test_a_corpus_that_is_gone_leaves_out_what_needs_it_and_says_so(alone, tmp_path):
    (alone / "book.abc").unlink()
    found = made(alone / "run")
    (output,) = found.outputs
    assert "is not there any more" in output.remarks[0]
    assert (output.distance, output.originality, output.written, found.runs[0].windows) == (None, None, None, None)
    assert len(output.samples) == 1
    assert "is not there any more" in write(found, tmp_path / "r.html").read_text()


def test_a_corpus_that_has_changed_is_not_compared_with(alone):
    book = alone / "book.abc"
    book.write_text(book.read_text().replace("ABcd", "ABcA"))
    assert find(str(book))
    assert "is not what it learned from" in made(alone / "run").outputs[0].remarks[0]


def test_a_model_whose_weights_are_gone_writes_nothing_and_that_is_said(run_folder, tmp_path):
    copy = shutil.copytree(run_folder, tmp_path / "copy")
    for path in copy.glob("step-*/weights.safetensors"):
        path.unlink()
    (output,) = made(copy).outputs
    assert output.tunes == 0
    assert "writes nothing here" in output.remarks[0]


def test_what_a_network_that_goes_on_knows_by_heart_is_measured(tunebook, tmp_path, monkeypatch):
    monkeypatch.setattr(studying, "_KNOWN", 5)
    toy = ("train.last=false", "train.reading=lanes", "model.reach=0", "model.width=8", "train.epochs=1")
    list(train(Training(str(tunebook), "radulovic-chords", "tiny", toy, tmp_path / "run")))
    (run,) = made(tmp_path / "run", tunes=0, samples=0).runs
    trained = Session().model(str(tmp_path / "run"))
    pieces = [trained.codec.encode(text).symbols for text in learned(trained).texts("train")]
    known = [value for row in score(trained.network, pieces) for value in row[5:]]
    assert run.by_heart == pytest.approx(sum(known) / len(known))
