"""The recipe of the chord system: the report's figures."""

from songrnn.recipes.radulovic import chord_words, radulovic_chords


def test_settings_are_those_of_the_report():
    made = radulovic_chords("base")
    assert (made.codec, made.family) == ("words", "recurrent")
    wanted = {"cell": "lstm", "layers": 3, "width": 512, "dropout": 0.3, "head": 256, "reach": 100}
    assert {name: made.model[name] for name in wanted} == wanted
    train = made.train
    assert (train.rows, train.steps, train.epochs, train.last) == (64, 100, 200, True)
    assert (train.optimiser, train.schedule) == ("adam", "constant")
    assert made.coding["most"] == 10_000


def test_nothing_keeps_it_from_learning_by_heart():
    assert radulovic_chords().train.patience == radulovic_chords().train.epochs


def test_the_other_one_learns_the_same_chords_and_stops_when_it_is_no_better():
    other = chord_words()
    assert other.prepare == radulovic_chords().prepare
    assert other.coding == radulovic_chords().coding
    assert other.train.patience < other.train.epochs
    assert (other.train.reading, other.train.last, other.model["reach"]) == ("lanes", False, 0)
