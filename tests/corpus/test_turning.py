import pytest
from hypothesis import given
from hypothesis import strategies as st

from songrnn.corpus import turning
from songrnn.corpus.preparation import Preparation
from songrnn.corpus.reading import Raw
from songrnn.corpus.turning import Dropped, Prepared, turn
from songrnn.music.sequence import NoteSequence, Part, Span
from songrnn.notation.abc.parser import read_tune
from songrnn.notation.sequences import from_score, loads
from songrnn.notation.words import read_words, write_words

ABC = "X:7\nT:Ours\nR:reel\nM:4/4\nL:1/8\nK:G\nGABc dedB|dedB dedB|\nc2ec B2dB|A2F2 G4|"
SCORE = read_tune(ABC).score
HEARD = from_score(SCORE)
CONTENTS = {"abc": ABC, "words": write_words(HEARD), "score": SCORE, "notes": HEARD}


def made(content, notation, how):
    (one,) = turn(Raw(content, notation, "ours.abc, tune 1", "ours", "valid"), how)
    return one


def heard(text, notation):
    """Onsets, ends and pitches that a text means."""
    if notation == "notes":
        return loads(text).spans
    return read_words(text).sequence.spans if notation == "words" else from_score(read_tune(text).score).spans


@pytest.mark.parametrize("wanted", ["abc", "words", "notes"])
@pytest.mark.parametrize("given", CONTENTS)
def test_every_notation_is_turned_into_every_other_and_sounds_the_same(given, wanted):
    one = made(CONTENTS[given], given, Preparation(wanted))
    assert heard(one.text, wanted) == HEARD.spans
    assert (one.name, one.source, one.split, one.done) == ("ours.abc, tune 1", "ours", "valid", ())


def test_a_text_in_the_wanted_notation_stays_as_it_came():
    odd = 'X:1\nK:G   % a remark\nG>A B~c  (3ded "Am"B|'
    assert made(odd, "abc", Preparation(fewest_notes=1)).text == odd
    assert made("C4:1/4  E4:2/8 C4:1/4", "words", Preparation("words", fewest_notes=1)).text == "C4:1/4  E4:2/8 C4:1/4"


def test_note_words_are_written_without_ties_or_lengths_if_that_is_wanted():
    how = Preparation("words", ties=False, durations=False, fewest_notes=1)
    for notation, content in CONTENTS.items():
        assert ":" not in made(content, notation, how).text
    tied = "C4-.E4:1/4 C4.F4:1/4"
    assert made(tied, "words", Preparation("words", ties=False, fewest_notes=1)).text == "C4.E4:1/4 F4:1/4"


def test_a_text_to_which_something_was_done_is_written_anew():
    one = made(ABC, "abc", Preparation(key="c"))
    assert one.done == ("moved to C major or A minor",)
    assert "K:C" in one.text
    assert [span.pitch for span in heard(one.text, "abc")] == [span.pitch + 5 for span in HEARD.spans]


def test_a_tune_that_is_written_has_no_number_of_its_own():
    assert "X:" not in made(HEARD, "notes", Preparation()).text


def test_cleaning_mends_what_it_can_and_drops_the_rest_with_its_reason():
    one = made(ABC.replace("GABc", "!trill!GABc"), "abc", Preparation(clean=True))
    assert "T:Ours" not in one.text
    assert "trill" not in one.text
    assert one.done == ("decorations left out, except the roll ~",)
    dropped = made("X:1\nM:4/4\nL:1/8\nK:G\nGAB|GABcdefg|", "abc", Preparation(clean=True))
    assert isinstance(dropped, Dropped)
    assert dropped.reason


@pytest.mark.parametrize("notation", ["abc", "words", "notes"])
def test_all_keys_are_eleven_others_that_differ_in_pitch_alone(notation):
    one = made(HEARD, "notes", Preparation(notation, key="all"))
    assert len({one.text, *one.others}) == 12
    steps = set()
    for other in one.others:
        pairs = list(zip(heard(other, notation), HEARD.spans, strict=True))
        assert all((new.onset, new.end) == (old.onset, old.end) for new, old in pairs)
        (step,) = {new.pitch - old.pitch for new, old in pairs}
        steps.add(step)
    assert steps == {*range(-5, 7)} - {0}


