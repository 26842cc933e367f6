import sys
from types import ModuleType
from zipfile import ZipFile

import numpy as np
import pytest

from songrnn.corpus.collections.musicnet import Label, events
from songrnn.corpus.layouts import jobs
from songrnn.corpus.reading import Manner, Refused, read
from songrnn.music.sequence import WHOLE, Span

HEADER = "start_time,end_time,instrument,note,start_beat,end_beat,note_value\n"
QUARTER = WHOLE // 4


def found(path):
    return [one for job in jobs(path) for one in read(job, Manner())]


def table(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return found(path.parent.parent)


def test_a_table_with_beats_is_placed_by_them_at_the_mean_tempo(tmp_path):
    rows = ("0,44100,1,60,0.0,2.0,Half", "44100,88200,1,62,2.0,2.0,Half", "0,22050,41,67,0.0,1.0,Quarter")
    [one] = table(tmp_path / "test_labels" / "1759.csv", *rows)
    assert (one.name, one.split) == ("test_labels/1759.csv", "test")
    piano, violin = one.content.parts
    assert (piano.program, violin.program) == (0, 40)
    assert piano.spans == (Span(0, 2 * QUARTER, 60), Span(2 * QUARTER, 4 * QUARTER, 62))
    assert violin.spans == (Span(0, QUARTER, 67),)
    assert one.content.speeds[0].quarters == pytest.approx(120)


def test_without_beats_a_second_is_two_quarters():
    found = events([Label(44_100, 88_200, 1, 60, 0, 0), Label(88_200, 110_250, 1, 62, 0, 0)])
    assert [one.onset / found.ticks for one in found.tracks[0].strikes] == [2, 4]
    assert [one.length / found.ticks for one in found.tracks[0].strikes] == [2, 1]


@pytest.mark.parametrize("row", ["", "a,b,c,d,e,f,g", "5,4,1,60,0,1,Q", "0,1,1,128,0,1,Q", "0,1,0,60,0,1,Q", "0,1,1"])
def test_a_table_with_a_label_that_makes_no_sense_is_refused(tmp_path, row):
    [one] = table(tmp_path / "train_labels" / "1.csv", row)
    assert isinstance(one, Refused)


def test_beats_that_are_no_numbers_count_as_none(tmp_path):
    [one] = table(tmp_path / "train_labels" / "1.csv", "0,22050,1,60,0,nan,Quarter")
    assert one.content.spans == [Span(0, QUARTER, 60)]


@pytest.fixture
def trees(monkeypatch):
    """Interval trees that pickle as those of the package intervaltree do, which need not be installed."""
    package = {
        name: ModuleType(name) for name in ("intervaltree", "intervaltree.interval", "intervaltree.intervaltree")
    }
    for name, module in package.items():
        monkeypatch.setitem(sys.modules, name, module)

    class Interval(tuple):
        __slots__ = ()

        def __reduce__(self):
            return Interval, tuple(self)

        def __new__(cls, *fields):
            return super().__new__(cls, fields)

    class IntervalTree:
        def __init__(self, intervals=()):
            self.intervals = list(intervals)

        def __reduce__(self):
            return IntervalTree, (self.intervals,)

    for kind, name in ((Interval, "interval"), (IntervalTree, "intervaltree")):
        kind.__module__, kind.__qualname__ = f"intervaltree.{name}", kind.__name__
        setattr(package[f"intervaltree.{name}"], kind.__name__, kind)
    return lambda *labels: IntervalTree(Interval(begin, end, data) for begin, end, data in labels)


def pair(tree):
    array = np.empty(2, dtype=object)
    array[:] = [np.zeros(1000, np.float32), tree]
    return array


def test_an_archive_holds_a_piece_for_each_recording(tmp_path, trees):
    labels = (0, 44_100, (1, 60, 0.0, 2.0, "Half")), (np.int64(44_100), 88_200, (41, 62, np.float64(2), 2.0, "Half"))
    np.savez(tmp_path / "musicnet.npz", **{"1727": pair(trees(*labels)), "1759": pair(trees(*labels))})
    one, two = found(tmp_path)
    assert (one.name, one.split) == ("musicnet.npz, 1727", "train")
    assert (two.name, two.split) == ("musicnet.npz, 1759", "test")
    assert [(part.program, part.spans) for part in one.content.parts] == [
        (0, (Span(0, 2 * QUARTER, 60),)), (40, (Span(2 * QUARTER, 4 * QUARTER, 62),)),
    ]  # fmt: skip


def test_a_recording_that_cannot_be_read_is_refused_and_the_next_is_read(tmp_path, trees):
    good = pair(trees((0, 44_100, (1, 60, 0.0, 2.0, "Half"))))
    np.savez(tmp_path / "a.npz", numbers=np.zeros(3), good=good)
    with ZipFile(tmp_path / "a.npz", "a") as archive:
        archive.writestr("rubbish.npy", b"rubbish")
    numbers, one, rubbish = found(tmp_path)
    assert numbers == Refused("a.npz, numbers", "is an array of numbers, not of labels")
    assert one.name == "a.npz, good"
    assert rubbish == Refused("a.npz, rubbish", "is no array as numpy saves them")
