from collections import Counter

from songrnn.corpus.pictures import draw, draw_roll
from songrnn.corpus.statistics import Counts, count
from songrnn.music.piece import Piece
from songrnn.music.sequence import NoteSequence
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import from_score

ABC = "V:1\nV:2\nM:3/4\nL:1/4\nK:G\n[V:1]GAB|cde|\n[V:2]G,3|C3|"
PNG = b"\x89PNG\r\n\x1a\n"


def test_durations_pitches_lengths_and_a_roll_are_drawn(tmp_path):
    drawn = draw(count([Piece(ABC)], "abc"), from_score(read_tune(ABC).score), tmp_path / "new" / "pictures")
    assert [path.name for path in drawn] == ["durations.png", "pitches.png", "lengths.png", "roll.png"]
    assert all(path.read_bytes().startswith(PNG) and path.stat().st_size > 1000 for path in drawn)
    assert sorted(drawn) == sorted((tmp_path / "new" / "pictures").iterdir())


def test_nothing_and_very_much_can_be_drawn_too(tmp_path):
    wide = Counts(lengths=Counter({0: 1, 10**6: 1}), durations=Counter(range(1, 100)))
    for counts in (Counts(), wide):
        assert all(path.stat().st_size > 1000 for path in draw(counts, NoteSequence(()), tmp_path))


def test_a_roll_shows_the_notes(tmp_path):
    one, other = (draw_roll(from_score(read_tune(abc).score), tmp_path / "roll.png").read_bytes()
                  for abc in (ABC, ABC.replace("GAB", "cde")))  # fmt: skip
    assert one != other