def test_abc_as_it_came_keeps_its_layout_in_other_keys_and_lands_on_all_tonics():
    tune = "R:reel\nM:4/4\nL:1/8\nK:Em\n|:E>F ~G2 ^DEFG|B4 e4:|"
    one = made(tune, "abc", Preparation(key="all"))
    assert one.text == tune
    assert all(other.startswith("R:reel\nM:4/4\nL:1/8\nK:") for other in one.others)
    assert all("|:" in other and ">" in other and "~" in other for other in one.others)
    first = heard(tune, "abc")[0].pitch
    assert sorted((heard(other, "abc")[0].pitch - first) % 12 for other in one.others) == [*range(1, 12)]


def test_abc_that_changes_its_key_is_written_anew_in_the_others():
    tune = "M:4/4\nL:1/8\nK:G\nGABc dedB|[K:D]defg afed|"
    one = made(tune, "abc", Preparation(key="all"))
    assert one.text == tune
    pitches = [[span.pitch for span in heard(text, "abc")] for text in (tune, *one.others)]
    steps = {tuple((new - old) % 12 for new, old in zip(other, pitches[0], strict=True)) for other in pitches[1:]}
    assert steps == {(step,) * 16 for step in range(1, 12)}


def test_players_apart_are_pieces_with_names_of_their_own():
    band = NoteSequence(HEARD.parts * 2, HEARD.measures)
    both = list(turn(Raw(band, "notes", "a.mid", "ours"), Preparation("words", tracks="apart")))
    assert [one.name for one in both] == ["a.mid, player 1", "a.mid, player 2"]


def test_pieces_that_begin_alike_in_another_key_share_their_key_and_their_sketch():
    first = made(ABC, "abc", Preparation())
    moved = made(first.text, "abc", Preparation(key="c"))
    other = made(ABC.replace("GABc dedB", "BAGF EDEF"), "abc", Preparation())
    assert first.key == moved.key != other.key
    assert first.sketch == moved.sketch


@pytest.mark.parametrize(
    ("content", "notation", "reason"),
    [
        ("K:C\n!!!\n", "abc", "nothing sounds in it"), ("R:1/4 R:1/4", "words", "nothing sounds in it"),
        ("this is prose", "words", ""), ("", "abc", ""), (NoteSequence(()), "notes", "nothing sounds in it"),
    ],
)  # fmt: skip
def test_music_that_cannot_be_read_is_dropped_with_a_reason(content, notation, reason):
    one = made(content, notation, Preparation(notation))
    assert isinstance(one, Dropped)
    assert one.name == "ours.abc, tune 1"
    assert one.reason
    assert reason in one.reason


@given(st.text(max_size=200), st.sampled_from(["abc", "words"]), st.sampled_from(["abc", "words", "notes"]))
def test_no_text_at_all_raises(text, notation, wanted):
    for one in turn(Raw(text, notation, "any", ""), Preparation(wanted, fewest_notes=1, key="all")):
        assert isinstance(one, Prepared | Dropped)


def test_a_mistake_of_ours_in_one_tune_does_not_end_the_others(monkeypatch):
    def broken(_):
        raise ZeroDivisionError("a mistake")

    monkeypatch.setattr(turning, "read_tune", broken)
    assert made(ABC, "abc", Preparation()).reason == "is broken (ZeroDivisionError: a mistake)"


def test_a_note_sequence_that_is_too_long_to_be_read_again_is_dropped():
    far = NoteSequence((Part(tuple(Span(at << 30, (at << 30) + 1, 60) for at in range(9))),))
    assert "no note sequence" in made(far, "notes", Preparation("notes", longest_rest=0)).reason
