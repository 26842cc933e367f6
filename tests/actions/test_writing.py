"""Many pieces that a model writes, in its order of seeds."""

from songrnn.actions.generate import Wish, generate
from songrnn.actions.writing import Counted, write
from songrnn.session import Session


def test_pieces_are_those_of_the_seeds_in_a_row(run_folder):
    trained, pieces = Session().model(str(run_folder)), []
    told = [*write(trained, 3, Wish(seed=5, length=40), pieces)]
    assert told == [Counted("tunes written", done, 3) for done in (1, 2, 3)]
    assert [piece.name for piece in pieces] == ["seed 5", "seed 6", "seed 7"]
    *_, last = generate(trained, "", Wish(seed=7, length=40))
    assert pieces[2].text == last.tune
