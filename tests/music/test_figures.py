import pytest

from songrnn.music.figures import Figure, read_figure, usual_suffix


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("C", "major"), ("Am", "minor"), ("G7", "dominant"), ("F#m7/C#", "minor-seventh"), ("Bbmaj7", "major-seventh"),
        ("Edim", "diminished"), ("Dsus4", "suspended-fourth"), ("E7b9", "other"), ("C(add9)", "other"),
    ],
)  # fmt: skip
def test_a_chord_symbol_is_taken_apart_and_put_together_again(text, kind):
    figure = read_figure(text)
    assert (figure.kind, figure.text) == (kind, text)


def test_roots_and_basses_keep_their_signs():
    assert read_figure("F♯m/E♭") == Figure("F", 1, "minor", "m", "E", -1)


@pytest.mark.parametrize("text", ["", "D.C.", "Fine", "N.C.", "H7", "Allegro", "C" * 99, "Clarinet", "A/b/c"])
def test_words_are_no_chords(text):
    assert read_figure(text) is None


def test_every_usual_suffix_names_its_kind():
    assert usual_suffix("minor-seventh") == "m7"
    assert usual_suffix("Tristan") is None
